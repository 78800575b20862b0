"""What one index of OpenSearch holds, document by document, without regard to who may see it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

import orjson
from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from shared.adapters.change_log import TOLD, telling, told_in
from shared.adapters.engine import ALIAS, ALSO, being_set_up, by_size, reached, search
from shared.adapters.learnt import PINS
from shared.domain.change import Change, Told
from shared.domain.identity import RawKey, Stage
from shared.usecases.rebuild_ports import Line

Query = dict[str, Any]

_LINE = ["id", "source", "stage", "raw_key", "story_id", "grouped_at", *TOLD]
_PAGE = 2_000
_AT_ONCE = 500
_WHOLE_AT_ONCE = 20  # documents, of which each may hold a megabyte
_MOST_STRANGERS = 1_000
_DIGITS = "0123456789abcdef"
_BY_HAND = "by-hand"  # in the place of the version that made a change


class OpenSearchInventory:
    """One index, by its own name or by an alias."""

    def __init__(self, client: OpenSearch, name: str) -> None:
        self._client = client
        self._name = name

    def refresh(self) -> None:
        """Let what was written be seen by searches."""
        reached(lambda: self._client.indices.refresh(index=self._name))

    def lines(self, prefix: str) -> Iterator[Line]:
        """Give all documents whose ids begin so, in the order of the ids."""
        body: Query = {
            "query": {"prefix": {"id": prefix}} if prefix else {"bool": {"must_not": {"term": {"id": PINS}}}},
            "size": _PAGE,
            "sort": [{"id": "asc"}],
            "version": True,
            "track_total_hits": False,
            "_source": _LINE,
        }
        while hits := search(self._client, body, self._name)["hits"]["hits"]:
            yield from map(_line, hits)
            body |= {"search_after": hits[-1]["sort"]}

    def strangers(self) -> list[Line]:
        """Give documents whose ids are none of articles, a thousand at most."""
        known = [{"prefix": {"id": digit}} for digit in _DIGITS]
        body: Query = {
            "query": {"bool": {"must_not": [*known, {"term": {"id": PINS}}]}},
            "size": _MOST_STRANGERS,
            "version": True,
            "_source": _LINE,
        }
        return [_line(hit) for hit in search(self._client, body, self._name)["hits"]["hits"]]

    def at_once(self, article_ids: Sequence[str]) -> dict[str, Line]:
        """Give those of these that are there, as they were written last."""
        found = self._got(article_ids, _AT_ONCE, {"_source_includes": ",".join(_LINE)})
        return {one["_id"]: _line(one) for one in found}

    def stages(self) -> dict[str, int]:
        """Give how many articles are at each stage."""
        body: Query = {
            "query": {"bool": {"must_not": {"term": {"id": PINS}}}},
            "size": 0,
            "aggs": {"stages": {"terms": {"field": "stage", "missing": "NONE"}}},
        }
        found = search(self._client, body, self._name)["aggregations"]["stages"]["buckets"]
        return {one["key"]: one["doc_count"] for one in found}

    def some(self, number: int) -> list[str]:
        """Give the ids of published articles, the same ones as long as the index is the same.

        The ids are digests, so those that begin with one of them are spread over all.
        """
        body: Query = {
            "query": {"term": {"stage": Stage.PUBLISHED.name}},
            "size": min(number, 10_000),
            "sort": [{"id": "asc"}],
            "_source": False,
        }
        return [hit["_id"] for hit in search(self._client, body, self._name)["hits"]["hits"]]

    def documents(self, article_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Give those of these that are there, whole, as they were written last."""
        return {one["_id"]: one["_source"] for one in self._got(article_ids, _WHOLE_AT_ONCE, {})}

    def _got(self, article_ids: Sequence[str], at_once: int, options: Mapping[str, str]) -> Iterator[Query]:
        for some in batched(article_ids, at_once, strict=False):
            yield from (one for one in self._got_at_once(list(some), options) if one.get("found"))

    def _got_at_once(self, article_ids: list[str], options: Mapping[str, str]) -> list[Query]:
        body = {"ids": article_ids}
        try:
            answer = reached(lambda: self._client.mget(body=body, index=self._name, params=dict(options)))
        except NotFoundError:
            raise being_set_up() from None
        return list(answer["docs"])

    def withdraw(self, lines: Sequence[Line], now: datetime) -> list[str]:
        """Write a tombstone over each, under its version or that of its withdrawal; give the ids that were not.

        What is written through the alias that readers search goes to the index beside it as well: else a roll-back
        would bring it back. A newer version stays as it is.
        """
        names = [self._name]
        if self._name == ALIAS and reached(lambda: self._client.indices.exists_alias(name=ALSO)):
            names.append(ALSO)
        operations = [(line.id, b"".join(_tombstone(name, line, now) for name in names)) for line in lines]
        requests = (b"".join(one for _, one in some) for some in by_size(operations))
        refused = {name for body in requests for name in self._refused(body)}
        return [line.id for line in lines if line.id in refused]

    def _refused(self, body: bytes) -> set[str]:
        answer = reached(lambda: self._client.bulk(body=body, params={"refresh": "true", "require_alias": "true"}))
        items = [item["index"] for item in answer["items"]]
        return {item["_id"] for item in items if item["status"] not in (200, 201)}


def _tombstone(name: str, line: Line, now: datetime) -> bytes:
    version = max(line.version, line.version // 4 * 4 + Stage.WITHDRAWN)
    told = Told(Change.WITHDRAWN, now, _BY_HAND) if line.told is not None else None
    document = {
        "id": line.id,
        "source": line.key.source if line.key is not None else _BY_HAND,
        "stage": Stage.WITHDRAWN.name,
        **({"raw_key": line.raw_key} if line.raw_key else {}),
        **telling(told),
    }
    action = {"_index": name, "_id": line.id, "version": version, "version_type": "external_gte"}
    return orjson.dumps({"index": action}) + b"\n" + orjson.dumps(document) + b"\n"


def _line(hit: Mapping[str, Any]) -> Line:
    found = hit["_source"]
    grouped_at = found.get("grouped_at")
    return Line(
        id=hit["_id"],
        version=hit["_version"],
        stage=found.get("stage"),
        raw_key=found.get("raw_key"),
        key=_key(found.get("raw_key")),
        story_id=found.get("story_id"),
        grouped_at=datetime.fromisoformat(grouped_at) if grouped_at else None,
        told=told_in(found),
    )


def _key(written: str | None) -> RawKey | None:
    try:
        return RawKey.parse(written or "")
    except ValueError:
        return None
