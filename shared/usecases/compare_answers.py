"""Compares what two indices show: some documents whole, and the first results of searches made from articles."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.domain.query_text import parse_query
from shared.domain.search_request import Order, SearchRequest
from shared.usecases.ports import ArticleSearch
from shared.usecases.rebuild_ports import Inventory

_DOCUMENTS = 200
_ARTICLES = 30  # that searches are made of: one of the headline, one of the first author
_RESULTS = 10
_WORDS = 6


@dataclass
class Answers:
    """How alike two indices answer; `overlap` is the mean share of results that both give, 1 where all are."""

    documents: int = 0
    same: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    searches: int = 0
    overlap: float = 1.0
    least: float = 1.0
    least_query: str | None = None


def compare_answers(
    shown: Inventory, other: Inventory, *, searched: ArticleSearch, beside: ArticleSearch, now: datetime
) -> Answers:
    """Look at some articles of the searched index in both."""
    answers = Answers()
    documents = shown.documents(shown.some(_DOCUMENTS))
    others = other.documents(list(documents))
    for name, document in documents.items():
        _compare(document, others.get(name, {}), answers)
    queries = [query for one in list(documents.values())[:_ARTICLES] for query in _queries(one)]
    shares = {query: _overlap(query, searched, beside, now) for query in dict.fromkeys(queries)}
    if shares:
        answers.searches = len(shares)
        answers.overlap = sum(shares.values()) / len(shares)
        answers.least_query = min(shares, key=lambda query: shares[query])
        answers.least = shares[answers.least_query]
    return answers


def _compare(document: Mapping[str, Any], other: Mapping[str, Any], answers: Answers) -> None:
    answers.documents += 1
    differing = {name for name in document.keys() | other.keys() if document.get(name) != other.get(name)}
    answers.fields.update(differing)
    answers.same += not differing


def _queries(document: Mapping[str, Any]) -> list[str]:
    article = document.get("article", {})
    words = " ".join((article.get("headline") or "").split()[:_WORDS])
    authors = [one["name"] for one in article.get("authors", [])[:1]]
    return [query for query in (words, *authors) if query]


def _overlap(query: str, searched: ArticleSearch, beside: ArticleSearch, now: datetime) -> float:
    request = SearchRequest(
        query=parse_query(query), order=Order.RELEVANCE, page_size=_RESULTS, highlight=(), fields=("id",)
    )
    one, two = ({hit["id"] for hit in index.search(request, now).results} for index in (searched, beside))
    return len(one & two) / max(len(one), len(two)) if one or two else 1.0
