"""A look inside one facet: its values, page by page, under the filters of a search."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.errors import ArticleNotFound, BadInput, FieldError
from shared.domain.filters import FILTERS
from shared.domain.parameters import ParameterReader, number
from shared.domain.search_request import (
    DEFAULT_PAGE_SIZE,
    FACETS,
    MAX_PAGE_SIZE,
    Inside,
    SearchRequest,
    parse_search,
)
from shared.domain.text import clean_line

_OWN = ("q", "page", "page-size")
_OF_THE_SEARCH = (*FILTERS, "search", "from-date", "to-date", "use-date", "tz", "labels")
_LONGEST_NEEDLE = 50  # the engine's work grows with its square where it repeats itself
_MOST_VALUES = 5_000  # beyond them nobody turns pages: look for the value by its name


@dataclass(frozen=True)
class FacetRequest:
    """The facet, the search whose articles are counted, and which page of the facet's values is asked for."""

    facet: str
    search: SearchRequest
    page: int


def parse_facet(facet: str, parameters: Mapping[str, str], now: datetime) -> FacetRequest:
    """Read the parameters: `q` is looked for in the values; `search` is what `q` is in a search."""
    if facet not in FACETS:
        raise ArticleNotFound(f"There is no such facet; there are {', '.join(FACETS)}.")
    reader = ParameterReader(parameters, _OF_THE_SEARCH)
    needle = reader.read("q", _needle, "")
    page = reader.read("page", number(1, _MOST_VALUES), 1)
    size = reader.read("page-size", number(1, MAX_PAGE_SIZE), DEFAULT_PAGE_SIZE)
    reader.finish()
    if page * size > _MOST_VALUES:
        detail = f"goes beyond the first {_MOST_VALUES} values; look for a value with q"
        raise BadInput(f"The parameter page {detail}.", [FieldError(detail, parameter="page")])
    rest = {"q" if name == "search" else name: parameters[name] for name in parameters if name not in _OWN}
    search = parse_search({**rest, "facets": facet, "page-size": "0"}, now)
    return FacetRequest(facet, replace(search, inside=Inside(needle, (page - 1) * size, size)), page)


def _needle(written: str) -> str:
    needle = clean_line(written)
    if len(needle) > _LONGEST_NEEDLE:
        raise ValueError(f"has at most {_LONGEST_NEEDLE} characters here")
    return needle
