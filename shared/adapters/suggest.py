"""Suggestions while a reader types, from visible articles alone.

Every word of a headline, of an author's name and of a topic is indexed with all its beginnings (`starts`), so that
one search with the filter of every read finds them. A completion suggester would be faster and knows no filter: it
goes on suggesting what was taken down.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shared.adapters.queries import visible
from shared.domain.as_typed import begins_like
from shared.domain.suggest_request import SuggestRequest

Query = dict[str, Any]
Answer = Mapping[str, Any]

# One error is forgiven in a word from four letters on.
_FORGIVING = {"fuzziness": "AUTO:4,100", "max_expansions": 30}
_KINDS = ("author", "topic")
# How many times as many as are given are asked for: copies of one story fall out, and an article's other authors.
_COPIES, _OTHERS = 2, 4


def suggest_body(request: SuggestRequest, now: datetime) -> Query:
    """Give the whole request to the engine: headlines are its hits, authors and topics are counted."""
    named = {kind: _starts(f"{kind}.starts", request.typed) for kind in _KINDS}
    any_of = [_headline(request.typed), *({"constant_score": {"filter": q, "boost": 0}} for q in named.values())]
    return {
        "query": {"bool": {"filter": [visible(now)], "should": any_of, "minimum_should_match": 1}},
        "post_filter": _starts("headline_exact.starts", request.typed),
        "size": request.size * _COPIES,
        "sort": [{"_score": "desc"}, {"published_at": "desc"}, {"id": "asc"}],
        "track_total_hits": False,
        "_source": [f"article.{name}" for name in ("id", "headline", "url", "story_id", "published_at")],
        "aggs": {
            kind: {"filter": query, "aggs": {"values": {"terms": {"field": kind, "size": request.size * _OTHERS}}}}
            for kind, query in named.items()
        },
    }


def _headline(typed: str) -> Query:
    """Give what finds headlines: first those with the words in their order, then as typed, then with an error."""
    in_order = {
        "match_phrase_prefix": {"headline_exact": {"query": typed, "analyzer": "exact", "max_expansions": 30}}
    }
    as_typed = {"match": {"headline_exact.starts": {"query": typed, "operator": "and"}}}
    either = [
        {"constant_score": {"filter": query, "boost": boost}}
        for query, boost in ((in_order, 3), (as_typed, 2), (_starts("headline_exact.starts", typed), 1))
    ]
    return {"dis_max": {"queries": either}}


def _starts(field: str, typed: str) -> Query:
    return {"match": {field: {"query": typed, "operator": "and"} | _FORGIVING}}


def read_suggestions(answer: Answer, request: SuggestRequest) -> dict[str, list[dict[str, Any]]]:
    """Give the suggestions of each kind."""
    headlines = (hit["_source"]["article"] for hit in answer["hits"]["hits"])
    return {
        "headlines": _of_different_stories(headlines)[: request.size],
        **{f"{kind}s": _named(answer["aggregations"][kind], request) for kind in _KINDS},
    }


def _of_different_stories(articles: Iterable[Answer]) -> list[dict[str, Any]]:
    first: dict[str, dict[str, Any]] = {}
    headlines: set[str] = set()
    for article in articles:
        if article["headline"].casefold() not in headlines:
            shown = {name: article[name] for name in ("id", "headline", "url", "published_at") if name in article}
            first.setdefault(article.get("story_id", article["id"]), shown)
            headlines.add(article["headline"].casefold())
    return list(first.values())


def _named(counted: Answer, request: SuggestRequest) -> list[dict[str, Any]]:
    return [
        {"value": one["key"], "count": one["doc_count"]}
        for one in counted["values"]["buckets"]
        if begins_like(one["key"], request.typed)
    ][: request.size]
