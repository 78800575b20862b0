"""One process of a Lambda function and the Runtime API (2018-06-01) that it is served by.

Each process has a port of its own, so that the API knows who asks.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from infra.local import guard
from infra.local.http_message import Request, Response
from infra.local.http_server import HttpServer
from infra.local.ports import LOOPBACK
from infra.local.system import Function

_API = "/2018-06-01/runtime/"
_ACCEPTED = Response(202, b'{"status":"OK"}')
_LONGEST_PAUSE = 5.0


@dataclass(frozen=True)
class Outcome:
    """What a function gave; `error` is the type of the error when it failed."""

    payload: bytes
    error: str | None = None


Invoke = Callable[[bytes], Awaitable[Outcome]]
"""Gives a function one event and waits for what it makes of it."""


@dataclass(eq=False)
class Invocation:
    """One event on its way to a process and back."""

    payload: bytes
    outcome: asyncio.Future[Outcome]
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def settle(self, outcome: Outcome) -> None:
        """Give the outcome, unless nobody waits for it any more."""
        if not self.outcome.done():
            self.outcome.set_result(outcome)

    def fail(self, error: str, message: str) -> None:
        """Fail as Lambda says it."""
        text = {"errorType": error, "errorMessage": f"RequestId: {self.id} Error: {message}"}
        self.settle(Outcome(json.dumps(text).encode(), error))


class Worker:
    """Keeps one process of a function alive and hands it events, one at a time."""

    def __init__(
        self,
        function: Function,
        events: asyncio.Queue[Invocation],
        *,
        environment: Mapping[str, str],
        log: Path,
        on_change: Callable[[], None],
        on_failed_start: Callable[[Outcome], None],
    ) -> None:
        self.pid: int | None = None
        self.has_tried = asyncio.Event()
        """Set once the process asked for an event, or could not start."""
        self._function = function
        self._events = events
        self._environment = environment
        self._log = log
        self._on_change = on_change
        self._on_failed_start = on_failed_start
        self._api = HttpServer(self._answer)
        self._waiting: asyncio.Future[Invocation] | None = None
        self._current: Invocation | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._served = False
        self._timed_out = False

    async def run(self) -> None:
        """Start the process, and again whenever it ends, until cancelled."""
        await self._api.start()
        failures = 0
        try:
            while True:
                self._served = False
                await self._live()
                failures = 0 if self._served else failures + 1
                self.has_tried.set()
                # A process that served is replaced at once; one that cannot start must not keep the machine busy.
                await asyncio.sleep(min(0.2 * 2**failures, _LONGEST_PAUSE) if failures else 0)
        finally:
            await self._api.stop()

    async def _live(self) -> None:
        with self._log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *[sys.executable, "-I", "-S", guard.__file__, str(int(signal.SIGKILL))],
                *[sys.executable, "-m", "awslambdaric", self._function.handler],
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env={**self._environment, "AWS_LAMBDA_RUNTIME_API": f"{LOOPBACK}:{self._api.port}"},
                start_new_session=True,
            )
        assert process.stdin and process.stdout  # noqa: S101
        try:
            self.pid = int(await process.stdout.readline() or 0)
            self._on_change()
            await process.wait()
        finally:
            process.stdin.close()  # the guard ends the function's process
            await process.wait()
            self._gone(process.returncode or 0)

    def _gone(self, code: int) -> None:
        self.pid = None
        self._on_change()
        if self._waiting:
            self._waiting.cancel()
        if self._timer:
            self._timer.cancel()
        if self._current and self._timed_out:
            self._current.fail("Sandbox.Timedout", f"Task timed out after {self._function.timeout}.00 seconds")
        elif self._current:
            reason = f"signal: {signal.Signals(code - 128).name}" if code > 128 else f"exit status {code}"
            self._current.fail("Runtime.ExitError", f"Runtime exited with error: {reason}")
        self._current, self._timed_out = None, False

    async def _answer(self, request: Request) -> Response:
        action = request.target.removeprefix(_API)
        if action == "invocation/next":
            return await self._next(request)
        if action == "init/error":
            self._on_failed_start(Outcome(request.body, request.header("lambda-runtime-function-error-type")))
            return _ACCEPTED
        if self._current is None or action.split("/")[1:2] != [self._current.id]:
            return Response(400, b'{"errorType":"InvalidRequestID"}')
        failed = action.endswith("/error")
        error = request.header("lambda-runtime-function-error-type") or "Unhandled"
        assert self._timer  # noqa: S101
        self._timer.cancel()
        self._current.settle(Outcome(request.body, error if failed else None))
        self._current = None
        return _ACCEPTED

    async def _next(self, request: Request) -> Response:
        self._served = True
        self.has_tried.set()
        while True:
            self._waiting = asyncio.ensure_future(self._events.get())
            try:
                invocation = await self._waiting
            except asyncio.CancelledError:  # the process is gone, or the stack ends
                return Response(410)
            if request.is_gone():  # killed a moment ago: the event is for another process
                self._events.put_nowait(invocation)
                return Response(410)
            if not invocation.outcome.done():
                break
        self._current = invocation
        self._timer = asyncio.get_running_loop().call_later(self._function.timeout, self._time_out)
        deadline = int((time.time() + self._function.timeout) * 1000)
        trace = f"Root=1-{int(time.time()):08x}-{invocation.id.replace('-', '')[:24]};Sampled=0"
        headers = (
            ("Content-Type", "application/json"),
            ("Lambda-Runtime-Aws-Request-Id", invocation.id),
            ("Lambda-Runtime-Deadline-Ms", str(deadline)),
            ("Lambda-Runtime-Invoked-Function-Arn", self._function.arn),
            ("Lambda-Runtime-Trace-Id", trace),
        )
        return Response(200, invocation.payload, headers)

    def _time_out(self) -> None:
        self._timed_out = True
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
