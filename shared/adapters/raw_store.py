"""The raw store in S3: the truth, from which every index can be made again."""

import json
import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from shared.adapters.bucket import Bucket
from shared.domain.envelope import Envelope, content_digest
from shared.domain.errors import RawObjectCorrupt, RawObjectMissing
from shared.domain.identity import RawKey
from shared.usecases.ports import RawObject, Rejection, Stored

_ENVELOPE = "envelope"  # the metadata header that carries the envelope: S3 takes 2 KB of ASCII

_LOG = logging.getLogger("copydesk.raw_store")


class S3RawStore:
    """Raw objects under raw/, reasons for rejection under rejected/, refused second contents under conflicts/."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._bucket = Bucket(client, bucket)

    def put(self, key: RawKey, body: bytes, envelope: Envelope) -> bool:
        """Keep it unless it is there: the name holds the SHA-256, so what is there is the same."""
        return self._bucket.put_new(str(key), body, _metadata(envelope))

    def put_again(self, key: RawKey) -> None:
        """Write the same object over itself: S3 tells the queue of it as of a new one."""
        raw = self.get(key)
        self._bucket.delete(_rejected(key))
        self._bucket.put(str(key), raw.body, _metadata(raw.envelope))

    def put_conflicting(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        """Keep what was refused, out of the index's sight."""
        self._bucket.put_new(f"conflicts/{key}", body, _metadata(envelope))

    def get(self, key: RawKey) -> RawObject:
        """Give the object; raise RawObjectMissing, or RawObjectCorrupt where its bytes do not match its name."""
        kept = self._bucket.get(str(key))
        if kept is None:
            raise _missing(key)
        envelope = _envelope(kept.metadata, key)
        if content_digest(kept.body, envelope.format, envelope.hints, envelope.charset) != key.digest:
            raise RawObjectCorrupt(f"the bytes of {key} do not match its name")
        return RawObject(kept.body, envelope)

    def envelope(self, key: RawKey) -> Envelope:
        """Give the envelope alone; raise RawObjectMissing."""
        metadata = self._bucket.metadata(str(key))
        if metadata is None:
            raise _missing(key)
        return _envelope(metadata, key)

    def versions(self, source: str, article_id: str) -> list[Stored]:
        """Give all versions of one article."""
        return list(self._listed(f"raw/{source}/{article_id}/"))

    def everything(self) -> Iterator[Stored]:
        """Give every object; S3 lists in the order of names, so the versions of one article are neighbours."""
        return self._listed("raw/")

    def _listed(self, prefix: str) -> Iterator[Stored]:
        for item in self._bucket.listed(prefix):
            try:
                key = RawKey.parse(item["Key"])
            except ValueError:  # a folder made in the console, say: it must not stop the rest
                _LOG.warning("passed over an object that is no raw article", extra={"key": item["Key"][:200]})
            else:
                yield Stored(key, item["LastModified"])

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


def _metadata(envelope: Envelope) -> dict[str, str]:
    return {_ENVELOPE: json.dumps(envelope.model_dump(mode="json", exclude_none=True))}


def _rejected(key: RawKey) -> str:
    return f"rejected/{str(key).removeprefix('raw/')}.json"


def _missing(key: RawKey) -> RawObjectMissing:
    return RawObjectMissing(f"the raw store has no {key}")


def _envelope(metadata: Mapping[str, str], key: RawKey) -> Envelope:
    written = metadata.get(_ENVELOPE)
    if written is None:
        raise RawObjectCorrupt(f"{key} has no envelope")
    return Envelope.model_validate_json(written)
