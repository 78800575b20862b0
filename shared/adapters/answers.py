"""The engine's answer to a search, in the service's own form."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.adapters.explanation import explanation
from shared.adapters.facets import read_facets
from shared.adapters.near_words import ARTICLES, COUNTED, NEAR
from shared.adapters.search_body import MARK_END, MARK_START, OTHERS, STORY, TYPED, Asked
from shared.domain.position import Position
from shared.domain.search_request import Order
from shared.usecases.ports import SearchHits

Answer = Mapping[str, Any]
_MOST_COLLAPSED = 10_000 - 100  # what the engine counts through, less the largest page
_MARKED = re.compile(f"{MARK_START}([^{MARK_END}]*){MARK_END}")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def read_hits(answer: Answer, asked: Asked) -> SearchHits:
    """Give the page: total, results, facets, and where the next page starts."""
    page = answer["hits"]["hits"][: asked.request.page_size]
    total = asked.start.total if asked.start.total is not None else answer["hits"]["total"]["value"]
    read = SearchHits(
        total=total,
        results=[_result(hit, asked) for hit in page],
        facets=read_facets(answer, asked.request),
        following=_following(page, asked, total),
        only_pinned=_only_pinned(page, asked, total),
    )
    if not asked.start.forgiving:
        return read
    return replace(read, unknown=_unknown(answer), words_found=_words_found(answer))


def read_snapshot(page: list[Answer], answer: Answer, asked: Asked) -> SearchHits:
    """Give the page that a snapshot has, with what the index now says of each of its results and of all."""
    now = {key_of(hit, asked): hit for hit in answer["hits"]["hits"]}
    ordered = [(hit["_score"], now[key]) for hit in page if (key := key_of(hit, asked)) in now]
    total = asked.start.total or 0
    return SearchHits(
        total=total,
        results=[_result({**hit, "_score": score}, asked) for score, hit in ordered],  # by which it stands there
        facets=read_facets(answer, asked.request),
        following=_following(page, asked, total),
    )


def _only_pinned(page: list[Answer], asked: Asked, total: int) -> bool:
    if not asked.pinned or not 0 < total <= len(page):
        return False
    return not any(TYPED in hit.get("matched_queries", ()) for hit in page)


def _following(shown: list[Answer], asked: Asked, total: int) -> Position | None:
    """Give the next page's start; the second page by relevance leaves out what the first one had."""
    request, start = asked.request, asked.start
    if not shown or len(shown) < request.page_size:
        return None
    after = tuple(shown[-1]["sort"])
    if asked.order is not Order.RELEVANCE and not request.collapse:
        return replace(start, after=after)
    if start.is_first:
        seen = tuple(key_of(hit, asked) for hit in shown)
        return replace(start, total=total, seen=seen, pinned=asked.pinned)
    if request.collapse:
        skip = start.skip + len(shown)
        return replace(start, skip=skip) if skip + request.page_size <= _MOST_COLLAPSED else None
    return replace(start, after=after)


def key_of(hit: Answer, asked: Asked) -> str:
    """Give what tells a result from the others: its story or its id."""
    return str(hit["fields"][STORY][0] if asked.request.collapse else hit["_id"])


def _result(hit: Answer, asked: Asked) -> dict[str, Any]:
    article = hit["_source"]["article"]
    result: dict[str, Any] = {name: article[name] for name in asked.request.fields if name in article}
    if hit.get("_score") is not None:
        result["score"] = round(hit["_score"], 4)
    marked = {field.partition(".")[0]: pieces for field, pieces in hit.get("highlight", {}).items()}
    if chosen := {name: marked[name] for name in asked.request.highlight if name in marked}:
        result["highlights"] = {name: [safe_mark(piece) for piece in pieces] for name, pieces in chosen.items()}
    if hit["_id"] in asked.pinned:
        result["pinned"] = True
    if "inner_hits" in hit:
        result["others_in_story"] = hit["inner_hits"][OTHERS]["hits"]["total"]["value"] - 1
    if "_explanation" in hit:
        result["explanation"] = explanation(hit["_explanation"], asked.request.query.tree)
    return result


def safe_mark(text: str) -> str:
    """Give a highlighted piece as HTML: everything escaped, only <mark> added."""
    return html.escape(text).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")


def _near(answer: Answer) -> list[Answer]:
    """Give the results, and the best articles for each word of the query."""
    near = answer.get("aggregations", {}).get(NEAR)
    buckets = near["buckets"].values() if near else ()
    return [*answer["hits"]["hits"], *(hit for bucket in buckets for hit in bucket[ARTICLES]["hits"]["hits"])]


def _unknown(answer: Answer) -> tuple[str, ...]:
    counted = answer.get("aggregations", {}).get(COUNTED)
    buckets = counted["shown"]["words"]["buckets"] if counted else {}
    return tuple(word for word, bucket in buckets.items() if not bucket["doc_count"])


def _words_found(answer: Answer) -> tuple[str, ...]:
    """Give the words that were marked, and those of authors and topics, which are not."""
    words: list[str] = []
    for hit in _near(answer):
        article = hit["_source"].get("article", {})
        names = [named.get("name", "") for field in ("authors", "topics") for named in article.get(field, ())]
        words += [word for name in [*names, article.get("section", "")] for word in _WORD.findall(name)]
        words += [
            word for pieces in hit.get("highlight", {}).values() for one in pieces for word in _MARKED.findall(one)
        ]
    return tuple(words)
