"""A search as a feed."""

from collections.abc import Mapping
from dataclasses import replace

from functions.search.links import link
from shared.domain.date_range import fixed
from shared.domain.filters import FILTERS
from shared.domain.search_request import RESULT_FIELDS, Order, SearchRequest
from shared.http.feeds.feed import Feed, make_feed
from shared.usecases.search_articles import SearchPage

_IN_THE_TITLE = ("q", *FILTERS)


def as_of_a_feed(request: SearchRequest, parameters: Mapping[str, str]) -> SearchRequest:
    """Give the search that a feed shows: the newest first unless said otherwise, and the articles alone.

    A feed cannot warn that its articles only come near.
    """
    order = request.order if "order-by" in parameters else Order.NEWEST
    return replace(
        request, order=order, facets=(), fields=RESULT_FIELDS, highlight=(), explain=False, forgiving=False
    )


def feed_of(
    form: str, request: SearchRequest, page: SearchPage, parameters: Mapping[str, str], website: str | None
) -> Feed:
    """Give one page of results as a feed."""
    path = f"/v1/feed.{form}"
    following = {**fixed(parameters, request.start, request.end), "cursor": page.next_cursor}
    return make_feed(
        ", ".join(parameters[name] for name in _IN_THE_TITLE if parameters.get(name)),
        page.hits.results,
        path=link(path, parameters),
        next_path=link(path, following) if page.next_cursor else None,
        website=website,
    )
