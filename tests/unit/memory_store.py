"""A raw store that keeps in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from shared.domain.envelope import Envelope
from shared.domain.identity import RawKey, Stage, article_id, index_version
from shared.usecases.newest_version import Ordered, newest_first
from shared.usecases.ports import Purged, RawObject, Rejection, Stored
from shared.usecases.read_article import read_again

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ID = article_id("demo", "urn:1")


@dataclass
class MemoryStore:
    """The raw store; like S3 it tells the time of a write to the second. `asked` are envelopes that were read."""

    clock: datetime = NOON
    kept: dict[str, tuple[RawKey, RawObject, datetime]] = field(default_factory=dict)
    conflicts: list[RawKey] = field(default_factory=list)
    erased: dict[tuple[str, str], Purged] = field(default_factory=dict)
    rejections: dict[RawKey, Rejection] = field(default_factory=dict)
    asked: list[RawKey] = field(default_factory=list)

    def put(self, key: RawKey, body: bytes, envelope: Envelope) -> bool:
        if str(key) in self.kept:
            return False
        self.kept[str(key)] = (key, RawObject(body, envelope), self.clock.replace(microsecond=0))
        return True

    def copy(self) -> None:
        """Keep everything anew, the newest first, as whoever copies a bucket may do."""
        self.kept = {
            name: (key, raw, self.clock + n * MINUTE)
            for n, (name, (key, raw, _)) in enumerate(reversed(self.kept.items()))
        }

    def put_conflicting(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        self.conflicts.append(key)

    def get(self, key: RawKey) -> RawObject:
        return self.kept[str(key)][1]

    def envelope(self, key: RawKey) -> Envelope:
        self.asked.append(key)
        return self.get(key).envelope

    def versions(self, source: str, id_: str) -> list[Stored]:
        return [
            Stored(key, at) for key, _, at in self.kept.values() if (key.source, key.article_id) == (source, id_)
        ]

    def everything(self, prefix: str = "") -> Iterator[Stored]:
        found = (Stored(key, at) for key, _, at in self.kept.values() if key.article_id.startswith(prefix))
        return iter(sorted(found, key=lambda one: str(one.key)))

    def is_unclear(self, source: str, article_id: str) -> bool:
        return False

    def reject(self, key: RawKey, rejection: Rejection) -> None:
        self.rejections[key] = rejection

    def rejection(self, key: RawKey) -> Rejection | None:
        return self.rejections.get(key)

    def purged(self, source: str, id_: str) -> Purged | None:
        return self.erased.get((source, id_))

    def newest(self, id_: str = ID) -> Ordered:
        return newest_first(self.versions("demo", id_), self)[0]

    def shown(self, id_: str = ID) -> str | None:
        """The body of what the index shows when all of it has arrived, None of a takedown."""

        def version(one: Ordered) -> int:
            return index_version(one.order, Stage.WITHDRAWN if one.key.takedown else Stage.PUBLISHED)

        ordered = newest_first(self.versions("demo", id_), self)
        newest = max(ordered, key=version, default=None)
        if newest is None or newest.key.takedown:
            return None
        return read_again(self.get(newest.key)).article.body_text
