"""Tells a sender where an article is: every version received, what became of it, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.envelope import Envelope
from shared.domain.errors import ArticleNotFound, Unavailable
from shared.domain.identity import RawKey, Stage, index_version
from shared.usecases.in_parallel import in_parallel
from shared.usecases.newest_version import Ordered, newest_first
from shared.usecases.ports import ArticleLookup, IndexedArticle, RawStore
from shared.usecases.version_reason import Reason, reason_of_hold, reason_of_withdrawal, superseded_by

_MOST_VERSIONS = 100  # the newest; one request to the store each


class State(StrEnum):
    """Where one version is."""

    RECEIVED = "received"
    INDEXED = "indexed"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    HELD = "held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class VersionStatus:
    """One version: its place among the others, when and in what format it came, where it is, and why there."""

    key: RawKey
    order: int
    state: State
    envelope: Envelope
    reason: Reason | None


@dataclass(frozen=True)
class ArticleStatus:
    """All versions, the newest first. Without the index (`index_answers` false) only receipt is certain."""

    versions: list[VersionStatus]
    index_answers: bool


def article_status(
    article_id: str, *, source: str, store: RawStore, index: ArticleLookup, now: datetime
) -> ArticleStatus:
    """Give the status of this source's article; raise ArticleNotFound for one that it never sent."""
    newest = received(article_id, source=source, store=store)[:_MOST_VERSIONS]
    indexed, answers = looked_up(article_id, index)
    return ArticleStatus(in_parallel(lambda one: status_of(one, store, indexed, now), newest), answers)


def received(article_id: str, *, source: str, store: RawStore) -> list[Ordered]:
    """Give all versions of this source's article, the newest first; raise ArticleNotFound when there is none."""
    kept = store.versions(source, article_id)
    if not kept:
        raise ArticleNotFound("There is no article of yours with this id.")
    return newest_first(kept, store)


def looked_up(article_id: str, index: ArticleLookup) -> tuple[IndexedArticle | None, bool]:
    """Give what the index holds of an article, and whether it answers."""
    try:
        return index.find(article_id), True
    except Unavailable:
        return None, False


def status_of(version: Ordered, store: RawStore, indexed: IndexedArticle | None, now: datetime) -> VersionStatus:
    """Give where one version is."""
    key, order = version
    envelope = store.envelope(key)
    state = _state(key, order, indexed)
    rejection = store.rejection(key) if state is State.RECEIVED else None
    if rejection is not None:
        return VersionStatus(key, order, State.REJECTED, envelope, Reason("rejected", rejection.reason))
    reason = None
    if state is State.SUPERSEDED and indexed is not None:
        reason = superseded_by(indexed, order)
    elif state is State.HELD:
        reason = reason_of_hold(store.get(key), now)
    elif state is State.WITHDRAWN:
        reason = reason_of_withdrawal(key, envelope, store)
    return VersionStatus(key, order, state, envelope, reason)


def _state(key: RawKey, order: int, indexed: IndexedArticle | None) -> State:
    least = index_version(order, Stage.WITHDRAWN if key.takedown else Stage.HELD)
    if indexed is None or indexed.version < least:
        return State.RECEIVED
    is_same_takedown = key.takedown and indexed.version == least  # said twice, in an article and through the API
    if indexed.key != key and not is_same_takedown:
        return State.SUPERSEDED
    return {Stage.HELD: State.HELD, Stage.PUBLISHED: State.INDEXED, Stage.WITHDRAWN: State.WITHDRAWN}[
        indexed.stage
    ]
