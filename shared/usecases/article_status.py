"""Tells a sender where an article is: every version received, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.envelope import Envelope
from shared.domain.errors import ArticleNotFound, Unavailable
from shared.domain.identity import RawKey, Stage, index_version, milliseconds
from shared.usecases.ports import ArticleLookup, IndexedArticle, RawStore, Rejection


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
    """One version: its place among the others, when and in what format it came, and where it is."""

    order: int
    state: State
    envelope: Envelope
    rejection: Rejection | None


@dataclass(frozen=True)
class ArticleStatus:
    """All versions, the newest first. Without the index (`index_answers` false) only receipt is certain."""

    versions: list[VersionStatus]
    index_answers: bool


_MOST_VERSIONS = 100  # the newest; one request to the store each


def article_status(article_id: str, *, source: str, store: RawStore, index: ArticleLookup) -> ArticleStatus:
    """Give the status of this source's article; raise ArticleNotFound for one that it never sent."""
    kept = store.versions(source, article_id)
    if not kept:
        raise ArticleNotFound("There is no article of yours with this id.")
    try:
        indexed, answers = index.find(article_id), True
    except Unavailable:
        indexed, answers = None, False
    newest = sorted(kept, key=lambda one: (one.key.order or milliseconds(one.kept_at), one.kept_at))[
        -_MOST_VERSIONS:
    ]
    versions = [_status(one.key, store, indexed) for one in newest]
    versions.sort(key=lambda one: (one.order, one.envelope.received_at), reverse=True)
    return ArticleStatus(versions, answers)


def _status(key: RawKey, store: RawStore, indexed: IndexedArticle | None) -> VersionStatus:
    envelope = store.envelope(key)
    order = key.order if key.order is not None else milliseconds(envelope.received_at)
    state = _state(key, order, indexed)
    rejection = store.rejection(key) if state is State.RECEIVED else None
    return VersionStatus(order, State.REJECTED if rejection else state, envelope, rejection)


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
