"""What changed from one text to another: by paragraphs, and within a changed paragraph by words.

The shortest way from one to the other is found as E. W. Myers describes it ("An O(ND) Difference Algorithm",
1986), in a time that grows with length times difference. Both are bounded, so that no text takes long: what is too
far apart is given as taken out and put in whole. (difflib of the standard library has no such bound.)
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_MOST_STEPS = 1_000_000  # of one comparison of two texts, all paragraphs together: about a third of a second
_STEPS_OF_A_PAIR = 50  # what two paragraphs cost besides their words
_MOST_EDITS = 400  # of one sequence of paragraphs or words; the steps back are kept for each
_WORD = re.compile(r"\S+\s*|\s+")
_LEAST_ALIKE = 0.3  # of the words of the shorter of two paragraphs; with fewer it is another paragraph


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Passage:
    """A paragraph that stayed, went or came; of a changed one its words, in `pieces`."""

    kind: Kind
    text: str
    pieces: tuple[Piece, ...] = ()


@dataclass
class _Budget:
    """Steps that are left."""

    steps: int = _MOST_STEPS


def passages(older: str, newer: str) -> list[Passage]:
    """Give the paragraphs of both texts in their order, each as what became of it."""
    budget = _Budget()
    found: list[Passage] = []
    for kind, before, after in _blocks(_paragraphs(older), _paragraphs(newer), budget):
        if kind is Kind.SAME:
            found += [Passage(kind, text) for text in before]
        else:
            found += _rewritten(before, after, budget)
    return found


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in text.split("\n\n") if paragraph]


def _rewritten(before: Sequence[str], after: Sequence[str], budget: _Budget) -> Iterator[Passage]:
    """Compare paragraphs in one place one with another, as long as they have words in common."""
    place = 0
    while place < min(len(before), len(after)) and budget.steps > 0:
        old, new = before[place], after[place]
        place += 1
        pieces = _pieces(old, new, budget)
        if pieces:
            yield Passage(Kind.CHANGED, new, tuple(pieces))
        else:
            yield Passage(Kind.REMOVED, old)
            yield Passage(Kind.ADDED, new)
    for kind, rest in ((Kind.REMOVED, before[place:]), (Kind.ADDED, after[place:])):
        whole = rest if budget.steps > 0 else filter(None, ["\n\n".join(rest)])
        yield from (Passage(kind, text) for text in whole)


def _pieces(old: str, new: str, budget: _Budget) -> list[Piece]:
    """Give the words of both; nothing where they are not the same paragraph any more."""
    ours, theirs = _WORD.findall(old), _WORD.findall(new)
    budget.steps -= _STEPS_OF_A_PAIR + len(ours) + len(theirs)
    pieces: list[Piece] = []
    kept = 0
    for kind, before, after in _blocks(ours, theirs, budget):
        if kind is Kind.SAME:
            kept += len(before)
            pieces.append(Piece(kind, "".join(before)))
            continue
        pieces += [Piece(Kind.REMOVED, "".join(before))] if before else []
        pieces += [Piece(Kind.ADDED, "".join(after))] if after else []
    return pieces if kept >= _LEAST_ALIKE * min(len(ours), len(theirs)) else []


def _blocks(
    older: Sequence[str], newer: Sequence[str], budget: _Budget
) -> Iterator[tuple[Kind, Sequence[str], Sequence[str]]]:
    """Give what both have, and between it what stands in the one in the place of what stands in the other."""
    a = b = 0
    for start, other, length in _common(older, newer, budget):
        if start > a or other > b:
            yield Kind.CHANGED, older[a:start], newer[b:other]
        yield Kind.SAME, older[start : start + length], newer[other : other + length]
        a, b = start + length, other + length
    if a < len(older) or b < len(newer):
        yield Kind.CHANGED, older[a:], newer[b:]


def _common(older: Sequence[str], newer: Sequence[str], budget: _Budget) -> list[tuple[int, int, int]]:
    """Give runs that both have, in their order: place in the one, in the other, and length."""
    first = 0
    while first < min(len(older), len(newer)) and older[first] == newer[first]:
        first += 1
    last = 0
    while last < min(len(older), len(newer)) - first and older[-1 - last] == newer[-1 - last]:
        last += 1
    middle = _middle(older[first : len(older) - last], newer[first : len(newer) - last], budget)
    runs = [(0, 0, first), *((a + first, b + first, length) for a, b, length in middle)]
    runs.append((len(older) - last, len(newer) - last, last))
    return [run for run in runs if run[2]]


def _middle(older: Sequence[str], newer: Sequence[str], budget: _Budget) -> list[tuple[int, int, int]]:
    """Give the runs on the shortest way from the one to the other, none when that is too long to be sought."""
    reach = {1: 0}  # on each diagonal, how far into `older` the edits made so far can get
    trail: list[dict[int, int]] = []
    for edits in range(min(len(older) + len(newer), _MOST_EDITS) + 1):
        trail.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            goes_down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
            a = reach[diagonal + 1] if goes_down else reach[diagonal - 1] + 1
            start = a
            while a < len(older) and 0 <= a - diagonal < len(newer) and older[a] == newer[a - diagonal]:
                a += 1
            reach[diagonal] = a
            budget.steps -= 1 + a - start
            if a >= len(older) and a - diagonal >= len(newer):
                return _walked_back(trail, len(older), len(newer))
            if budget.steps < 0:
                return []
    return []


def _walked_back(trail: Sequence[dict[int, int]], a: int, b: int) -> list[tuple[int, int, int]]:
    """Give the runs of the way that ends there, from the first to the last."""
    runs = []
    for edits in range(len(trail) - 1, -1, -1):
        reach, diagonal = trail[edits], a - b
        goes_down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
        before = diagonal + 1 if goes_down else diagonal - 1
        from_a = reach[before]
        start = from_a if goes_down else from_a + 1
        if a > start:
            runs.append((start, start - diagonal, a - start))
        a, b = from_a, from_a - before
    return runs[::-1]
