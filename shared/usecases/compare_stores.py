"""Compares the raw store with the index, part by part: what is missing, stale, of no raw object, or rejected."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import batched

from shared.domain.errors import CopydeskError
from shared.domain.identity import RawKey, Stage
from shared.usecases.newest_version import Ordered, by_article, each_newest_first, plainly_newest
from shared.usecases.ports import IndexQueue, RawStore, Stored
from shared.usecases.rebuild_ports import Inventory, Line
from shared.usecases.reconcile import lacking

MOST_WITHDRAWN = 10  # documents of no raw object that are withdrawn without force: more is rather a mistake
_EXAMPLES = 20  # of each kind
_ARTICLES_AT_ONCE = 500


class Finding(StrEnum):
    """What is wrong with an article."""

    MISSING = "missing"  # received, and not in the index
    STALE = "stale"  # in the index in an older version
    ORPHANED = "orphaned"  # in the index, of no raw object
    REJECTED = "rejected"  # the newest version could not be read: its sender has to act


class TooManyOrphans(CopydeskError):
    """So many documents of the index have no raw object that something else is probably wrong."""


@dataclass
class Findings:
    """What was found, in numbers, and the first of each kind by name; and how many were `sent` or `withdrawn`.

    `not_withdrawn` are the ids of those that should have been.
    """

    articles: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    sent: int = 0
    withdrawn: int = 0
    not_withdrawn: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """Tell whether the index holds what was received; a rejected article is its sender's matter.

        What was only sent may not arrive, so it is not well yet.
        """
        orphaned = self.counts[Finding.ORPHANED] - self.withdrawn
        return not (self.counts[Finding.MISSING] or self.counts[Finding.STALE] or orphaned)

    def note(self, kind: Finding, what: str) -> None:
        """Count one."""
        self.counts[kind] += 1
        examples = self.examples.setdefault(kind, [])
        if len(examples) < _EXAMPLES:
            examples.append(what)

    def add(self, other: "Findings") -> None:
        """Count another part as well."""
        self.articles += other.articles
        self.counts += other.counts
        self.sent += other.sent
        for kind, examples in other.examples.items():
            self.examples[kind] = (self.examples.get(kind, []) + examples)[:_EXAMPLES]


def compare_stores(
    prefixes: Sequence[str], *, store: RawStore, index: Inventory, queue: IndexQueue | None = None
) -> Iterator[tuple[Findings, list[Line]]]:
    """Give for each part what was found in it, and the documents of no raw object; send what the index lacks.

    Without a queue nothing is sent. Memory holds one part.
    """
    for prefix in prefixes:
        found = Findings()
        behind, orphans = _compare_part(prefix, store, index, found)
        if queue is not None:
            queue.send(behind)
            found.sent = len(behind)
        yield found, orphans


def withdraw_orphans(
    orphans: Sequence[Line], found: Findings, *, index: Inventory, now: datetime, force: bool
) -> None:
    """Take from readers' sight what has no raw object; raise TooManyOrphans for many, unless forced.

    A version that is received later brings such an article back.
    """
    shown = [line for line in orphans if line.stage != Stage.WITHDRAWN.name]
    if len(shown) > MOST_WITHDRAWN and not force:
        raise TooManyOrphans(
            f"{len(shown)} documents of the index have no raw object. See first whether this is the right bucket, "
            f"and whether objects were deleted: their old versions can be brought back. `--force` withdraws them."
        )
    found.not_withdrawn = index.withdraw(shown, now)
    found.withdrawn = len(shown) - len(found.not_withdrawn)


def _compare_part(
    prefix: str, store: RawStore, index: Inventory, found: Findings
) -> tuple[list[RawKey], list[Line]]:
    lines = {line.id: line for line in index.lines(prefix)}
    behind: list[RawKey] = []
    received: set[str] = set()
    for some in batched(by_article(store.everything(prefix)), _ARTICLES_AT_ONCE, strict=False):
        received |= {versions[0].key.article_id for versions in some}
        found.articles += len(some)
        unclear = [versions for versions in some if not _is_plain(versions, lines)]
        for ordered in each_newest_first(unclear, store):
            newest = _behind(ordered, lines.get(ordered[0].key.article_id), store, found)
            if newest is not None:
                behind.append(newest)
    return behind, _orphans(lines, received, store, found)


def _is_plain(versions: Sequence[Stored], lines: dict[str, Line]) -> bool:
    """Tell whether the index holds what is the newest version by the listing alone."""
    line = lines.get(versions[0].key.article_id)
    return line is not None and line.key is not None and line.key == plainly_newest(versions)


def _behind(ordered: Sequence[Ordered], line: Line | None, store: RawStore, found: Findings) -> RawKey | None:
    newest, rejected = lacking(ordered, -1 if line is None else line.version, store)
    if rejected:
        key, rejection = next(iter(rejected.items()))
        found.note(Finding.REJECTED, f"{key}: {rejection.reason}")
    if newest is not None:
        found.note(Finding.MISSING if line is None else Finding.STALE, str(newest))
    return newest


def _orphans(lines: dict[str, Line], received: Collection[str], store: RawStore, found: Findings) -> list[Line]:
    """Give what has no raw object."""
    orphans = [line for name, line in lines.items() if name not in received and not _has_raw(line, store)]
    for line in orphans:
        if line.stage != Stage.WITHDRAWN.name:
            found.note(Finding.ORPHANED, f"{line.id}: {line.raw_key or 'written by hand'}")
    return orphans


def _has_raw(line: Line, store: RawStore) -> bool:
    """Look once more: it may have been received after the listing, or be where nothing could be read."""
    if line.key is None:
        return False
    source, name = line.key.source, line.id
    return store.is_unclear(source, name) or bool(store.versions(source, name))


def note_strangers(index: Inventory, found: Findings) -> list[Line]:
    """Give documents whose ids are none of articles, which no part of the comparison meets."""
    strangers = index.strangers()
    for line in strangers:
        if line.stage != Stage.WITHDRAWN.name:
            found.note(Finding.ORPHANED, f"{line.id}: {line.raw_key or 'written by hand'}")
    return strangers
