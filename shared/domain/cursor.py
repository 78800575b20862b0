"""Where a page of results ends, signed: the next page starts there, for the same search only."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.domain.position import Position
from shared.domain.search_request import SearchRequest
from shared.domain.signed import signed, unsigned

# What may differ from page to page.
_OF_THE_PAGE: dict[str, Any] = {
    "cursor": None, "page_size": 0, "facets": (), "fields": (), "highlight": (), "explain": False,
    "labels": "",
}  # fmt: skip


def make_cursor(start: Position, request: SearchRequest, secret: bytes) -> str:
    """Give the cursor of the page that starts here."""
    position = json.dumps(start.as_json(), separators=(",", ":")).encode()
    return signed(position, _purpose(request), secret)


def read_cursor(cursor: str, request: SearchRequest, secret: bytes) -> Position:
    """Give where the page starts; raise BadInput for a cursor that is forged, cut, or of another search."""
    try:
        position = unsigned(cursor, _purpose(request), secret)
    except ValueError:
        detail = "is not of this search; take it from links.next as it is"
        raise BadInput(f"The cursor {detail}.", [FieldError(detail, parameter="cursor")]) from None
    return Position.from_json(json.loads(position))


def _purpose(request: SearchRequest) -> bytes:
    return sha256(repr(replace(request, **_OF_THE_PAGE)).encode()).digest()
