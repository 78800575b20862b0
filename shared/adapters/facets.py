"""Facets: what the engine is asked to count, and its counts in the service's own form.

A filter on a facet that is asked for is applied after counting, so that the facet keeps its other values; every
other filter narrows what is counted. Facets without a filter of their own are counted together, under one filter.
"""

from collections.abc import Mapping
from typing import Any

from shared.adapters import date_facet, folding
from shared.adapters.filters_query import (
    FIELDS,
    MEDIA_TOPIC,
    by_code,
    date_field,
    dates_query,
    filter_query,
    given,
)
from shared.domain.filters import selected
from shared.domain.search_request import DATE_FACETS, Inside, SearchRequest

Query = dict[str, Any]
Answer = Mapping[str, Any]

FACET_SIZE = 20
_TOGETHER = "together"  # the facets that all the late filters narrow
_NO_VALUE = "\ue000"  # which no article has


def narrowing(request: SearchRequest) -> list[Query]:
    """Give the filters that stand in the query itself: dates, and the fields that are not counted."""
    late = _late(request)
    return dates_query(request) + [filter_query(name, request) for name in request.filters if name not in late]


def counting(request: SearchRequest) -> Query:
    """Give the parts of a search's body that count; none without facets."""
    late = {name: filter_query(name, request) for name in _late(request)}
    body: Query = {"post_filter": _all(list(late.values()))} if late else {}
    aggregations: Query = {}
    together: Query = {}
    for name in request.facets:
        if name not in late:
            together |= _facet(name, request)
            continue
        others = [query for other, query in late.items() if other != name]
        counted = _facet(name, request)
        aggregations |= {name: {"filter": _all(others), "aggs": counted}} if others else counted
    if late and together:
        together = {_TOGETHER: {"filter": _all(list(late.values())), "aggs": together}}
    if aggregations | together:
        body["aggs"] = aggregations | together
    return body


def read_facets(answer: Answer, request: SearchRequest) -> dict[str, Any]:
    """Give the facets of the engine's answer, by their names."""
    facets = {}
    for name in request.facets:
        counted = _scope(answer["aggregations"], name)
        if name in DATE_FACETS:
            facets["date"] = date_facet.read(name, counted[f"{name}:values"]["buckets"], request)
        elif request.inside:
            facets[name] = _part(name, counted, request, request.inside)
        else:
            facets[name] = _counted(name, counted, request)
    return facets


def _late(request: SearchRequest) -> list[str]:
    return [name for name in request.filters if name in request.facets]


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else {"bool": {"filter": queries}}


def _scope(aggregations: Answer, name: str) -> Answer:
    """Give the aggregation that holds a facet's counts: its own, that of several facets, or the answer's."""
    for scope in (aggregations, aggregations.get(name, {}), aggregations.get(_TOGETHER, {})):
        if f"{name}:values" in scope:
            return scope
    raise KeyError(name)


def _facet(name: str, request: SearchRequest) -> Query:
    """Give the counting of one facet."""
    if name in DATE_FACETS:
        return {f"{name}:values": date_facet.query(name, date_field(request), request.zone)}
    field = FIELDS[name]
    terms: Query = {"field": field, "size": FACET_SIZE}
    if request.inside:
        terms |= _inside(request.inside)
    counted: Query = {f"{name}:values": {"terms": terms}, f"{name}:missing": {"missing": {"field": field}}}
    if (chosen := selected(request.filters.get(name, ()))) and not request.inside:
        counted[f"{name}:selected"] = _chosen(name, chosen, request)
    return counted


def _inside(inside: Inside) -> Query:
    """Give which values to count, and how many: one more than the page shows tells whether another follows."""
    terms: Query = {"size": inside.skip + inside.size + 1}
    if inside.among is not None:
        return terms | {"include": list(inside.among) or [_NO_VALUE]}
    return terms | {"include": folding.holding(inside.needle)} if inside.needle else terms


def _chosen(name: str, chosen: tuple[str, ...], request: SearchRequest) -> Query:
    """Give the counting of the chosen values: as given, with an example of how it is written, and as a topic."""
    filters: Query = {f"{n}": _either(given(name, (one,), request)) for n, one in enumerate(chosen)}
    if name == "topic":
        topics = {f"{n} as topic": by_code((one,), request) for n, one in enumerate(chosen)}
        filters |= {key: _either(queries) for key, queries in topics.items() if queries}
    written = {"top_hits": {"size": 1, "_source": [FIELDS[name], "article.topics"]}}
    return {"filters": {"filters": filters}, "aggs": {"written": written}}


def _either(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries}}


def _counted(name: str, counted: Answer, request: SearchRequest) -> dict[str, Any]:
    values = _values(counted[f"{name}:values"])
    other = counted[f"{name}:values"]["sum_other_doc_count"]
    if chosen := selected(request.filters.get(name, ())):
        other -= _mark_chosen(name, values, chosen, counted[f"{name}:selected"]["buckets"], request)
    return {"values": values, "missing": counted[f"{name}:missing"]["doc_count"], "other": max(0, other)}


def _part(name: str, counted: Answer, request: SearchRequest, inside: Inside) -> dict[str, Any]:
    """Give one page of the values of a facet, and whether another follows."""
    values = _values(counted[f"{name}:values"])
    chosen = {folding.folded(_code(name, one, request)) for one in selected(request.filters.get(name, ()))}
    for one in values:
        if folding.folded(one["value"]) in chosen:
            one["selected"] = True
    end = inside.skip + inside.size
    return {
        "values": values[inside.skip : end],
        "missing": counted[f"{name}:missing"]["doc_count"],
        "other": counted[f"{name}:values"]["sum_other_doc_count"] + sum(one["count"] for one in values[end:]),
        "more": len(values) > end,
    }


def _values(terms: Answer) -> list[dict[str, Any]]:
    return [{"value": one["key"], "count": one["doc_count"]} for one in terms["buckets"]]


def _mark_chosen(
    name: str, values: list[dict[str, Any]], chosen: tuple[str, ...], counts: Answer, request: SearchRequest
) -> int:
    """Mark the chosen values, adding those that are not among the most frequent; give the count of the added."""
    added = 0
    for n, wanted in enumerate(chosen):
        counted = counts[f"{n}"]
        written = _as_written(name, _code(name, wanted, request), counted["written"]["hits"]["hits"])
        there = [one for one in values if folding.folded(one["value"]) == folding.folded(written)]
        for one in there:
            one["selected"] = True
        if not there:
            count = counted["doc_count"] or counts.get(f"{n} as topic", counted)["doc_count"]
            values.append({"value": written, "count": count, "selected": True})
            added += counted["doc_count"]
    return added


def _code(name: str, wanted: str, request: SearchRequest) -> str:
    return request.media_topics.get(wanted, wanted) if name == MEDIA_TOPIC else wanted


def _as_written(name: str, wanted: str, examples: list[Answer]) -> str:
    """Give a chosen value as the articles write it: the reader may have left out case, accents, or the name."""
    looked_for = folding.folded(wanted)
    for example in examples:
        document = example["_source"]
        if name == "topic":
            for topic in document["article"].get("topics", ()):
                if folding.folded(topic.get("id", "")) == looked_for and "name" in topic:
                    return str(topic["name"])
        there = document.get(FIELDS[name], [])
        for value in [there] if isinstance(there, str) else there:
            if folding.folded(value) == looked_for:
                return str(value)
    return wanted
