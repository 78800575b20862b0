"""Brings raw articles into the index: one bulk request, one outcome for each."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from shared.domain.errors import BadInput, RawObjectCorrupt, RawObjectMissing, Unavailable, UnsupportedInput
from shared.domain.identity import RawKey, Stage
from shared.domain.visibility import stage_at
from shared.formats.payload import Payload
from shared.usecases.ports import ArticleIndex, IndexEntry, Outcome, RawObject, RawStore, Rejection, WriteResult
from shared.usecases.read_article import read_article
from shared.usecases.take_down import TAKEDOWN

_PARALLEL_READS = 10  # a whole batch: ten slow reads one after another would outlast the function


@dataclass(frozen=True)
class Indexed:
    """What became of one key; `error` is an exception that nobody foresaw, to be logged."""

    key: RawKey
    outcome: Outcome
    reason: str | None = None
    error: Exception | None = None


def index_articles(
    keys: Sequence[RawKey], *, store: RawStore, index: ArticleIndex, now: datetime
) -> list[Indexed]:
    """Read these articles and write them in one request; give the outcome of each, in no certain order.

    An article that can never be indexed is kept as rejected with its reason and does not hold up the others.
    """
    with ThreadPoolExecutor(_PARALLEL_READS) as pool:
        read = list(pool.map(lambda key: _read(key, store, now), dict.fromkeys(keys)))
    entries = [item for item in read if isinstance(item, IndexEntry)]
    done = [item for item in read if isinstance(item, Indexed)] + _write(entries, index)
    return [_keep_rejection(item, store, now) for item in done]


def _read(key: RawKey, store: RawStore, now: datetime) -> IndexEntry | Indexed:
    try:
        raw = store.get(key)
    except (Unavailable, RawObjectMissing, RawObjectCorrupt) as error:
        return Indexed(key, Outcome.RETRY, error.detail)
    try:
        return _takedown(key) if raw.envelope.format == TAKEDOWN else _entry(key, raw, now)
    except (BadInput, UnsupportedInput) as error:
        places = "; ".join(f"{one.pointer}: {one.detail}" for one in error.errors)
        return Indexed(key, Outcome.REJECTED, f"{error.detail} {places}".strip())
    except Exception as error:  # noqa: BLE001 - one poisonous article must not take its batch with it
        return Indexed(key, Outcome.REJECTED, f"reading it failed: {type(error).__name__}", error)


def _entry(key: RawKey, raw: RawObject, now: datetime) -> IndexEntry:
    article = read_article(Payload(raw.body), raw.envelope).article
    order = key.order if key.takedown and key.order is not None else article.order
    return IndexEntry(key, order, stage_at(article, now), article)


def _takedown(key: RawKey) -> IndexEntry:
    if key.order is None:
        raise BadInput("A takedown has an order.")
    return IndexEntry(key, key.order, Stage.WITHDRAWN, None)


def _write(entries: Sequence[IndexEntry], index: ArticleIndex) -> list[Indexed]:
    if not entries:
        return []
    try:
        results = index.write(entries)
    except Unavailable as error:
        results = [WriteResult(Outcome.RETRY, error.detail)] * len(entries)
    return [
        Indexed(entry.key, result.outcome, result.reason) for entry, result in zip(entries, results, strict=True)
    ]


def _keep_rejection(item: Indexed, store: RawStore, now: datetime) -> Indexed:
    """Keep why; where even that fails, the article comes back and is tried again."""
    if item.outcome is not Outcome.REJECTED:
        return item
    try:
        store.reject(item.key, Rejection(item.reason or "no reason was given", now))
    except Unavailable as error:
        return Indexed(item.key, Outcome.RETRY, error.detail)
    return item
