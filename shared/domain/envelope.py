"""What is kept beside the raw bytes of one article: who sent them, when, and what the caller said about them."""

import json
from hashlib import sha256

from pydantic import BaseModel, ConfigDict

from shared.domain.article import Instant

LONGEST_HINTS = 1_600  # bytes: S3 keeps at most 2 KB beside an object


class Hints(BaseModel):
    """What the caller says of an article besides its content. A hint fills a gap; it never overrides."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str | None = None
    url: str | None = None
    published_at: Instant | None = None
    language: str | None = None
    section: str | None = None

    @property
    def size(self) -> int:
        """Give the bytes that they take as ASCII."""
        return len(json.dumps(self.model_dump(mode="json")))


class Envelope(BaseModel):
    """The context without which the raw bytes cannot be read the same way again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    format: str
    received_at: Instant
    hints: Hints = Hints()
    media_type: str | None = None
    charset: str | None = None  # only one without which the bytes would be read otherwise
    first_published_at: Instant | None = None  # of an update that says nothing of its publication
    taken_down_by: str | None = None  # of a takedown: the sender's id of the document that asks for it


def content_digest(body: bytes, format_name: str, hints: Hints, charset: str | None = None) -> str:
    """Give the SHA-256, as 64 hexadecimal digits, of everything that decides how an article is read."""
    context = f"{format_name}\n{hints.model_dump_json(exclude_none=True)}\n"
    if charset is not None:
        context += f"{charset}\n"
    return sha256(context.encode() + body).hexdigest()
