"""Scheduled events: each goes to its function soon after the start, then at its rate."""

import asyncio
import time
from collections.abc import Callable

from infra.local.system import Schedule
from infra.local.worker import Invoke, Outcome


class Scheduler:
    """Sends one schedule's event to its function."""

    def __init__(self, schedule: Schedule, invoke: Invoke, *, report: Callable[[str], None] = print) -> None:
        self._schedule = schedule
        self._invoke = invoke
        self._report = report
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Send the event now and then at the schedule's rate."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Send no more; a run under way ends with its process."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            began = time.monotonic()
            outcome = await self._invoke(self._schedule.event.encode())
            if outcome.error:
                self._report(f"{self._schedule.name.lower()} failed: {_first_words(outcome)}")
            await asyncio.sleep(max(0, self._schedule.seconds - (time.monotonic() - began)))


def _first_words(outcome: Outcome) -> str:
    return f"{outcome.error} {outcome.payload[:300].decode(errors='replace')}"
