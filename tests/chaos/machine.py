"""The functions as processes, with doors of the fault proxy between them and everything that they use."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from opensearchpy import OpenSearch

from infra.local import aws, resources, servers, template
from infra.local.gateway import Gateway
from infra.local.poller import Poller
from infra.local.ports import free_port
from infra.local.runtime_api import CREDENTIALS, FunctionPool
from infra.local.system import Function, System
from shared.adapters.clients import opensearch_client
from shared.adapters.index_queue import SqsIndexQueue
from shared.adapters.raw_store import S3RawStore
from shared.domain.identity import RawKey
from tests.chaos.proxy import Door, Rules, of_aws, of_engine

KEY = "key-of-chaos"
SOURCE = "chaos"
INDEXES = "articles-*,alerts-*"
PROCESSES = {"accept": 2, "search": 1, "index": 2, "admin": 1}


class Machine:
    """One run; `rules` holds what is wrong at the doors of the functions, `poller_rules` at those of the pollers.

    The pollers are AWS's own machinery: what they do between a queue and a function.
    """

    def __init__(self, home: Path, engine_url: str) -> None:
        self.rules, self.poller_rules = Rules(), Rules()
        self._home = home
        self._engine_url = engine_url
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._parts, self._polling = AsyncExitStack(), AsyncExitStack()
        self._pools: dict[str, list[FunctionPool]] = {}
        self._turn = 0

    def start(self) -> None:
        """Start AWS, the functions and the gateway; what is pushed waits in the queue until `poll`."""
        port = free_port()
        self.aws_url = f"http://127.0.0.1:{port}"
        self.system: System = template.load(servers.parameters_for(self._engine_url), aws_url=self.aws_url)
        self._aws = aws.start(self._home / "s3", port=port, log=self._home / "aws.log")
        resources.create(
            self.system,
            self.aws_url,
            keys={SOURCE: KEY},
            signing_secret=lambda _: "s" * 48,
            kept=lambda _, make: make(),
        )
        self._thread.start()
        self.wait(self._start())

    def stop(self) -> None:
        """End all; no process is left."""
        self.empty()
        self.wait(self._parts.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._aws.stop()
        self.engine.close()

    def empty(self) -> None:
        """Forget all: what a test left behind is not the next one's."""
        self.wait(self._rest())
        while found := self.s3.list_objects_v2(Bucket=self.bucket).get("Contents"):
            keys = [{"Key": one["Key"]} for one in found]
            self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": keys})
        self.lose_messages()
        self.engine.indices.delete(index=INDEXES, params={"ignore_unavailable": "true"})

    def lose_messages(self) -> None:
        """Make every queue anew; a purge is taken once a minute only."""
        for queue in self.system.queues:
            self.sqs.delete_queue(QueueUrl=queue.url)
        for queue in sorted(self.system.queues, key=lambda one: "RedrivePolicy" in one.attributes):
            self.sqs.create_queue(QueueName=queue.name, Attributes=dict(queue.attributes))

    def wait[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the loop of the machine."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _start(self) -> None:
        for name, processes in PROCESSES.items():
            function = next(one for one in self.system.functions if one.name == name)
            self._pools[name] = [await self._pool(function, n) for n in range(processes)]
        pools = [pool for some in self._pools.values() for pool in some]
        for pool in pools:
            pool.start()
            self._parts.push_async_callback(pool.stop)
        await asyncio.gather(*(pool.ready() for pool in pools))
        invokes = {name: self._invoke(name) for name in self._pools}
        gateway = Gateway(self.system.api, invokes, access_log=self._home / "access.log")
        await gateway.start(8300, last_port=8400)
        self._parts.push_async_callback(gateway.stop, 3.0)
        self.url = gateway.url

    async def _pool(self, function: Function, number: int) -> FunctionPool:
        pool: FunctionPool | None = None

        def pids() -> list[int]:
            return pool.pids if pool else []

        to_aws = await self._open(Door(_address(self.aws_url), self.rules, of_aws, pids))
        to_engine = await self._open(Door(_address(self._engine_url), self.rules, of_engine, pids))
        environment = {**function.environment, "AWS_ENDPOINT_URL": to_aws.url, "OPENSEARCH_URL": to_engine.url}
        announced = replace(function, handler=f"tests.chaos.announced.{function.name}", environment=environment)
        log = self._home / f"{function.name}-{number}.log"
        pool = FunctionPool(announced, processes=1, aws_url=self.aws_url, log=log)
        return pool

    async def _open(self, door: Door) -> Door:
        await door.open()
        self._parts.push_async_callback(door.close)
        return door

    def door(self, rules: Rules, pids: Callable[[], Iterable[int]]) -> str:
        """Open one more door to AWS, for a program of the test; give its address."""
        return self.wait(self._open(Door(_address(self.aws_url), rules, of_aws, pids))).url

    async def _poll(self) -> None:
        source = next(one for one in self.system.sources if one.function == "index")
        for pool in self._pools["index"]:
            door = Door(_address(self.aws_url), self.poller_rules, of_aws, lambda p=pool: p.pids)
            await door.open()
            self._polling.push_async_callback(door.close)
            sqs = _impatient(door.url)
            poller = Poller(source, pool.invoke, sqs, processes=1, report=lambda _: None)
            poller.start()
            self._polling.push_async_callback(poller.stop, 10.0)

    async def _rest(self) -> None:
        await self._polling.aclose()

    def poll(self) -> None:
        """Let the pollers begin: until now what was pushed waited in the queue."""
        self.wait(self._poll())

    def _invoke(self, name: str) -> Any:
        async def invoke(payload: bytes) -> Any:
            self._turn += 1
            pools = self._pools[name]
            return await pools[self._turn % len(pools)].invoke(payload)

        return invoke

    def invoke(self, name: str, event: Mapping[str, Any], *, process: int = 0) -> Any:
        """Give a function one event as AWS does; give its answer, or raise with the type of its error."""
        outcome = self.wait(self._pools[name][process].invoke(json.dumps(event).encode()))
        if outcome.error:
            raise RuntimeError(f"{outcome.error}: {outcome.payload.decode()[:500]}")
        return json.loads(outcome.payload)

    def pids(self, name: str) -> list[int]:
        """The processes of a function that live now."""
        return [pid for pool in self._pools[name] for pid in pool.pids]

    def restart(self, name: str) -> None:
        """Kill the processes of a function and wait until others are there: what they knew is forgotten."""
        before = set(self.pids(name))
        for pid in before:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while before & set(self.pids(name)) or len(self.pids(name)) < len(before):
            time.sleep(0.05)

    @cached_property
    def engine(self) -> OpenSearch:
        """The engine itself, beside the doors."""
        return opensearch_client(self._engine_url, "none", timeout=30)

    @cached_property
    def s3(self) -> Any:
        return resources.client("s3", self.aws_url)

    @cached_property
    def sqs(self) -> Any:
        return resources.client("sqs", self.aws_url)

    @property
    def bucket(self) -> str:
        return self.system.outputs["RawBucketName"]

    @property
    def store(self) -> S3RawStore:
        """The raw store itself, beside the doors."""
        return S3RawStore(self.s3, self.bucket)

    @property
    def queue(self) -> str:
        return next(one.queue.url for one in self.system.sources if one.function == "index")

    def tell(self, keys: Sequence[RawKey]) -> None:
        """Send the index function these keys, ten at most, as if S3 told of them once more."""
        SqsIndexQueue(self.sqs, self.queue).send(keys)

    def waiting(self) -> int:
        """How many messages wait for the index function or are with it."""
        return self._messages(self.queue)

    def dead_letters(self) -> int:
        """How many messages were given up."""
        policy = next(q.attributes for q in self.system.queues if q.url == self.queue)["RedrivePolicy"]
        arn = json.loads(policy)["deadLetterTargetArn"]
        return self._messages(next(q.url for q in self.system.queues if q.arn == arn))

    def _messages(self, url: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)

    def drained(self, *, seconds: float) -> float:
        """Wait until the queue is empty; give how long it took."""
        started = time.monotonic()
        while left := self.waiting():
            waited = time.monotonic() - started
            assert waited < seconds, f"{left} messages wait after {waited:.0f} s"
            time.sleep(0.2)
        return time.monotonic() - started


@contextmanager
def running(home: Path, engine_url: str) -> Iterator[Machine]:
    """Run a machine for a while."""
    machine = Machine(home, engine_url)
    machine.start()
    try:
        yield machine
    finally:
        machine.stop()


def _impatient(url: str) -> Any:
    """Give a client of SQS that does not wait half a minute for an answer that never comes."""
    config = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
    return boto3.client(
        "sqs",
        endpoint_url=url,
        region_name=CREDENTIALS["AWS_REGION"],
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=config,
    )


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    assert parts.hostname and parts.port
    return parts.hostname, parts.port
