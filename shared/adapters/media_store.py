"""Files that belong to articles, in S3 beside the raw articles. Nothing of them is served."""

from hashlib import sha256
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import FieldError, Unavailable, VersionConflict
from shared.domain.media import Media

_DIGEST = "sha256"
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


class S3MediaStore:
    """Files under media/<source>/<media id>."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, source: str, media: Media) -> None:
        """Keep it; the same again changes nothing.

        Raises VersionConflict for other content than is there, Unavailable when nobody knows whether it was kept.
        """
        digest = sha256(media.content).hexdigest()
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=_key(source, media.id),
                Body=media.content,
                ContentType=media.type,
                Metadata={_DIGEST: digest},
                IfNoneMatch="*",
            )
        except (BotoCoreError, ClientError) as error:
            if _code(error) != "PreconditionFailed":
                raise Unavailable("The file cannot be kept now.") from error
            if self._digest(source, media.id) != digest:
                detail = "a file of this id is there with other content; the first stays"
                raise VersionConflict(
                    "This file was received before with other content. Send it under a new id.",
                    [FieldError(detail, field="media_id")],
                ) from None

    def _digest(self, source: str, media_id: str) -> str | None:
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=_key(source, media_id))
        except (BotoCoreError, ClientError) as error:
            raise Unavailable("The file cannot be kept now.") from error
        digest: str | None = head["Metadata"].get(_DIGEST)
        return digest

    def has(self, source: str, media_id: str) -> bool:
        """Tell whether a file of this id is there; raise Unavailable when nobody knows."""
        try:
            self._client.head_object(Bucket=self._bucket, Key=_key(source, media_id))
        except (BotoCoreError, ClientError) as error:
            if _code(error) in _MISSING:
                return False
            raise Unavailable("Nobody can tell now whether the file is there.") from error
        return True


def _key(source: str, media_id: str) -> str:
    return f"media/{source}/{media_id}"


def _code(error: BotoCoreError | ClientError) -> str:
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else ""
