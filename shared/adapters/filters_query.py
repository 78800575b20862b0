"""A filter, and a search's dates, as queries of the engine."""

from collections.abc import Mapping
from typing import Any

from shared.domain.filters import FILTERS, NONE, AnyOf
from shared.domain.search_request import SearchRequest

Query = dict[str, Any]

# The fields of the index that hold a filter's values, each as the articles write them.
FIELDS: Mapping[str, str] = {name: name.replace("-", "_") for name in FILTERS}
_DATES = {"published": "published_at", "updated": "updated_at"}
MEDIA_TOPIC = "media-topic"


def date_field(request: SearchRequest) -> str:
    """Give the field of the date that counts."""
    return _DATES[request.use_date]


def dates_query(request: SearchRequest) -> list[Query]:
    """Give the filter on the dates, none where there are none."""
    bounds = {"gte": request.start, "lt": request.end}
    within = {bound: moment.isoformat() for bound, moment in bounds.items() if moment is not None}
    return [{"range": {date_field(request): within}}] if within else []


def filter_query(name: str, request: SearchRequest) -> Query:
    """Give what an article must have, and must not have, in this field."""
    chosen = request.filters[name]
    return {
        "bool": {
            "filter": [_group(name, group, request) for group in chosen if not group.negated],
            "must_not": [_group(name, group, request) for group in chosen if group.negated],
        }
    }


def given(name: str, values: tuple[str, ...], request: SearchRequest) -> list[Query]:
    """Give the ways in which an article can have one of the values as its sender gave them."""
    if name == MEDIA_TOPIC:
        return by_code(values, request) or [{"match_none": {}}]
    folded: list[Query] = [{"terms": {f"{FIELDS[name]}.folded": list(values)}}]
    return [*folded, {"terms": {"topic_id": list(values)}}] if name == "topic" else folded


def by_code(values: tuple[str, ...], request: SearchRequest) -> list[Query]:
    """Give the way in which an article is about one of IPTC's topics or a narrower one, none for other values."""
    codes = [request.media_topics[value] for value in values if value in request.media_topics]
    return [{"terms": {"media_topic": codes}}] if codes else []


def _group(name: str, group: AnyOf, request: SearchRequest) -> Query:
    values = tuple(value for value in group.values if value != NONE)
    choices = given(name, values, request) if values else []
    choices += by_code(values, request) if name == "topic" else []
    if NONE in group.values:
        choices.append({"bool": {"must_not": [{"exists": {"field": FIELDS[name]}}]}})
    return {"bool": {"should": choices, "minimum_should_match": 1}}
