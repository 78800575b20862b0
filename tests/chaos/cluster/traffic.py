"""Pushes, indexing and searches that go on while nodes fail, with a ledger of all that was acknowledged."""

import json
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.article_search import OpenSearchArticleSearch
from shared.adapters.clients import opensearch_client
from shared.domain.alert_event import News
from shared.domain.envelope import Hints
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey, Stage, index_version
from shared.domain.search_request import parse_search
from shared.formats.payload import Payload
from shared.usecases.accept_articles import Receipt, accept_articles
from shared.usecases.index_articles import index_articles
from shared.usecases.ports import Outcome, RawStore
from shared.usecases.search_articles import search_articles
from shared.usecases.take_down import take_down

WORD = "harbour"  # stands in every article
_SOURCE = "wire"
_AT_ONCE = 10  # messages, as the event source mapping gives them
_WARM = 100  # answers
_SECONDS_TO_FINISH = 300  # what waits is indexed in seconds, even where ten other things are done besides
_UPDATES, _TAKEDOWNS = 0.4, 0.05


@dataclass(frozen=True)
class Acknowledged:
    """The newest version of one article whose sender was told that it was kept."""

    order: int
    withdrawn: bool

    @property
    def version(self) -> int:
        """Its version in the index."""
        return index_version(self.order, Stage.WITHDRAWN if self.withdrawn else Stage.PUBLISHED)


class Traffic:
    """What senders, the index function and readers do; each in a thread of its own until `finish`."""

    def __init__(self, url: str, store: RawStore, seed: int, pushes_a_second: float) -> None:
        self.store = store
        self.index = OpenSearchArticleIndex(opensearch_client(url, "none", timeout=5))
        self._search = OpenSearchArticleSearch(opensearch_client(url, "none", timeout=1.7))
        self._random = random.Random(seed)
        self._pause = 1 / pushes_a_second
        self.ledger: dict[str, Acknowledged] = {}
        self.settled: dict[str, int] = {}  # the version up to which the index said that it has an article
        self.answers: list[float] = []  # when a search was answered
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []
        self._waiting: deque[RawKey] = deque()
        self._over, self._pushed = threading.Event(), threading.Event()
        acts = (self._push, self._work, self._work, self._read, self._read)
        self._threads = [threading.Thread(target=self._guarded, args=(act,), daemon=True) for act in acts]

    def start(self) -> None:
        self.answers.append(time.monotonic())
        for thread in self._threads:
            thread.start()

    def wait_warm(self) -> None:
        """Wait until searches are answered as fast as they will be: the first ones of a node take seconds."""
        while len(self.answers) < _WARM:
            time.sleep(0.1)
        self.answers = self.answers[-1:]

    def finish(self) -> None:
        """Push no more, index what waits and what a worker has in hand, and read until then."""
        self._pushed.set()
        ends = time.monotonic() + _SECONDS_TO_FINISH
        while self._unsettled() and time.monotonic() < ends:
            time.sleep(0.1)
        self._over.set()
        for thread in self._threads:
            thread.join()
        self.answers.append(time.monotonic())

    def send(self, keys: Sequence[RawKey], **_: Any) -> None:
        """Be the queue of the index function."""
        self._waiting.extend(keys)

    def send_news(self, news: Sequence[News], now: datetime) -> None:
        """Be the queue of the alerts; there are none."""

    def longest_silence(self) -> float:
        """Give the longest time without an answered search, in seconds."""
        return max(later - earlier for earlier, later in pairwise(self.answers))

    def digest(self) -> str:
        """Give the SHA-256 of the ledger."""
        return sha256(repr(sorted(self.ledger.items())).encode()).hexdigest()

    def _unsettled(self) -> list[str]:
        newest = list(self.ledger.items())
        return [name for name, one in newest if self.settled.get(name, -1) < one.version]

    def _guarded(self, act: Any) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - whatever a thread did not expect is what the run is to find
            self.failures.append(f"{act.__name__}: {error!r}")
            self._over.set()
            self._pushed.set()

    def _push(self) -> None:
        numbers: dict[str, int] = {}  # the newest version of each article, by the sender's id
        while not self._pushed.wait(self._pause):
            chance = self._random.random()
            old = self._random.choice(list(numbers)) if numbers and chance < _UPDATES + _TAKEDOWNS else None
            if old is not None and chance < _TAKEDOWNS:
                self._take_down(old)
                continue
            name = old or f"urn:{len(numbers)}"
            numbers[name] = numbers.get(name, 0) + 1
            self._send(name, numbers[name])

    def _send(self, name: str, version: int) -> None:
        body = {
            "uri": name,
            "version": str(version),
            "headline": f"{WORD} {name}",
            "body_text": f"{WORD} {version}",
        }
        [kept] = accept_articles(
            Payload(json.dumps(body).encode(), "application/json", None),
            source=_SOURCE,
            format_name=None,
            hints=Hints(),
            store=self.store,
            now=datetime.now(UTC),
        )
        assert isinstance(kept, Receipt), kept
        self.counts["pushes"] += 1
        self.ledger[kept.article.id] = Acknowledged(version, withdrawn=False)
        versions = self.store.versions(_SOURCE, kept.article.id)
        self.send([one.key for one in versions if one.key.order == version and not one.key.takedown])

    def _take_down(self, name: str) -> None:
        article_id = sha256(f"{_SOURCE}\n{name}".encode()).hexdigest()[:32]
        key = take_down(article_id, source=_SOURCE, store=self.store, now=datetime.now(UTC))
        assert key.order is not None
        self.counts["takedowns"] += 1
        self.ledger[article_id] = Acknowledged(key.order, withdrawn=True)
        self.send([key])

    def _work(self) -> None:
        while not self._over.is_set():
            keys = self._taken()
            if not keys:
                time.sleep(0.02)
                continue
            done = index_articles(keys, store=self.store, index=self.index, alerts=self, now=datetime.now(UTC))
            again = [one for one in done if one.outcome is Outcome.RETRY]
            assert all(one.outcome is not Outcome.REJECTED and one.error is None for one in done), done
            for one in done:
                self.counts[one.outcome] += 1
                if one.outcome is not Outcome.RETRY:
                    self._settle(one.key)
            self.send([one.key for one in again])
            if again:
                time.sleep(0.2)

    def _taken(self) -> list[RawKey]:
        keys: list[RawKey] = []
        with suppress(IndexError):
            while len(keys) < _AT_ONCE:
                keys.append(self._waiting.popleft())
        return keys

    def _settle(self, key: RawKey) -> None:
        version = Acknowledged(key.order or 0, key.takedown).version
        self.settled[key.article_id] = max(self.settled.get(key.article_id, 0), version)

    def _read(self) -> None:
        while not self._over.wait(0.05):
            now = datetime.now(UTC)
            try:
                search_articles(parse_search({"q": WORD}, now), index=self._search, cursor_secret=bytes, now=now)
            except Unavailable:
                self.counts["searches refused"] += 1
            else:
                self.counts["searches answered"] += 1
                self.answers.append(time.monotonic())
