"""Lets articles come into the index, and leave it, at their time: sent so that they arrive when they are due.

Whoever sends and whoever indexes have clocks of their own, and the one who indexes decides by its own. An article
that arrives too early is sent once more, so neither a fast clock nor a slow one loses it.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import batched, islice

from shared.domain.errors import Unavailable
from shared.usecases.index_articles import Indexed
from shared.usecases.ports import ArticleIndex, Due, IndexQueue, Outcome, RawStore

# The release runs each minute, and may begin up to a minute late: each article is in two of its runs.
SOON = timedelta(minutes=2)
_AT_ONCE = 500  # looked up and sent, so that the first are on their way while the last are not yet known
_PARALLEL = 16
_MANY = 1_000  # more than so many go the way of bulk loads: what is pushed meanwhile does not wait behind them
_MOST = 20_000  # in one run: it has five minutes, and what is left is in the next
_MOST_COUNTED = 2_000
_SETTLED = frozenset({Outcome.INDEXED, Outcome.SUPERSEDED})


def release_embargoed(
    *, store: RawStore, index: ArticleIndex, queue: IndexQueue, load_queue: IndexQueue, now: datetime
) -> int:
    """Send the articles whose embargo, or whose time, is over or ends soon, the earliest first; give their number.

    The index function reads each anew and decides by its own clock. One that was rejected since is left alone, or
    it would come back each minute.
    """
    sent = 0
    for due in _due(store, index, now + SOON):
        (queue if sent < _MANY else load_queue).send_when_due(due, now)
        sent += len(due)
        if sent >= _MOST:
            break
    return sent


def overdue(*, store: RawStore, index: ArticleIndex, since: datetime) -> int:
    """Count the articles that ought to have been released or withdrawn at that time; 2,000 stand for more."""
    some = (one for due in _due(store, index, since) for one in due)
    return sum(1 for _ in islice(some, _MOST_COUNTED))


def _due(store: RawStore, index: ArticleIndex, until: datetime) -> Iterator[list[Due]]:
    """Give what is due by then and was not rejected, some at a time."""
    with ThreadPoolExecutor(_PARALLEL) as pool:
        for some in batched(index.due(until), _AT_ONCE, strict=False):
            rejections = pool.map(store.rejection, [one.key for one in some])
            yield [one for one, rejection in zip(some, rejections, strict=True) if rejection is None]


def await_their_time(done: Sequence[Indexed], *, queue: IndexQueue, now: datetime) -> list[Indexed]:
    """Send those whose next stage begins soon for that moment: it must not wait for the next run of the release.

    Also what was superseded, perhaps by itself: whoever wrote it may have been cut off before this. Where sending
    fails these come again.
    """
    soon = [one for one in done if one.outcome in _SETTLED and one.due is not None and one.due <= now + SOON]
    if not soon:
        return list(done)
    try:
        queue.send_when_due([Due(one.key, one.due) for one in soon if one.due is not None], now)
    except Unavailable as error:
        return [replace(one, outcome=Outcome.RETRY, reason=error.detail) if one in soon else one for one in done]
    return list(done)
