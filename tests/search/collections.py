"""The collections that relevance is measured on: documents as pushes in ninjs, queries, judgments."""

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.domain.identity import article_id
from tests.search.loading import SOURCE

_LONGEST_QUERY = 512  # characters; what the service takes


@dataclass(frozen=True)
class Query:
    """A query with the grades of the articles that answer it, by their ids."""

    text: str
    grades: dict[str, int]


class Collection:
    """One folder of `ir/`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.name = folder.name

    def articles(self) -> list[dict[str, Any]]:
        """Give each document as an editorial system would push it; two of Cranfield hold nothing at all."""
        with gzip.open(self._folder / "docs.jsonl.gz", "rt") as lines:
            documents = [json.loads(line) for line in lines]
        return [self._article(one) for one in documents if one["title"] or one["body"]]

    def _article(self, document: dict[str, Any]) -> dict[str, Any]:
        names = document.get("authors") or [document.get("author")]
        article = {
            "uri": self._uri(document["id"]),
            "version": "1",
            "language": "en",
            "headline": document["title"],
            "body_text": document["body"],
            "authors": [{"name": name, "role": "writer"} for name in names if name],
            "versioncreated": document.get("date"),
        }
        return {name: value for name, value in article.items() if value}

    def queries(self) -> Iterator[Query]:
        """Give every query that has a judgment."""
        grades: dict[str, dict[str, int]] = {}
        with (self._folder / "qrels.tsv").open() as rows:
            for row in csv.DictReader(rows, delimiter="\t"):
                key = article_id(SOURCE, self._uri(row["doc_id"]))
                grades.setdefault(row["query_id"], {})[key] = int(row["relevance"])
        for line in (self._folder / "queries.jsonl").read_text().splitlines():
            query = json.loads(line)
            if query["id"] in grades:
                yield Query(query["text"][:_LONGEST_QUERY], grades[query["id"]])

    def _uri(self, name: str) -> str:
        return f"urn:collection:{self.name}:{name}"
