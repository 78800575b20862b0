"""A proxy that does to requests what networks, services and power cuts do to them, and counts how often it did.

Each process of a function has doors of its own, one to AWS and one to OpenSearch, so that the proxy knows whom it
kills: `kill -9` strikes before a request is forwarded, or after it was carried out and before it is answered.
"""

import asyncio
import contextlib
import os
import random
import re
import signal
import socket
import struct
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from infra.local.http_message import LONGEST_HEAD, Limits, Request, length_of, read_body, read_head
from infra.local.ports import LOOPBACK
from tests.chaos.announced import ANNOUNCED

_NO_LINGER = struct.pack("ii", 1, 0)  # a close of such a socket is a reset


@dataclass
class Exchange:
    """One request on its way; a fault decides what becomes of it."""

    operation: str
    request: Request
    door: "Door"
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def forward(self) -> bytes:
        """Let it be carried out; give the whole answer as it came."""
        if self.request.target.startswith(ANNOUNCED):
            return b"HTTP/1.1 204 No Content\r\n\r\n"
        reader, writer = await asyncio.open_connection(*self.door.upstream)
        try:
            writer.write(_written(self.request))
            return await reader.read(-1)
        finally:
            writer.close()

    async def send(self, answer: bytes) -> None:
        """Give this to whoever asked."""
        self.writer.write(answer)
        await self.writer.drain()

    def reset(self) -> None:
        """Break the connection off."""
        plug: socket.socket = self.writer.get_extra_info("socket")
        with contextlib.suppress(OSError):  # it is closed already
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.writer.transport.abort()

    def kill(self) -> None:
        """End the process that asks as `kill -9` does."""
        for pid in self.door.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.reset()


Fault = Callable[[Exchange], Awaitable[None]]


@dataclass(eq=False)
class Rule:
    """Lets a fault strike some operations: all, the first few, or each with a chance."""

    fault: Fault
    operations: re.Pattern[str]
    times: int | None = None
    chance: random.Random | None = None
    share: float = 1.0
    fired: int = 0

    def strikes(self, operation: str) -> bool:
        """Tell whether it strikes now, and count it."""
        if not self.operations.fullmatch(operation) or (self.times is not None and self.fired >= self.times):
            return False
        if self.chance is not None and self.chance.random() >= self.share:
            return False
        self.fired += 1
        return True


@dataclass
class Rules:
    """What is wrong at the moment, the same at every door that shares it."""

    wrong: list[Rule] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def strike(
        self,
        fault: Fault,
        operations: str,
        *,
        times: int | None = None,
        share: float = 1.0,
        seed: int | None = None,
    ) -> Iterator[Rule]:
        """Let a fault strike operations of this pattern while the block lasts."""
        chance = random.Random(seed) if seed is not None else None
        rule = Rule(fault, re.compile(operations), times, chance, share)
        self.wrong.append(rule)
        try:
            yield rule
        finally:
            self.wrong.remove(rule)

    def against(self, operation: str) -> Fault | None:
        """Give the fault that strikes this operation now, if any."""
        self.seen[operation] += 1
        return next((rule.fault for rule in tuple(self.wrong) if rule.strikes(operation)), None)


@dataclass
class Door:
    """One port in front of one server."""

    upstream: tuple[str, int]
    rules: Rules
    named: Callable[[Request], str]
    pids: Callable[[], Iterable[int]] = tuple
    port: int = 0
    # The loop refers weakly to tasks: one whose connection broke off would be collected before it has ended.
    conversations: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._converse, LOOPBACK, 0, limit=LONGEST_HEAD, backlog=512)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._server.close()
        self._server.close_clients()
        for task in self.conversations:
            task.cancel()
        await asyncio.gather(*self.conversations)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.conversations.add(task)
        task.add_done_callback(self.conversations.discard)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while request := await _read(reader, writer):
                exchange = Exchange(self.named(request), request, self, reader, writer)
                fault = self.rules.against(exchange.operation)
                await (fault or _pass_on)(exchange)
                if writer.is_closing():
                    break
        writer.close()


async def _pass_on(exchange: Exchange) -> None:
    try:
        answer = await exchange.forward()
    except OSError:
        answer = b""
    if not answer:  # the server is gone, or broke off: so does this connection
        exchange.reset()
        return
    await exchange.send(kept_open(answer))


def kept_open(answer: bytes) -> bytes:
    """Give the answer without the word that the connection ends with it."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: keep-alive", b"", body])


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    request = read_head(head)
    if (request.header("expect") or "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return replace(request, body=await read_body(reader, length_of(request, Limits()), Limits()))


def _written(request: Request) -> bytes:
    dropped = {"connection", "expect", "transfer-encoding", "content-length"}
    lines = [f"{request.method} {request.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers if name not in dropped]
    lines += [f"content-length: {len(request.body)}", "connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1") + request.body


def of_aws(request: Request) -> str:
    """Name an operation of AWS as boto3 does: `s3:PutObject`; `index:answer` is an announcement."""
    if request.target.startswith(ANNOUNCED):
        return f"{request.target.removeprefix(ANNOUNCED)}:answer"
    service, _, operation = (request.header("x-amz-target") or "").partition(".")
    if service:
        return f"{service.removeprefix('Amazon').lower()}:{operation}"
    if request.method == "GET" and "list-type=2" in request.target:
        return "s3:ListObjectsV2"
    return f"s3:{request.method.title()}Object"


def of_engine(request: Request) -> str:
    """Name what OpenSearch is asked by the last part of its path: `engine:_bulk`."""
    return f"engine:{urlsplit(request.target).path.rpartition('/')[2]}"
