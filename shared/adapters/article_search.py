"""What readers ask of the index in OpenSearch."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, RequestError, TransportError

from shared.adapters import answers, change_log, queries, related, suggest
from shared.adapters.affordable import affordable
from shared.adapters.document import from_document, public_article
from shared.adapters.engine import ALIAS, being_set_up, get, reached, search
from shared.adapters.learnt import Learnt
from shared.adapters.search_body import KEEP_ALIVE, Asked, search_body, shown_body, snapshot_body
from shared.domain.change_log import LoggedChange, Place
from shared.domain.errors import BadInput, FieldError, Unavailable
from shared.domain.position import Position
from shared.domain.search_request import Order, SearchRequest
from shared.domain.suggest_request import SuggestRequest
from shared.usecases.ports import IndexedArticle, Names, SearchHits

_NOTHING: dict[str, Any] = {"hits": {"hits": []}}


class OpenSearchArticleSearch:
    """Reads through one alias, so that an index can be replaced behind it, and never writes."""

    def __init__(self, client: OpenSearch, name: str = ALIAS) -> None:
        self._client = client
        self._name = name
        self._learnt = Learnt()

    def search(
        self, request: SearchRequest, now: datetime, start: Position | None = None, names: Names | None = None
    ) -> SearchHits:
        """Give one page of what is visible at `now`, in one request; one of a snapshot in two."""
        start = start or Position(at=now)
        if start.is_second:
            return self._second_page(request, now, start, names or {})
        return self._page(request, now, start, names or {})

    def _second_page(self, request: SearchRequest, now: datetime, start: Position, names: Names) -> SearchHits:
        """Give the page that opens a snapshot for those after it; where there are none, nothing is left open."""
        start = self._frozen(start)
        hits = self._page(request, now, start, names)
        if not start.snapshot:
            return replace(hits, shifting=True)
        if hits.following is None:
            self._forget(start.snapshot)
        return hits

    def _page(self, request: SearchRequest, now: datetime, start: Position, names: Names) -> SearchHits:
        asked = self._asked(request, now, start, names)
        if start.snapshot:
            return self._page_in_snapshot(asked)
        answer = search(self._client, search_body(asked), self._name)
        if asked.learning:
            self._learnt.read(answer["aggregations"]["learnt"])
            if self._pinned(request, start) != asked.pinned:  # the one search that learns of a pin
                asked = self._asked(request, now, start, names)
                answer = search(self._client, search_body(asked), self._name)
        return answers.read_hits(answer, asked)

    def _page_in_snapshot(self, asked: Asked) -> SearchHits:
        """Give the results that the snapshot has on this page, as the index is now, and its facets of now."""
        page = self._in_snapshot(snapshot_body(asked))["hits"]["hits"]
        keys = [answers.key_of(hit, asked) for hit in page]
        shown = (
            search(self._client, shown_body(asked, keys), self._name) if keys or asked.request.facets else _NOTHING
        )
        return answers.read_snapshot(page, shown, asked)

    def _asked(self, request: SearchRequest, now: datetime, start: Position, names: Names) -> Asked:
        languages = start.languages or self._learnt.languages
        words = affordable(languages, names, request.profile, request.query.tree, forgiving=start.forgiving)
        pinned = self._pinned(request, start)
        return Asked(request, now, start, words, pinned, learning=start.is_first and self._learnt.is_stale)

    def _pinned(self, request: SearchRequest, start: Position) -> tuple[str, ...]:
        """Give the pins that the first page has; where results go by date, none do."""
        if not start.is_first:
            return start.pinned
        return self._learnt.pinned(request.query.wording) if request.order is Order.RELEVANCE else ()

    def _frozen(self, start: Position) -> Position:
        """Give the position in a snapshot of its own; as it is where the engine holds as many as it can."""
        languages = self._learnt.languages
        try:
            made = reached(lambda: self._client.create_pit(index=self._name, params={"keep_alive": KEEP_ALIVE}))
        except (Unavailable, TransportError):
            return replace(start, languages=languages)
        return replace(start, languages=languages, snapshot=made["pit_id"])

    def _forget(self, snapshot: str) -> None:
        """End a snapshot before its time: a node holds three hundred at most."""
        with suppress(Unavailable, TransportError):  # then it ends by itself
            reached(lambda: self._client.delete_pit(body={"pit_id": [snapshot]}))

    def _in_snapshot(self, body: dict[str, Any]) -> Any:
        try:
            return reached(lambda: self._client.search(body=body))
        except (NotFoundError, RequestError) as error:
            if isinstance(error, RequestError) and "pit" not in str(error).lower():
                raise
            detail = "is too old: the pages by relevance of one search last five minutes; search again"
            raise BadInput(f"The cursor {detail}.", [FieldError(detail, parameter="cursor")]) from error

    def find(self, article_id: str) -> IndexedArticle | None:
        """Give what the index holds under this id; a get sees a write at once, before any refresh."""
        found = get(self._client, article_id, self._name)
        return from_document(found["_version"], found["_source"]) if found else None

    def find_by_url(self, url: str, now: datetime) -> dict[str, Any] | None:
        """Give the newest visible article of this address."""
        hits = search(self._client, queries.by_url(url, now), self._name)["hits"]["hits"]
        return public_article(hits[0]["_source"]) if hits else None

    def suggest(self, request: SuggestRequest, now: datetime) -> dict[str, Any]:
        """Give headlines, authors and topics, visible at `now`, that begin as was typed."""
        return suggest.read_suggestions(
            search(self._client, suggest.suggest_body(request, now), self._name), request
        )

    def related(self, article: Mapping[str, Any], size: int, now: datetime) -> list[dict[str, Any]]:
        """Give visible articles like this one, of other stories and one of each."""
        return related.read_related(search(self._client, related.related_body(article, size, now), self._name))

    def changes(self, place: Place, size: int, now: datetime) -> list[LoggedChange]:
        """Give what readers are told of that changed after a place, the earliest first."""
        return change_log.read_log(search(self._client, change_log.log_body(place, size, now), self._name))

    def health(self) -> str:
        """Give the state of the index: green, yellow or red."""
        try:
            answer = reached(lambda: self._client.cluster.health(index=self._name))
        except NotFoundError:
            raise being_set_up() from None
        return str(answer["status"])
