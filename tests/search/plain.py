"""What the service is compared with: one field that holds all words, ranked by BM25 as the engine comes."""

from collections.abc import Sequence
from itertools import batched
from typing import Any

import orjson
from opensearchpy import OpenSearch

from shared.domain.identity import article_id
from tests.search.loading import SOURCE

INDEX = "articles-plain"  # deleted with the others after each test


class PlainIndex:
    """The same articles with the engine's own analysis for English and nothing else."""

    def __init__(self, engine: OpenSearch) -> None:
        self._engine = engine

    def load(self, items: Sequence[dict[str, Any]]) -> None:
        text = {"type": "text", "analyzer": "english"}
        properties = {"id": {"type": "keyword"}, "text": text}
        settings = {"number_of_shards": 1, "number_of_replicas": 0}
        body = {"settings": settings, "mappings": {"properties": properties}}
        self._engine.indices.create(index=INDEX, body=body)
        for some in batched(items, 1_000, strict=False):
            answer = self._engine.bulk(body=b"".join(map(_operation, some)))
            assert not answer["errors"]
        self._engine.indices.refresh(index=INDEX)

    def search(self, text: str, size: int) -> list[str]:
        """Give the ids of the best articles, ties in the order of their ids."""
        body = {
            "query": {"match": {"text": text}},
            "sort": [{"_score": "desc"}, {"id": "asc"}],
            "size": size,
            "_source": False,
        }
        return [hit["_id"] for hit in self._engine.search(index=INDEX, body=body)["hits"]["hits"]]


def _operation(item: dict[str, Any]) -> bytes:
    name = article_id(SOURCE, item["uri"])
    authors = " ".join(author["name"] for author in item.get("authors", ()))
    text = "\n".join((item.get("headline", ""), authors, item.get("body_text", "")))
    lines = {"index": {"_index": INDEX, "_id": name}}, {"id": name, "text": text}
    return b"".join(orjson.dumps(line) + b"\n" for line in lines)
