"""Scheduled events of the local stack."""

import asyncio
from collections.abc import Awaitable, Callable

from infra.local.scheduler import Scheduler
from infra.local.system import Schedule
from infra.local.worker import Outcome


def scheduled(invoke: Callable[[bytes], Awaitable[Outcome]], *, seconds: float, run_for: float) -> list[str]:
    reports: list[str] = []

    async def run() -> None:
        schedule = Schedule("Release", "admin", seconds, '{"action": "release"}')  # type: ignore[arg-type]
        scheduler = Scheduler(schedule, invoke, report=reports.append)
        scheduler.start()
        await asyncio.sleep(run_for)
        await scheduler.stop()

    asyncio.run(run())
    return reports


def test_an_event_is_sent_at_once_and_then_at_its_rate() -> None:
    events: list[bytes] = []

    async def invoke(payload: bytes) -> Outcome:
        events.append(payload)
        return Outcome(b"{}")

    assert scheduled(invoke, seconds=60, run_for=0.05) == []
    assert events == [b'{"action": "release"}']
    events.clear()
    scheduled(invoke, seconds=0.1, run_for=0.35)
    assert len(events) in (3, 4)


def test_a_run_that_fails_is_told_and_the_next_one_comes() -> None:
    async def invoke(_: bytes) -> Outcome:
        return Outcome(b'{"errorType": "Unavailable"}', "Unhandled")

    reports = scheduled(invoke, seconds=0.05, run_for=0.12)
    assert len(reports) >= 2
    assert set(reports) == {'release failed: Unhandled {"errorType": "Unavailable"}'}
