"""Reads articles anew: after a release that reads better, or after one that rejected what was fine."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import batched
from typing import Protocol

from shared.domain.identity import RawKey
from shared.usecases.ports import RawStore, Rejection, Stored

_AT_ONCE = 100
_PARALLEL = 10


class RejectedStore(RawStore, Protocol):
    """The raw store with what was rejected. All methods raise Unavailable when it does not answer."""

    def sources(self) -> list[str]:
        """Give who sent anything."""

    def of_source(self, source: str, prefix: str = "") -> Iterator[Stored]:
        """Give all of one source, in the order of the articles' ids, of which each begins so."""

    def rejected(self, source: str) -> Iterator[RawKey]:
        """Give what of this source was rejected and not tried again since."""

    def forget_rejection(self, key: RawKey) -> None:
        """Forget why this was rejected."""


class ReplayQueue(Protocol):
    """The way to the index function."""

    def send_again(self, keys: Sequence[RawKey], together: int) -> None:
        """Ask for these to be read anew and written over themselves, so many by one message.

        Raises Unavailable when not all were taken.
        """


@dataclass(frozen=True)
class Choice:
    """Which versions to read anew: those that are all that is said here. `since` is in, `until` is out."""

    ids: Collection[str] = ()
    sources: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    rejected: bool = False
    reason: str | None = None  # a part of it, in any case


def chosen(choice: Choice, *, store: RejectedStore) -> Iterator[RawKey]:
    """Give the versions that are chosen. Older ones than the index holds are among them: those change nothing."""
    for source in choice.sources or store.sources():
        if choice.rejected:
            yield from _rejected(source, choice, store)
        else:
            yield from (one.key for one in _of_source(source, choice, store) if _is_in_time(one.kept_at, choice))


def replay(
    keys: Iterable[RawKey],
    *,
    store: RejectedStore,
    queue: ReplayQueue,
    together: int,
    advance: Callable[[int], None],
) -> int:
    """Send these to the index function, so many together; give their number.

    Why one was rejected is forgotten first. One that then was not sent is neither indexed nor rejected, so the
    next reconciliation sends it. `advance` hears of every few that are done.
    """
    sent = 0
    rejected = cache(lambda source: frozenset(store.rejected(source)))  # forgetting is a write
    with ThreadPoolExecutor(_PARALLEL) as pool:
        for some in batched(keys, _AT_ONCE, strict=False):
            list(pool.map(store.forget_rejection, [key for key in some if key in rejected(key.source)]))
            queue.send_again(some, together)
            sent += len(some)
            advance(len(some))
    return sent


def _of_source(source: str, choice: Choice, store: RejectedStore) -> Iterator[Stored]:
    if not choice.ids:
        return store.of_source(source)
    return (one for article_id in choice.ids for one in store.versions(source, article_id))


def _rejected(source: str, choice: Choice, store: RejectedStore) -> Iterator[RawKey]:
    with ThreadPoolExecutor(_PARALLEL) as pool:
        for some in batched(store.rejected(source), _AT_ONCE, strict=False):
            for key, why in zip(some, pool.map(store.rejection, some), strict=True):
                if why is not None and _is_meant(key, why, choice):
                    yield key


def _is_meant(key: RawKey, why: Rejection, choice: Choice) -> bool:
    is_for_this = choice.reason is None or choice.reason.casefold() in why.reason.casefold()
    return is_for_this and (not choice.ids or key.article_id in choice.ids) and _is_in_time(why.at, choice)


def _is_in_time(at: datetime, choice: Choice) -> bool:
    return (choice.since is None or at >= choice.since) and (choice.until is None or at < choice.until)
