"""The raw store in S3: the truth, from which every index can be made again."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.envelope import Envelope, content_digest
from shared.domain.errors import RawObjectCorrupt, RawObjectMissing, Unavailable
from shared.domain.identity import RawKey
from shared.usecases.ports import RawObject, Rejection, Stored

_ENVELOPE = "envelope"  # the metadata header that carries the envelope: S3 takes 2 KB of ASCII
_CONFLICT_PAUSES = (0.05, 0.2, 0.5)  # seconds; S3 asks to try again when two conditional PUTs meet
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


_LOG = logging.getLogger("copydesk.raw_store")


class S3RawStore:
    """Raw objects under raw/, reasons for rejection under rejected/, refused second contents under conflicts/."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, key: RawKey, body: bytes, envelope: Envelope) -> bool:
        """Keep it unless it is there: the name holds the SHA-256, so what is there is the same."""
        return self._put_new(str(key), body, envelope)

    def put_again(self, key: RawKey) -> None:
        """Write the same object over itself: S3 tells the queue of it as of a new one."""
        raw = self.get(key)
        self._call("delete_object", Key=_rejected(key))
        self._call("put_object", Key=str(key), Body=raw.body, Metadata=_metadata(raw.envelope))

    def put_conflicting(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        """Keep what was refused, out of the index's sight."""
        self._put_new(f"conflicts/{key}", body, envelope)

    def _put_new(self, name: str, body: bytes, envelope: Envelope) -> bool:
        for pause in (*_CONFLICT_PAUSES, None):
            try:
                self._call("put_object", Key=name, Body=body, IfNoneMatch="*", Metadata=_metadata(envelope))
            except _Refused as error:
                if error.code == "PreconditionFailed":
                    return False
                if error.code != "ConditionalRequestConflict" or pause is None:
                    raise
                time.sleep(pause)
            else:
                return True
        raise AssertionError("the last try returns or raises")

    def get(self, key: RawKey) -> RawObject:
        """Give the object; raise RawObjectMissing, or RawObjectCorrupt where its bytes do not match its name."""
        answer = self._existing("get_object", key)
        body = _read(answer["Body"])
        envelope = _envelope(answer, key)
        if content_digest(body, envelope.format, envelope.hints, envelope.charset) != key.digest:
            raise RawObjectCorrupt(f"the bytes of {key} do not match its name")
        return RawObject(body, envelope)

    def envelope(self, key: RawKey) -> Envelope:
        """Give the envelope alone; raise RawObjectMissing."""
        return _envelope(self._existing("head_object", key), key)

    def versions(self, source: str, article_id: str) -> list[Stored]:
        """Give all versions of one article."""
        return list(self._listed(f"raw/{source}/{article_id}/"))

    def everything(self) -> Iterator[Stored]:
        """Give every object; S3 lists in the order of names, so the versions of one article are neighbours."""
        return self._listed("raw/")

    def _listed(self, prefix: str) -> Iterator[Stored]:
        token: dict[str, str] = {}
        while True:
            page = self._call("list_objects_v2", Prefix=prefix, **token)
            for item in page.get("Contents", []):
                try:
                    key = RawKey.parse(item["Key"])
                except ValueError:  # a folder made in the console, say: it must not stop the rest
                    _LOG.warning("passed over an object that is no raw article", extra={"key": item["Key"][:200]})
                else:
                    yield Stored(key, item["LastModified"])
            if not page.get("IsTruncated"):
                return
            token = {"ContinuationToken": page["NextContinuationToken"]}

    def reject(self, key: RawKey, rejection: Rejection) -> None:
        """Keep the reason; a later one replaces it."""
        body = json.dumps({"reason": rejection.reason, "at": rejection.at.astimezone(UTC).isoformat()})
        self._call("put_object", Key=_rejected(key), Body=body.encode(), ContentType="application/json")

    def rejection(self, key: RawKey) -> Rejection | None:
        """Give the reason that was kept, if any."""
        try:
            answer = self._call("get_object", Key=_rejected(key))
        except _Refused as error:
            if error.code in _MISSING:
                return None
            raise
        kept = json.loads(_read(answer["Body"]))
        return Rejection(kept["reason"], datetime.fromisoformat(kept["at"]))

    def _existing(self, operation: str, key: RawKey) -> Any:
        try:
            return self._call(operation, Key=str(key))
        except _Refused as error:
            if error.code in _MISSING:
                raise RawObjectMissing(f"the raw store has no {key}") from error
            raise

    def _call(self, operation: str, **arguments: Any) -> Any:
        call: Callable[..., Any] = getattr(self._client, operation)
        try:
            return call(Bucket=self._bucket, **arguments)
        except BotoCoreError as error:
            raise Unavailable("The raw store does not answer.") from error
        except ClientError as error:
            raise _Refused(str(error.response["Error"]["Code"])) from error


class _Refused(Unavailable):
    """S3 refused. Whatever the code, the article is not at fault: a wrong policy can be mended, so it is tried
    again.
    """

    def __init__(self, code: str) -> None:
        super().__init__("The raw store does not take the request now.")
        self.code = code


def _metadata(envelope: Envelope) -> dict[str, str]:
    return {_ENVELOPE: json.dumps(envelope.model_dump(mode="json", exclude_none=True))}


def _rejected(key: RawKey) -> str:
    return f"rejected/{str(key).removeprefix('raw/')}.json"


def _read(stream: Any) -> bytes:
    try:
        body: bytes = stream.read()
    except BotoCoreError as error:
        raise Unavailable("The raw store broke off while it answered.") from error
    return body


def _envelope(answer: Any, key: RawKey) -> Envelope:
    written = answer["Metadata"].get(_ENVELOPE)
    if written is None:
        raise RawObjectCorrupt(f"{key} has no envelope")
    return Envelope.model_validate_json(written)
