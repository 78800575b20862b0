"""The article index in OpenSearch: what writes it, and what it is mended by."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import batched
from typing import Any

import orjson
from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, RequestError, TransportError

from shared.adapters import change_log, queries, story_queries
from shared.adapters.document import ORIGIN, member, moved, origin, raw_key, to_document
from shared.adapters.engine import ALIAS, ALSO, being_set_up, by_size, get, reached, search
from shared.adapters.learnt import PINS
from shared.adapters.mapping import MADE_AT, index_body
from shared.domain.change import Told
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey, index_version
from shared.domain.story import Member
from shared.usecases.ports import MOST_MEMBERS, Due, IndexEntry, Origin, Outcome, WriteResult

_PAGE = 500
_MOVED_AT_ONCE = 20  # whole documents, of which each may hold a megabyte
_MANY = 5  # articles of which most have no kin: who has any is found at once
_FIRST_INDEX = "articles-000001"
_MADE = "*.mappings._meta,*.settings.index.creation_date"


class OpenSearchArticleIndex:
    """Writes through an alias, so that an index can be replaced behind it.

    What is written through the alias that readers search goes to the other index as well, where there is one.
    """

    def __init__(self, client: OpenSearch, name: str = ALIAS) -> None:
        self._client = client
        self._name = name

    def prepare(self) -> None:
        """Make the first index and its alias where there is none, else add fields that are new; two do no harm.

        Raises Unavailable where indices are there and the alias is not: an empty one would hide what they hold.
        """
        if self._is_there(self._name):
            fields = index_body()["mappings"]
            reached(lambda: self._client.indices.put_mapping(index=self._name, body=fields))
            return
        if reached(lambda: self._client.indices.exists(index="articles-*", params=_NONE_IS_NONE)):
            raise Unavailable(
                f"The alias `{self._name}` is missing, though there are indices of articles. `./copydesk rebuild` "
                "makes a new one from the raw store and puts the alias on it."
            )
        body = index_body() | {"aliases": {ALIAS: {"is_write_index": True}}}
        try:
            reached(lambda: self._client.indices.create(index=_FIRST_INDEX, body=body))
        except RequestError as error:  # another made it, together with its alias, at this moment
            if error.error != "resource_already_exists_exception":
                raise

    def _is_there(self, alias: str) -> bool:
        return bool(reached(lambda: self._client.indices.exists_alias(name=alias)))

    def _written(self) -> list[str]:
        """Give the names that a write goes to: asked anew each time, since a rebuild may begin at any moment."""
        return [ALIAS, ALSO] if self._name == ALIAS and self._is_there(ALSO) else [self._name]

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
        """Write each to all indices in the same request: a swap of the aliases comes before that or after it."""
        names = self._written()
        operations = [(entry.key.article_id, _operations(names, entry)) for entry in entries]
        results = self._bulk_all(operations, len(names))
        return [_judged(*one) for one in batched(results, len(names), strict=True)]

    def _bulk_all(self, operations: Sequence[tuple[str, bytes]], indices: int = 1) -> list[WriteResult]:
        return [result for some in by_size(operations) for result in self._bulk(some, indices)]

    def _bulk(self, operations: Sequence[tuple[str, bytes]], indices: int) -> list[WriteResult]:
        """Give a result for each article and index, in the order of the operations."""
        expected = [article_id for article_id, _ in operations for _ in range(indices)]
        body = b"".join(operation for _, operation in operations)
        try:
            answer = reached(lambda: self._client.bulk(body=body, params={"require_alias": "true"}))
        except TransportError as error:
            if error.status_code == 413 and len(operations) > 1:
                half = len(operations) // 2
                return self._bulk(operations[:half], indices) + self._bulk(operations[half:], indices)
            if error.status_code == 413 and indices > 1:  # twice the article is too large
                [(name, both)] = operations
                return [result for one in _apart(both) for result in self._bulk([(name, one)], 1)]
            if error.status_code == 413:
                return [WriteResult(Outcome.REJECTED, "the article is larger than the search engine takes")]
            raise Unavailable(f"OpenSearch refused a bulk request (status {error.status_code}).") from error
        items = [item["index"] for item in answer.get("items", [])]
        if [item.get("_id") for item in items] != expected:
            raise Unavailable("OpenSearch answered a bulk request with other articles than were sent.")
        return [_result(item) for item in items]

    def versions(self, article_ids: Sequence[str]) -> dict[str, tuple[int, RawKey]]:
        """Give, of each of these that is there, its index version and what it was made of."""
        hits = search(self._client, queries.versions(list(article_ids)), self._name)["hits"]["hits"]
        return {hit["_id"]: (hit["_version"], raw_key(hit["_source"])) for hit in hits}

    def origins(self, article_ids: Sequence[str]) -> dict[str, Origin]:
        """Give of each of these that is there how it was made; a get sees a write at once."""
        return {one["_id"]: origin(one["_version"], one["_source"]) for one in self._got(article_ids, ORIGIN)}

    def due(self, until: datetime) -> Iterator[Due]:
        """Give held articles whose embargo ends by `until`, then published ones that expire by then."""
        for stage, end in queries.ENDS.items():
            after: list[Any] | None = None
            while hits := search(self._client, queries.due(stage, until, _PAGE, after), self._name)["hits"][
                "hits"
            ]:
                found = (hit["_source"] for hit in hits)
                yield from (Due(raw_key(one), datetime.fromisoformat(one[end])) for one in found)
                after = hits[-1]["sort"]

    def kin(self, members: Sequence[Member]) -> list[Member]:
        """Give who tells what these articles may belong to, and what is there of them, in one request or two."""
        themselves = story_queries.themselves([each.id for each in members])
        if len(members) < _MANY:
            return self._found([themselves, *(story_queries.kin(each) for each in members)]) if members else []
        near = self._found([themselves, story_queries.touching(members)])
        touched = story_queries.touched(members, near)
        ids = {each.id for each in members}
        return [one for one in near if one.id in ids] + self._found([story_queries.kin(each) for each in touched])

    def members(self, story_ids: Sequence[str]) -> list[Member]:
        """Give the members of these stories, MOST_MEMBERS of each at most."""
        return self._found([story_queries.members(each, MOST_MEMBERS) for each in story_ids])

    def _found(self, searches: Sequence[dict[str, Any]]) -> list[Member]:
        if not searches:
            return []
        body = b"".join(b"{}\n" + orjson.dumps(search) + b"\n" for search in searches)
        found = reached(lambda: self._client.msearch(body=body, index=self._name))["responses"]
        return list({one.id: one for answer in found for one in _members(answer)}.values())

    def torn(self, since: datetime) -> list[Member]:
        """Give articles indexed since then that have a key or a band in common and are in different stories."""
        found = search(self._client, story_queries.torn_terms(since), self._name)["aggregations"]
        terms = {
            field: [one["key"] for one in found[field]["buckets"] if one["stories"]["value"] > 1]
            for field in found
        }
        if not any(terms.values()):
            return []
        return _members(search(self._client, story_queries.torn(terms, since), self._name))

    def move(self, story_of: Mapping[str, str], now: datetime) -> None:
        """Bring these articles into these stories, each under its own version: a newer one stays as it is.

        The other index comes first: where that fails, what is to be moved is still found and is moved again.
        """
        for name in reversed(self._written() if story_of else []):
            for some in batched(sorted(story_of), _MOVED_AT_ONCE, strict=False):
                hits = self._whole(name, list(some))
                moves = [(hit["_id"], _move(name, hit, story_of[hit["_id"]], now)) for hit in hits]
                if any(_is_to_come_again(name, result) for result in self._bulk_all(moves)):
                    raise Unavailable("OpenSearch did not take all changes of stories.")

    def _whole(self, name: str, article_ids: list[str]) -> list[dict[str, Any]]:
        body = story_queries.whole(article_ids)
        try:
            return list(reached(lambda: self._client.search(index=name, body=body))["hits"]["hits"])
        except NotFoundError:
            if name == ALSO:  # dropped at this moment
                return []
            raise being_set_up() from None

    def pins(self) -> dict[str, list[str]]:
        """Give what is pinned, by the wording of the query."""
        found = get(self._client, PINS, self._name)
        return dict(found["_source"][PINS]) if found else {}

    def put_pins(self, pins: Mapping[str, Sequence[str]]) -> None:
        """Pin these, and nothing else; searches learn of it within a minute."""
        document = {"id": PINS, "stage": PINS.upper(), PINS: dict(pins)}
        for name in reversed(self._written()):
            self._put(name, PINS, document)

    def _put(self, name: str, document_id: str, document: dict[str, Any]) -> None:
        options = {"refresh": "true", "require_alias": "true"}
        try:
            reached(lambda: self._client.index(index=name, id=document_id, body=document, params=options))
        except NotFoundError:
            if name != ALSO:  # that one was dropped at this moment
                raise being_set_up() from None

    def told(self, article_ids: Sequence[str]) -> dict[str, Told | None]:
        """Give what readers are told of each of these that the index holds; a get sees a write at once."""
        return {one["_id"]: change_log.told_in(one["_source"]) for one in self._got(article_ids, change_log.TOLD)}

    def _got(self, article_ids: Sequence[str], fields: Sequence[str]) -> list[dict[str, Any]]:
        body, wanted = {"ids": list(article_ids)}, {"_source_includes": ",".join(fields)}
        try:
            found = reached(lambda: self._client.mget(body=body, index=self._name, params=wanted))["docs"]
        except NotFoundError:  # the write that follows makes the index
            return []
        return [one for one in found if one.get("found")]

    def made_at(self) -> datetime | None:
        """Give when the index was made, or the first one of its articles; None where there is none."""
        try:
            found = reached(lambda: self._client.indices.get(index=self._name, params={"filter_path": _MADE}))
        except NotFoundError:
            return None
        return max((_made_at(one) for one in found.values()), default=None)


_NONE_IS_NONE = {"allow_no_indices": "false"}
_NO_INDEX = "index_not_found_exception"
_NO_FIELD = "strict_dynamic_mapping_exception"  # the index was made by an earlier version
_NO_COLLAPSE = "no mapping found for `story_id`"  # as above, in the words of a search
_PERMANENT = frozenset({400, 413})


def _made_at(index: dict[str, Any]) -> datetime:
    if written := index.get("mappings", {}).get("_meta", {}).get(MADE_AT):
        return datetime.fromisoformat(written)
    return datetime.fromtimestamp(int(index["settings"]["index"]["creation_date"]) / 1000, UTC)


def _operations(names: Sequence[str], entry: IndexEntry) -> bytes:
    version, document = index_version(entry.order, entry.stage), orjson.dumps(to_document(entry))
    kind = "external_gte" if entry.again else "external"
    return b"".join(_index_operation(one, entry.key.article_id, version, kind, document) for one in names)


def _apart(operations: bytes) -> list[bytes]:
    """Give each operation by itself: it is one line that says what to do, and one that holds the document."""
    return [b"\n".join(lines) + b"\n" for lines in batched(operations.splitlines(), 2, strict=True)]


def _move(name: str, hit: dict[str, Any], story_id: str, now: datetime) -> bytes:
    """Write a document over itself: under its own version, so that it gives way to every newer one."""
    document = orjson.dumps(moved(hit["_source"], story_id, now))
    return _index_operation(name, hit["_id"], hit["_version"], "external_gte", document)


def _index_operation(name: str, article_id: str, version: int, version_type: str, document: bytes) -> bytes:
    action = {"_index": name, "_id": article_id, "version": version, "version_type": version_type}
    return orjson.dumps({"index": action}) + b"\n" + document + b"\n"


def _judged(shown: WriteResult, other: WriteResult | None = None) -> WriteResult:
    """Give what became of an article in the index that readers search.

    What the other one cannot take now makes the article come again. What it will never take (its fields are those
    of another release) is no fault of the article: it is found when the two are compared, before any swap.
    """
    is_written = shown.outcome in (Outcome.INDEXED, Outcome.SUPERSEDED)
    if other is not None and is_written and _is_to_come_again(ALSO, other):
        return WriteResult(Outcome.RETRY, f"{ALSO}: {other.reason}")
    return shown


def _is_to_come_again(name: str, result: WriteResult) -> bool:
    was_dropped = name == ALSO and result.reason == _NO_INDEX
    return result.outcome is Outcome.RETRY and not was_dropped


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
