"""The article index in OpenSearch: what writes it, and what it is mended by."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import batched
from typing import Any

import orjson
from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, RequestError, TransportError

from shared.adapters import change_log, queries, story_queries
from shared.adapters.document import member, moved, raw_key, to_document
from shared.adapters.engine import ALIAS, by_size, get, reached, search
from shared.adapters.learnt import PINS
from shared.adapters.mapping import index_body
from shared.domain.change import Told
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey, index_version
from shared.domain.story import Member
from shared.usecases.ports import MOST_MEMBERS, IndexEntry, Outcome, WriteResult

_PAGE = 500
_MOVED_AT_ONCE = 20  # whole documents, of which each may hold a megabyte
_FIRST_INDEX = "articles-000001"


class OpenSearchArticleIndex:
    """Writes through one alias, so that an index can be replaced behind it."""

    def __init__(self, client: OpenSearch) -> None:
        self._client = client

    def prepare(self) -> None:
        """Make the index and its alias where they are missing, else add fields that are new; two do no harm."""
        body = index_body() | {"aliases": {ALIAS: {"is_write_index": True}}}
        if reached(lambda: self._client.indices.exists_alias(name=ALIAS)):
            reached(lambda: self._client.indices.put_mapping(index=ALIAS, body=body["mappings"]))
            return
        try:
            reached(lambda: self._client.indices.create(index=_FIRST_INDEX, body=body))
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
            reached(lambda: self._client.indices.put_alias(index=_FIRST_INDEX, name=ALIAS))

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
        return [result for some in by_size(operations) for result in self._bulk(some)]

    def _bulk(self, operations: Sequence[tuple[str, bytes]]) -> list[WriteResult]:
        expected = [article_id for article_id, _ in operations]
        body = b"".join(operation for _, operation in operations)
        try:
            answer = reached(lambda: self._client.bulk(body=body, params={"require_alias": "true"}))
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

    def versions(self, article_ids: Sequence[str]) -> dict[str, tuple[int, RawKey]]:
        """Give, of each of these that is there, its index version and what it was made of."""
        hits = search(self._client, queries.versions(list(article_ids)))["hits"]["hits"]
        return {hit["_id"]: (hit["_version"], raw_key(hit["_source"])) for hit in hits}

    def due(self, until: datetime) -> Iterator[RawKey]:
        """Give held articles whose embargo ends before `until`, the earliest first."""
        after: list[Any] | None = None
        while hits := search(self._client, queries.due(until, _PAGE, after))["hits"]["hits"]:
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
        found = reached(lambda: self._client.msearch(body=body, index=ALIAS))["responses"]
        return list({one.id: one for answer in found for one in _members(answer)}.values())

    def torn(self, since: datetime) -> list[Member]:
        """Give articles indexed since then that have a key or a band in common and are in different stories."""
        found = search(self._client, story_queries.torn_terms(since))["aggregations"]
        terms = {
            field: [one["key"] for one in found[field]["buckets"] if one["stories"]["value"] > 1]
            for field in found
        }
        if not any(terms.values()):
            return []
        return _members(search(self._client, story_queries.torn(terms, since)))

    def move(self, story_of: Mapping[str, str], now: datetime) -> None:
        """Bring these articles into these stories, each under its own version: a newer one stays as it is."""
        for some in batched(sorted(story_of), _MOVED_AT_ONCE, strict=False):
            hits = search(self._client, story_queries.whole(list(some)))["hits"]["hits"]
            results = self._bulk_all([(hit["_id"], _move(hit, story_of[hit["_id"]], now)) for hit in hits])
            if any(result.outcome is Outcome.RETRY for result in results):
                raise Unavailable("OpenSearch did not take all changes of stories.")

    def pins(self) -> dict[str, list[str]]:
        """Give what is pinned, by the wording of the query."""
        found = get(self._client, PINS)
        return dict(found["_source"][PINS]) if found else {}

    def put_pins(self, pins: Mapping[str, Sequence[str]]) -> None:
        """Pin these, and nothing else; searches learn of it within a minute."""
        document = {"id": PINS, "stage": PINS.upper(), PINS: dict(pins)}
        reached(lambda: self._client.index(index=ALIAS, id=PINS, body=document, params={"refresh": "true"}))

    def told(self, article_ids: Sequence[str]) -> dict[str, Told | None]:
        """Give what readers are told of each of these that the index holds; a get sees a write at once."""
        body, wanted = {"ids": list(article_ids)}, {"_source_includes": ",".join(change_log.TOLD)}
        try:
            found = reached(lambda: self._client.mget(body=body, index=ALIAS, params=wanted))["docs"]
        except NotFoundError:  # the write that follows makes the index
            return {}
        return {one["_id"]: change_log.told_in(one["_source"]) for one in found if one.get("found")}

    def made_at(self) -> datetime | None:
        """Give when the index was made, None where there is none."""
        name = "index.creation_date"
        try:
            found = reached(lambda: self._client.indices.get_settings(index=ALIAS, name=name))
        except NotFoundError:
            return None
        made = [int(one["settings"]["index"]["creation_date"]) for one in found.values()]
        return datetime.fromtimestamp(max(made) / 1000, UTC)


_NO_INDEX = "index_not_found_exception"
_NO_FIELD = "strict_dynamic_mapping_exception"  # the index was made by an earlier version
_NO_COLLAPSE = "no mapping found for `story_id`"  # as above, in the words of a search
_PERMANENT = frozenset({400, 413})


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
