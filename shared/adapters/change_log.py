"""The log of changes, in the documents themselves: each tells of its article's last change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.adapters.queries import visible
from shared.domain.change import Change, Told
from shared.domain.change_log import LoggedChange, Place

Query = dict[str, Any]

TOLD = ("change", "changed_at", "changed_by", "corrections_told")
_INSTANTS = ("changed_at", "expires_at")


def log_body(place: Place, size: int, now: datetime) -> Query:
    """Give what changed after a place, the earliest first: what is visible, and what was withdrawn."""
    shown = {"bool": {"filter": [{"exists": {"field": "change"}}, visible(now)]}}
    withdrawn = {"term": {"change": Change.WITHDRAWN}}
    return {
        "query": {"bool": {"filter": [{"bool": {"should": [shown, withdrawn], "minimum_should_match": 1}}]}},
        "size": size,
        "sort": [{"changed_at": {"order": "asc", "unmapped_type": "date"}}, {"id": "asc"}],
        "search_after": [place.at, place.id],
        "track_total_hits": False,
        "_source": False,  # a hundred whole documents would have to be read for it
        "docvalue_fields": ["id", "source", "change", "changed_by", *(_instant(name) for name in _INSTANTS)],
    }


def _instant(field: str) -> Query:
    return {"field": field, "format": "strict_date_time"}


def read_log(answer: Mapping[str, Any]) -> list[LoggedChange]:
    """Give the changes, in their order."""
    documents = ({name: values[0] for name, values in hit["fields"].items()} for hit in answer["hits"]["hits"])
    return [_logged(document, told) for document in documents if (told := told_in(document))]


def _logged(document: Mapping[str, Any], told: Told) -> LoggedChange:
    expires_at = document.get("expires_at")
    return LoggedChange(
        id=document["id"],
        source=document["source"],
        told=told,
        expires_at=datetime.fromisoformat(expires_at) if expires_at else None,
    )


def told_in(document: Mapping[str, Any]) -> Told | None:
    """Give what a document tells of its article's last change."""
    if "change" not in document:
        return None
    return Told(
        Change(document["change"]),
        datetime.fromisoformat(document["changed_at"]),
        document["changed_by"],
        document.get("corrections_told", ""),
    )


def telling(told: Told | None) -> dict[str, Any]:
    """Give the fields of a document that tell of a change."""
    if told is None:
        return {}
    at = told.at.isoformat(timespec="milliseconds")
    corrected = {"corrections_told": told.corrections} if told.corrections else {}
    return {"change": told.change.value, "changed_at": at, "changed_by": told.by, **corrected}
