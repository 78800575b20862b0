"""Reads raw articles and makes of each what is written into the index."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from shared.domain.article import Article
from shared.domain.errors import (
    BadInput,
    Deadly,
    RawObjectCorrupt,
    RawObjectMissing,
    Unavailable,
    UnsupportedInput,
)
from shared.domain.identity import RawKey, Stage, milliseconds
from shared.domain.story import linked
from shared.domain.visibility import next_stage_at, stage_at
from shared.usecases.enrich_article import Heard, enrich_heard, heard_in
from shared.usecases.newest_version import newest_first
from shared.usecases.ports import Apart, IndexEntry, Outcome, RawObject, RawStore
from shared.usecases.read_article import read_again
from shared.usecases.take_down import TAKEDOWN

_PARALLEL_READS = 10  # a whole batch: ten slow reads one after another would outlast the function


@dataclass(frozen=True)
class Ready:
    """What can be written; `error` is of what is not worth the article, to be logged, `due` as Indexed has it."""

    entry: IndexEntry
    error: Exception | None = None
    due: datetime | None = None


@dataclass(frozen=True)
class NotReady:
    """What cannot be written, and why; `error` is an exception that nobody foresaw, to be logged."""

    key: RawKey
    outcome: Outcome
    reason: str
    error: Exception | None = None


def at_once[T](works: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Do all in this very process."""
    return [_tried(work) for work in works]


def _tried[T](work: Callable[[], T]) -> T | Exception:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - it is told with the others
        return error


def make_entries(
    keys: Sequence[RawKey],
    *,
    store: RawStore,
    now: datetime,
    suspects: Collection[RawKey] = (),
    apart: Apart = at_once,
) -> list[Ready | NotReady]:
    """Read and enrich these articles, in no certain order; what cannot be read is told with the reason.

    `suspects` may be what ended an earlier run: each is read `apart`, and is rejected where that ends.
    """
    keys = list(dict.fromkeys(keys))
    read = _read_all([key for key in keys if key not in suspects], store, now)
    # One thing after the other, and each with all articles, takes a fifth less than all things with each article.
    ready = _enriched([item for item in read if isinstance(item, Ready)])
    left = [item for item in read if isinstance(item, NotReady)]
    return [*ready, *left, *_read_apart([key for key in keys if key in suspects], store, now, apart)]


def _read_all(keys: Collection[RawKey], store: RawStore, now: datetime) -> list[Ready | NotReady]:
    if all(key.pack for key in keys):  # there with the first of them: threads would only be in each other's way
        return [_read(key, store, now) for key in keys]
    with ThreadPoolExecutor(_PARALLEL_READS) as pool:
        return list(pool.map(lambda key: _read(key, store, now), keys))


def _read_apart(keys: Sequence[RawKey], store: RawStore, now: datetime, apart: Apart) -> list[Ready | NotReady]:
    """Fetch all of them here, and have them read and enriched apart, one after another."""
    with ThreadPoolExecutor(_PARALLEL_READS) as pool:
        raws = list(pool.map(lambda key: _fetched(key, store), keys))
    there = [(key, raw) for key, raw in zip(keys, raws, strict=True) if isinstance(raw, RawObject)]
    read = apart([partial(_read_whole, key, raw, now) for key, raw in there])
    made = [_made(*one, store, partial(_raised, given), apart) for one, given in zip(there, read, strict=True)]
    return made + [raw for raw in raws if isinstance(raw, NotReady)]


def _raised[T](given: T | Exception) -> T:
    if isinstance(given, Exception):
        raise given
    return given


def _read_whole(key: RawKey, raw: RawObject, now: datetime) -> Ready:
    return _enriched([_ready(key, raw, now)])[0]


def _read(key: RawKey, store: RawStore, now: datetime) -> Ready | NotReady:
    raw = _fetched(key, store)
    return raw if isinstance(raw, NotReady) else _made(key, raw, store, partial(_ready, key, raw, now))


def _fetched(key: RawKey, store: RawStore) -> RawObject | NotReady:
    try:
        return store.get(key)
    except RawObjectMissing as error:
        return _missing(key, error, store)
    except (Unavailable, RawObjectCorrupt) as error:
        return NotReady(key, Outcome.RETRY, error.detail)


def _made(
    key: RawKey, raw: RawObject, store: RawStore, read: Callable[[], Ready], apart: Apart = at_once
) -> Ready | NotReady:
    try:
        ready = _lived(key, raw, read)
        if (newer := _newer_than_released(ready.entry, store)) is not None:
            return NotReady(key, Outcome.SUPERSEDED, f"it is not released: {newer} was received after it")
        links, broken = _links(ready.entry, store, apart)
        entry = replace(ready.entry, received_at=raw.envelope.received_at, links=links)
        return replace(ready, entry=entry, error=ready.error or broken)
    except Unavailable as error:
        return NotReady(key, Outcome.RETRY, error.detail)
    except Deadly as error:
        return NotReady(key, Outcome.REJECTED, error.detail)
    except (BadInput, UnsupportedInput) as error:
        return NotReady(key, Outcome.REJECTED, error.in_full)
    except Exception as error:  # noqa: BLE001 - one poisonous article must not take its batch with it
        return NotReady(key, Outcome.REJECTED, f"reading it failed: {type(error).__name__}", error)


def _newer_than_released(entry: IndexEntry, store: RawStore) -> RawKey | None:
    """Give a version that was received after one whose embargo is over: it may be held longer, or taken down.

    Its own message may still wait; until it comes neither is shown. What was rejected stands in nobody's way.
    """
    article = entry.article
    if entry.stage is not Stage.PUBLISHED or article is None or article.embargo_until is None:
        return None
    for newer, _ in newest_first(store.versions(entry.key.source, entry.key.article_id), store):
        if newer == entry.key:
            return None
        if store.rejection(newer) is None:
            return newer
    return None


def _lived(key: RawKey, raw: RawObject, read: Callable[[], Ready]) -> Ready:
    try:
        return read()
    except Deadly as error:
        if not key.takedown:
            raise
        return Ready(_takedown(key, raw), error)  # a kill holds, whatever reading it does


def _missing(key: RawKey, error: RawObjectMissing, store: RawStore) -> NotReady:
    """Give up what was erased for good; whatever else is missing may only not be there yet."""
    try:
        is_gone = store.purged(key.source, key.article_id) is not None
    except Unavailable as unknown:
        return NotReady(key, Outcome.RETRY, unknown.detail)
    return NotReady(key, Outcome.SUPERSEDED if is_gone else Outcome.RETRY, error.detail)


def _ready(key: RawKey, raw: RawObject, now: datetime) -> Ready:
    if raw.envelope.format == TAKEDOWN:
        return Ready(_takedown(key, raw))
    try:
        article = _held_while_ahead(read_again(raw).article, now)
    except Exception as error:
        if not key.takedown:
            raise
        return Ready(_takedown(key, raw), error)  # a kill that this release cannot read holds all the same
    order = article.order if key.order is None else key.order
    stage = Stage.WITHDRAWN if key.takedown else stage_at(article, now)
    return Ready(IndexEntry(key, order, stage, article), due=next_stage_at(article, now))


def _held_while_ahead(article: Article, now: datetime) -> Article:
    """Hold what is dated ahead of this clock too: the one by which it was received may have been fast."""
    dated = article.provenance.get("published_at")
    is_own = dated is not None and dated.origin != "received"
    if not is_own or article.published_at <= max(now, article.embargo_until or now):
        return article
    return article.model_copy(update={"embargo_until": article.published_at})


def _enriched(ready: Sequence[Ready]) -> list[Ready]:
    """Enrich what will be shown, the languages of all first: the model fills the cache that the rest works in."""
    articles = [one.entry.article if one.entry.stage is Stage.PUBLISHED else None for one in ready]
    heard = at_once([partial(heard_in, article) if article else lambda: None for article in articles])
    return [
        _enriched_one(one, article, partial(_raised, said)) if article else one
        for one, article, said in zip(ready, articles, heard, strict=True)
    ]


def _enriched_one(ready: Ready, article: Article, heard: Callable[[], Heard]) -> Ready:
    try:
        article, _ = enrich_heard(article, heard())
    except Exception as error:  # noqa: BLE001 - what is only derived must not cost the article
        return replace(ready, error=error)
    return replace(ready, entry=replace(ready.entry, article=article))


def _takedown(key: RawKey, raw: RawObject) -> IndexEntry:
    order = milliseconds(raw.envelope.received_at) if key.order is None else key.order
    return IndexEntry(key, order, Stage.WITHDRAWN, None)


def _links(entry: IndexEntry, store: RawStore, apart: Apart) -> tuple[frozenset[str], Exception | None]:
    """Give the articles that this one belongs with: it holds their story together even when it is withdrawn."""
    own = linked(entry.key.source, entry.article) if entry.article is not None else frozenset()
    if entry.stage is not Stage.WITHDRAWN:
        return own, None
    try:
        return own | _links_before(entry.key, store, apart), None
    except BadInput:  # what cannot be read any more linked to nothing that is known
        return own, None
    except Exception as error:  # noqa: BLE001 - nothing wrong with an earlier version may keep an article online
        return own, error


def _links_before(key: RawKey, store: RawStore, apart: Apart) -> frozenset[str]:
    """Give what the last version before a withdrawal linked to: a kill and a takedown say nothing of it."""
    versions = [one for one in store.versions(key.source, key.article_id) if not one.key.takedown]
    if not versions:
        return frozenset()
    raw = store.get(newest_first(versions, store)[0].key)
    return _raised(*apart([lambda: linked(key.source, read_again(raw).article)]))
