"""The answer of a look inside a facet."""

from collections.abc import Mapping
from typing import Any

from functions.search.links import link
from shared.domain.date_range import fixed
from shared.domain.facet_request import FacetRequest


def facet_answer(request: FacetRequest, facet: dict[str, Any], parameters: Mapping[str, str]) -> dict[str, Any]:
    """Give one page of a facet's values, with a link to the next where there is one."""
    path = f"/v1/facets/{request.facet}"
    links = {"self": link(path, parameters)}
    if facet.pop("more"):
        there = fixed(parameters, request.search.start, request.search.end)
        links["next"] = link(path, {**there, "page": request.page + 1})
    return {"facet": request.facet, **facet, "links": links}
