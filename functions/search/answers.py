"""The answers of the search function."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from shared.domain.search_request import SearchRequest
from shared.usecases.search_articles import SearchPage

_PATH = "/v1/search"


def search_answer(request: SearchRequest, page: SearchPage, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Give one page of results; the links are relative, so that no header of a request can turn them elsewhere."""
    query = request.query
    return {
        "query": {
            "q": parameters.get("q", ""),
            "interpreted": query.interpreted,
            "warnings": list(query.warnings),
        },
        "total": {"value": page.hits.total, "relation": "eq"},
        "results": page.hits.results,
        "facets": page.hits.facets,
        "links": _links(parameters, page.next_cursor),
    }


def _links(parameters: Mapping[str, str], next_cursor: str | None) -> dict[str, str]:
    links = {"self": f"{_PATH}?{urlencode(parameters)}"}
    if next_cursor is not None:
        links["next"] = f"{_PATH}?{urlencode({**parameters, 'cursor': next_cursor})}"
    return links
