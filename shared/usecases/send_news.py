"""Tells the alerts of what was written into the index, where it is news for readers."""

from collections.abc import Sequence
from datetime import datetime

from shared.domain.alert_event import News
from shared.domain.identity import Stage
from shared.usecases.alert_ports import AlertQueue
from shared.usecases.ports import IndexEntry, Outcome, ToldIndex, WriteResult
from shared.usecases.tell_changes import made_by

_WRITTEN = frozenset({Outcome.INDEXED, Outcome.SUPERSEDED})


def send_news(
    entries: Sequence[IndexEntry],
    results: Sequence[WriteResult],
    *,
    index: ToldIndex,
    alerts: AlertQueue,
    now: datetime,
) -> None:
    """Send what these entries made known; raise Unavailable where that failed: then they come again, and so here.

    A version that is superseded may be so by itself: who wrote it was perhaps cut off before its news were sent.
    Whether it is by a later one, whoever takes the news sees. What was told before the index was made is no news:
    the index was rebuilt. Nor is what a bulk load brings, an archive most likely; only what it takes down is.
    """
    written = [entry for entry, result in zip(entries, results, strict=True) if result.outcome in _WRITTEN]
    came_before = any(result.outcome is Outcome.SUPERSEDED for result in results)
    since = index.made_at() if came_before else now  # what is new was made known now
    news = [one for entry in written if (one := _news(entry, since))]
    if news:
        alerts.send_news(news, now)


def _news(entry: IndexEntry, since: datetime | None) -> News | None:
    told = entry.told
    if told is None or told.by != made_by(entry.key) or since is None or told.at < since:
        return None
    if entry.key.pack is not None and entry.stage is Stage.PUBLISHED:
        return None
    return News(entry.key.article_id, told.by, told.at)
