"""A page of search results as a feed: RSS, Atom or JSON Feed."""

from collections.abc import Callable, Mapping

from shared.http.feeds import atom, json_feed, rss
from shared.http.feeds.feed import Feed

# By the ending of the path: the media type, and what writes it.
FORMS: Mapping[str, tuple[str, Callable[[Feed], str]]] = {
    "rss": ("application/rss+xml; charset=utf-8", rss.write),
    "atom": ("application/atom+xml; charset=utf-8", atom.write),
    "json": ("application/feed+json; charset=utf-8", json_feed.write),
}

__all__ = ["FORMS", "Feed"]
