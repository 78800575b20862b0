"""The raw store in S3: the truth, from which every index can be made again."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.envelope import Envelope, content_digest
from shared.domain.errors import RawObjectCorrupt, RawObjectMissing, Unavailable
from shared.domain.identity import RawKey
from shared.usecases.ports import RawObject, Rejection

_ENVELOPE = "envelope"  # the metadata header that carries the envelope: S3 takes 2 KB of ASCII
_THERE_ALREADY = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


class S3RawStore:
    """Raw objects under raw/, reasons for rejection under rejected/, refused second contents under conflicts/."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        """Keep it unless it is there: the name holds the SHA-256, so what is there is the same."""
        self._put_new(str(key), body, envelope)

    def put_conflicting(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        """Keep what was refused, out of the index's sight."""
        self._put_new(f"conflicts/{key}", body, envelope)

    def _put_new(self, name: str, body: bytes, envelope: Envelope) -> None:
        metadata = {_ENVELOPE: json.dumps(envelope.model_dump(mode="json", exclude_none=True))}
        try:
            self._call("put_object", Key=name, Body=body, IfNoneMatch="*", Metadata=metadata)
        except ClientError as error:
            if _code(error) == "ConditionalRequestConflict":
                raise Unavailable("The same article is being stored by another request.") from error
            if _code(error) not in _THERE_ALREADY:
                raise

    def get(self, key: RawKey) -> RawObject:
        """Give the object; raise RawObjectMissing, or RawObjectCorrupt where its bytes do not match its name."""
        answer = self._existing("get_object", key)
        body = _read(answer["Body"])
        envelope = _envelope(answer, key)
        if content_digest(body, envelope.format, envelope.hints) != key.digest:
            raise RawObjectCorrupt(f"the bytes of {key} do not match its name")
        return RawObject(body, envelope)

    def envelope(self, key: RawKey) -> Envelope:
        """Give the envelope alone; raise RawObjectMissing."""
        return _envelope(self._existing("head_object", key), key)

    def versions(self, source: str, article_id: str) -> list[RawKey]:
        """Give the keys of all versions of one article."""
        return list(self._keys(f"raw/{source}/{article_id}/"))

    def all_keys(self) -> Iterator[RawKey]:
        """Give every key; S3 lists in the order of names, so the versions of one article are neighbours."""
        return self._keys("raw/")

    def _keys(self, prefix: str) -> Iterator[RawKey]:
        token: dict[str, str] = {}
        while True:
            page = self._call("list_objects_v2", Prefix=prefix, **token)
            yield from (RawKey.parse(item["Key"]) for item in page.get("Contents", []))
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
        except ClientError as error:
            if _code(error) in _MISSING:
                return None
            raise
        kept = json.loads(_read(answer["Body"]))
        return Rejection(kept["reason"], datetime.fromisoformat(kept["at"]))

    def _existing(self, operation: str, key: RawKey) -> Any:
        try:
            return self._call(operation, Key=str(key))
        except ClientError as error:
            if _code(error) in _MISSING:
                raise RawObjectMissing(f"the raw store has no {key}") from error
            raise

    def _call(self, operation: str, **arguments: Any) -> Any:
        call: Callable[..., Any] = getattr(self._client, operation)
        try:
            return call(Bucket=self._bucket, **arguments)
        except BotoCoreError as error:
            raise Unavailable("The raw store does not answer.") from error
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if status >= 500 or status == 429 or _code(error) in ("SlowDown", "RequestTimeout"):
                raise Unavailable("The raw store cannot take the request now.") from error
            raise


def _rejected(key: RawKey) -> str:
    return f"rejected/{str(key).removeprefix('raw/')}.json"


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


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
