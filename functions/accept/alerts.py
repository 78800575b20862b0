"""Alerts as they are asked for and shown over HTTP."""

from typing import Any

import orjson

from shared.domain.alert import Alert, pointer_to
from shared.domain.errors import BadInput, FieldError, TooLarge
from shared.domain.instant import instant
from shared.domain.query_text import parse_query

_LARGEST = 16_384  # bytes; queries and addresses have limits of their own


def read_alert(body: bytes) -> tuple[dict[str, str], str]:
    """Give the query and the webhook that a body asks for; raise BadInput that names everything that is wrong."""
    if len(body) > _LARGEST:
        raise TooLarge(f"The body is larger than {_LARGEST} bytes; an alert is smaller.")
    try:
        asked = orjson.loads(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise BadInput("The body is no JSON object.", [FieldError("is no JSON object", pointer="")])
    query, webhook = asked.get("query"), asked.get("webhook")
    errors = [FieldError("is not known; known: query, webhook", pointer=pointer_to(name))
              for name in asked.keys() - {"query", "webhook"}]  # fmt: skip
    if not isinstance(query, dict):
        errors.append(FieldError("is an object of search parameters", pointer="/query"))
    else:
        errors += [
            FieldError("is a text", pointer=pointer_to("query", name))
            for name, value in query.items()
            if not isinstance(value, str)
        ]
    if not isinstance(webhook, str):
        errors.append(FieldError("is an address", pointer="/webhook"))
    if errors:
        raise BadInput('The body is no alert; write {"query": {"q": "…"}, "webhook": "https://…"}.', errors)
    return query, webhook  # type: ignore[return-value] # both were looked at


def alert_answer(alert: Alert) -> dict[str, Any]:
    """Give an alert as its source sees it, with the reading of its words as a search gives it."""
    reading = parse_query(alert.query.get("q", ""))
    return {
        "id": alert.id,
        "query": alert.query,
        "interpreted": reading.interpreted,
        "warnings": list(reading.warnings),
        "webhook": alert.webhook,
        "created_at": instant(alert.created_at),
        "links": {"alert": f"/v1/alerts/{alert.id}"},
    }
