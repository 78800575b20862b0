"""Lets one process at a time do what takes long; one that ended without a word is succeeded within a minute."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from shared.domain.errors import CopydeskError
from shared.usecases.rebuild_ports import Operations

_MOST_MISSED = 3  # beats: after the fourth another may have begun

_LOG = logging.getLogger("copydesk.operation_lock")


class AtWork(CopydeskError):
    """Another process does this now, or has taken it over."""


@contextmanager
def only_one(
    operation: str,
    *,
    operations: Operations,
    holder: str,
    is_gone: Callable[[str], bool],
    seconds_between_beats: float = 15.0,
) -> Iterator[Callable[[], None]]:
    """Hold the lock; give what raises AtWork when it was lost, to be asked before each step.

    `is_gone` tells of another holder whether it has surely ended, as one of the same machine can.
    """
    other = operations.take(operation, holder, datetime.now(UTC), is_gone)
    if other is not None:
        raise AtWork(
            f"{other} is at this now, or at what nothing may run beside ({operation}). "
            "Wait for it; should it have ended without a word, try again after a minute."
        )
    lost, ends = threading.Event(), threading.Event()

    def beat() -> None:
        missed = 0
        while not ends.wait(seconds_between_beats):
            try:
                still = operations.beat(operation, holder, datetime.now(UTC))
            except Exception:  # noqa: BLE001 - a heart that stands still would keep the lock in name only
                _LOG.warning("a sign of life was not taken", extra={"operation": operation}, exc_info=True)
                missed += 1
                still = missed < _MOST_MISSED
            else:
                missed = 0
            if not still:
                lost.set()
                return

    def check() -> None:
        if lost.is_set():
            raise AtWork("Another process has taken this over, or the raw store cannot be reached.")

    heart = threading.Thread(target=beat, daemon=True)
    heart.start()
    try:
        yield check
    finally:
        ends.set()
        heart.join()
        if not lost.is_set():
            operations.leave(operation, holder)
