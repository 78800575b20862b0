"""Gives the values of one facet, looked for by their names, page by page."""

from datetime import datetime
from typing import Any

from shared.domain.facet_request import FacetRequest
from shared.domain.position import Position
from shared.usecases.ports import ArticleSearch
from shared.usecases.search_articles import find, other_spellings


def search_facet(request: FacetRequest, *, index: ArticleSearch, now: datetime) -> dict[str, Any]:
    """Give the page: values, missing, other, and whether there are more."""
    search = request.search
    hits = find(search, index=index, now=now, start=Position(at=now), names=other_spellings(search))
    facet: dict[str, Any] = hits.facets[request.facet]
    return facet
