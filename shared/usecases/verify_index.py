"""Verifies that raw objects are what their names say, and that the index holds what is made of them now."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched, islice
from random import Random
from typing import Any

from shared.domain.errors import RawObjectCorrupt, RawObjectMissing
from shared.domain.identity import RawKey, index_version
from shared.usecases.carried_index import Captured, NoAlerts, ReadOnly
from shared.usecases.compare_indices import parts
from shared.usecases.index_articles import index_articles
from shared.usecases.newest_version import by_article, each_newest_first, plainly_newest
from shared.usecases.ports import ArticleIndex, IndexEntry, RawStore, Stored
from shared.usecases.rebuild_ports import Inventory, Line
from shared.usecases.reconcile import lacking

_IN_A_SAMPLE = 20  # articles of a part, about
DAMAGED, MISSING, OLDER, VERSION, CONTENT, UNREADABLE = (
    "damaged",
    "missing",
    "older version",
    "other version",
    "other content",
    "unreadable",
)
_AT_ONCE = 50  # articles, of which each may hold a megabyte
_EXAMPLES = 20  # of each kind


@dataclass
class Verified:
    """How much was looked at, and what differs: in numbers by kind, and the first of each kind by name."""

    objects: int = 0
    articles: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, what: str) -> None:
        """Count one difference."""
        self.counts[kind] += 1
        examples = self.examples.setdefault(kind, [])
        if len(examples) < _EXAMPLES:
            examples.append(what)

    def add(self, other: "Verified") -> None:
        """Count another part as well."""
        self.objects += other.objects
        self.articles += other.articles
        self.counts += other.counts
        for kind, examples in other.examples.items():
            self.examples[kind] = (self.examples.get(kind, []) + examples)[:_EXAMPLES]


@dataclass(frozen=True)
class Verifying:
    """What is compared: `made` gives the document that the index would hold of an entry.

    `told` are the fields of what readers were told. That came about over time, and is not compared.
    """

    store: RawStore
    index: ArticleIndex
    inventory: Inventory
    made: Callable[[IndexEntry], dict[str, Any]]
    told: Collection[str]
    clock: Callable[[], datetime]


def sampled(articles: int, chance: Random) -> list[str]:
    """Give small parts of so many articles, by what their ids begin with, in an order that chance gives.

    The ids are digests, so some of these parts have as much of each source and each time as there is in all.
    """
    digits = next((digits for digits in (1, 2, 3) if articles <= 16**digits * _IN_A_SAMPLE), 4)
    prefixes = list(parts(digits))
    chance.shuffle(prefixes)
    return prefixes


def verify_part(prefix: str, work: Verifying, *, most: int | None = None) -> Verified:
    """Verify the articles whose ids begin so, `most` of them at most."""
    verified = Verified()
    articles = islice(by_article(work.store.everything(prefix)), most)
    for some in batched(articles, _AT_ONCE, strict=False):
        _verify(some, work, verified)
    return verified


def _verify(articles: Sequence[Sequence[Stored]], work: Verifying, verified: Verified) -> None:
    whole = {key for versions in articles for one in versions if _is_whole(key := one.key, work.store, verified)}
    names = [versions[0].key.article_id for versions in articles]
    verified.articles += len(names)
    lines = work.inventory.at_once(names)
    for name in names:
        if name not in lines:
            verified.note(MISSING, name)
    _compare_versions(articles, lines, work.store, verified)
    made_of = {line.key: line for line in lines.values() if line.key is not None}
    for line in lines.values():
        if line.key is None:
            verified.note(VERSION, f"{line.id}: made of {line.raw_key or 'nothing'}")
    _compare({key: line for key, line in made_of.items() if key in whole}, work, verified)


def _compare_versions(
    articles: Sequence[Sequence[Stored]], lines: Mapping[str, Line], store: RawStore, verified: Verified
) -> None:
    """Note what the index holds in an older version than the newest that was not rejected."""
    there = [(versions, line) for versions in articles if (line := lines.get(versions[0].key.article_id))]
    unclear = [(versions, line) for versions, line in there if line.key != plainly_newest(versions)]
    ordered = each_newest_first([versions for versions, _ in unclear], store)
    for newest_first, (_, line) in zip(ordered, unclear, strict=True):
        newest, _ = lacking(newest_first, line.version, store)
        if newest is not None:
            verified.note(OLDER, f"{line.id}: made of {line.raw_key or 'nothing'}, and not of {newest}")


def _is_whole(key: RawKey, store: RawStore, verified: Verified) -> bool:
    verified.objects += 1
    try:
        store.get(key)
    except RawObjectCorrupt as error:
        verified.note(DAMAGED, error.detail)
    except RawObjectMissing:  # erased since it was listed
        return False
    else:
        return True
    return False


def _compare(made_of: Mapping[RawKey, Line], work: Verifying, verified: Verified) -> None:
    captured = Captured(work.index)
    store, now = ReadOnly(work.store), work.clock()
    done = index_articles(list(made_of), store=store, index=captured, alerts=NoAlerts(), now=now)
    entries = {entry.key: entry for entry in captured.entries}
    there = work.inventory.documents([key.article_id for key in entries])
    for one in done:
        if one.key not in entries:
            verified.note(UNREADABLE, f"{one.key}: {one.reason}")
    for key, entry in entries.items():
        _compare_one(entry, made_of[key], there.get(key.article_id, {}), work, verified)


def _compare_one(
    entry: IndexEntry, line: Line, there: Mapping[str, Any], work: Verifying, verified: Verified
) -> None:
    version = index_version(entry.order, entry.stage)
    if version != line.version:
        verified.note(VERSION, f"{entry.key}: {line.version} in the index, {version} by the raw object")
        return
    made, held = _plain(work.made(entry), work.told), _plain(there, work.told)
    if differing := sorted(name for name in made.keys() | held.keys() if made.get(name) != held.get(name)):
        verified.note(CONTENT, f"{entry.key}: {', '.join(differing)}")


def _plain(document: Mapping[str, Any], told: Collection[str]) -> dict[str, Any]:
    """Give what is made of the raw object alone: neither what was told nor the story, which others make too."""
    plain = _without(document, {"story_id", "grouped_at", *told})
    if "article" in plain:
        article = _without(plain["article"], {"story_id"})
        plain["article"] = article | {"provenance": _without(article.get("provenance", {}), {"story_id"})}
    return plain


def _without(fields: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}
