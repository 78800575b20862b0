"""Brings alerts into the index of alerts as the store has them now: events of the store come in any order.

Each function gives the alerts that cannot be registered, whatever is done: nobody else is to wait for them.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from shared.domain.alert import Alert, AlertKey, alert_search
from shared.domain.errors import BadInput
from shared.usecases.alert_ports import AlertIndex, AlertStore, Registration
from shared.usecases.media_topics import with_media_topics
from shared.usecases.search_articles import other_spellings

_PARALLEL_READS = 16


def register_alert(key: AlertKey, *, store: AlertStore, index: AlertIndex, now: datetime) -> list[AlertKey]:
    """Match articles with this alert, or no more where it was deleted."""
    refused = register_all_once(store=store, index=index, now=now)
    alert = store.get(key)
    if alert is None:
        index.remove(key)
        return refused
    return refused + index.register(_registration(alert, now))


def register_all_once(*, store: AlertStore, index: AlertIndex, now: datetime) -> list[AlertKey]:
    """Make the index of alerts where there is none."""
    return [] if index.is_ready() else _brought(index.make, store, now)


def register_all(*, store: AlertStore, index: AlertIndex, now: datetime) -> list[AlertKey]:
    """Register every alert that the index lacks, or whose query a later release reads otherwise."""
    return _brought(index.register_all if index.is_ready() else index.make, store, now)


def _brought(
    bring: Callable[[Iterable[Registration]], list[AlertKey]], store: AlertStore, now: datetime
) -> list[AlertKey]:
    unreadable: list[AlertKey] = []
    refused = bring(_registrations(store, now, unreadable))
    return refused + unreadable


def _registrations(store: AlertStore, now: datetime, unreadable: list[AlertKey]) -> Iterator[Registration]:
    """Give all alerts that are there, and note those that cannot be read."""

    def read(key: AlertKey) -> Registration | None:
        try:
            alert = store.get(key)
            return None if alert is None else _registration(alert, now)
        except (BadInput, ValueError):  # an earlier release took it
            unreadable.append(key)
            return None

    with ThreadPoolExecutor(_PARALLEL_READS) as pool:
        yield from (one for one in pool.map(read, store.listed()) if one is not None)


def _registration(alert: Alert, now: datetime) -> Registration:
    request = with_media_topics(alert_search(alert.query, now))
    return Registration(alert.key, request, other_spellings(request))
