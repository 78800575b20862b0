"""The engine's answer to a search, in the service's own form."""

import html
import unicodedata
from collections.abc import Mapping
from typing import Any

from shared.adapters.document import RESULT_FIELDS
from shared.adapters.queries import MARK_END, MARK_START
from shared.domain.filters import selected
from shared.domain.search_request import DATE_FACETS, SearchRequest
from shared.usecases.ports import SearchHits

Answer = Mapping[str, Any]


def read_hits(answer: Answer, request: SearchRequest) -> SearchHits:
    """Give the page: total, results, facets, and the sort values of the last result."""
    hits = answer["hits"]["hits"]
    return SearchHits(
        total=answer["hits"]["total"]["value"],
        results=[_result(hit) for hit in hits],
        facets={
            name.partition(":")[0]: _facet(name, answer["aggregations"][name], request) for name in request.facets
        },
        after=hits[-1]["sort"] if hits else None,
    )


def _result(hit: Answer) -> dict[str, Any]:
    article = hit["_source"]["article"]
    result: dict[str, Any] = {name: article[name] for name in RESULT_FIELDS if name in article}
    if hit.get("_score") is not None:
        result["score"] = round(hit["_score"], 4)
    if found := hit.get("highlight"):
        names = {"headline": "headline", "body_text": "body"}
        result["highlights"] = {
            names[field]: [safe_mark(piece) for piece in pieces] for field, pieces in found.items()
        }
    return result


def safe_mark(text: str) -> str:
    """Give a highlighted piece as HTML: everything escaped, only <mark> added."""
    return html.escape(text).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")


def _facet(name: str, counted: Answer, request: SearchRequest) -> dict[str, Any]:
    if name in DATE_FACETS:
        values = [
            {"from": one["key_as_string"], "count": one["doc_count"]} for one in counted["values"]["buckets"]
        ]
        return {"interval": name.partition(":")[2], "values": values}
    values = [{"value": one["key"], "count": one["doc_count"]} for one in counted["values"]["buckets"]]
    other = counted["values"]["sum_other_doc_count"]
    if chosen := selected(request.filters.get(name, ())):
        other = max(0, other - _mark_selected(name, values, chosen, counted["selected"]["buckets"]))
    return {"values": values, "missing": counted["missing"]["doc_count"], "other": other}


def _mark_selected(name: str, values: list[dict[str, Any]], chosen: tuple[str, ...], counts: list[Answer]) -> int:
    """Mark the chosen values, adding those that are not among the most frequent; give the count of the added."""
    added = 0
    for wanted, counted in zip(chosen, counts, strict=True):
        written = _as_written(name, wanted, counted["label"]["hits"]["hits"])
        there = [one for one in values if one["value"] == written]
        for one in there:
            one["selected"] = True
        if not there:
            values.append({"value": written, "count": counted["doc_count"], "selected": True})
            added += counted["doc_count"]
    return added


def _as_written(name: str, wanted: str, examples: list[Answer]) -> str:
    """Give a chosen value as the articles write it: the reader may have left out case, accents, or the name."""
    for example in examples:
        document = example["_source"]
        if name == "topic":
            for topic in document["article"].get("topics", ()):
                if _folded(topic.get("id", "")) == _folded(wanted) and "name" in topic:
                    return str(topic["name"])
        given = document.get(name, [])
        for value in [given] if isinstance(given, str) else given:
            if _folded(value) == _folded(wanted):
                return str(value)
    return wanted


# Letters that have no decomposition in Unicode and that the index's `asciifolding` folds nevertheless.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k",
                          "æ": "ae", "œ": "oe", "þ": "th", "’": "'", "‘": "'"})  # fmt: skip


def _folded(value: str) -> str:
    """Fold as the index does: no case, no diacritics."""
    plain = unicodedata.normalize("NFKD", value.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
