"""Why a result stands where it does, in an editor's words: which words were found where, and their share of the
score.

The engine explains a score as a tree of sums. Its leaves name a field and a word as the index has it, stemmed;
they are told as the place in the article and the word as it was typed. What counts for less than one percent is
left out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shared.domain.profile import PINNED
from shared.domain.query_tree import Bag, Node, leaves

_LEAST_SHARE = 0.01
_PLACES = {
    "words": "the text", "exact": "the text, spelled as typed", "body": "the body",
    "lead": "the headline or first words",
    "headline": "the headline", "headline_exact": "the headline", "captions": "a caption",
    "captions_exact": "a caption", "author": "the author", "topic": "a topic", "section": "the section",
}  # fmt: skip
_WEIGHT = re.compile(r"weight\((?:Synonym\()?(?P<field>[\w.]+):(?P<term>.+?)\)? in \d+\)")
_BARE = re.compile(r"(?P<field>[\w.]+):(?P<term>\S+)(?:\^[\d.]+)?$")
_INTERVALS = re.compile(r"interval query (?P<field>[\w.]+):")


def explanation(tree: Mapping[str, Any], query: Node | None) -> list[dict[str, Any]]:
    """Give reasons with their shares of the score, the weightiest first."""
    typed = _typed(query)
    reasons: dict[str, float] = {}
    for value, description in _leaves(tree):
        if reason := _reason(description, value, typed):
            reasons[reason] = reasons.get(reason, 0.0) + value
    whole = sum(reasons.values()) or 1.0
    ordered = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    return [
        {"reason": reason, "share": round(value / whole, 2)}
        for reason, value in ordered
        if value / whole >= _LEAST_SHARE
    ]


def _leaves(node: Mapping[str, Any]) -> Iterator[tuple[float, str]]:
    """Give what adds to the score; of a maximum that is the largest alone."""
    stack = [node]
    while stack:
        one = stack.pop()
        parts = [part for part in one["details"] if part["value"] > 0]
        if one["description"].startswith("max of") and parts:
            stack.append(max(parts, key=lambda part: part["value"]))
        elif one["description"].startswith("sum of") and parts:
            stack += parts
        elif one["value"] > 0:
            yield one["value"], one["description"]


def _reason(description: str, value: float, typed: Mapping[str, str]) -> str | None:
    if description.startswith("Distance score"):
        return "it is recent"
    if "headline_wording" in description:
        return "its headline is just what was typed"
    if value > PINNED / 2 and "ConstantScore(id:" in description:
        return "it is pinned"
    if found := _INTERVALS.search(description):
        return f"words near each other in {_place(found['field'])}"
    found = _WEIGHT.search(description) or _BARE.search(description.removeprefix("ConstantScore(").rstrip(")"))
    return f"{_as_typed(found['term'], typed)} in {_place(found['field'])}" if found else None


def _place(field: str) -> str:
    return _PLACES.get(field, _PLACES.get(field.partition(".")[0], field))


def _typed(query: Node | None) -> dict[str, str]:
    words: list[str] = []
    for leaf in leaves(query) if query else ():
        words += [word.text for word in leaf.words] if isinstance(leaf, Bag) else getattr(leaf, "text", "").split()
    return {word.casefold(): word for word in words}


def _as_typed(term: str, typed: Mapping[str, str]) -> str:
    """Give the word that a stem was made of: the one that has the longest beginning in common with it."""
    if term.startswith('"'):
        return (
            "“" + " ".join(_one(word, typed) for word in re.findall(r"[^\s\"?]+", term.rpartition('"')[0])) + "”"
        )
    return f"“{_one(term, typed)}”"


def _one(stem: str, typed: Mapping[str, str]) -> str:
    if stem.endswith("*"):
        return stem
    near = max(typed, key=lambda word: _in_common(word, stem), default="")
    return typed[near] if near and _in_common(near, stem) >= min(3, len(stem)) else stem


def _in_common(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
