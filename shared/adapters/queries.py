"""What every read carries, and the queries that look up articles by what they are, as plain dictionaries."""

from datetime import datetime
from typing import Any

Query = dict[str, Any]


def visible(now: datetime) -> Query:
    """Give the filter that every read carries: published, its embargo over, not expired."""
    moment = now.isoformat(timespec="milliseconds")
    return {
        "bool": {
            "filter": [{"term": {"stage": "PUBLISHED"}}],
            "must_not": [
                {"range": {"embargo_until": {"gt": moment}}},
                {"range": {"expires_at": {"lte": moment}}},
            ],
        }
    }


def by_url(url: str, now: datetime) -> Query:
    """Give the newest visible article of an address."""
    return {
        "query": {"bool": {"filter": [visible(now), {"term": {"url": url}}]}},
        "size": 1,
        "sort": [{"published_at": "desc"}, {"id": "asc"}],
        "_source": ["article", "whole", "body", "long_body"],
    }


# At each stage, the field of the time that ends it.
ENDS = {"HELD": "embargo_until", "PUBLISHED": "expires_at"}


def due(stage: str, until: datetime, limit: int, after: list[Any] | None) -> Query:
    """Give a page of articles at this stage whose time at it ends by `until`, the earliest first."""
    end = ENDS[stage]
    body: Query = {
        "query": {
            "bool": {"filter": [{"term": {"stage": stage}}, {"range": {end: {"lte": until.isoformat()}}}]},
        },
        "size": limit,
        "sort": [{end: "asc"}, {"id": "asc"}],
        "_source": ["raw_key", end],
    }
    return body if after is None else body | {"search_after": after}


def versions(article_ids: list[str]) -> Query:
    """Give the versions of these articles, without their content."""
    return {
        "query": {"terms": {"id": article_ids}},
        "size": len(article_ids),
        "version": True,
        "_source": ["raw_key"],
    }
