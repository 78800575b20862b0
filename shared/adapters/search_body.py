"""A search as requests to the engine: pure functions of what is asked and what is known of the index.

A page in a snapshot takes two: the snapshot tells which results it has and in which order, the index as it is now
all that is shown. So a page has nothing of what was taken down or replaced since.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.adapters.facets import counting, narrowing
from shared.adapters.filters_query import date_field
from shared.adapters.learnt import LEARNING
from shared.adapters.near_words import near_words
from shared.adapters.queries import visible
from shared.adapters.words_query import WordsQuery
from shared.domain.position import Position
from shared.domain.profile import EXACT_HEADLINE, PIN_STEP, PINNED
from shared.domain.query_tree import Node, leaves
from shared.domain.search_request import Order, SearchRequest

Query = dict[str, Any]

KEEP_ALIVE = "5m"  # of a snapshot, after each page
STORY = "story_id"
TYPED = "typed"  # what matches as it was typed, and not for being pinned
OTHERS = "others"  # of the story of a collapsed result
# Private-use characters, which no stored text contains: they become <mark> after the text was escaped.
MARK_START, MARK_END = "\ue000", "\ue001"
_FEWEST_FORGIVEN = 10  # results that a word which comes near is taken from
_TIES = {"id": "asc"}


@dataclass(frozen=True)
class Asked:
    """One search: what, where its page starts, and how the words are looked for."""

    request: SearchRequest
    now: datetime
    start: Position
    words: WordsQuery
    pinned: tuple[str, ...] = ()
    learning: bool = False

    @property
    def order(self) -> Order:
        """Give the order of the results; what only came near stands by how near it came."""
        return Order.RELEVANCE if self.start.forgiving else self.request.order


def search_body(asked: Asked) -> Query:
    """Give the whole request for a page of the index as it is now."""
    size = asked.request.page_size
    if asked.start.forgiving and asked.start.is_first:
        size = max(size, _FEWEST_FORGIVEN)
    body: Query = {"size": size} | _ordered(asked) | _shown(asked, size)
    if asked.start.seen:  # after counting: the facets are of all pages
        body["post_filter"] = {"bool": {"filter": body.get("post_filter", []), "must_not": [_seen(asked)]}}
    return body | _extra(asked, body)


def snapshot_body(asked: Asked) -> Query:
    """Give the request for which results a page in a snapshot has."""
    bare = replace(asked, request=replace(asked.request, facets=()))  # so that every filter is in the query
    body: Query = {"size": asked.request.page_size, "_source": False} | _ordered(bare)
    if asked.request.collapse:
        body["collapse"] = {"field": STORY}
    return body | ({"post_filter": {"bool": {"must_not": [_seen(asked)]}}} if asked.start.seen else {})


def shown_body(asked: Asked, keys: Sequence[str]) -> Query:
    """Give the request for what is shown of the results with these keys, and for the facets of all pages."""
    request = asked.request
    these = {"terms": {_key(asked): list(keys)}}
    body: Query = {"size": len(keys), "track_total_hits": False} | _shown(asked, len(keys))
    counted = "aggs" in body
    if counted:
        body["post_filter"] = {"bool": {"filter": body.get("post_filter", []), "must": [these]}}
    body["sort"] = _sort(asked) if request.collapse else [_TIES]  # of a story, the best
    scored = request.collapse or request.explain
    return body | {"query": _query(asked, () if counted else (these,), scored=scored)}


def _key(asked: Asked) -> str:
    return STORY if asked.request.collapse else "id"


def _seen(asked: Asked) -> Query:
    return {"terms": {_key(asked): list(asked.start.seen)}}


def _ordered(asked: Asked) -> Query:
    """Give what finds the results of a page and puts them in order."""
    total_is_known = asked.start.total is not None  # of a later page, by its cursor
    ordered = {"query": _query(asked), "sort": _sort(asked), "track_total_hits": not total_is_known}
    return ordered | _place(asked.start)


def _shown(asked: Asked, size: int) -> Query:
    """Give what is shown of each result, and counted of all."""
    request, tree = asked.request, asked.request.query.tree
    shown: Query = {"_source": [f"article.{name}" for name in request.fields], **counting(request)}
    if request.collapse:
        shown["collapse"] = {"field": STORY, "inner_hits": {"name": OTHERS, "size": 0}}
    if request.explain:
        shown["explain"] = True
    if tree and any(leaves(tree)) and size and (request.highlight or asked.start.forgiving):
        shown["highlight"] = _highlight(asked, tree)
    return shown


def _sort(asked: Asked) -> list[Query]:
    if asked.order is Order.RELEVANCE:
        return [{"_score": "desc"}, _TIES]
    return [{date_field(asked.request): "desc" if asked.order is Order.NEWEST else "asc"}, _TIES]


def _query(asked: Asked, only: Sequence[Query] = (), *, scored: bool = True) -> Query:
    request = asked.request
    found: Query = {"filter": [visible(asked.now), *narrowing(request), *only]}
    if (tree := request.query.tree) is None:
        return {"bool": found}
    matching = asked.words.matching(tree)
    if asked.pinned:
        pins = [_pin(place, article_id) for place, article_id in enumerate(asked.pinned)]
        typed = {"bool": {"must": [matching], "_name": TYPED}}
        matching = {"bool": {"should": [typed, *pins], "minimum_should_match": 1}}
    if asked.order is not Order.RELEVANCE or not scored:
        return {"bool": found | {"filter": [*found["filter"], matching]}}
    return {"bool": found | {"must": [matching], "should": [*asked.words.better(tree), *_ranking(asked)]}}


def _ranking(asked: Asked) -> list[Query]:
    """Give what tells which is the better of two that match: the very headline, and how new it is."""
    request = asked.request
    headline = {"term": {"headline_wording": request.query.wording}}
    clauses: list[Query] = [{"constant_score": {"filter": headline, "boost": EXACT_HEADLINE}}]
    if request.profile.recency:
        origin = asked.start.at.isoformat(timespec="milliseconds")
        half = {"field": "published_at", "origin": origin, "pivot": f"{request.profile.half_life_days}d"}
        clauses.append({"distance_feature": half | {"boost": request.profile.recency}})
    return clauses


def _pin(place: int, article_id: str) -> Query:
    return {"constant_score": {"filter": {"term": {"id": article_id}}, "boost": PINNED - PIN_STEP * place}}


def _place(start: Position) -> Query:
    place: Query = {}
    if start.after is not None:
        place["search_after"] = list(start.after)
    if start.skip:
        place["from"] = start.skip
    if start.snapshot:
        place["pit"] = {"id": start.snapshot, "keep_alive": KEEP_ALIVE}
    return place


def _extra(asked: Asked, body: Query) -> Query:
    """Give what is counted besides the facets: what the index holds, and which words of the query are in it."""
    extra: Query = {"learnt": LEARNING} if asked.learning else {}
    tree = asked.request.query.tree
    if tree and asked.start.forgiving and asked.start.is_first:
        extra |= near_words(tree, asked.words, body["highlight"], asked.now)
    return {"aggs": body.get("aggs", {}) | extra} if extra else {}


def _highlight(asked: Asked, tree: Node) -> Query:
    marking = asked.words.marking(tree)
    shapes = {
        "headline": {"number_of_fragments": 0, "highlight_query": marking},
        "body": {"number_of_fragments": 2, "fragment_size": 160, "highlight_query": marking},
    }
    chosen = shapes if asked.start.forgiving else {name: shapes[name] for name in asked.request.highlight}
    return {
        "pre_tags": [MARK_START],
        "post_tags": [MARK_END],
        "fields": {f"{name}.{one}": shape for name, shape in chosen.items() for one in asked.words.languages},
    }
