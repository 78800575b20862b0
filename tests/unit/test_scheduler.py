"""Scheduled events of the local stack."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise

from infra.local.scheduler import Scheduler
from infra.local.system import Schedule
from infra.local.worker import Outcome


def scheduled(
    invoke: Callable[[bytes], Awaitable[Outcome]], until: Callable[[list[str]], bool], *, seconds: float
) -> list[str]:
    """Runs a schedule of this rate until something holds; gives what was reported."""
    reports: list[str] = []

    async def run() -> None:
        schedule = Schedule("Release", "admin", seconds, '{"action": "release"}')  # type: ignore[arg-type]
        scheduler = Scheduler(schedule, invoke, report=reports.append)
        scheduler.start()
        while not until(reports):
            await asyncio.sleep(0.005)
        await scheduler.stop()

    asyncio.run(asyncio.wait_for(run(), 30))
    return reports


def test_an_event_is_sent_at_once_and_then_at_its_rate() -> None:
    events: list[tuple[bytes, float]] = []

    async def invoke(payload: bytes) -> Outcome:
        events.append((payload, time.monotonic()))
        return Outcome(b"{}")

    assert scheduled(invoke, lambda _: len(events) == 4, seconds=0.1) == []
    assert {payload for payload, _ in events} == {b'{"action": "release"}'}
    times = [began for _, began in events]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.09
    events.clear()
    scheduled(invoke, lambda _: bool(events), seconds=3_600)


def test_a_run_that_fails_is_told_and_the_next_one_comes() -> None:
    async def invoke(_: bytes) -> Outcome:
        return Outcome(b'{"errorType": "Unavailable"}', "Unhandled")

    reports = scheduled(invoke, lambda told: len(told) >= 2, seconds=0.05)
    assert set(reports) == {'release failed: Unhandled {"errorType": "Unavailable"}'}
