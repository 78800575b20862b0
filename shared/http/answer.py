"""Answers that readers may keep and ask about again."""

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
    body = orjson.dumps(content)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    known = {tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(status_code=200, content_type="application/json", body=body.decode(), headers=headers)
