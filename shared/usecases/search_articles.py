"""Finds articles: one request to the index, a second one where nothing was found, the cursor of the next page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.cursor import make_cursor, read_cursor
from shared.domain.did_you_mean import corrected
from shared.domain.position import Position
from shared.domain.query_tree import runs
from shared.domain.search_request import SearchRequest
from shared.enrich.name_variants import variants
from shared.usecases.media_topics import with_labels, with_media_topics
from shared.usecases.ports import ArticleSearch, Names, SearchHits

_LONGEST_NAME = 4  # words
_PARTIAL = "no article has enough of these words; these have some of them"
_NEAR = "nothing was found as it was typed; these come near"
_SHIFTING = "pages may shift while articles arrive: the index holds no more snapshots now"


@dataclass(frozen=True)
class SearchPage:
    """One page of results; `next_cursor` is None on the last.

    `names` are the names of the query that were looked for in other spellings as well.
    """

    hits: SearchHits
    next_cursor: str | None
    names: Names
    did_you_mean: str | None = None
    warnings: tuple[str, ...] = ()


def search_articles(
    request: SearchRequest, *, index: ArticleSearch, cursor_secret: Callable[[], bytes], now: datetime
) -> SearchPage:
    """Give one page of what a reader may see at `now`; the secret is fetched only where a cursor is at hand."""
    start = read_cursor(request.cursor, request, cursor_secret()) if request.cursor else Position(at=now)
    names = other_spellings(request)
    hits = find(request, index=index, now=now, start=start, names=names)
    better, told = None, (_SHIFTING,) if hits.shifting else ()
    if (hits.total == 0 or hits.only_pinned) and start.is_first and _may_be_forgiven(request):
        hits = find(request, index=index, now=now, start=replace(start, forgiving=True), names=names)
        better = corrected(request.query.typed, hits.unknown, hits.words_found)
        told = (_NEAR if better else _PARTIAL,) if hits.total and not hits.only_pinned else ()
    return SearchPage(hits, _cursor(hits, request, cursor_secret), names, better, told)


def find(
    request: SearchRequest, *, index: ArticleSearch, now: datetime, start: Position, names: Names
) -> SearchHits:
    """Give what the index finds, with the topics that filters name as codes, and the labels of those it counts."""
    hits = index.search(with_media_topics(request), now, start, names)
    with_labels(hits.facets, request.labels)
    return hits


def other_spellings(request: SearchRequest) -> Names:
    """Give the names that stand in a query outside quotes, each with its other spellings."""
    found: dict[str, tuple[str, ...]] = {}
    for run in runs(request.query.tree) if request.query.tree else ():
        at = 0
        while at < len(run):
            for length in range(min(_LONGEST_NAME, len(run) - at), 0, -1):  # the longest name first
                name = " ".join(run[at : at + length])
                if others := variants(_without_possessive(name)):
                    found[name] = others
                    at += length - 1
                    break
            at += 1
    return found


def _without_possessive(name: str) -> str:
    return name[:-2] if name[-2:].lower() in ("'s", "’s") else name


def _may_be_forgiven(request: SearchRequest) -> bool:
    return request.forgiving and request.query.tree is not None and any(runs(request.query.tree))


def _cursor(hits: SearchHits, request: SearchRequest, cursor_secret: Callable[[], bytes]) -> str | None:
    return make_cursor(hits.following, request, cursor_secret()) if hits.following else None
