"""What was acknowledged, and what became of it: lost, twice there, in a wrong version, or back from a takedown."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from shared.domain.envelope import Hints, content_digest
from shared.domain.identity import RawKey, Stage, index_version
from tests.chaos.machine import Machine

_PAGE = 1_000


@dataclass(frozen=True, order=True)
class Acknowledged:
    """One version, or one takedown, that the service said it has; `sha` is that of the bytes that were sent."""

    article_id: str
    order: int
    takedown: bool
    sha: str


@dataclass
class Found:
    """How the stores differ from the ledger; `lost` are versions that the raw store or the index lacks."""

    lost: int = 0
    duplicates: int = 0
    wrong_version: int = 0
    resurrected: int = 0
    dead_letters: int = 0
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> dict[str, int]:
        """The figures by their names."""
        return {name.replace("_", " "): value for name, value in vars(self).items() if name != "examples"}


class Ledger:
    """Every push that was answered with 2xx."""

    def __init__(self) -> None:
        self._entries: set[Acknowledged] = set()

    def __len__(self) -> int:
        return len(self._entries)

    def pushed(self, article_id: str, order: int, body: bytes, *, reader: str = "ninjs") -> None:
        """Note a version; a repeated push is the same one."""
        self._entries.add(Acknowledged(article_id, order, False, content_digest(body, reader, Hints(), None)))

    def taken_down(self, article_id: str) -> None:
        """Note a takedown: it stands above every version that was acknowledged so far."""
        order = max(one.order for one in self._entries if one.article_id == article_id)
        body = f"takedown of {article_id} at {order}".encode()
        self._entries.add(Acknowledged(article_id, order, True, content_digest(body, "takedown", Hints())))

    @property
    def sha(self) -> str:
        """The same for two runs that acknowledged the same."""
        lines = "".join(f"{one}\n" for one in sorted(self._entries))
        return hashlib.sha256(lines.encode()).hexdigest()

    def newest(self) -> dict[str, Acknowledged]:
        """Give what must be shown of each article."""
        return {one.article_id: one for one in sorted(self._entries)}

    def missing_raw(self, machine: Machine) -> list[Acknowledged]:
        """Give what was acknowledged and is not in the raw store."""
        there = {
            (one.key.article_id, one.key.order, one.key.takedown, one.key.digest)
            for one in machine.store.everything()
        }
        wanted = sorted(self._entries)
        return [one for one in wanted if (one.article_id, one.order, one.takedown, one.sha) not in there]

    def compare(self, machine: Machine) -> Found:
        """Compare with the raw store and the index, all of it."""
        found = Found(dead_letters=machine.dead_letters())
        for one in self.missing_raw(machine):
            found.lost += 1
            found.examples["lost"] = f"{one} is not in the raw store"
        documents = _documents(machine)
        newest = self.newest()
        for article_id, one in newest.items():
            _compare(one, documents.get(article_id), found)
        sources = Counter(document["raw_key"] for _, document in documents.values())
        found.duplicates = sum(count - 1 for count in sources.values())
        found.duplicates += sum(article_id not in newest for article_id in documents)
        return found


def _compare(wanted: Acknowledged, there: tuple[int, dict[str, Any]] | None, found: Found) -> None:
    if there is None:
        found.lost += 1
        found.examples["lost"] = f"{wanted} is not in the index"
        return
    version, document = there
    stage = Stage.WITHDRAWN if wanted.takedown else Stage.PUBLISHED
    key = RawKey.parse(document["raw_key"])
    if wanted.takedown and ("article" in document or document["stage"] != Stage.WITHDRAWN.name):
        found.resurrected += 1
        found.examples["resurrected"] = f"{wanted} has version {version}"
    elif version != index_version(wanted.order, stage) or key.digest != wanted.sha:
        found.wrong_version += 1
        found.examples["wrong version"] = f"{wanted} has version {version} of {key}"


def _documents(machine: Machine) -> dict[str, tuple[int, dict[str, Any]]]:
    """Give every article of the index with its version; the page after page is by its id."""
    machine.engine.indices.refresh(index="articles")
    documents: dict[str, tuple[int, dict[str, Any]]] = {}
    after: list[Any] | None = None
    while True:
        body = {
            "size": _PAGE,
            "version": True,
            "sort": [{"id": "asc"}],
            "query": {"exists": {"field": "source"}},
            "_source": ["raw_key", "stage", "article.id"],
        } | ({"search_after": after} if after else {})
        hits = machine.engine.search(index="articles", body=body)["hits"]["hits"]
        if not hits:
            return documents
        documents |= {hit["_id"]: (hit["_version"], hit["_source"]) for hit in hits}
        after = hits[-1]["sort"]
