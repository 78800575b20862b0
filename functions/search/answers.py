"""The answers of the search function."""

from collections.abc import Mapping
from typing import Any

from functions.search.links import link
from shared.domain.date_range import fixed
from shared.domain.search_request import SearchRequest
from shared.usecases.search_articles import SearchPage

_PATH, _FEED = "/v1/search", "/v1/feed.json"
# What says how a page looks, and nothing of the search.
_OF_THE_PAGE = frozenset({"cursor", "page-size", "facets", "labels", "fields", "highlight", "explain"})


def search_answer(request: SearchRequest, page: SearchPage, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Give one page of results."""
    query = request.query
    return {
        "query": {
            "q": parameters.get("q", ""),
            "interpreted": query.interpreted,
            "variants": {name: list(others) for name, others in page.names.items()},
            "did_you_mean": page.did_you_mean,
            "warnings": [*query.warnings, *page.warnings],
        },
        "total": {"value": page.hits.total, "relation": "eq"},
        "results": page.hits.results,
        "facets": page.hits.facets,
        "links": _links(request, parameters, page.next_cursor),
    }


def _links(request: SearchRequest, parameters: Mapping[str, str], next_cursor: str | None) -> dict[str, str]:
    of_the_search = {name: value for name, value in parameters.items() if name not in _OF_THE_PAGE}
    links = {"self": link(_PATH, parameters), "feed": link(_FEED, of_the_search)}
    if next_cursor is not None:
        following = fixed(parameters, request.start, request.end) | {"cursor": next_cursor}
        links["next"] = link(_PATH, following)
    return links
