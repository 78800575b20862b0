"""Functions as real processes of AWS's own runtime client over the local Runtime API."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from infra.local.runtime_api import REPOSITORY, FunctionPool
from infra.local.system import Function
from infra.local.worker import Outcome

HANDLER = """
import os, time
from pathlib import Path

def lambda_handler(event, context):
    match event["do"]:
        case "echo":
            return event
        case "context":
            return {
                "left": context.get_remaining_time_in_millis(),
                "id": context.aws_request_id,
                "arn": context.invoked_function_arn,
                "pid": os.getpid(),
                "environment": dict(os.environ),
            }
        case "print":
            print(event["text"])
        case "raise":
            raise KeyError("missing")
        case "exit":
            os._exit(3)
        case "sleep":
            print("sleeping", flush=True)
            time.sleep(event["seconds"])
        case "meet":  # another process, which meets this one
            Path(event["own"]).touch()
            ends = time.monotonic() + 15
            while not Path(event["other"]).exists() and time.monotonic() < ends:
                time.sleep(0.01)
            return Path(event["other"]).exists()
        case "large":
            return "x" * (6 * 1024 * 1024)
"""


def function(folder: Path, *, handler: str = "work.lambda_handler", timeout: int = 20) -> Function:
    (folder / "work.py").write_text(HANDLER)
    return Function(
        name="work",
        full_name="copydesk-WorkFunction",
        arn="arn:aws:lambda:us-east-1:123456789012:function:copydesk-WorkFunction",
        handler=handler,
        timeout=timeout,
        memory=512,
        environment={"SETTING": "from the template", "PYTHONPATH": str(folder)},
    )


Talk = Callable[[FunctionPool], Awaitable[None]]


def run(described: Function, folder: Path, talk: Talk, *, processes: int = 1) -> list[str]:
    """Runs the pool while `talk` uses it; gives what was reported."""
    reports: list[str] = []

    async def serve() -> None:
        pool = FunctionPool(
            described,
            processes=processes,
            aws_url="http://127.0.0.1:9",
            log=folder / "work.log",
            report=reports.append,
        )
        pool.start()
        try:
            await pool.ready()
            await talk(pool)
        finally:
            pids = pool.pids
            await pool.stop()
            assert not any(map(is_alive, pids))

    asyncio.run(asyncio.wait_for(serve(), 60))
    return reports


async def invoke(pool: FunctionPool, **event: Any) -> Any:
    outcome = await pool.invoke(json.dumps(event).encode())
    assert outcome.error is None, outcome
    return json.loads(outcome.payload)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_event_is_answered_with_lambdas_context_and_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRIVATE_SETTING", "of this machine")

    async def talk(pool: FunctionPool) -> None:
        assert await invoke(pool, do="echo", text="Kyïv") == {"do": "echo", "text": "Kyïv"}
        context = await invoke(pool, do="context")
        assert 15_000 < context["left"] <= 20_000
        assert context["arn"].endswith(":function:copydesk-WorkFunction")
        assert [context["pid"]] == pool.pids
        environment = context["environment"]
        assert "PRIVATE_SETTING" not in environment
        assert environment["SETTING"] == "from the template"
        assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:9"
        assert environment["AWS_LAMBDA_FUNCTION_NAME"] == "copydesk-WorkFunction"
        assert environment["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.13"
        assert (await invoke(pool, do="context"))["id"] != context["id"]

    run(function(tmp_path), tmp_path, talk)


def test_what_a_function_prints_is_in_its_log(tmp_path: Path) -> None:
    async def talk(pool: FunctionPool) -> None:
        await invoke(pool, do="print", text="seen by nobody else")

    run(function(tmp_path), tmp_path, talk)
    assert "seen by nobody else\n" in (tmp_path / "work.log").read_text()


def test_an_exception_a_crash_and_a_timeout_fail_the_event_alone(tmp_path: Path) -> None:
    async def talk(pool: FunctionPool) -> None:
        raised = await pool.invoke(b'{"do": "raise"}')
        assert (raised.error, json.loads(raised.payload)["errorType"]) == ("Unhandled", "KeyError")
        first = pool.pids
        crashed = await pool.invoke(b'{"do": "exit"}')
        assert crashed.error == "Runtime.ExitError"
        assert "exit status 3" in json.loads(crashed.payload)["errorMessage"]
        late = await pool.invoke(b'{"do": "sleep", "seconds": 30}')
        assert late.error == "Sandbox.Timedout"
        assert "Task timed out after 1.00 seconds" in json.loads(late.payload)["errorMessage"]
        assert await invoke(pool, do="echo") == {"do": "echo"}
        assert pool.pids != first

    run(function(tmp_path, timeout=1), tmp_path, talk)


def test_a_killed_process_is_replaced_at_once(tmp_path: Path) -> None:
    async def talk(pool: FunctionPool) -> None:
        killed = pool.pids[0]
        os.kill(killed, signal.SIGKILL)
        began = time.monotonic()
        while killed in pool.pids or len(pool.pids) < 2:
            await asyncio.sleep(0.01)
        assert time.monotonic() - began < 5
        busy = asyncio.create_task(pool.invoke(b'{"do": "sleep", "seconds": 60}'))
        while "sleeping" not in (tmp_path / "work.log").read_text():
            await asyncio.sleep(0.01)
        for pid in pool.pids:
            os.kill(pid, signal.SIGKILL)
        assert (await busy).error == "Runtime.ExitError"
        assert await invoke(pool, do="echo") == {"do": "echo"}

    run(function(tmp_path), tmp_path, talk, processes=2)


def test_two_processes_work_side_by_side(tmp_path: Path) -> None:
    async def talk(pool: FunctionPool) -> None:
        one, other = str(tmp_path / "one"), str(tmp_path / "other")
        first, second = (
            invoke(pool, do="meet", own=one, other=other),
            invoke(pool, do="meet", own=other, other=one),
        )
        assert await asyncio.gather(first, second) == [True, True]

    run(function(tmp_path), tmp_path, talk, processes=2)


def test_an_event_or_an_answer_above_6_mb_is_refused(tmp_path: Path) -> None:
    async def talk(pool: FunctionPool) -> None:
        assert (await pool.invoke(b" " * (6 * 1024 * 1024 + 1))).error == "RequestTooLarge"
        assert (await pool.invoke(b'{"do": "large"}')).error == "Function.ResponseSizeTooLarge"

    run(function(tmp_path), tmp_path, talk)


def test_a_function_that_cannot_start_fails_its_events_and_says_so_once(tmp_path: Path) -> None:
    async def talk(pool: FunctionPool) -> None:
        for _ in range(2):
            outcome = await pool.invoke(b"{}")
            assert outcome.error == "Runtime.ImportModuleError"
            assert "nowhere" in json.loads(outcome.payload)["errorMessage"]

    reports = run(function(tmp_path, handler="nowhere.lambda_handler"), tmp_path, talk)
    assert reports == [f"the function work cannot start; see {tmp_path / 'work.log'}"]


def test_an_event_that_nobody_waits_for_any_more_is_not_delivered(tmp_path: Path) -> None:
    async def talk(pool: FunctionPool) -> None:
        busy = asyncio.create_task(invoke(pool, do="sleep", seconds=1))
        await asyncio.sleep(0.1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.invoke(b'{"do": "print", "text": "too late"}'), 0.1)
        await busy
        await invoke(pool, do="echo")

    run(function(tmp_path), tmp_path, talk)
    assert "too late" not in (tmp_path / "work.log").read_text()


PARENT = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from infra.local.runtime_api import FunctionPool
from test_runtime_api import function

async def main():
    folder = Path({folder!r})
    pool = FunctionPool(function(folder), processes=2, aws_url="http://127.0.0.1:9", log=folder / "work.log")
    pool.start()
    await pool.ready()
    busy = asyncio.create_task(pool.invoke(b'{{"do": "sleep", "seconds": 60}}'))
    await asyncio.sleep(0.2)
    print(*pool.pids, flush=True)
    await busy

asyncio.run(main())
"""


def test_no_process_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = PARENT.format(tests=str(Path(__file__).parent), folder=str(tmp_path))
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=REPOSITORY, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    with parent:
        assert parent.stdout
        pids = [int(each) for each in parent.stdout.readline().split()]
        parent.kill()
    assert len(pids) == 2
    ends = time.monotonic() + 30
    while any(map(is_alive, pids)) and time.monotonic() < ends:
        time.sleep(0.02)
    assert not any(map(is_alive, pids))


@pytest.mark.alone
def test_a_warm_call_costs_about_a_millisecond(tmp_path: Path) -> None:
    async def talk(pool: FunctionPool) -> None:
        times = []
        for _ in range(100):
            began = time.perf_counter()
            outcome: Outcome = await pool.invoke(b'{"do": "echo"}')
            times.append(time.perf_counter() - began)
            assert outcome.error is None
        # 44 ms would be Nagle's algorithm and delayed acknowledgements; the rest is room for a busy machine.
        assert sorted(times)[50] < 0.02

    run(function(tmp_path), tmp_path, talk)
