"""The raw store in S3: the truth, from which every index can be made again."""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from heapq import merge
from itertools import groupby
from typing import Any

from shared.adapters.bucket import Bucket
from shared.adapters.pack_store import Packs
from shared.domain.envelope import Envelope, content_digest
from shared.domain.errors import RawObjectCorrupt, RawObjectMissing, Unavailable
from shared.domain.identity import RawKey
from shared.domain.pack import PackName, id_prefixes
from shared.usecases.load_ports import PackMember
from shared.usecases.ports import Purged, RawObject, Rejection, Stored

_ENVELOPE = "envelope"  # the metadata header that carries the envelope: S3 takes 2 KB of ASCII

_LOG = logging.getLogger("copydesk.raw_store")


class S3RawStore:
    """Raw objects under raw/, those of bulk loads under packs/, and what became of some of them beside.

    Reasons for rejection are under rejected/, refused second contents under conflicts/. A version is the same
    wherever it is kept: what is asked for by a name under which it is no more is looked for.
    """

    def __init__(self, client: Any, bucket: str) -> None:
        self._bucket = Bucket(client, bucket)
        self.packs = Packs(self._bucket)

    def put(self, key: RawKey, body: bytes, envelope: Envelope) -> bool:
        """Keep it unless it is there: the name holds the SHA-256, so what is there is the same."""
        return key.pack is None and self._bucket.put_new(str(key), body, _metadata(envelope))

    def put_again(self, key: RawKey) -> None:
        """Write the same object over itself: S3 tells the queue of it as of a new one.

        What is in a pack becomes an object of its own: the same version, which is then given once.
        """
        raw = self.get(key)
        self._bucket.delete(_rejected(key))
        self._bucket.put(str(key.alone), raw.body, _metadata(raw.envelope))

    def put_conflicting(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        """Keep what was refused, out of the index's sight."""
        self._bucket.put_new(f"conflicts/{key.alone}", body, _metadata(envelope))

    def takedowns(self, source: str, slot: str) -> Iterator[RawKey]:
        """Give the takedowns of one slot's articles that came one by one, as they are now."""
        for prefix in id_prefixes(slot):
            yield from (one.key for one in self._listed(f"raw/{source}/{prefix}") if one.key.takedown)

    def put_pack(self, source: str, level: int, slot: str, members: Sequence[PackMember]) -> None:
        """Keep these articles of one slot as one object; S3 tells the queue of loads."""
        self.packs.put(source, level, slot, members)

    def get(self, key: RawKey) -> RawObject:
        """Give the object; raise RawObjectMissing, or RawObjectCorrupt where its bytes do not match its name."""
        raw = self.packs.get(key) or self._alone(key) or self._elsewhere(key)
        if raw is None:
            raise _missing(key)
        kept = raw.envelope
        if content_digest(raw.body, kept.format, kept.hints, kept.charset) != key.digest:
            raise RawObjectCorrupt(f"the bytes of {key} do not match its name")
        return raw

    def _alone(self, key: RawKey) -> RawObject | None:
        kept = self._bucket.get(str(key.alone))
        return None if kept is None else RawObject(kept.body, _envelope(kept.metadata, key))

    def _elsewhere(self, key: RawKey) -> RawObject | None:
        there = self._in_a_pack(key)
        return None if there is None else self.packs.get(there)

    def _in_a_pack(self, key: RawKey) -> RawKey | None:
        """Give the key by which it is in a pack now: packs are written anew when an article is erased."""
        found = (one.key for one in self.packs.versions(key.source, key.article_id))
        return next((one for one in found if one == key), None)

    def envelope(self, key: RawKey) -> Envelope:
        """Give the envelope alone; raise RawObjectMissing."""
        if (packed := self.packs.envelope(key)) is not None:
            return packed
        if (metadata := self._bucket.metadata(str(key.alone))) is not None:
            return _envelope(metadata, key)
        there = self._in_a_pack(key)
        found = None if there is None else self.packs.envelope(there)
        if found is None:
            raise _missing(key)
        return found

    def versions(self, source: str, article_id: str) -> list[Stored]:
        """Give all versions of one article."""
        alone = self._of_article(f"raw/{source}/{article_id}/")
        return _each_once([*alone, *self.packs.versions(source, article_id)])

    def _of_article(self, prefix: str) -> list[Stored]:
        """Give what stands there alone; a takedown that did not see the newest version would leave it online.

        So what cannot be read must be there twice the same: else the answer was garbled on its way.
        """
        listed = list(self._bucket.listed(prefix))
        strange = _no_keys(listed)
        if strange and _no_keys(self._bucket.listed(prefix)) != strange:
            raise Unavailable("The raw store gave a garbled answer.")
        return list(_stored(listed))

    def members(self, name: PackName) -> list[RawKey]:
        """Give what is in a pack, nothing where it is gone; raise RawObjectCorrupt."""
        return self.packs.members(name)

    def everything(self, prefix: str = "") -> Iterator[Stored]:
        """Give every object whose article's id begins so, the versions of one article next to each other."""
        for source in self.sources():
            yield from self.of_source(source, prefix)

    def is_unclear(self, source: str, article_id: str) -> bool:
        """Tell whether a pack that may hold something of this article was passed over as all was listed.

        A slot is read before the first article of it is given, so that is known of every article that was given.
        """
        return self.packs.may_hide(source, article_id)

    def sources(self) -> list[str]:
        """Give who sent anything."""
        return sorted({*self._bucket.folders("raw/"), *self.packs.sources()})

    def of_source(self, source: str, prefix: str = "") -> Iterator[Stored]:
        """Give all of one source in the order of the articles' ids, of which each begins so."""
        alone = self._listed(f"raw/{source}/{prefix}")
        both = merge(alone, self.packs.of_source(source, prefix), key=lambda one: one.key.article_id)
        for _, versions in groupby(both, key=lambda one: one.key.article_id):
            yield from _each_once(list(versions))

    def _listed(self, prefix: str) -> Iterator[Stored]:
        return _stored(self._bucket.listed(prefix))

    def reject(self, key: RawKey, rejection: Rejection) -> None:
        """Keep the reason; a later one replaces it."""
        body = json.dumps({"reason": rejection.reason, "at": rejection.at.astimezone(UTC).isoformat()})
        self._bucket.put(_rejected(key), body.encode())

    def rejection(self, key: RawKey) -> Rejection | None:
        """Give the reason that was kept, if any."""
        kept = self._bucket.get(_rejected(key))
        if kept is None:
            return None
        reason = json.loads(kept.body)
        return Rejection(reason["reason"], datetime.fromisoformat(reason["at"]))

    def forget_rejection(self, key: RawKey) -> None:
        """Forget why this was rejected; doing so twice does no harm."""
        self._bucket.delete(_rejected(key))

    def rejected(self, source: str) -> Iterator[RawKey]:
        """Give what of this source was rejected and not tried again since."""
        for item in self._bucket.listed(f"rejected/{source}/"):
            name = item["Key"].removeprefix("rejected/").removesuffix(".json")
            try:
                yield RawKey.parse(f"raw/{name}")
            except ValueError:
                _LOG.warning("passed over an object that is no rejection", extra={"key": item["Key"][:200]})

    def purged(self, source: str, article_id: str) -> Purged | None:
        """Tell of an article that was erased for good."""
        kept = self._bucket.get(_purged(source, article_id))
        if kept is None:
            return None
        fact = json.loads(kept.body)
        return Purged(datetime.fromisoformat(fact["at"]), fact["reason"])


def _stored(listed: Iterable[Mapping[str, Any]]) -> Iterator[Stored]:
    for item in listed:
        try:
            key = RawKey.parse(item["Key"])
        except ValueError:  # a folder made in the console, say: it must not stop the rest
            _LOG.warning("passed over an object that is no raw article", extra={"key": item["Key"][:200]})
        else:
            yield Stored(key, item["LastModified"])


def _no_keys(listed: Iterable[Mapping[str, Any]]) -> list[str]:
    return [item["Key"] for item in listed if not RawKey.is_one(item["Key"])]


def _purged(source: str, article_id: str) -> str:
    return f"purged/{source}/{article_id}"


def _each_once(versions: Sequence[Stored]) -> list[Stored]:
    """Give each version once, as an object of its own where it is one: that is read with less."""
    first: dict[RawKey, Stored] = {}
    for one in versions:
        if one.key not in first or (first[one.key].key.pack and not one.key.pack):
            first[one.key] = one
    return list(first.values())


def _metadata(envelope: Envelope) -> dict[str, str]:
    return {_ENVELOPE: json.dumps(envelope.model_dump(mode="json", exclude_none=True))}


def _rejected(key: RawKey) -> str:
    return f"rejected/{str(key.alone).removeprefix('raw/')}.json"


def _missing(key: RawKey) -> RawObjectMissing:
    return RawObjectMissing(f"the raw store has no {key}")


def _envelope(metadata: Mapping[str, str], key: RawKey) -> Envelope:
    written = metadata.get(_ENVELOPE)
    if written is None:
        raise RawObjectCorrupt(f"{key} has no envelope")
    return Envelope.model_validate_json(written)
