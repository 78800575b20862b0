"""An index that is filled from the raw store while another is searched: what only that one knows is carried over.

What readers were told of an article and which story it is in came about over time, with articles in a certain
order. A new index takes both from the one that readers search, so that the log of changes, alerts and stories go
on as if nothing had happened.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.alert_event import News
from shared.domain.change import Told
from shared.domain.envelope import Envelope
from shared.domain.identity import RawKey, index_version
from shared.domain.story import Member
from shared.usecases.ports import (
    ArticleIndex,
    Due,
    IndexEntry,
    Origin,
    Outcome,
    Purged,
    RawObject,
    RawStore,
    Rejection,
    Stored,
    WriteResult,
)
from shared.usecases.rebuild_ports import Line

MOVED_ON = "the searched index holds another stage of this version by now"


class Carried:
    """Writes to one index what another holds, as far as it is of the same version; the rest is to come again."""

    def __init__(self, index: ArticleIndex, lines: Mapping[str, Line]) -> None:
        self._index = index
        self._lines = lines

    def write(self, entries: Sequence[IndexEntry]) -> list[WriteResult]:
        """Write those that are there in this very version."""
        carried = {n: one for n, entry in enumerate(entries) if (one := self._carried(entry))}
        results = self._index.write(list(carried.values()))
        done = dict(zip(carried, results, strict=True))
        return [done.get(n, WriteResult(Outcome.RETRY, MOVED_ON)) for n in range(len(entries))]

    def _carried(self, entry: IndexEntry) -> IndexEntry | None:
        line = self._lines.get(entry.key.article_id)
        if line is None or line.key != entry.key or line.version != index_version(entry.order, entry.stage):
            return None
        story = line.story_id or entry.key.article_id
        article = entry.article and entry.article.model_copy(update={"story_id": story})
        member = entry.member and replace(entry.member, story_id=story)
        return replace(entry, article=article, member=member, at=line.grouped_at, told=line.told)

    def kin(self, members: Sequence[Member]) -> list[Member]:
        """Give none: the story is carried over."""
        return []

    def members(self, story_ids: Sequence[str]) -> list[Member]:
        """Give none, as above."""
        return []

    def move(self, story_of: Mapping[str, str], now: datetime) -> None:
        """Move nothing: nothing was found that could be moved."""

    def told(self, article_ids: Sequence[str]) -> dict[str, Told | None]:
        """Give nothing: what was told is carried over."""
        return {}

    def made_at(self) -> datetime | None:
        """Give when the index was made."""
        return self._index.made_at()

    def prepare(self) -> None:
        """Add fields that are new."""
        self._index.prepare()

    def versions(self, article_ids: Sequence[str]) -> dict[str, tuple[int, RawKey]]:
        """Give what is there of these."""
        return self._index.versions(article_ids)

    def origins(self, article_ids: Sequence[str]) -> dict[str, Origin]:
        """Give how these were made."""
        return self._index.origins(article_ids)

    def due(self, until: datetime) -> Iterator[Due]:
        """Give what is due."""
        return self._index.due(until)

    def torn(self, since: datetime) -> list[Member]:
        """Give articles of torn stories."""
        return self._index.torn(since)


class Captured(Carried):
    """Writes nothing, and keeps what would have been written."""

    def __init__(self, index: ArticleIndex) -> None:
        super().__init__(index, {})
        self.entries: list[IndexEntry] = []

    def write(self, entries: Sequence[IndexEntry]) -> list[WriteResult]:
        """Keep them."""
        self.entries += entries
        return [WriteResult(Outcome.INDEXED)] * len(entries)


class ReadOnly:
    """The raw store, in which a try to read an article anew leaves nothing behind."""

    def __init__(self, store: RawStore) -> None:
        self._store = store

    def get(self, key: RawKey) -> RawObject:
        """Give it."""
        return self._store.get(key)

    def envelope(self, key: RawKey) -> Envelope:
        """Give the envelope."""
        return self._store.envelope(key)

    def versions(self, source: str, article_id: str) -> list[Stored]:
        """Give all versions of one article."""
        return self._store.versions(source, article_id)

    def everything(self, prefix: str = "") -> Iterator[Stored]:
        """Give every object."""
        return self._store.everything(prefix)

    def is_unclear(self, source: str, article_id: str) -> bool:
        """Tell whether not all of an article could be read."""
        return self._store.is_unclear(source, article_id)

    def rejection(self, key: RawKey) -> Rejection | None:
        """Give the reason that was kept."""
        return self._store.rejection(key)

    def purged(self, source: str, article_id: str) -> Purged | None:
        """Tell of an article that was erased."""
        return self._store.purged(source, article_id)

    def reject(self, key: RawKey, rejection: Rejection) -> None:
        """Keep nothing: the index function does, should it come to the same."""

    def put(self, key: RawKey, body: bytes, envelope: Envelope) -> bool:
        """Keep nothing."""
        return False

    def put_again(self, key: RawKey) -> None:
        """Do nothing."""

    def put_conflicting(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        """Keep nothing."""


class NoAlerts:
    """Tells the alerts of nothing: what is brought from the raw store is no news."""

    def send_news(self, news: Sequence[News], now: datetime) -> None:
        """Send nothing."""
