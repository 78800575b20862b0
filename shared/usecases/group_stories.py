"""Keeps the articles of one story under one id, as they come, change and go, in any order."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import batched

from shared.domain.article import Article, Provenance
from shared.domain.identity import Stage, index_version
from shared.domain.story import Member, stories
from shared.enrich.fingerprint import NEAR_COPY, bands, similarity
from shared.usecases.ports import MOST_MEMBERS, IndexEntry, StoryIndex

# Articles that are indexed within one refresh of the engine do not see each other. The run of each minute looks
# again at what came since the last one, and at what came before that, should one run be left out.
_LOOK_BACK = timedelta(minutes=2, seconds=30)
_AT_ONCE = 50
# A story is read whole where the one member of it that was found is so like an article that another may be a copy.
_WORTH = 0.5


def group_stories(entries: Sequence[IndexEntry], *, index: StoryIndex, now: datetime) -> list[IndexEntry]:
    """Give these articles with the story of each; bring along those in the index that thereby change theirs.

    Raises Unavailable when the engine does not answer; beginning again is then safe.
    """
    own = [_member(entry) for entry in entries]
    coming = {member.id: member for member in sorted(own, key=lambda one: one.version)}
    found = index.kin(list(coming.values()))
    again = {entry.key.article_id for entry in entries if entry.again}
    late = {
        there.id
        for there in found
        if there.id in coming and there.version + (there.id not in again) > coming[there.id].version
    }
    coming = {name: member for name, member in coming.items() if name not in late}
    story_of, there = _settled(coming, found, index)
    index.move(_moved(story_of, [member for member in there if member.id not in coming]), now)
    return [
        _in_story(entry, member, story_of.get(member.id, member.id), now)
        for entry, member in zip(entries, own, strict=True)
    ]


def mend_stories(*, index: StoryIndex, now: datetime) -> int:
    """Bring together what was indexed unseen by each other; give how many articles came to another story."""
    changed: set[str] = set()
    for some in batched(index.torn(now - _LOOK_BACK), _AT_ONCE, strict=False):
        torn = {member.id: member for member in some}
        story_of, there = _settled(torn, index.kin(some), index)
        moved = _moved(story_of, there)
        index.move(moved, now)
        changed.update(moved)
    return len(changed)


def _member(entry: IndexEntry) -> Member:
    """Give what its story knows of a version: nothing of a held one, of a withdrawn one only what it linked to."""
    name = entry.key.article_id
    member = Member(name, index_version(entry.order, entry.stage), name)
    if entry.stage is not Stage.HELD:
        member = replace(member, keys=entry.links | {name})
    sketch = entry.article.fingerprint if entry.article is not None and entry.stage is Stage.PUBLISHED else None
    return replace(member, sketch=sketch, bands=frozenset(bands(sketch))) if sketch else member


def names_of_story(member: Member, *, index: StoryIndex) -> frozenset[str]:
    """Give every name that the story of this article has, or had before others came to it.

    A story has the least id in it, so each of its parts was named by an id that is in it now.
    """
    story_of, there = _settled({member.id: member}, index.kin([member]), index)
    story = story_of.get(member.id, member.story_id)
    together = [member, *(one for one in there if story_of.get(one.id) == story)]
    return frozenset({story}.union(*({one.id, one.story_id} | one.keys for one in together)))


def _settled(
    fresh: Mapping[str, Member], found: Collection[Member], index: StoryIndex
) -> tuple[dict[str, str], Collection[Member]]:
    """Give the story of each article that these touch, and those of them that the index holds, as it holds them.

    The whole stories are looked at, so that they part where what held them together was changed.
    """
    kin = [one for one in found if {one.id, one.story_id} & fresh.keys() or _is_kin(one, fresh.values())]
    names = {one.story_id for one in kin if one.id not in fresh or one.story_id != one.id}
    members = index.members(sorted(names)) if names else []
    there = {member.id: member for member in [*members, *kin]}
    sizes = Counter(member.story_id for member in members)
    large = {name for name, size in sizes.items() if size >= MOST_MEMBERS}
    return _stories([*{**there, **fresh}.values()], large), there.values()


def _stories(members: Collection[Member], large: Collection[str]) -> dict[str, str]:
    """Give the story of each; one too large to be seen whole keeps name and members, and takes in others."""
    bound = [replace(one, keys=one.keys | {one.story_id}) if one.story_id in large else one for one in members]
    least = stories(bound, _alike)
    kept: dict[str, str] = {}
    for name, story in sorted((one.story_id, least[one.id]) for one in bound if one.id in least):
        if name in large:
            kept.setdefault(story, name)
    stays = {one.id: one.story_id for one in members if one.story_id in large}
    return {name: stays.get(name, kept.get(story, story)) for name, story in least.items()}


def _is_kin(one: Member, fresh: Collection[Member]) -> bool:
    return any(
        not one.keys.isdisjoint(other.keys)
        or (not one.bands.isdisjoint(other.bands) and _alike(one, other, _WORTH))
        for other in fresh
    )


def _alike(one: Member, other: Member, least: float = NEAR_COPY) -> bool:
    return bool(one.sketch and other.sketch) and similarity(one.sketch or "", other.sketch or "") >= least


def _moved(story_of: Mapping[str, str], there: Collection[Member]) -> dict[str, str]:
    return {one.id: story_of[one.id] for one in there if story_of.get(one.id, one.story_id) != one.story_id}


def _in_story(entry: IndexEntry, member: Member, story_id: str, now: datetime) -> IndexEntry:
    article = entry.article and _named(entry.article, story_id)
    return replace(entry, article=article, member=replace(member, story_id=story_id), at=now)


def _named(article: Article, story_id: str) -> Article:
    origin = Provenance.of("derived", "links between articles, and near copies")
    return article.model_copy(
        update={"story_id": story_id, "provenance": article.provenance | {"story_id": origin}}
    )
