"""The forms of what a sender is told of the versions of its article."""

from typing import Any

from infra.openapi.schemas import an_object, list_of, ref
from shared.domain.text_difference import Kind
from shared.usecases.article_status import State

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_INDEX: Schema = {"enum": ["answering", "unavailable"]}


def version_schemas() -> dict[str, Schema]:
    """Give all of them by their names."""
    where = {
        "version_id": _TEXT | {"description": "names this version among those of its article"},
        "order": {"type": "integer", "description": "a later version has a greater one"},
        "status": {"enum": [each.value for each in State]},
        "format": _TEXT,
        "received_at": _INSTANT,
    }
    why = {
        "cause": _TEXT | {"description": "why it is there, for programs"},
        "reason": _TEXT | {"description": "why it is there, for people"},
        "until": _INSTANT | {"description": "when the embargo ends, or the article's time ended"},
        "by": _TEXT | {"description": "the version_id of the one that stands in its place"},
    }
    said = {
        "version": _TEXT | {"description": "as its sender calls it"},
        "updated_at": _INSTANT,
        "headline": _TEXT,
        "words": {"type": "integer", "minimum": 0},
        "corrections": list_of("Correction"),
    }
    any_value: Schema = {"description": "the value, null where there is none"}
    piece = an_object({"kind": {"enum": [Kind.SAME, Kind.REMOVED, Kind.ADDED]}, "text": _TEXT})
    passage = an_object(
        {"kind": {"enum": [each.value for each in Kind]}},
        {
            "text": _TEXT,
            "words": {"type": "array", "items": piece},
            "characters": {"type": "integer", "description": "of a passage that is too long to be given"},
        },
    )
    return {
        "VersionStatus": an_object(where, why),
        "Version": an_object(where | {"takedown": {"type": "boolean"}}, why | said),
        "StatusAnswer": an_object(
            {
                "id": _TEXT,
                "status": {"enum": [each.value for each in State]},
                "index": _INDEX,
                "versions": list_of("VersionStatus"),
            }
        ),
        "HistoryAnswer": an_object(
            {
                "id": _TEXT,
                "index": _INDEX,
                "versions": list_of("Version"),
                "links": an_object({"status": _TEXT}, {"next": _TEXT}),
            }
        ),
        "ComparisonAnswer": an_object(
            {
                "id": _TEXT,
                "from": ref("Version"),
                "to": ref("Version"),
                "fields": {
                    "type": "array",
                    "items": an_object({"field": _TEXT, "from": any_value, "to": any_value}),
                },
                "body": {"type": "array", "items": passage},
            }
        ),
    }
