"""The state of the whole system for whoever operates it, and what of it needs a person."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from shared.domain.identity import RawKey
from shared.usecases.ports import Rejection

_MOST_REASONS = 2_000  # that are read; a request each
_PARALLEL = 16
_REASON_LENGTH = 100  # characters
LATE = timedelta(minutes=5)  # a message that waits longer has been tried in vain
RELEASE_LATE = timedelta(minutes=2)  # the release runs each minute
_RECONCILE_LATE = timedelta(hours=2)  # the reconciliation runs each hour
_IS_IT_RUNNING = ": see the admin function's log; `copydesk reconcile` does it now."
_FLOOD = "read_only_allow_delete"


@dataclass(frozen=True)
class QueueFacts:
    """What waits in a queue; how long its oldest message has, None where nobody tells."""

    name: str
    waiting: int
    in_work: int
    delayed: int
    oldest: timedelta | None


@dataclass(frozen=True)
class IndexFacts:
    """An index: its aliases, articles by stage, health (`green`, `yellow`, `red`) and blocks by their settings."""

    name: str
    aliases: Sequence[str]
    stages: dict[str, int]
    health: str
    blocks: Sequence[str]


@dataclass(frozen=True)
class EngineFacts:
    """What OpenSearch tells; `error` says why it tells nothing, `shown` is the index that readers search."""

    error: str | None = None
    shown: str | None = None
    indices: Sequence[IndexFacts] = ()
    cluster_blocks: Sequence[str] = ()
    held: int = 0
    overdue: int = 0
    next_release: datetime | None = None

    @property
    def is_searchable(self) -> bool:
        """Tell whether there is an index that readers search, and a copy of it that works."""
        return any(one.name == self.shown and one.health != "red" for one in self.indices)


@dataclass(frozen=True)
class RejectedFacts:
    """What was rejected and not sent again: how many, from whom, and why, as far as the reasons were read."""

    total: int
    sources: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    read: int = 0


@dataclass(frozen=True)
class SystemFacts:
    """All of it at one moment."""

    at: datetime
    queues: Sequence[QueueFacts]
    dead_letters: dict[str, int]
    engine: EngineFacts
    rejected: RejectedFacts
    reconciled_at: datetime | None


class RejectedArticles(Protocol):
    """What of the raw store was rejected. All methods raise Unavailable when it does not answer."""

    def sources(self) -> list[str]:
        """Give who sent anything."""

    def rejected(self, source: str) -> Iterator[RawKey]:
        """Give what of this source was rejected and not tried again since."""

    def rejection(self, key: RawKey) -> Rejection | None:
        """Give the reason that was kept, if any."""


def rejected_facts(store: RejectedArticles) -> RejectedFacts:
    """Count what was rejected; numbers within reasons are left out, so that like ones are counted together."""
    sources: Counter[str] = Counter()
    keys: list[RawKey] = []
    for source in store.sources():
        found = store.rejected(source)
        some = list(islice(found, _MOST_REASONS - len(keys)))
        keys += some
        sources[source] = len(some) + sum(1 for _ in found)
    with ThreadPoolExecutor(_PARALLEL) as pool:
        reasons = Counter(_short(why.reason) for why in pool.map(store.rejection, keys) if why is not None)
    there = {source: number for source, number in sources.items() if number}
    return RejectedFacts(sources.total(), there, dict(reasons.most_common()), len(keys))


def _short(reason: str) -> str:
    return re.sub(r"\d+", "#", reason)[:_REASON_LENGTH]


def needs(facts: SystemFacts) -> list[str]:
    """Give what a person has to see to, each with what helps; nothing when all is well."""
    return [*_of_engine(facts), *_of_queues(facts), *_of_jobs(facts)]


def _of_engine(facts: SystemFacts) -> Iterator[str]:
    engine = facts.engine
    if engine.error is not None:
        yield f"{engine.error} Articles wait in the queue and are not lost; see the state of the domain."
        return
    if engine.shown is None:
        yield "no index has the alias `articles`: readers find nothing. `copydesk rebuild` makes one."
    for one in engine.indices:
        if one.health == "red":
            yield f"{one.name} is red: a part of it has no copy that works. See the nodes of the domain."
        for block in one.blocks:
            yield f"{one.name} is blocked ({block}){_what_to_do(block)}"
    for block in engine.cluster_blocks:
        yield f"the cluster is blocked ({block}){_what_to_do(block)}"


def _what_to_do(block: str) -> str:
    if _FLOOD in block:
        return (
            ": a disk is nearly full. Make room: `copydesk rebuild --drop-old`, or larger disks. The engine lifts "
            "the block by itself once there is room."
        )
    return ": nothing is written until whoever set it lifts it."


def _of_queues(facts: SystemFacts) -> Iterator[str]:
    for queue in facts.queues:
        if queue.oldest is not None and queue.oldest > LATE:
            minutes = int(queue.oldest.total_seconds() // 60)
            yield f"the oldest message for {queue.name} has waited for {minutes} minutes: it was tried in vain."
    for name, number in facts.dead_letters.items():
        if number:
            yield f"{number} dead letters of {name}: see the function's log for the cause, then `copydesk redrive`"


def _of_jobs(facts: SystemFacts) -> Iterator[str]:
    if facts.engine.overdue:
        number = facts.engine.overdue
        yield f"{number} articles should have been released or withdrawn: is the admin function's release running?"
    if facts.reconciled_at is None:
        yield f"raw store and index were never compared{_IS_IT_RUNNING}"
    elif facts.at - facts.reconciled_at > _RECONCILE_LATE:
        hours = int((facts.at - facts.reconciled_at).total_seconds() // 3600)
        yield f"raw store and index were compared {hours} hours ago{_IS_IT_RUNNING}"
