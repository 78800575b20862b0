"""The article index in OpenSearch."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any

import orjson
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as EngineConnectionError
from opensearchpy.exceptions import NotFoundError, RequestError, SerializationError, TransportError

from shared.adapters import answers, queries, story_queries
from shared.adapters.document import from_document, member, moved, public_article, raw_key, to_document
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey, index_version
from shared.domain.search_request import SearchRequest
from shared.domain.story import Member
from shared.usecases.ports import MOST_MEMBERS, IndexedArticle, IndexEntry, Outcome, SearchHits, WriteResult

ALIAS = "articles"
_PAGE = 500
_MOVED_AT_ONCE = 20  # whole documents, of which each may hold a megabyte
_FIRST_INDEX = "articles-000001"
_MAPPING = Path(__file__).with_name("mapping.json")


class OpenSearchArticleIndex:
    """Reads and writes through one alias, so that an index can be replaced behind it."""

    def __init__(self, client: OpenSearch) -> None:
        self._client = client

    def prepare(self) -> None:
        """Make the index and its alias where they are missing, else add fields that are new; two do no harm."""
        body = json.loads(_MAPPING.read_text()) | {"aliases": {ALIAS: {"is_write_index": True}}}
        if _reached(lambda: self._client.indices.exists_alias(name=ALIAS)):
            _reached(lambda: self._client.indices.put_mapping(index=ALIAS, body=body["mappings"]))
            return
        try:
            _reached(lambda: self._client.indices.create(index=_FIRST_INDEX, body=body))
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
            _reached(lambda: self._client.indices.put_alias(index=_FIRST_INDEX, name=ALIAS))

    def write(self, entries: Sequence[IndexEntry]) -> list[WriteResult]:
        """Write all, in one bulk request unless it is too large; a missing index or field is made first."""
        results = self._write(entries)
        lacking = [
            n for n, result in enumerate(results) if (result.reason or "").startswith((_NO_INDEX, _NO_FIELD))
        ]
        if lacking:
            self.prepare()
            for n, result in zip(lacking, self._write([entries[n] for n in lacking]), strict=True):
                results[n] = result
        return results

    def _write(self, entries: Sequence[IndexEntry]) -> list[WriteResult]:
        return self._bulk_all([(entry.key.article_id, _operation(entry)) for entry in entries])

    def _bulk_all(self, operations: Sequence[tuple[str, bytes]]) -> list[WriteResult]:
        return [result for some in _by_size(operations) for result in self._bulk(some)]

    def _bulk(self, operations: Sequence[tuple[str, bytes]]) -> list[WriteResult]:
        expected = [article_id for article_id, _ in operations]
        body = b"".join(operation for _, operation in operations)
        try:
            answer = _reached(lambda: self._client.bulk(body=body, params={"require_alias": "true"}))
        except TransportError as error:
            if error.status_code == 413 and len(operations) == 1:
                return [WriteResult(Outcome.REJECTED, "the article is larger than the search engine takes")]
            if error.status_code == 413:
                half = len(operations) // 2
                return self._bulk(operations[:half]) + self._bulk(operations[half:])
            raise Unavailable(f"OpenSearch refused a bulk request (status {error.status_code}).") from error
        items = [item["index"] for item in answer.get("items", [])]
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

    def kin(self, members: Sequence[Member]) -> list[Member]:
        """Give who tells what these articles may belong to, and what is there of them, in one request."""
        themselves = story_queries.themselves([each.id for each in members])
        return self._found([themselves, *(story_queries.kin(each) for each in members)]) if members else []

    def members(self, story_ids: Sequence[str]) -> list[Member]:
        """Give the members of these stories, MOST_MEMBERS of each at most."""
        return self._found([story_queries.members(each, MOST_MEMBERS) for each in story_ids])

    def _found(self, searches: Sequence[dict[str, Any]]) -> list[Member]:
        if not searches:
            return []
        body = b"".join(b"{}\n" + orjson.dumps(search) + b"\n" for search in searches)
        found = _reached(lambda: self._client.msearch(body=body, index=ALIAS))["responses"]
        return list({one.id: one for answer in found for one in _members(answer)}.values())

    def torn(self, since: datetime) -> list[Member]:
        """Give articles indexed since then that have a key or a band in common and are in different stories."""
        found = self._search(story_queries.torn_terms(since))["aggregations"]
        terms = {
            field: [one["key"] for one in found[field]["buckets"] if one["stories"]["value"] > 1]
            for field in found
        }
        if not any(terms.values()):
            return []
        return _members(self._search(story_queries.torn(terms, since)))

    def move(self, story_of: Mapping[str, str], now: datetime) -> None:
        """Bring these articles into these stories, each under its own version: a newer one stays as it is."""
        for some in batched(sorted(story_of), _MOVED_AT_ONCE, strict=False):
            hits = self._search(story_queries.whole(list(some)))["hits"]["hits"]
            results = self._bulk_all([(hit["_id"], _move(hit, story_of[hit["_id"]], now)) for hit in hits])
            if any(result.outcome is Outcome.RETRY for result in results):
                raise Unavailable("OpenSearch did not take all changes of stories.")

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
_NO_FIELD = "strict_dynamic_mapping_exception"  # the index was made by an earlier version
_NO_COLLAPSE = "no mapping found for `story_id`"  # as above, in the words of a search
_PERMANENT = frozenset({400, 413})
_BULK_BYTES = 5 * 1024 * 1024  # the smallest domains take requests of 10 MiB; more than 5 is no faster


def _by_size(operations: Sequence[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    """Give the operations in requests of bounded size; a larger one goes alone."""
    request: list[tuple[str, bytes]] = []
    size = 0
    for article_id, operation in operations:
        if request and size + len(operation) > _BULK_BYTES:
            yield request
            request, size = [], 0
        request.append((article_id, operation))
        size += len(operation)
    if request:
        yield request


def _operation(entry: IndexEntry) -> bytes:
    version = index_version(entry.order, entry.stage)
    return _index_operation(entry.key.article_id, version, "external", to_document(entry))


def _move(hit: dict[str, Any], story_id: str, now: datetime) -> bytes:
    """Write a document over itself: under its own version, so that it gives way to every newer one."""
    return _index_operation(hit["_id"], hit["_version"], "external_gte", moved(hit["_source"], story_id, now))


def _index_operation(article_id: str, version: int, version_type: str, document: dict[str, Any]) -> bytes:
    action = {"_index": ALIAS, "_id": article_id, "version": version, "version_type": version_type}
    return orjson.dumps({"index": action}) + b"\n" + orjson.dumps(document) + b"\n"


def _members(answer: dict[str, Any]) -> list[Member]:
    """Give what one search found; raise Unavailable where it was one of several and was not done."""
    if "error" in answer and any(lacking in str(answer["error"]) for lacking in (_NO_INDEX, _NO_COLLAPSE)):
        return []  # the write that follows makes it
    if "error" in answer:
        raise Unavailable("OpenSearch did not look for articles of one story.")
    return [member(hit["_version"], hit["_source"]) for hit in answer["hits"]["hits"]]


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
