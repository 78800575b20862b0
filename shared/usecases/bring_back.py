"""Brings back, each hour, what the indexes lack of what the store keeps: articles first, then pins and alerts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from shared.usecases.alert_ports import AlertComparison
from shared.usecases.pin_articles import restore_pins
from shared.usecases.ports import ArticleIndex, IndexQueue, PinIndex, PinStore, RawStore
from shared.usecases.reconcile import reconcile

_PARTS = "0123456789abcdef"  # what the ids of articles begin with


class WholeIndex(ArticleIndex, PinIndex, Protocol):
    """The index with its articles and its pins."""


@dataclass
class BroughtBack:
    """How many articles were sent to be indexed, with which part the next run begins, and all that failed."""

    next_part: int
    sent: int = 0
    failures: list[Exception] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Tell whether the last of the articles were reached."""
        return self.next_part == 0


def bring_back(
    *,
    store: RawStore,
    pins: PinStore,
    index: WholeIndex,
    queue: IndexQueue,
    alerts: AlertComparison,
    part: int,
    has_time: Callable[[], bool],
) -> BroughtBack:
    """Bring back what is missing; what fails keeps nothing else from it.

    Articles are compared from this part on for as long as there is time: a store that is too large for one run is
    gone through in several.
    """
    done = BroughtBack(part)

    def articles() -> None:
        done.sent += reconcile(_PARTS[part], store=store, index=index, queue=queue)

    while part < len(_PARTS) and has_time():
        _try(articles, done)
        part += 1
    done.next_part = part % len(_PARTS)
    _try(lambda: restore_pins(store=pins, index=index), done)
    _try(alerts.compare, done)
    return done


def _try(step: Callable[[], None], done: BroughtBack) -> None:
    try:
        step()
    except Exception as error:  # noqa: BLE001 - whatever it is, the rest is brought back
        done.failures.append(error)
