"""Where a page of results ends, signed: the next page starts there, for the same search only."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.domain.search_request import SearchRequest

_SIGNATURE_BYTES = 16


def make_cursor(after: list[Any], request: SearchRequest, secret: bytes) -> str:
    """Give the cursor for the page after the result with these sort values."""
    position = json.dumps(after, separators=(",", ":")).encode()
    return f"{_text(position)}.{_text(_signature(position, request, secret))}"


def read_cursor(cursor: str, request: SearchRequest, secret: bytes) -> list[Any]:
    """Give the sort values; raise BadInput for a cursor that is forged, cut, or of another search."""
    try:
        position, signature = (urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in cursor.split("."))
    except ValueError:
        raise _foreign() from None
    if not hmac.compare_digest(signature, _signature(position, request, secret)):
        raise _foreign()
    values: list[Any] = json.loads(position)
    return values


def _signature(position: bytes, request: SearchRequest, secret: bytes) -> bytes:
    search = repr(replace(request, cursor=None, page_size=0, facets=())).encode()
    return hmac.digest(secret, sha256(search).digest() + position, "sha256")[:_SIGNATURE_BYTES]


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _foreign() -> BadInput:
    detail = "is not of this search; take it from links.next as it is"
    return BadInput(f"The cursor {detail}.", [FieldError(detail, parameter="cursor")])
