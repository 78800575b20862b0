"""How long a query is for the engine, which takes a bounded number of terms in one search."""

import re
from collections.abc import Iterable

MAX_TERMS_READ = 128  # of a text that was pasted; what comes after them changes little
# Chinese, Japanese and Korean: each character is a term, since no white space tells words apart.
_IDEOGRAPH = re.compile(
    r"[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_PIECE = re.compile(r"\w+")


def has_ideographs(text: str) -> bool:
    """Tell whether a text is at least partly Chinese, Japanese or Korean."""
    return _IDEOGRAPH.search(text) is not None


def terms_in(text: str) -> int:
    """Give about how many terms the engine makes of a text: its words, and each ideograph."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return ideographs + len(_PIECE.findall(_IDEOGRAPH.sub(" ", text)))


def first_terms(words: Iterable[str]) -> list[str]:
    """Give the first words of a text, and the beginning of the last where it is one long run of ideographs."""
    kept: list[str] = []
    left = MAX_TERMS_READ
    for word in words:
        needed = terms_in(word)
        if needed > left:
            return [*kept, word[:left]] if left and _IDEOGRAPH.search(word) else kept
        kept.append(word)
        left -= needed
    return kept
