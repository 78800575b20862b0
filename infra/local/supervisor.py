"""Runs functions, poller, schedules and gateway on top of the two servers, and stops them in order."""

import asyncio
import os
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from typing import Any

from infra.local import resources, samples
from infra.local.gateway import Gateway
from infra.local.greeting import greeting
from infra.local.home import Home
from infra.local.poller import Poller
from infra.local.runtime_api import FunctionPool
from infra.local.scheduler import Scheduler
from infra.local.servers import Servers
from infra.local.system import QueueSource

FIRST_PORT, LAST_PORT = 8080, 8180
PROCESSES = {"accept": 2, "search": 2, "index": 2}  # a function that is not named has one
SECONDS_TO_FINISH = 3.0
SECONDS_BETWEEN_LOOKS = 1.0


class Supervisor:
    """One run of the local stack."""

    def __init__(self, home: Home, servers: Servers, keys: Mapping[str, str]) -> None:
        self._home = home
        self._servers = servers
        self._keys = keys
        self._is_up = False
        self._functions = {
            function.name: FunctionPool(
                function,
                processes=PROCESSES.get(function.name, 1),
                aws_url=servers.aws_url,
                log=home.logs / f"{function.name}.log",
                on_change=self._publish,
                report=_say,
            )
            for function in servers.system.functions
        }
        invokes = {name: function.invoke for name, function in self._functions.items()}
        self._gateway = Gateway(servers.system.api, invokes, access_log=home.logs / "access.log")

    async def run(self) -> None:
        """Run until SIGINT or SIGTERM."""
        asked_to_stop = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, asked_to_stop.set)
        serving = asyncio.create_task(self._serve())
        stopping = asyncio.create_task(asked_to_stop.wait())
        await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving

    async def _serve(self) -> None:
        async with AsyncExitStack() as parts:
            for function in self._functions.values():
                function.start()
                parts.push_async_callback(function.stop)
            await asyncio.gather(*(function.ready() for function in self._functions.values()))
            self._start_events(parts)
            await self._gateway.start(FIRST_PORT, last_port=LAST_PORT)
            parts.push_async_callback(self._gateway.stop, SECONDS_TO_FINISH)
            parts.callback(self._end)
            await self._load_samples()
            self._is_up = True
            self._publish()
            _say(greeting(self._gateway.url, self._keys, self._home, self._servers.engine is None))
            if self._servers.engine:
                self._servers.engine.train_next_start()
            await self._watch()

    def _start_events(self, parts: AsyncExitStack) -> None:
        sqs = resources.client("sqs", self._servers.aws_url)
        for source in self._servers.system.sources:
            poller = self._poller(source, sqs)
            poller.start()
            parts.push_async_callback(poller.stop, SECONDS_TO_FINISH)
        for schedule in self._servers.system.schedules:
            scheduler = Scheduler(schedule, self._functions[schedule.function].invoke, report=_say)
            scheduler.start()
            parts.push_async_callback(scheduler.stop)

    def _poller(self, source: QueueSource, sqs: Any) -> Poller:
        function = self._functions[source.function]
        return Poller(source, function.invoke, sqs, processes=function.processes, report=_say)

    async def _load_samples(self) -> None:
        s3 = resources.client("s3", self._servers.aws_url)
        bucket = self._servers.system.outputs["RawBucketName"]
        wanted = len(list(samples.files()))
        stored = await asyncio.to_thread(s3.list_objects_v2, Bucket=bucket, Prefix="raw/", MaxKeys=wanted)
        if stored["KeyCount"] >= wanted:
            return
        _say("loading the sample articles")
        try:
            ids = await asyncio.to_thread(samples.push_all, self._gateway.url, self._keys)
            if not await asyncio.to_thread(samples.wait_until_found, self._gateway.url, ids):
                _say("the sample articles are taking longer than a minute to be found")
        except OSError as error:
            _say(f"the sample articles were not taken: {error}")

    def _publish(self) -> None:
        if not self._is_up:
            return
        engine, system = self._servers.engine, self._servers.system
        self._home.publish(
            {
                "url": self._gateway.url,
                "keys": self._keys,
                "opensearch": self._servers.opensearch_url,
                "aws": self._servers.aws_url,
                "bucket": system.outputs["RawBucketName"],
                "queue": system.sources[0].queue.url,
                "environment": dict(each.split("=", 1) for each in system.outputs["OperatorEnvironment"].split()),
                "pids": {
                    "stack": os.getpid(),
                    "opensearch": engine.pid if engine else None,
                    "aws": self._servers.aws_pid,
                    "functions": {name: function.pids for name, function in self._functions.items()},
                },
            }
        )

    def _end(self) -> None:
        self._is_up = False
        self._home.withdraw()
        _say("stopping")

    async def _watch(self) -> None:
        """Tell when a server ends by itself; what depends on it answers 503 from then on."""
        servers = {"The local AWS": self._servers.aws_pid}
        if self._servers.engine:
            servers["OpenSearch"] = self._servers.engine.pid
        while True:
            for name in [name for name, pid in servers.items() if not _is_alive(pid)]:
                _say(f"{name} (process {servers.pop(name)}) has ended; start Copydesk again to get it back")
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _say(message: str) -> None:
    print(message, flush=True)
