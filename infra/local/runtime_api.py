"""A Lambda function here: a few processes that run AWS's own runtime client, started beforehand."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from infra.local.cloudformation import REGION
from infra.local.system import Function
from infra.local.worker import Invocation, Outcome, Worker

REPOSITORY = Path(__file__).parents[2]
LARGEST_PAYLOAD = 6 * 1024 * 1024  # of an event and of an answer

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
}


class FunctionPool:
    """The processes of one function; an event goes to whichever is free first."""

    def __init__(
        self,
        function: Function,
        *,
        processes: int,
        aws_url: str,
        log: Path,
        on_change: Callable[[], None] = lambda: None,
        report: Callable[[str], None] = print,
    ) -> None:
        self.function = function
        self.processes = processes
        self._log = log
        self._report = report
        self._failed_start: str | None = None
        self._events: asyncio.Queue[Invocation] = asyncio.Queue()
        self._workers = [
            Worker(
                function,
                self._events,
                environment=_environment(function, aws_url),
                log=log,
                on_change=on_change,
                on_failed_start=self._cannot_start,
            )
            for _ in range(processes)
        ]
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def pids(self) -> list[int]:
        """The processes that live now."""
        return [worker.pid for worker in self._workers if worker.pid]

    def start(self) -> None:
        """Start the processes; `ready` tells when they are up."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._log.write_bytes(b"")
        self._tasks = [asyncio.create_task(worker.run()) for worker in self._workers]

    async def ready(self) -> None:
        """Wait until every process has asked for its first event, or could not start."""
        await asyncio.gather(*(worker.has_tried.wait() for worker in self._workers))

    async def stop(self) -> None:
        """End the processes and wait until they are gone."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def invoke(self, payload: bytes) -> Outcome:
        """Give the event to a free process and wait for what it gives."""
        if len(payload) > LARGEST_PAYLOAD:
            return Outcome(b'{"message":"Request must be smaller than 6291456 bytes"}', "RequestTooLarge")
        invocation = Invocation(payload, asyncio.get_running_loop().create_future())
        self._events.put_nowait(invocation)
        outcome = await invocation.outcome
        if len(outcome.payload) > LARGEST_PAYLOAD:
            return Outcome(b'{"errorType":"Function.ResponseSizeTooLarge"}', "Function.ResponseSizeTooLarge")
        return outcome

    def _cannot_start(self, outcome: Outcome) -> None:
        """As Lambda does, fail the events that wait for a process that cannot start."""
        text = outcome.payload.decode(errors="replace")
        if text != self._failed_start:
            self._failed_start = text
            self._report(f"the function {self.function.name} cannot start; see {self._log}")
        with contextlib.suppress(asyncio.QueueEmpty):
            while True:
                self._events.get_nowait().settle(Outcome(outcome.payload, outcome.error or "Runtime.InitError"))


def _environment(function: Function, aws_url: str) -> dict[str, str]:
    """What Lambda sets, what the template says, and nothing of this machine's environment."""
    return {
        "PATH": os.defpath,
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": str(REPOSITORY),
        "LAMBDA_TASK_ROOT": str(REPOSITORY),
        "_HANDLER": function.handler,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{sys.version_info.major}.{sys.version_info.minor}",
        "AWS_LAMBDA_FUNCTION_NAME": function.full_name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.full_name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_ENDPOINT_URL": aws_url,
        **CREDENTIALS,
        **function.environment,
    }
