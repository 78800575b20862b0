"""Brings back, each hour, what the indexes lack of what the store keeps: articles first, then pins and alerts."""

from collections.abc import Callable
from typing import Protocol

from shared.usecases.alert_ports import AlertComparison
from shared.usecases.pin_articles import restore_pins
from shared.usecases.ports import ArticleIndex, IndexQueue, PinIndex, PinStore, RawStore
from shared.usecases.reconcile import reconcile


class WholeIndex(ArticleIndex, PinIndex, Protocol):
    """The index with its articles and its pins."""


def bring_back(
    *, store: RawStore, pins: PinStore, index: WholeIndex, queue: IndexQueue, alerts: AlertComparison
) -> int:
    """Give how many articles were sent to be indexed.

    What fails keeps nothing else from being brought back; in the end all that failed is raised together.
    """
    sent = 0

    def articles() -> None:
        nonlocal sent
        sent = reconcile(store=store, index=index, queue=queue)

    steps: list[Callable[[], None]] = [articles, lambda: restore_pins(store=pins, index=index), alerts.compare]
    failures: list[Exception] = []
    for step in steps:
        try:
            step()
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest is brought back
            failures.append(error)
    if failures:
        raise ExceptionGroup("not everything was brought back", failures)
    return sent
