"""The queries of all alerts in OpenSearch, in an index of their own that has the fields of the articles' index.

A view like that one: the alerts are in the raw store. Where the index is missing it is made of them before an
article is matched, or the articles of that time would be told to nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import batched
from typing import Any

import orjson
from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, RequestError, TransportError

from shared.adapters import engine
from shared.adapters.alert_document import Query, alerts_body, digest, to_document
from shared.adapters.change_log import told_in
from shared.adapters.document import from_document, member
from shared.domain.alert import AlertKey
from shared.domain.errors import Unavailable
from shared.usecases.alert_ports import Matched, NewsArticle, Registration

ALIAS = "alerts"
_FIRST_INDEX = "alerts-000001"
_FOUND_AT_ONCE = 1_000
_COMPARED_AT_ONCE = 100
_BULK_BYTES = 2 * 1024 * 1024  # about fifty alerts: three seconds of a busy engine, which reads all their queries


class OpenSearchAlertIndex:
    """Registers queries and matches articles with them, through an alias that is set when all are registered."""

    def __init__(self, client: OpenSearch) -> None:
        self._client = client
        self._has_fields = False

    def is_ready(self) -> bool:
        """Tell whether all alerts are registered; fields that came with this release are added."""
        if not engine.reached(lambda: self._client.indices.exists_alias(name=ALIAS)):
            return False
        if not self._has_fields:
            fields = alerts_body()["mappings"]
            engine.reached(lambda: self._client.indices.put_mapping(index=ALIAS, body=fields))
            self._has_fields = True
        return True

    def make(self, registrations: Iterable[Registration]) -> list[AlertKey]:
        """Make the index of these, or go on where another was cut off; two who do so at once do no harm."""
        try:
            engine.reached(lambda: self._client.indices.create(index=_FIRST_INDEX, body=alerts_body()))
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        refused = self._bring(registrations, _FIRST_INDEX)
        engine.reached(lambda: self._client.indices.refresh(index=_FIRST_INDEX))
        engine.reached(lambda: self._client.indices.put_alias(index=_FIRST_INDEX, name=ALIAS))
        return refused

    def register(self, registration: Registration) -> list[AlertKey]:
        """Match articles with this query from now on, whatever their language."""
        return self._bring([registration], ALIAS, refresh=True)  # found by the next match

    def register_all(self, registrations: Iterable[Registration]) -> list[AlertKey]:
        """Register what is missing or different among these."""
        return self._bring(registrations, ALIAS)

    def _bring(
        self, registrations: Iterable[Registration], index: str, *, refresh: bool = False
    ) -> list[AlertKey]:
        refused: list[AlertKey] = []
        for some in batched(registrations, _COMPARED_AT_ONCE, strict=False):
            there = self._digests([one.key.id for one in some], index)
            new = [one for one in some if there.get(one.key.id) != digest(one)]
            refused += self._write(new, index, refresh=refresh) if new else []
        return refused

    def _digests(self, ids: Sequence[str], index: str) -> dict[str, str | None]:
        """Give the digest of each of these that is there; a get sees a write at once."""
        wanted = {"_source_includes": "digest"}
        try:
            found = engine.reached(lambda: self._client.mget(body={"ids": ids}, index=index, params=wanted))
        except NotFoundError as error:
            raise _missing() from error
        return {one["_id"]: one["_source"].get("digest") for one in found["docs"] if one.get("found")}

    def _write(self, new: Sequence[Registration], index: str, *, refresh: bool) -> list[AlertKey]:
        """Write these; give those that the engine refuses whenever they come."""
        operations = [(one.key.id, _operation(one)) for one in new]
        status: dict[str, int] = {}
        for some in engine.by_size(operations, _BULK_BYTES):
            status |= self._bulk(b"".join(operation for _, operation in some), index, refresh=refresh)
        if any(one not in (200, 201, 400) for one in status.values()):
            raise Unavailable("OpenSearch did not take all alerts.")
        return [one.key for one in new if status.get(one.key.id) == 400]

    def _bulk(self, body: bytes, index: str, *, refresh: bool) -> dict[str, int]:
        # An index that nobody made is not made by writing to it.
        options = {"refresh": str(refresh).lower(), "require_alias": str(index == ALIAS).lower()}
        answer = engine.reached(lambda: self._client.bulk(body=body, index=index, params=options))
        return {item["index"]["_id"]: int(item["index"]["status"]) for item in answer["items"]}

    def remove(self, key: AlertKey) -> None:
        """Match them no more."""
        try:
            engine.reached(lambda: self._client.delete(index=ALIAS, id=key.id))
        except NotFoundError:
            return

    def article(self, article_id: str) -> NewsArticle | None:
        """Give an article as it was written last, None where there is no such."""
        found = engine.get(self._client, article_id)
        if found is None:
            return None
        version, document = found["_version"], found["_source"]
        return NewsArticle(
            from_document(version, document), told_in(document), member(version, document), document
        )

    def matching(self, document: Mapping[str, Any]) -> Matched:
        """Give the alerts whose query this article matches, and those that the engine cannot match it with."""
        query = {"percolate": {"field": f"query.{document['words_in']}", "document": document}}
        try:
            return Matched(self._found([query]))
        except _Refused as error:
            everybody = self._found([])
            matched = self._matching_among(query, everybody)
            if len(matched.failed) == len(everybody):  # no alert's fault
                raise Unavailable("OpenSearch does not match this article.") from error
            return matched

    def _matching_among(self, query: Query, keys: Sequence[AlertKey]) -> Matched:
        """Match with these: by halves, and their halves, until whoever fails is alone and silences nobody else."""
        try:
            return Matched(self._found([query, {"terms": {"id": [key.id for key in keys]}}]))
        except _Refused:
            if len(keys) == 1:
                return Matched([], keys)
        half = len(keys) // 2
        first, second = (self._matching_among(query, some) for some in (keys[:half], keys[half:]))
        return Matched([*first.keys, *second.keys], [*first.failed, *second.failed])

    def _found(self, queries: Sequence[Query]) -> list[AlertKey]:
        keys: list[AlertKey] = []
        after: Query = {}
        while hits := self._page(queries, after):
            keys += [AlertKey(hit["_source"]["source"], hit["_source"]["id"]) for hit in hits]
            after = {"search_after": hits[-1]["sort"]}
            if len(hits) < _FOUND_AT_ONCE:
                break
        return keys

    def _page(self, queries: Sequence[Query], after: Query) -> list[dict[str, Any]]:
        body = {
            "query": {"bool": {"filter": queries}},
            "size": _FOUND_AT_ONCE,
            "sort": [{"id": "asc"}],
            "_source": ["id", "source"],
            "track_total_hits": False,
            **after,
        }
        try:
            answer = engine.reached(lambda: self._searched(body))
        except NotFoundError as error:
            raise _missing() from error
        hits: list[dict[str, Any]] = answer["hits"]["hits"]
        return hits

    def _searched(self, body: Query) -> Any:
        try:
            return self._client.search(index=ALIAS, body=body)
        except TransportError as error:
            # What is refused once is so again; too many clauses are told as if the engine had failed.
            if isinstance(error, RequestError) or "too_many" in str(error.info):
                raise _Refused from error
            raise


class _Refused(Exception):
    """The engine refuses to match with one of these alerts."""


def _missing() -> Unavailable:
    return Unavailable("The index of alerts is being set up.")


def _operation(registration: Registration) -> bytes:
    document = to_document(registration)
    return orjson.dumps({"index": {"_id": document["id"]}}) + b"\n" + orjson.dumps(document) + b"\n"
