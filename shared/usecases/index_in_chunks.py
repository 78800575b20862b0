"""Brings many articles into the index, a chunk after the other, and stops before the time is over."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import batched

from shared.domain.identity import RawKey
from shared.domain.pack import MOST_ARTICLES
from shared.usecases.alert_ports import AlertQueue
from shared.usecases.index_articles import Indexed, index_articles
from shared.usecases.make_entries import at_once
from shared.usecases.ports import Apart, ArticleIndex, Outcome, RawStore

SECONDS_TO_FINISH = 5.0  # what was begun is ended within this time
_TOO_LATE = "no time was left for it in this run"


def index_in_chunks(
    keys: Sequence[RawKey],
    *,
    store: RawStore,
    index: ArticleIndex,
    alerts: AlertQueue,
    now: datetime,
    seconds_left: Callable[[], float],
    again: Collection[RawKey] = (),
    suspects: Collection[RawKey] = (),
    apart: Apart = at_once,
) -> list[Indexed]:
    """Index these as `index_articles` does, a pack's worth at once; give the outcome of each, in no certain order.

    When five seconds are left nothing more is begun, and the rest is to be tried again.
    """
    done: list[Indexed] = []
    for chunk in batched(dict.fromkeys(keys), MOST_ARTICLES, strict=False):
        if seconds_left() < SECONDS_TO_FINISH:
            done += [Indexed(key, Outcome.RETRY, _TOO_LATE) for key in chunk]
        else:
            done += index_articles(
                chunk,
                store=store,
                index=index,
                alerts=alerts,
                now=now,
                again=again,
                suspects=suspects,
                apart=apart,
            )
    return done
