"""The article index in OpenSearch."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as EngineConnectionError
from opensearchpy.exceptions import NotFoundError, RequestError, SerializationError, TransportError

from shared.adapters import answers, queries
from shared.adapters.document import from_document, public_article, raw_key, to_document
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey, index_version
from shared.domain.search_request import SearchRequest
from shared.usecases.ports import IndexedArticle, IndexEntry, Outcome, SearchHits, WriteResult

ALIAS = "articles"
_PAGE = 500
_FIRST_INDEX = "articles-000001"
_MAPPING = Path(__file__).with_name("mapping.json")


class OpenSearchArticleIndex:
    """Reads and writes through one alias, so that an index can be replaced behind it."""

    def __init__(self, client: OpenSearch) -> None:
        self._client = client

    def prepare(self) -> None:
        """Make the index and its alias where they are missing; two at once do no harm."""
        if _reached(lambda: self._client.indices.exists_alias(name=ALIAS)):
            return
        body = json.loads(_MAPPING.read_text()) | {"aliases": {ALIAS: {"is_write_index": True}}}
        try:
            _reached(lambda: self._client.indices.create(index=_FIRST_INDEX, body=body))
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
            _reached(lambda: self._client.indices.put_alias(index=_FIRST_INDEX, name=ALIAS))

    def write(self, entries: Sequence[IndexEntry]) -> list[WriteResult]:
        """Write all, in one bulk request unless it is too large; an index that is missing is made first."""
        results = self._write(entries)
        if any(result.reason == _NO_INDEX for result in results):
            self.prepare()
            results = self._write(entries)
        return results

    def _write(self, entries: Sequence[IndexEntry]) -> list[WriteResult]:
        operations = [(entry, _operation(entry)) for entry in entries]
        return [result for some in _by_size(operations) for result in self._bulk(some)]

    def _bulk(self, operations: Sequence[tuple[IndexEntry, bytes]]) -> list[WriteResult]:
        entries = [entry for entry, _ in operations]
        body = b"".join(operation for _, operation in operations)
        try:
            answer = _reached(lambda: self._client.bulk(body=body, params={"require_alias": "true"}))
        except TransportError as error:
            if error.status_code == 413 and len(entries) == 1:
                return [WriteResult(Outcome.REJECTED, "the article is larger than the search engine takes")]
            if error.status_code == 413:
                half = len(operations) // 2
                return self._bulk(operations[:half]) + self._bulk(operations[half:])
            raise Unavailable(f"OpenSearch refused a bulk request (status {error.status_code}).") from error
        items = [item["index"] for item in answer.get("items", [])]
        expected = [entry.key.article_id for entry in entries]
        if [item.get("_id") for item in items] != expected:
            raise Unavailable("OpenSearch answered a bulk request with other articles than were sent.")
        return [_result(item) for item in items]

    def find(self, article_id: str) -> IndexedArticle | None:
        """Give what the index holds under this id; a get sees a write at once, before any refresh."""
        try:
            found = _reached(lambda: self._client.get(index=ALIAS, id=article_id))
        except NotFoundError as error:
            if error.error == "index_not_found_exception":
                raise Unavailable("The search index is being set up.") from None
            return None
        return from_document(found["_version"], found["_source"])

    def find_by_url(self, url: str, now: datetime) -> dict[str, Any] | None:
        """Give the newest visible article of this address."""
        hits = self._search(queries.by_url(url, now))["hits"]["hits"]
        return public_article(hits[0]["_source"]) if hits else None

    def versions(self, article_ids: Sequence[str]) -> dict[str, tuple[int, RawKey]]:
        """Give, of each of these that is there, its index version and what it was made of."""
        hits = self._search(queries.versions(list(article_ids)))["hits"]["hits"]
        return {hit["_id"]: (hit["_version"], raw_key(hit["_source"])) for hit in hits}

    def due(self, until: datetime) -> Iterator[RawKey]:
        """Give held articles whose embargo ends before `until`, the earliest first."""
        after: list[Any] | None = None
        while hits := self._search(queries.due(until, _PAGE, after))["hits"]["hits"]:
            yield from (raw_key(hit["_source"]) for hit in hits)
            after = hits[-1]["sort"]

    def search(self, request: SearchRequest, now: datetime, after: list[Any] | None) -> SearchHits:
        """Give one page of what is visible at `now`, in one request to the engine."""
        return answers.read_hits(self._search(queries.search_body(request, now, after)), request)

    def health(self) -> str:
        """Give the state of the index: green, yellow or red."""
        try:
            answer = _reached(lambda: self._client.cluster.health(index=ALIAS))
        except NotFoundError:
            raise Unavailable("The search index is being set up.") from None
        return str(answer["status"])

    def _search(self, body: dict[str, Any]) -> Any:
        try:
            return _reached(lambda: self._client.search(index=ALIAS, body=body))
        except NotFoundError:
            raise Unavailable("The search index is being set up.") from None


_NO_INDEX = "index_not_found_exception"
_PERMANENT = frozenset({400, 413})
_BULK_BYTES = 5 * 1024 * 1024  # the smallest domains take requests of 10 MiB; more than 5 is no faster


def _by_size(operations: Sequence[tuple[IndexEntry, bytes]]) -> Iterator[list[tuple[IndexEntry, bytes]]]:
    """Give the operations in requests of bounded size; a larger one goes alone."""
    request: list[tuple[IndexEntry, bytes]] = []
    size = 0
    for entry, operation in operations:
        if request and size + len(operation) > _BULK_BYTES:
            yield request
            request, size = [], 0
        request.append((entry, operation))
        size += len(operation)
    if request:
        yield request


def _operation(entry: IndexEntry) -> bytes:
    action = {
        "index": {
            "_index": ALIAS,
            "_id": entry.key.article_id,
            "version": index_version(entry.order, entry.stage),
            "version_type": "external",
        }
    }
    return orjson.dumps(action) + b"\n" + orjson.dumps(to_document(entry)) + b"\n"


def _result(item: dict[str, Any]) -> WriteResult:
    status = item["status"]
    if status in (200, 201):
        return WriteResult(Outcome.INDEXED)
    if status == 409:
        return WriteResult(Outcome.SUPERSEDED)
    kind = item["error"]["type"]
    if kind == _NO_INDEX:
        return WriteResult(Outcome.RETRY, _NO_INDEX)
    outcome = Outcome.REJECTED if status in _PERMANENT else Outcome.RETRY
    return WriteResult(outcome, f"{kind}: {item['error'].get('reason', '')}"[:1000])


def _reached[T](ask: Callable[[], T]) -> T:
    """Give the engine's answer; what another try may mend becomes Unavailable, a mistake of ours stays."""
    try:
        return ask()
    except EngineConnectionError as error:
        raise Unavailable("OpenSearch does not answer.") from error
    except SerializationError as error:
        raise Unavailable("OpenSearch answered with something that is not JSON.") from error
    except TransportError as error:
        status = int(error.status_code)
        if status in (403, 429) or status >= 500:
            raise Unavailable(f"OpenSearch cannot take the request now (status {status}).") from error
        raise
