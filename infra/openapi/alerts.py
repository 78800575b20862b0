"""The forms of alerts, and of the messages that they send."""

from typing import Any

from infra.openapi.parameters import QUERY
from shared.domain.alert import MOST_ALERTS, QUERY_PARAMETERS
from shared.domain.alert_event import Kind

Schema = dict[str, Any]

_ID: Schema = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_PATH: Schema = {"type": "string"}
_WEBHOOK: Schema = {"type": "string", "maxLength": 2000, "description": "an https address of the public internet"}


def alert_schemas() -> dict[str, Schema]:
    """Give all of them by their names."""
    alert = {
        "id": _ID,
        "query": _query(),
        "interpreted": {"type": "string", "description": "how q was read"},
        "warnings": {"type": "array", "items": {"type": "string"}, "description": "what was read otherwise"},
        "webhook": _WEBHOOK,
        "created_at": _INSTANT,
        "links": _closed({"alert": _PATH}),
    }
    secret = {"type": "string", "pattern": "^whsec_", "description": "what messages are signed with"}
    return {
        "AlertRequest": _closed({"query": _query(), "webhook": _WEBHOOK}) | {"example": _EXAMPLE},
        "Alert": _closed(alert),
        "NewAlertAnswer": _closed(alert | {"secret": secret}),
        "AlertsAnswer": _closed(
            {"alerts": {"type": "array", "maxItems": MOST_ALERTS, "items": {"$ref": "#/components/schemas/Alert"}}}
        ),
        "AlertMessage": _message(),
    }


_EXAMPLE = {"query": {"q": "harbour -crane", "section": "Local"}, "webhook": "https://desk.example/hook"}


def _query() -> Schema:
    """Give the parameters of a search that an alert may have, as a search describes them."""
    described = {one["name"]: one for one in QUERY["GET /v1/search"]}
    properties = {
        name: described[name]["schema"] | {"description": described[name]["description"]}
        for name in QUERY_PARAMETERS
    }
    return {"type": "object", "minProperties": 1, "properties": properties, "additionalProperties": False}


def _message() -> Schema:
    links = _closed({"article": _PATH, "alert": _PATH})
    return _closed(
        {
            "type": {"enum": [f"article.{kind}" for kind in Kind]},
            "timestamp": _INSTANT,
            "data": _closed({"alert": _ID, "article": _ID, "links": links}),
        }
    ) | {"description": "what is posted to a webhook, signed as standardwebhooks.com has it"}


def _closed(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }
