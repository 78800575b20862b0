"""What a reader may have meant, from the words of the articles that came near: never from any other word.

An engine's own list of words still holds those of articles that were taken down; the articles shown do not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from shared.domain.wording import wording

_SHORTEST = 3  # letters; any word is near a shorter one
_ONE_ERROR = 5  # letters below which one error is forgiven, above it two


def corrected(written: str, unknown: Iterable[str], found: Sequence[str]) -> str | None:
    """Give the query with the nearest word in the place of each that is in no article; None where none is near."""
    better = written
    for word in unknown:
        if near := _nearest(word, found):
            better = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", near.replace("\\", r"\\"), better)
    return None if better == written else better


def _nearest(word: str, found: Sequence[str]) -> str | None:
    typed = wording(word)
    if len(typed) < _SHORTEST:
        return None
    most = 1 if len(typed) < _ONE_ERROR else 2
    forms = Counter(found)
    counts: Counter[str] = Counter()
    for form, count in forms.items():
        counts[wording(form)] += count
    near = [
        (errors(typed, other), -count, other)
        for other, count in counts.items()
        if abs(len(other) - len(typed)) <= most
    ]
    near = [one for one in near if 0 < one[0] <= most]
    if not near:
        return None
    best = min(near)[2]
    return _as_typed(
        word, max((form for form in forms if wording(form) == best), key=lambda form: (forms[form], form))
    )


def _as_typed(word: str, form: str) -> str:
    """Give a word in small letters where it was typed so, and as the articles write it where it was not."""
    return form.lower() if word.islower() else form


def errors(one: str, other: str) -> int:
    """Count the letters to change, add, leave out or swap with their neighbour to make one word the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
