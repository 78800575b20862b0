"""The raw store as a load sees it that deals with one article: its versions are known, new ones are gathered."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from shared.domain.envelope import Envelope
from shared.domain.identity import RawKey
from shared.usecases.ports import Purged, RawObject, RawStore, Rejection, Stored


class OneArticle:
    """Asks the store for what is of another article, and writes to it what is, only if it `writes`."""

    def __init__(
        self,
        source: str,
        article_id: str,
        versions: Sequence[Stored],
        store: RawStore,
        *,
        was_rejected: bool,
        writes: bool,
    ) -> None:
        self._source = source
        self._article_id = article_id
        self._versions = list(versions)
        self._store = store
        self._was_rejected = was_rejected
        self._writes = writes
        self._all: dict[RawKey, RawObject] = {}
        self._new: dict[RawKey, RawObject] = {}
        self._kills: dict[RawKey, Envelope] = {}

    @property
    def has_new(self) -> bool:
        """Tell whether a version was put that nobody took yet."""
        return bool(self._new)

    def take(self) -> list[tuple[RawKey, RawObject]]:
        """Give what was put since the last call."""
        new = list(self._new.items())
        self._new = {}
        return new

    def take_kills(self) -> list[tuple[RawKey, Envelope]]:
        """Give the takedowns of other articles that were put since the last call."""
        kills = list(self._kills.items())
        self._kills = {}
        return kills

    def takedowns_until(self, moment: datetime) -> list[RawKey]:
        """Give the takedowns among the versions that were received until then, or were put here."""
        takedowns = [one.key for one in self._versions if one.key.takedown]
        return [key for key in takedowns if key in self._all or self.envelope(key).received_at <= moment]

    def put(self, key: RawKey, body: bytes, envelope: Envelope) -> bool:
        """Gather a version of this article, or a takedown of another, which this one kills."""
        if key.article_id != self._article_id:
            self._kills[key] = envelope
            return True
        if key in self._all or any(one.key == key for one in self._versions):
            return False
        self._all[key] = self._new[key] = RawObject(body, envelope)
        self._versions.append(Stored(key, envelope.received_at))
        return True

    def put_again(self, key: RawKey) -> None:
        """Let what was rejected be tried again."""
        if self._writes:
            self._store.put_again(key)

    def put_conflicting(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        """Keep what was refused."""
        if self._writes:
            self._store.put_conflicting(key, body, envelope)

    def get(self, key: RawKey) -> RawObject:
        """Give it; raise RawObjectMissing or RawObjectCorrupt."""
        return self._all.get(key) or self._store.get(key)

    def envelope(self, key: RawKey) -> Envelope:
        """Give the envelope alone; raise RawObjectMissing."""
        return self._all[key].envelope if key in self._all else self._store.envelope(key)

    def versions(self, source: str, article_id: str) -> list[Stored]:
        """Give all versions of an article."""
        if (source, article_id) == (self._source, self._article_id):
            return list(self._versions)
        return self._store.versions(source, article_id)

    def everything(self, prefix: str = "") -> Iterator[Stored]:
        """Give every object in the store."""
        return self._store.everything(prefix)

    def is_unclear(self, source: str, article_id: str) -> bool:
        """Tell whether not all of an article could be read."""
        return self._store.is_unclear(source, article_id)

    def reject(self, key: RawKey, rejection: Rejection) -> None:
        """Keep the reason why this object cannot be indexed."""
        self._store.reject(key, rejection)

    def rejection(self, key: RawKey) -> Rejection | None:
        """Give the reason that was kept, if any; who never had a rejection costs no request."""
        return self._store.rejection(key) if self._was_rejected else None

    def purged(self, source: str, article_id: str) -> Purged | None:
        """Tell of an article that was erased for good."""
        return self._store.purged(source, article_id)
