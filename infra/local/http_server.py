"""A small HTTP/1.1 server with keep-alive, limits and one write for each answer.

The standard library's server sends head and body apart, which costs 40 ms with Nagle's algorithm, and knows no
limits. asyncio switches Nagle's algorithm off.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from infra.local.http_message import (
    LONGEST_HEAD,
    Limits,
    Refused,
    Request,
    Response,
    length_of,
    read_body,
    read_head,
    render,
)
from infra.local.ports import LOOPBACK

_SECONDS_TO_READ_ON = 2.0

Answer = Callable[[Request], Awaitable[Response]]
Refusal = Callable[[int], Response]


class HttpServer:
    """Serves one function on one port of the loopback address."""

    def __init__(self, answer: Answer, *, limits: Limits | None = None, refusal: Refusal = Response) -> None:
        self._answer = answer
        self._limits = limits or Limits()
        self._refusal = refusal
        self._busy: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.port = 0

    async def start(self, port: int = 0) -> None:
        """Listen; OSError when the port is taken."""
        self._server = await asyncio.start_server(
            self._converse, LOOPBACK, port, limit=LONGEST_HEAD, reuse_address=True, backlog=512
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self, grace: float = 0) -> None:
        """Take no more requests; those under way have so many seconds to be answered."""
        self._stopping = True
        self._server.close()
        if grace and self._busy:
            await asyncio.wait(self._busy, timeout=grace)
        self._server.close_clients()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task  # noqa: S101
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            try:
                while head := await self._next_head(reader):
                    self._busy.add(task)
                    request = await self._read(head, reader, writer)
                    response = await self._answer(request)
                    keep = request.keeps_connection and not self._stopping
                    writer.write(render(response, keep=keep, with_body=request.method != "HEAD"))
                    await writer.drain()
                    self._busy.discard(task)
                    if not keep:
                        break
            except Refused as refused:
                writer.write(render(self._refusal(refused.status), keep=False, with_body=True))
                await _read_on(reader, writer)
            finally:
                self._busy.discard(task)
                writer.close()

    async def _next_head(self, reader: asyncio.StreamReader) -> bytes:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return b""
        except asyncio.LimitOverrunError:
            raise Refused(431) from None
        if len(head) > self._limits.head:
            raise Refused(431)
        return head

    async def _read(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request:
        request = read_head(head)
        length = length_of(request, self._limits)
        if (request.header("expect") or "").lower() == "100-continue":
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return replace(
            request,
            body=await read_body(reader, length, self._limits),
            client=writer.get_extra_info("peername")[0],
            is_gone=lambda: reader.at_eof() or reader.exception() is not None,
        )


async def _read_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take what the client still sends: closing at once would reset the connection and lose the answer."""
    writer.write_eof()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_SECONDS_TO_READ_ON):
            while await reader.read(LONGEST_HEAD):
                continue
