"""Facets, months and filters against the exact counts of a collection of 14,668 articles, through the service.

Each article is pushed as ninjs: the collection's topics as `subject`, places as `place`, people as `person`, orgs
as `organisation`, exchanges as `keywords`, the type of its text as `genre`, the byline as it stands. An article
without a title has no headline; the single one that has neither title nor body gets a headline of ours. The single
one whose text says that it is under embargo is pushed with an embargo that has ended, or it would be held.

`make quality` takes the whole collection. Otherwise it is every seventh article, against counts of our own; that
these are made as those of the collection were is tested on the whole of it.
"""

import calendar
import gzip
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.functional.conftest import Service
from tests.search.conftest import LoadArticles

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

_FACETS = {
    "topics": "topic",
    "places": "place",
    "people": "person",
    "orgs": "organisation",
    "exchanges": "keyword",
}
_SAMPLE = 7  # of so many articles one, where not all are taken

Articles = list[dict[str, Any]]


@pytest.fixture
def published(data_directory: Path) -> dict[str, Any]:
    """The counts that came with the collection."""
    counts: dict[str, Any] = json.loads((data_directory / "reuters21578/facet_truth.json").read_text())
    return counts


@pytest.fixture
def collection(data_directory: Path) -> Articles:
    with gzip.open(data_directory / "reuters21578/train.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def test_our_counts_of_the_whole_collection_are_those_that_came_with_it(
    published: dict[str, Any], collection: Articles
) -> None:
    ours = _truth(collection, published)
    for name, counts in ours.items():
        if isinstance(counts, dict):  # of long ones only the first were published
            assert {value: counts.get(value) for value in published[name]} == published[name], name
        else:
            assert counts == published[name], name


def test_every_count_of_the_collection_is_exact(
    service: Service, loaded: LoadArticles, published: dict[str, Any], collection: Articles, whole: bool
) -> None:
    articles = collection if whole else collection[::_SAMPLE]
    truth = _truth(articles, published)
    loaded([_ninjs(article) for article in articles])
    wrong = [*_wrong_facets(service, truth), *_wrong_dates(service, truth), *_wrong_filters(service, truth)]
    wrong += _wrong_authors(service, truth, articles)
    assert wrong == []


def _truth(articles: Articles, published: Mapping[str, Any]) -> dict[str, Any]:
    """Count what the collection counts, of these articles."""
    lists = {name: Counter(value for one in articles for value in set(one[name])) for name in _FACETS}
    days = Counter(article["date"][:10] for article in articles)
    months = Counter(article["date"][:7] for article in articles)
    return {
        **{name: dict(counts) for name, counts in lists.items()},
        "by_text_type": dict(Counter(article["text_type"] for article in articles)),
        "by_month": dict(months),
        "by_day_top": dict(days),
        "total": len(articles),
        "with_author": sum(bool(article["author"]) for article in articles),
        "authors_raw_top": dict(Counter(one["author_raw"] for one in articles if one["author_raw"])),
        "combined_filters": [
            {"filter": case["filter"], "count": sum(_fits(article, case["filter"]) for article in articles)}
            for case in published["combined_filters"]
        ],
    }


def _fits(article: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return all(
        article["date"].startswith(value) if name == "month" else value in article[name]
        for name, value in wanted.items()
    )


def _ninjs(article: Mapping[str, Any]) -> dict[str, Any]:
    names = {"subject": "topics", "place": "places", "person": "people", "organisation": "orgs"}
    nothing = "Nothing was sent" if not article["title"] and not article["body"] else None
    item = {
        "uri": f"urn:collection:{article['id']}",
        "version": "1",
        "versioncreated": article["date"],
        "embargoed": article["date"] if article["body"].startswith("(EMBARGOED") else None,
        "headline": article["title"] or nothing,
        "body_text": article["body"],
        "byline": article["author_raw"],
        "keywords": article["exchanges"],
        "genre": [{"name": article["text_type"]}],
        **{ours: [{"name": name} for name in article[theirs]] for ours, theirs in names.items()},
    }
    return {name: value for name, value in item.items() if value}


def _wrong_facets(service: Service, truth: Mapping[str, Any]) -> list[object]:
    wrong: list[object] = []
    for theirs, ours in {**_FACETS, "by_text_type": "genre"}.items():
        counts = _all_values(service, ours)
        expected = truth[theirs]
        wrong += [
            (ours, value, expected.get(value), counts.get(value))
            for value in expected.keys() | counts.keys()
            if counts.get(value) != expected.get(value)
        ]
        facet = _search(service, facets=ours)["facets"][ours]
        shown = {one["value"]: one["count"] for one in facet["values"]}
        if shown != dict(list(counts.items())[:20]) or facet["other"] != sum(counts.values()) - sum(
            shown.values()
        ):
            wrong.append((ours, "the first values, or others", facet))
        if facet["missing"] != _search(service, **{ours: "_none"})["total"]["value"]:
            wrong.append((ours, "missing", facet["missing"]))
    return wrong


def _wrong_dates(service: Service, truth: Mapping[str, Any]) -> list[object]:
    found = _search(service, facets="date:month")
    months = {one["from"][:7]: one["count"] for one in found["facets"]["date"]["values"]}
    days = {
        one["from"][:10]: one["count"] for one in _search(service, facets="date:day")["facets"]["date"]["values"]
    }
    wrong: list[object] = [("day", day, n) for day, n in truth["by_day_top"].items() if days.get(day) != n]
    if (found["total"]["value"], months) != (truth["total"], truth["by_month"]):
        wrong.append(("total and months", found["total"], months))
    return wrong


def _wrong_filters(service: Service, truth: Mapping[str, Any]) -> list[object]:
    wrong: list[object] = []
    for case in truth["combined_filters"]:
        found = _search(service, **_parameters(case["filter"]))["total"]["value"]
        if found != case["count"]:
            wrong.append((case, found))
    assert len(truth["combined_filters"]) == 96
    return wrong


def _wrong_authors(service: Service, truth: Mapping[str, Any], articles: list[dict[str, Any]]) -> list[object]:
    """Bylines are cleaned: an author has at least the articles whose byline is this name, but for its case."""
    names = Counter(article["author"].casefold() for article in articles if article["author"])
    wrong: list[object] = []
    for line in sorted(truth["authors_raw_top"], key=truth["authors_raw_top"].get)[-20:]:
        name = next(article["author"] for article in articles if article["author_raw"] == line)
        found = _search(service, author=f'"{name}"')["total"]["value"]
        if found < names[name.casefold()]:
            wrong.append((name, names[name.casefold()], found))
    missing = _search(service, facets="author")["facets"]["author"]["missing"]
    return wrong if truth["total"] - missing == truth["with_author"] else [*wrong, ("without author", missing)]


def _parameters(wanted: Mapping[str, str]) -> dict[str, str]:
    parameters = {_FACETS[name]: value for name, value in wanted.items() if name != "month"}
    if month := wanted.get("month"):
        last = calendar.monthrange(*map(int, month.split("-")))[1]
        parameters |= {"from-date": f"{month}-01", "to-date": f"{month}-{last}"}
    return parameters


def _search(service: Service, **parameters: str) -> Any:
    answer = service.get(f"/v1/search?{urlencode({'page-size': '0', **parameters})}")
    assert answer.status == 200, answer.text
    return answer.json


def _all_values(service: Service, facet: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    url = f"/v1/facets/{facet}?page-size=100"
    while url:
        answer = service.get(url)
        assert answer.status == 200, answer.text
        counts |= {one["value"]: one["count"] for one in answer.json["values"]}
        url = answer.json["links"].get("next", "")
    return counts
