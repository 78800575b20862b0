"""Which articles tell one story: those that link to each other and near copies, however they hang together."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from shared.domain.article import Content
from shared.domain.errors import BadInput
from shared.domain.identity import article_id, checked_source_id

# Forms that are filled in share much and are no copies of each other; to compare all of them would take seconds.
_MOST_IN_A_BAND = 50


@dataclass(frozen=True)
class Member:
    """One article as its story knows it, in the index or on its way there.

    `keys` are the ids of the articles that it joins, its own with them; none for one that is not to be known of.
    `bands` are the terms under which near copies meet, and `sketch` is what tells whether they are.
    """

    id: str
    version: int
    story_id: str
    keys: frozenset[str] = frozenset()
    bands: frozenset[str] = frozenset()
    sketch: str | None = None


def linked(source: str, content: Content) -> frozenset[str]:
    """Give the ids of the articles that this one says it belongs with: its sender's own, received or not."""
    ids = (_article_id(source, link) for link in (content.evolved_from, *content.story_links) if link)
    return frozenset(each for each in ids if each is not None)


def _article_id(source: str, source_id: str) -> str | None:
    try:
        return article_id(source, checked_source_id(source_id))
    except BadInput:  # no article can have this id
        return None


def stories(members: Collection[Member], alike: Callable[[Member, Member], bool]) -> dict[str, str]:
    """Give the story of each of these articles: the least id in it, so that no order of arrival changes it.

    An article that is linked to counts, received or not: two that link to the same tell one story.
    """
    groups = _Groups()
    for member in members:
        groups.join(*member.keys)
    for one, other in _meeting(members):
        if groups.of(one.id) != groups.of(other.id) and alike(one, other):
            groups.join(one.id, other.id)
    return {member.id: groups.of(member.id) for member in members if member.keys}


def _meeting(members: Collection[Member]) -> Iterator[tuple[Member, Member]]:
    """Give pairs that have a band in common; of those with one and the same sketch, each with the first alone."""
    first: dict[str, Member] = {}
    bands: dict[str, list[Member]] = {}
    for member in members:
        if member.sketch is None:
            continue
        if (same := first.setdefault(member.sketch, member)) is not member:
            yield same, member
            continue
        for band in member.bands:
            bands.setdefault(band, []).append(member)
    tried: set[tuple[str, str]] = set()
    for meeting in bands.values():
        for one, other in combinations(sorted(meeting, key=lambda one: one.id)[:_MOST_IN_A_BAND], 2):
            if (pair := (one.id, other.id)) not in tried:
                tried.add(pair)
                yield one, other


class _Groups:
    """Sets of ids that are joined step by step; each is named by its least."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, name: str) -> str:
        above = self._above
        while (next_above := above.get(name, name)) != name:
            above[name] = above.get(next_above, next_above)
            name = above[name]
        return name

    def join(self, *names: str) -> None:
        tops = {self.of(name) for name in names}
        least = min(tops, default="")
        self._above |= dict.fromkeys(tops - {least}, least)
