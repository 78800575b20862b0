"""Finds articles: one request to the index, and the cursor of the next page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.cursor import make_cursor, read_cursor
from shared.domain.search_request import SearchRequest
from shared.usecases.ports import ArticleIndex, SearchHits


@dataclass(frozen=True)
class SearchPage:
    """One page of results; `next_cursor` is None on the last."""

    hits: SearchHits
    next_cursor: str | None


def search_articles(
    request: SearchRequest, *, index: ArticleIndex, cursor_secret: Callable[[], bytes], now: datetime
) -> SearchPage:
    """Give one page of what a reader may see at `now`; the secret is fetched only where a cursor is at hand."""
    after = read_cursor(request.cursor, request, cursor_secret()) if request.cursor else None
    hits = index.search(request, now, after)
    more = hits.after is not None and len(hits.results) == request.page_size
    cursor = make_cursor(hits.after, request, cursor_secret()) if more and hits.after else None
    return SearchPage(hits, cursor)
