"""Answers that readers may keep and ask about again."""

from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

import orjson
from aws_lambda_powertools.event_handler import Response


def json_response(content: Any, *, status: int = 200) -> Response[str]:
    """Give an answer that is of now and for the asker alone."""
    return Response(
        status_code=status,
        content_type="application/json",
        body=orjson.dumps(content).decode(),
        headers={"Cache-Control": "no-store"},
    )


def cacheable(content: Any, *, if_none_match: str | None) -> Response[str]:
    """Give an answer with its ETag, or 304 when the asker has it already.

    A cache must ask again before it shows it (`no-cache`): a takedown takes effect at once.
    """
    return cacheable_text(orjson.dumps(content).decode(), "application/json", if_none_match=if_none_match)


def cacheable_text(
    text: str,
    media_type: str,
    *,
    if_none_match: str | None,
    last_modified: datetime | None = None,
    etag: str | None = None,
) -> Response[str]:
    """Give a text with its ETag, which is made of it unless it is given, or 304 when the asker has it already.

    A text that something was taken out of is no newer: the time of the last change is told, and a request that
    knows nothing but a time gets the text.
    """
    etag = etag or etag_of(text)
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    if last_modified is not None:
        headers["Last-Modified"] = format_datetime(last_modified, usegmt=True)
    known = {tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(status_code=200, content_type=media_type, body=text, headers=headers)


def etag_of(text: str) -> str:
    """Give what tells this text from every other."""
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'
