"""One bucket of S3, with the three things that all who keep something in it need.

Whatever S3 refuses becomes Unavailable: a wrong policy can be mended, so what was to be kept is tried again.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import Unavailable

_CONFLICT_PAUSES = (0.05, 0.2, 0.5)  # seconds; S3 asks to try again when two conditional PUTs meet
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})
_REPLACED = _MISSING | {"PreconditionFailed", "ConditionalRequestConflict"}


@dataclass(frozen=True)
class Kept:
    """An object: its bytes, the metadata that were put beside them, and a tag that changes with it."""

    body: bytes
    metadata: Mapping[str, str]
    tag: str


class Bucket:
    """Objects by their keys. All methods raise Unavailable when S3 does not answer, or does not want to."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def put(self, key: str, body: bytes, metadata: Mapping[str, str] | None = None) -> None:
        """Keep it in the place of what is there."""
        self._call("put_object", Key=key, Body=body, Metadata=metadata or {})

    def put_new(self, key: str, body: bytes, metadata: Mapping[str, str] | None = None) -> bool:
        """Keep it unless something of this key is there; then give False."""
        for pause in (*_CONFLICT_PAUSES, None):
            try:
                self._call("put_object", Key=key, Body=body, IfNoneMatch="*", Metadata=metadata or {})
            except _Refused as error:
                if error.code == "PreconditionFailed":
                    return False
                if error.code != "ConditionalRequestConflict" or pause is None:
                    raise
                time.sleep(pause)
            else:
                return True
        raise AssertionError("the last try returns or raises")

    def replace(self, key: str, body: bytes, tag: str) -> bool:
        """Keep it in the place of what has this tag; give False where that is no more."""
        try:
            self._call("put_object", Key=key, Body=body, IfMatch=tag)
        except _Refused as error:
            if error.code not in _REPLACED:
                raise
            return False
        return True

    def get(self, key: str) -> Kept | None:
        """Give what is there, None where nothing is."""
        return self._read(key)

    def get_start(self, key: str, most: int) -> Kept | None:
        """Give the first so many bytes of what is there, None where nothing is."""
        return self._read(key, Range=f"bytes=0-{most - 1}")

    def _read(self, key: str, **arguments: str) -> Kept | None:
        answer = self._existing("get_object", key, **arguments)
        if answer is None:
            return None
        try:
            return Kept(answer["Body"].read(), answer["Metadata"], answer["ETag"])
        except BotoCoreError as error:
            raise Unavailable("The raw store broke off while it answered.") from error

    def metadata(self, key: str) -> Mapping[str, str] | None:
        """Give the metadata alone, None where nothing is."""
        answer = self._existing("head_object", key)
        return None if answer is None else answer["Metadata"]

    def delete(self, key: str) -> None:
        """Take it away; doing so twice does no harm."""
        self._call("delete_object", Key=key)

    def listed(self, prefix: str) -> Iterator[dict[str, Any]]:
        """Give `Key`, `Size` and `LastModified` of every object below a prefix, in the order of the keys."""
        for page in self._pages(Prefix=prefix):
            yield from page.get("Contents", [])

    def folders(self, prefix: str) -> Iterator[str]:
        """Give the names, up to the next slash, that stand below a prefix, in their order."""
        for page in self._pages(Prefix=prefix, Delimiter="/"):
            yield from (one["Prefix"][len(prefix) : -1] for one in page.get("CommonPrefixes", []))

    def _pages(self, **what: str) -> Iterator[dict[str, Any]]:
        token: dict[str, str] = {}
        while True:
            page = self._call("list_objects_v2", **what, **token)
            yield page
            if not page.get("IsTruncated"):
                return
            token = {"ContinuationToken": page["NextContinuationToken"]}

    def _existing(self, operation: str, key: str, **arguments: str) -> Any:
        try:
            return self._call(operation, Key=key, **arguments)
        except _Refused as error:
            if error.code in _MISSING:
                return None
            raise

    def _call(self, operation: str, **arguments: Any) -> Any:
        try:
            return getattr(self._client, operation)(Bucket=self._name, **arguments)
        except BotoCoreError as error:
            raise Unavailable("The raw store does not answer.") from error
        except ClientError as error:
            raise _Refused(str(error.response["Error"]["Code"])) from error


class _Refused(Unavailable):
    """S3 refused, with a code of its own."""

    def __init__(self, code: str) -> None:
        super().__init__("The raw store does not take the request now.")
        self.code = code
