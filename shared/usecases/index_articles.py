"""Brings raw articles into the index: one bulk request, one outcome for each."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.errors import BadInput, RawObjectCorrupt, RawObjectMissing, Unavailable, UnsupportedInput
from shared.domain.identity import RawKey, Stage
from shared.domain.story import linked
from shared.domain.visibility import stage_at
from shared.usecases.alert_ports import AlertQueue
from shared.usecases.enrich_article import enrich_article
from shared.usecases.group_stories import group_stories
from shared.usecases.ports import ArticleIndex, IndexEntry, Outcome, RawObject, RawStore, Rejection, WriteResult
from shared.usecases.read_article import read_again
from shared.usecases.send_news import send_news
from shared.usecases.take_down import TAKEDOWN
from shared.usecases.tell_changes import tell_changes

_PARALLEL_READS = 10  # a whole batch: ten slow reads one after another would outlast the function


@dataclass(frozen=True)
class Indexed:
    """What became of one key; `error` is an exception that nobody foresaw, to be logged."""

    key: RawKey
    outcome: Outcome
    reason: str | None = None
    error: Exception | None = None


def index_articles(
    keys: Sequence[RawKey], *, store: RawStore, index: ArticleIndex, alerts: AlertQueue, now: datetime
) -> list[Indexed]:
    """Read these articles and write them in one request; give the outcome of each, in no certain order.

    What is news of them goes to the alerts; where that fails the articles come again.

    An article that can never be indexed is kept as rejected with its reason and does not hold up the others.
    """
    with ThreadPoolExecutor(_PARALLEL_READS) as pool:
        read = list(pool.map(lambda key: _read(key, store, now), dict.fromkeys(keys)))
    ready = [item for item in read if isinstance(item, _Ready)]
    done = [item for item in read if isinstance(item, Indexed)] + _write(ready, index, alerts, now)
    return [_keep_rejection(item, store, now) for item in done]


@dataclass(frozen=True)
class _Ready:
    entry: IndexEntry
    error: Exception | None = None  # of what is not worth the article, to be logged


def _read(key: RawKey, store: RawStore, now: datetime) -> _Ready | Indexed:
    try:
        raw = store.get(key)
    except (Unavailable, RawObjectMissing, RawObjectCorrupt) as error:
        return Indexed(key, Outcome.RETRY, error.detail)
    try:
        ready = _Ready(_takedown(key)) if raw.envelope.format == TAKEDOWN else _ready(key, raw, now)
        links, broken = _links(ready.entry, store)
        entry = replace(ready.entry, received_at=raw.envelope.received_at, links=links)
        return replace(ready, entry=entry, error=ready.error or broken)
    except (BadInput, UnsupportedInput) as error:
        places = "; ".join(f"{one.pointer}: {one.detail}" for one in error.errors)
        return Indexed(key, Outcome.REJECTED, f"{error.detail} {places}".strip())
    except Exception as error:  # noqa: BLE001 - one poisonous article must not take its batch with it
        return Indexed(key, Outcome.REJECTED, f"reading it failed: {type(error).__name__}", error)


def _ready(key: RawKey, raw: RawObject, now: datetime) -> _Ready:
    article = read_again(raw).article
    order = key.order if key.takedown and key.order is not None else article.order
    stage = stage_at(article, now)
    if stage is not Stage.PUBLISHED:
        return _Ready(IndexEntry(key, order, stage, article))
    try:
        article, _ = enrich_article(article)
    except Exception as error:  # noqa: BLE001 - what is only derived must not cost the article
        return _Ready(IndexEntry(key, order, stage, article), error)
    return _Ready(IndexEntry(key, order, stage, article))


def _takedown(key: RawKey) -> IndexEntry:
    if key.order is None:
        raise BadInput("A takedown has an order.")
    return IndexEntry(key, key.order, Stage.WITHDRAWN, None)


def _links(entry: IndexEntry, store: RawStore) -> tuple[frozenset[str], Exception | None]:
    """Give the articles that this one belongs with: it holds their story together even when it is withdrawn."""
    own = linked(entry.key.source, entry.article) if entry.article is not None else frozenset()
    if entry.stage is not Stage.WITHDRAWN:
        return own, None
    try:
        return own | _links_before(entry.key, store), None
    except BadInput:  # what cannot be read any more linked to nothing that is known
        return own, None
    except Exception as error:  # noqa: BLE001 - nothing wrong with an earlier version may keep an article online
        return own, error


def _links_before(key: RawKey, store: RawStore) -> frozenset[str]:
    """Give what the last version before a withdrawal linked to: a kill and a takedown say nothing of it."""
    versions = [one for one in store.versions(key.source, key.article_id) if not one.key.takedown]
    if not versions:
        return frozenset()
    earlier = max(versions, key=lambda one: one.kept_at)
    return linked(key.source, read_again(store.get(earlier.key)).article)


def _write(ready: Sequence[_Ready], index: ArticleIndex, alerts: AlertQueue, now: datetime) -> list[Indexed]:
    entries = [one.entry for one in ready]
    if not entries:
        return []
    try:
        entries = tell_changes(group_stories(entries, index=index, now=now), index=index, now=now)
        results = index.write(entries)
        send_news(entries, results, index=index, alerts=alerts, now=now)
    except Unavailable as error:
        results = [WriteResult(Outcome.RETRY, error.detail)] * len(entries)
    return [
        Indexed(one.entry.key, result.outcome, result.reason, one.error)
        for one, result in zip(ready, results, strict=True)
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
