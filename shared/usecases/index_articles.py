"""Brings raw articles into the index: one bulk request, one outcome for each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey
from shared.usecases.alert_ports import AlertQueue
from shared.usecases.group_stories import group_stories
from shared.usecases.make_entries import NotReady, Ready, at_once, make_entries
from shared.usecases.ports import Apart, ArticleIndex, Outcome, RawStore, Rejection, WriteResult
from shared.usecases.send_news import send_news
from shared.usecases.tell_changes import tell_changes
from shared.usecases.write_again import write_again


@dataclass(frozen=True)
class Indexed:
    """What became of one key; `error` is an exception that nobody foresaw, to be logged.

    `due` is when the clock brings this version to its next stage: the end of its embargo, or of its time.
    """

    key: RawKey
    outcome: Outcome
    reason: str | None = None
    error: Exception | None = None
    due: datetime | None = None


def index_articles(
    keys: Sequence[RawKey],
    *,
    store: RawStore,
    index: ArticleIndex,
    alerts: AlertQueue,
    now: datetime,
    again: Collection[RawKey] = (),
    suspects: Collection[RawKey] = (),
    apart: Apart = at_once,
) -> list[Indexed]:
    """Read these articles and write them in one request; give the outcome of each, in no certain order.

    What is news of them goes to the alerts; where that fails the articles come again.

    An article that can never be indexed is kept as rejected with its reason and does not hold up the others. Those
    in `again` are written over themselves where the index holds them. `suspects` may be what ended an earlier run:
    each is read `apart`, and is rejected where that ends.
    """
    made = make_entries(keys, store=store, now=now, suspects=suspects, apart=apart)
    done = [Indexed(one.key, one.outcome, one.reason, one.error) for one in made if isinstance(one, NotReady)]
    done += _write([one for one in made if isinstance(one, Ready)], again, index, alerts, now)
    return [_keep_rejection(item, store, now) for item in done]


def _write(
    ready: Sequence[Ready], again: Collection[RawKey], index: ArticleIndex, alerts: AlertQueue, now: datetime
) -> list[Indexed]:
    entries = [one.entry for one in ready]
    if not entries:
        return []
    try:
        entries = write_again(entries, again, index=index)
        entries = tell_changes(group_stories(entries, index=index, now=now), index=index, now=now)
        results = index.write(entries)
        send_news(entries, results, index=index, alerts=alerts, now=now)
    except Unavailable as error:
        results = [WriteResult(Outcome.RETRY, error.detail)] * len(entries)
    return [
        Indexed(one.entry.key, result.outcome, result.reason, one.error, one.due)
        for one, result in zip(ready, results, strict=True)
    ]


def _keep_rejection(item: Indexed, store: RawStore, now: datetime) -> Indexed:
    """Keep why; where even that fails, the article comes back and is tried again.

    Of what was erased for good nothing is kept: it may have been read before that, or be remembered with its pack.
    """
    if item.outcome is not Outcome.REJECTED:
        return item
    try:
        if store.purged(item.key.source, item.key.article_id) is not None:
            return Indexed(item.key, Outcome.SUPERSEDED, "it was erased for good")
        store.reject(item.key, Rejection(item.reason or "no reason was given", now))
    except Unavailable as error:
        return Indexed(item.key, Outcome.RETRY, error.detail)
    return item
