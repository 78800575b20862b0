"""The queries, as plain dictionaries: pure functions of the request and the time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.adapters.document import RESULT_FIELDS
from shared.domain.filters import NONE, AnyOf, Filter, selected
from shared.domain.query_text import QueryText
from shared.domain.search_request import DATE_FACETS, Order, SearchRequest

Query = dict[str, Any]

# A field that holds everything carries the score; a headline counts a little more. Weights above one for the
# headline ruin ranking (measured on six collections, see docs/adr/0003-one-field-carries-the-score.md).
_WORD_FIELDS = ["text", "captions^0.3"]
_HEADLINE_BOOST = 0.3
# Up to two words: all of them. More: at least two, the best matches first. A percentage ruins long queries.
_WORDS_WANTED = "2<2"
FACET_SIZE = 20
# Private-use characters, which no stored text contains: they become <mark> after the text was escaped.
MARK_START, MARK_END = "\ue000", "\ue001"
_FILTER_FIELDS: Mapping[str, tuple[str, ...]] = {
    "author": ("author.folded",),
    "topic": ("topic.folded", "topic_id"),
    "section": ("section.folded",),
    "source": ("source.folded",),
    "lang": ("lang.folded",),
}
_SORT: Mapping[Order, list[Query]] = {
    Order.RELEVANCE: [{"_score": "desc"}, {"id": "asc"}],
    Order.NEWEST: [{"published_at": "desc"}, {"id": "asc"}],
    Order.OLDEST: [{"published_at": "asc"}, {"id": "asc"}],
}


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


def search_body(request: SearchRequest, now: datetime, after: list[Any] | None) -> Query:
    """Give the whole request to the engine.

    A filter on a facet that is asked for is applied after counting, so that the facet keeps its other values;
    every other filter narrows what is counted.
    """
    late = {name: chosen for name, chosen in request.filters.items() if name in request.facets}
    early = [_filter(name, chosen) for name, chosen in request.filters.items() if name not in late]
    body: Query = {
        "query": {"bool": {"filter": [visible(now), *_dates(request), *early], **_words(request.query)}},
        "size": request.page_size,
        "sort": _SORT[request.order],
        "_source": [f"article.{name}" for name in RESULT_FIELDS],
        "track_total_hits": True,
    }
    if late:
        body["post_filter"] = {"bool": {"filter": [_filter(name, chosen) for name, chosen in late.items()]}}
    if request.facets:
        body["aggs"] = {name: _facet(name, request, late) for name in request.facets}
    if (request.query.words or request.query.phrases) and request.page_size:
        body["highlight"] = _HIGHLIGHT
    if after is not None:
        body["search_after"] = after
    return body


def _words(query: QueryText) -> Query:
    must: list[Query] = []
    should: list[Query] = []
    if query.words:
        words = " ".join(query.words)
        must.append(
            {
                "multi_match": {
                    "query": words,
                    "type": "cross_fields",
                    "fields": _WORD_FIELDS,
                    "minimum_should_match": _WORDS_WANTED,
                }
            }
        )
        should.append({"match": {"headline": {"query": words, "boost": _HEADLINE_BOOST}}})
    for phrase in query.phrases:
        must.append({"multi_match": {"query": phrase, "type": "phrase", "fields": _WORD_FIELDS}})
        should.append({"match_phrase": {"headline": {"query": phrase, "boost": _HEADLINE_BOOST}}})
    return {"must": must, "should": should} if must else {}


def _dates(request: SearchRequest) -> list[Query]:
    bounds = {"gte": request.published_from, "lt": request.published_before}
    given = {bound: moment.isoformat() for bound, moment in bounds.items() if moment is not None}
    return [{"range": {"published_at": given}}] if given else []


def _filter(name: str, chosen: Filter) -> Query:
    fields = _FILTER_FIELDS[name]
    return {
        "bool": {
            "filter": [_any(fields, group) for group in chosen if not group.negated],
            "must_not": [_any(fields, group) for group in chosen if group.negated],
        }
    }


def _any(fields: tuple[str, ...], group: AnyOf) -> Query:
    values = [value for value in group.values if value != NONE]
    choices: list[Query] = [{"terms": {field: values}} for field in fields] if values else []
    if NONE in group.values:
        choices.append({"bool": {"must_not": [{"exists": {"field": field}} for field in fields]}})
    return {"bool": {"should": choices, "minimum_should_match": 1}}


def _facet(name: str, request: SearchRequest, late: Mapping[str, Filter]) -> Query:
    """Give the counting of one facet under the filters of all the other facets."""
    others = [_filter(other, chosen) for other, chosen in late.items() if other != name]
    if name in DATE_FACETS:
        counting: Query = {"values": _months(name, request.zone)}
    else:
        counting = {
            "values": {"terms": {"field": name, "size": FACET_SIZE}},
            "missing": {"missing": {"field": name}},
        }
    if chosen := selected(request.filters.get(name, ())):
        filters = [{"bool": {"should": [{"term": {f: one}} for f in _FILTER_FIELDS[name]]}} for one in chosen]
        label = {"top_hits": {"size": 1, "_source": [name, "article.topics"]}}  # how the value is written
        counting["selected"] = {"filters": {"filters": filters}, "aggs": {"label": label}}
    return {"filter": {"bool": {"filter": others}}, "aggs": counting}


def _months(name: str, zone: str) -> Query:
    interval = name.partition(":")[2]
    return {
        "date_histogram": {
            "field": "published_at",
            "calendar_interval": interval,
            "time_zone": zone,
            "format": "yyyy-MM-dd'T'HH:mm:ssXXX",
            "min_doc_count": 1,
        }
    }


_HIGHLIGHT: Query = {
    "pre_tags": [MARK_START],
    "post_tags": [MARK_END],
    "require_field_match": False,  # the words matched in the field that holds everything
    "fields": {
        "headline": {"number_of_fragments": 0},
        "body_text": {"number_of_fragments": 2, "fragment_size": 160},
    },
}


def by_url(url: str, now: datetime) -> Query:
    """Give the newest visible article of an address."""
    return {
        "query": {"bool": {"filter": [visible(now), {"term": {"url": url}}]}},
        "size": 1,
        "sort": _SORT[Order.NEWEST],
        "_source": ["article", "body_text", "long_body"],
    }


def due(until: datetime, limit: int, after: list[Any] | None) -> Query:
    """Give a page of held articles whose embargo ends before `until`, the earliest first."""
    body: Query = {
        "query": {
            "bool": {
                "filter": [
                    {"term": {"stage": "HELD"}},
                    {"range": {"embargo_until": {"lte": until.isoformat()}}},
                ]
            }
        },
        "size": limit,
        "sort": [{"embargo_until": "asc"}, {"id": "asc"}],
        "_source": ["raw_key"],
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
