"""The forms of what is answered. An article's fields come from its model: neither says what the other does not."""

from typing import Any

from shared.adapters.document import NOT_PUBLIC
from shared.domain.article import Article, Dropped, Notice
from shared.domain.search_request import RESULT_FIELDS

Schema = dict[str, Any]

_COUNT: Schema = {"type": "integer", "minimum": 0}
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_INSTANT: Schema = {"type": "string", "format": "date-time"}


def ref(name: str) -> Schema:
    """Give what stands for a schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def an_object(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """Give the form of an object that has these fields and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
    }


def list_of(name: str) -> Schema:
    """Give the form of a list of what has this name."""
    return {"type": "array", "items": ref(name)}


def schemas() -> dict[str, Schema]:
    """Give all forms by their names."""
    model = Article.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    parts: dict[str, Schema] = model.pop("$defs")
    fields: dict[str, Schema] = {
        name: each for name, each in model["properties"].items() if name not in NOT_PUBLIC
    }
    parts.pop("Status", None)
    return {
        **{name: _plain(part) for name, part in sorted(parts.items())},
        "Article": _article(fields),
        **_searching(fields),
        **_pushing(),
        **_others(fields),
    }


def _plain(schema: Schema) -> Schema:
    """Give a model's part as it is answered: what is null is left out."""
    kept = {name: each for name, each in schema.items() if name not in ("title", "required")}
    kept["properties"] = {name: _present(each) for name, each in schema.get("properties", {}).items()}
    return kept | ({"required": schema["required"]} if "required" in schema else {})


def _present(field: Schema) -> Schema:
    field = {name: each for name, each in field.items() if name not in ("title", "default")}
    if "anyOf" in field:
        [one] = [each for each in field.pop("anyOf") if each != {"type": "null"}]
        field |= one
    return field


def _article(fields: dict[str, Schema]) -> Schema:
    always = ("id", "source", "source_id", "published_at", "received_at", "word_count", "body_text")
    shown = {name: _present(each) for name, each in fields.items()}
    return an_object({name: shown.pop(name) for name in always}, shown)


def _searching(fields: dict[str, Schema]) -> dict[str, Schema]:
    result = {name: _present(fields[name]) for name in RESULT_FIELDS}
    marked = an_object({}, {"headline": _TEXTS, "body": _TEXTS})
    more = {
        "score": {"type": "number"},
        "highlights": marked | {"description": "HTML: everything is escaped, only <mark> is added"},
        "pinned": {"const": True},
        "others_in_story": _COUNT,
        "explanation": {
            "type": "array",
            "items": an_object({"reason": _TEXT, "share": {"type": "number", "minimum": 0, "maximum": 1}}),
        },
    }
    value = an_object(
        {"value": _TEXT, "count": _COUNT},
        {"selected": {"const": True}, "label": _TEXT, "broader": {"type": ["string", "null"]}},
    )
    date = an_object({"from": _TEXT, "count": _COUNT})
    query = {
        "q": _TEXT,
        "interpreted": _TEXT,
        "variants": {"type": "object", "additionalProperties": _TEXTS},
        "did_you_mean": {"type": ["string", "null"]},
        "warnings": _TEXTS,
    }
    return {
        "Result": an_object({"id": result.pop("id")}, result | more),
        "FacetValue": value,
        "Facet": an_object({"values": list_of("FacetValue"), "missing": _COUNT, "other": _COUNT}),
        "DateFacet": an_object(
            {"interval": {"enum": ["year", "month", "day"]}, "values": {"type": "array", "items": date}},
            {"other": _COUNT},
        ),
        "SearchAnswer": an_object(
            {
                "query": an_object(query),
                "total": an_object({"value": _COUNT, "relation": {"const": "eq"}}),
                "results": list_of("Result"),
                "facets": {
                    "type": "object",
                    "properties": {"date": ref("DateFacet")},
                    "additionalProperties": ref("Facet"),
                },
                "links": an_object({"self": _TEXT, "feed": _TEXT}, {"next": _TEXT}),
            }
        ),
    }


def _others(fields: dict[str, Schema]) -> dict[str, Schema]:
    named = an_object({"value": _TEXT, "count": _COUNT})
    headline = an_object(
        {"id": _TEXT, "headline": _TEXT},
        {name: _present(fields[name]) for name in ("url", "published_at")},
    )
    change = an_object(
        {"id": _TEXT, "change": {"enum": ["published", "updated", "corrected", "withdrawn"]}, "at": _INSTANT},
        {"source": _TEXT, "expires_at": _INSTANT},
    )
    error = an_object({"detail": _TEXT}, {"pointer": _TEXT, "parameter": _TEXT, "field": _TEXT})
    problem = {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT}
    return {
        "FacetAnswer": an_object(
            {
                "facet": _TEXT,
                "values": list_of("FacetValue"),
                "missing": _COUNT,
                "other": _COUNT,
                "links": an_object({"self": _TEXT}, {"next": _TEXT}),
            }
        ),
        "SuggestAnswer": an_object(
            {
                "q": _TEXT,
                "headlines": {"type": "array", "items": headline},
                "authors": {"type": "array", "items": named},
                "topics": {"type": "array", "items": named},
            }
        ),
        "RelatedAnswer": an_object({"results": list_of("Result")}),
        "ChangesAnswer": an_object(
            {"changes": {"type": "array", "items": change}, "links": an_object({"self": _TEXT, "next": _TEXT})}
        ),
        "Health": an_object({"status": {"const": "ok"}, "index": {"enum": ["green", "yellow"]}}),
        "Problem": an_object(
            problem,
            {
                "errors": {"type": "array", "items": error},
                "request_id": _TEXT,
                "items": {"type": "array", "items": {"anyOf": [ref("Receipt"), ref("Problem")]}},
            },
        ),
    }


def _pushing() -> dict[str, Schema]:
    receipt = an_object(
        {
            "id": _TEXT,
            "source_id": _TEXT,
            "version": {"type": ["string", "null"]},
            "status": {"const": "received"},
            "warnings": list_of("Notice"),
            "links": an_object({"status": _TEXT, "article": _TEXT}),
        }
    )
    preview = {
        "article": {"type": "object", "description": "the article, with what only editors see"},
        "format": _TEXT,
        "state": {"enum": ["published", "held", "expired", "withdrawn"]},
        "warnings": list_of("Notice"),
        "dropped": list_of("Dropped"),
        "provenance": {"type": "object"},
    }
    return {
        "Notice": _plain(Notice.model_json_schema()),
        "Dropped": _plain(Dropped.model_json_schema()),
        "Receipt": receipt,
        "PushAnswer": an_object(
            {"items": {"type": "array", "items": {"anyOf": [ref("Receipt"), ref("Problem")]}}}
        ),
        "TakedownAnswer": an_object(
            {"id": _TEXT, "status": {"const": "received"}, "links": an_object({"status": _TEXT})}
        ),
        "PreviewAnswer": an_object(
            {
                "articles": _COUNT,
                "previewed": _COUNT,
                "items": {"type": "array", "items": {"anyOf": [an_object(preview), ref("Problem")]}},
            }
        ),
        "FileAnswer": an_object({"media_id": _TEXT}, {"type": _TEXT, "bytes": _COUNT}),
    }
