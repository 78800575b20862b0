"""Whatever comes, changes and goes, and in whatever order: the stories are those of what is there in the end."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest

from shared.domain.article import Article
from shared.domain.identity import RawKey, Stage, index_version
from shared.domain.story import Member, stories
from shared.enrich.fingerprint import NEAR_COPY, fingerprint, similarity
from shared.usecases import group_stories as module
from shared.usecases.group_stories import group_stories, mend_stories
from shared.usecases.ports import IndexEntry

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = [f"{n:032x}" for n in (7, 3, 9, 1, 5, 8)]
TEXTS = [" ".join(f"word{text}{n}" for n in range(60)) for text in "abc"]
Shape = tuple[str, int, Stage, tuple[str, ...], str | None]


class Index:
    """What is written is found after a refresh, and a version replaces only a lower one: as in the engine."""

    def __init__(self) -> None:
        self.written: dict[str, Member] = {}
        self.found: dict[str, Member] = {}

    def refresh(self) -> None:
        self.found = dict(self.written)

    def write(self, entries: Sequence[IndexEntry]) -> None:
        for entry in entries:
            version = index_version(entry.order, entry.stage)
            there = self.written.get(entry.key.article_id)
            if entry.member is not None and (there is None or there.version < version):
                self.written[entry.key.article_id] = entry.member

    def kin(self, members: Sequence[Member]) -> list[Member]:
        return [one for one in self.found.values() if any(self._meet(one, other) for other in members)]

    def _meet(self, one: Member, other: Member) -> bool:
        return bool(one.keys & other.keys or one.bands & other.bands) or other.id in (one.id, one.story_id)

    def members(self, story_ids: Sequence[str]) -> list[Member]:
        found = [one for one in sorted(self.found.values(), key=lambda one: one.id) if one.keys]
        each = ([one for one in found if one.story_id == name][: module.MOST_MEMBERS] for name in story_ids)
        return [one for some in each for one in some]

    def torn(self, since: datetime) -> list[Member]:
        assert since < NOW
        pairs = [
            pair
            for pair in combinations(self.found.values(), 2)
            if self._meet(*pair) and pair[0].story_id != pair[1].story_id
        ]
        return list({one.id: one for pair in pairs for one in pair}.values())

    def move(self, story_of: Mapping[str, str], now: datetime) -> None:
        for name, story in story_of.items():
            if self.written[name].version == self.found[name].version:
                self.written[name] = replace(self.written[name], story_id=story)


def entry(shape: Shape) -> IndexEntry:
    name, order, stage, links, text = shape
    article = Article(
        id=name, source="demo", source_id=name, order=order, received_at=NOW, published_at=NOW, word_count=0,
        parser_version=1, fingerprint=fingerprint(text or ""),
    )  # fmt: skip
    return IndexEntry(RawKey("demo", name, order, False, "0" * 64), order, stage, article, frozenset(links))


def alike(one: Member, other: Member) -> bool:
    return similarity(one.sketch or "", other.sketch or "") >= NEAR_COPY


def wanted(shapes: Sequence[Shape]) -> dict[str, str]:
    last = {shape[0]: shape for shape in sorted(shapes, key=lambda shape: (shape[1], shape[2]))}
    fresh = Index()
    fresh.write([replace(one, member=module._member(one)) for one in map(entry, last.values())])
    return stories(list(fresh.written.values()), alike)


def some_shapes(chosen: random.Random, versions: Sequence[int]) -> list[Shape]:
    def one(name: str, order: int) -> Shape:
        stage = chosen.choice([Stage.PUBLISHED] * 4 + [Stage.HELD, Stage.WITHDRAWN])
        links = tuple(chosen.sample([*NAMES, f"{4:032x}"], chosen.choice([0, 0, 1, 1, 2])))
        return name, order, stage, links, chosen.choice([None, None, *TEXTS])

    return [one(name, order) for name in NAMES for order in range(chosen.choice(versions))]


def indexed(shapes: Sequence[Shape], chosen: random.Random, *, refreshed: float) -> dict[str, str]:
    """Index these in batches, with a refresh after some; give the story of each after the minutely run."""
    index, waiting = Index(), chosen.sample(shapes, len(shapes))
    while waiting:
        batch = [waiting.pop() for _ in range(min(len(waiting), chosen.choice([1, 1, 2, 3])))]
        index.write(group_stories([entry(shape) for shape in batch], index=index, now=NOW))
        if chosen.random() < refreshed:
            index.refresh()
    for _ in range(3):
        index.refresh()
        mend_stories(index=index, now=NOW)
    index.refresh()
    return {one.id: one.story_id for one in index.found.values() if one.keys}


@pytest.mark.parametrize("seed", range(60))
def test_versions_corrections_and_withdrawals_in_any_order_leave_the_stories_of_what_is_there(seed):
    chosen = random.Random(seed)
    shapes = some_shapes(chosen, [1, 1, 2, 3])
    assert indexed(shapes, chosen, refreshed=1) == wanted(shapes)


@pytest.mark.parametrize("seed", range(60))
def test_articles_that_are_indexed_unseen_by_each_other_are_brought_together(seed):
    chosen = random.Random(seed)
    shapes = some_shapes(chosen, [1])
    assert indexed(shapes, chosen, refreshed=0.3) == wanted(shapes)


def test_a_story_too_large_to_be_seen_whole_keeps_its_name_and_takes_in_others(monkeypatch):
    monkeypatch.setattr(module, "MOST_MEMBERS", 3)
    names = [f"{n:032x}" for n in (5, 6, 7, 1, 8)]
    shapes = [(name, 0, Stage.PUBLISHED, (f"{4:032x}",), None) for name in names]
    index = Index()
    for shape in shapes:
        index.write(group_stories([entry(shape)], index=index, now=NOW))
        index.refresh()
    assert {one.story_id for one in index.found.values()} == {f"{4:032x}"}
