"""Errors as RFC 9457 problem details: what was wrong, where, and what to do."""

from collections.abc import Mapping
from typing import Any

import orjson
from aws_lambda_powertools.event_handler import Response

from shared.domain import errors
from shared.domain.errors import CopydeskError, FieldError

_KINDS: Mapping[type[CopydeskError], tuple[int, str]] = {
    errors.BadInput: (400, "bad-request"),
    errors.NotAuthenticated: (401, "not-authenticated"),
    errors.ArticleNotFound: (404, "not-found"),
    errors.VersionConflict: (409, "version-conflict"),
    errors.ArticlePurged: (409, "purged"),  # a 410 would make Ghost delete its webhook
    errors.ArticleWithdrawn: (410, "withdrawn"),
    errors.TooLarge: (413, "too-large"),
    errors.UnsupportedInput: (415, "unsupported-format"),
    errors.ReadingFailed: (500, "internal"),
    # An object that is listed and cannot be read is for the operators to mend; the caller may try again.
    CopydeskError: (503, "unavailable"),
}
_TITLES = {
    "bad-request": "The request cannot be read",
    "not-authenticated": "A valid key is needed",
    "not-found": "There is nothing here",
    "version-conflict": "This version exists with other content",
    "withdrawn": "The article was taken down",
    "purged": "The article was erased for good",
    "too-large": "The body is too large",
    "unsupported-format": "This format is not read here",
    "unavailable": "A part of the service does not answer",
    "internal": "Something went wrong here",
}
_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}


def problem(error: CopydeskError) -> dict[str, Any]:
    """Give the problem details of an error that was raised on purpose."""
    status, kind = next(kind for known, kind in _KINDS.items() if isinstance(error, known))
    details = _details(status, kind, error.detail)
    if error.errors:
        details["errors"] = [_field_error(one) for one in error.errors]
    return details


def _details(status: int, kind: str, detail: str) -> dict[str, Any]:
    return {"type": f"urn:copydesk:problem:{kind}", "title": _TITLES[kind], "status": status, "detail": detail}


def _field_error(one: FieldError) -> dict[str, str]:
    places = {"pointer": one.pointer, "parameter": one.parameter, "field": one.field}
    return {"detail": one.detail} | {name: place for name, place in places.items() if place is not None}


def problem_response(error: CopydeskError, request_id: str) -> Response[str]:
    """Give the answer for an error that was raised on purpose."""
    return details_response(problem(error), request_id)


def internal_error(request_id: str) -> Response[str]:
    """Give the answer for an error that nobody foresaw: its text stays with us."""
    return details_response(
        _details(500, "internal", "The error was logged. Quote the request_id when you report it."), request_id
    )


def details_response(details: dict[str, Any], request_id: str) -> Response[str]:
    """Give problem details as an answer."""
    status = details["status"]
    return Response(
        status_code=status,
        content_type="application/problem+json",
        body=orjson.dumps(details | {"request_id": request_id}).decode(),
        headers={"Cache-Control": "no-store", **_HEADERS.get(status, {})},
    )
