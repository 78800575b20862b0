"""Brings thousands of articles in by the service's own way: accepted as pushes, read, enriched, grouped, indexed.

Only the bucket and the queue between the two functions are left out: raw articles are kept in memory, since moto's
S3 takes two thirds of the time.
"""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from shared.adapters.article_index import OpenSearchArticleIndex
from shared.domain.alert_event import News
from shared.domain.envelope import Envelope, Hints
from shared.domain.identity import RawKey
from shared.formats.payload import Payload
from shared.usecases.accept_articles import Receipt, accept_articles
from shared.usecases.index_articles import index_articles
from shared.usecases.ports import Outcome, RawObject, Rejection, Stored

SOURCE = "demo"
_AT_ONCE = 500
_SEED = 7


class RawArticlesInMemory:
    """A raw store that keeps what is put into it for as long as it lives."""

    def __init__(self) -> None:
        self.objects: dict[RawKey, RawObject] = {}
        self.rejections: dict[RawKey, Rejection] = {}
        self._versions: dict[tuple[str, str], list[Stored]] = {}

    def put(self, key: RawKey, body: bytes, envelope: Envelope) -> bool:
        if key in self.objects:
            return False
        self.objects[key] = RawObject(body, envelope)
        stored = Stored(key, envelope.received_at.replace(microsecond=0))
        self._versions.setdefault((key.source, key.article_id), []).append(stored)
        return True

    def put_again(self, key: RawKey) -> None:
        self.rejections.pop(key, None)

    def put_conflicting(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        """Nothing asks for these again."""

    def get(self, key: RawKey) -> RawObject:
        return self.objects[key]

    def envelope(self, key: RawKey) -> Envelope:
        return self.objects[key].envelope

    def versions(self, source: str, article_id: str) -> list[Stored]:
        return list(self._versions.get((source, article_id), []))

    def everything(self, prefix: str = "") -> Iterator[Stored]:
        for (_, article_id), versions in self._versions.items():
            if article_id.startswith(prefix):
                yield from versions

    def is_unclear(self, source: str, article_id: str) -> bool:
        return False

    def reject(self, key: RawKey, rejection: Rejection) -> None:
        self.rejections[key] = rejection

    def rejection(self, key: RawKey) -> Rejection | None:
        return self.rejections.get(key)


class NoAlerts:
    """The way to alerts where nobody saved a search."""

    def send_news(self, news: Sequence[News], now: datetime) -> None:
        """Nobody is told."""


def load(items: Sequence[dict[str, Any]], index: OpenSearchArticleIndex) -> None:
    """Push these articles in ninjs, in an order that has nothing to do with theirs, and index them all."""
    shuffled = list(items)
    random.Random(_SEED).shuffle(shuffled)
    for some in batched(shuffled, _AT_ONCE, strict=False):
        push(some, index)


def push(items: Sequence[dict[str, Any]], index: OpenSearchArticleIndex) -> list[str]:
    """Push these articles at once, index them, and give their ids; every one of them must be taken."""
    store = RawArticlesInMemory()
    outcomes = accept_articles(
        Payload(json.dumps(items).encode(), "application/json"),
        source=SOURCE,
        format_name="ninjs",
        hints=Hints(),
        store=store,
        now=datetime.now(UTC),
    )
    refused = [one for one in outcomes if not isinstance(one, Receipt)]
    assert refused == []
    done = index_articles(list(store.objects), store=store, index=index, alerts=NoAlerts(), now=datetime.now(UTC))
    assert [one for one in done if one.outcome is not Outcome.INDEXED or one.error] == []
    return [one.article.id for one in outcomes if isinstance(one, Receipt)]
