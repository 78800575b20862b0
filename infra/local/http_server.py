"""A small HTTP/1.1 server: keep-alive, bodies with a length or in chunks, limits, one write for each answer.

The standard library's server sends head and body apart, which costs 40 ms with Nagle's algorithm, and knows no
limits. asyncio switches Nagle's algorithm off.
"""

import asyncio
import contextlib
import http
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from email.utils import formatdate

LOOPBACK = "127.0.0.1"
_BUFFER = 64 * 1024  # the longest head that is read at all
_SECONDS_TO_READ_ON = 2.0
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_REQUEST_LINE = re.compile(r"([!-~]+) ([!-~]+) HTTP/1\.([01])")


@dataclass(frozen=True)
class Request:
    """A request as it came; header names are in lower case, in order, duplicates apart."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    client: str = LOOPBACK
    is_gone: Callable[[], bool] = field(default=lambda: False, compare=False)
    """Whether whoever asked has closed the connection meanwhile."""

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True)
class Response:
    """An answer; the server adds length, date and connection."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Limits:
    """How many bytes a head and a body may have; more is answered with 431 and 413."""

    head: int = _BUFFER
    body: int = 100_000_000


class _Refused(Exception):
    """A request that is answered here, and its connection closed."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


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
            self._converse, LOOPBACK, port, limit=_BUFFER, reuse_address=True, backlog=512
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
                    request, keep = await self._read(head, reader, writer)
                    response = await self._answer(request)
                    keep = keep and not self._stopping
                    writer.write(_render(response, keep=keep, with_body=request.method != "HEAD"))
                    await writer.drain()
                    self._busy.discard(task)
                    if not keep:
                        break
            except _Refused as refused:
                writer.write(_render(self._refusal(refused.status), keep=False, with_body=True))
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
            raise _Refused(431) from None
        if len(head) > self._limits.head:
            raise _Refused(431)
        return head

    async def _read(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[Request, bool]:
        line, *fields = head[:-4].decode("latin-1").split("\r\n")
        match = _REQUEST_LINE.fullmatch(line)
        if match is None:
            raise _Refused(400)
        headers = tuple(map(_header, fields))
        request = Request(
            match[1],
            match[2],
            headers,
            client=writer.get_extra_info("peername")[0],
            is_gone=lambda: reader.at_eof() or reader.exception() is not None,
        )
        if (request.header("expect") or "").lower() == "100-continue":
            self._length(request)  # too long is said before the body is sent
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request = replace(request, body=await self._body(request, reader))
        connection = (request.header("connection") or "").lower()
        keep = "close" not in connection and (match[3] == "1" or "keep-alive" in connection)
        return request, keep

    def _length(self, request: Request) -> int | None:
        """The length of the body; None when it comes in chunks."""
        lengths = {value for key, value in request.headers if key == "content-length"}
        if (coding := request.header("transfer-encoding")) is not None:
            # Both at once is how requests are smuggled past a proxy.
            if coding.lower() != "chunked" or lengths:
                raise _Refused(400)
            return None
        if not lengths:
            return 0
        if len(lengths) > 1 or not re.fullmatch(r"[0-9]{1,18}", next(iter(lengths))):
            raise _Refused(400)
        if (length := int(lengths.pop())) > self._limits.body:
            raise _Refused(413)
        return length

    async def _body(self, request: Request, reader: asyncio.StreamReader) -> bytes:
        length = self._length(request)
        if length is not None:
            return await reader.readexactly(length)
        body = bytearray()
        while size := await self._chunk_size(reader):
            if len(body) + size > self._limits.body:
                raise _Refused(413)
            body += await reader.readexactly(size)
            if await reader.readexactly(2) != b"\r\n":
                raise _Refused(400)
        while await reader.readuntil(b"\r\n") != b"\r\n":  # trailers are dropped, as API Gateway does
            continue
        return bytes(body)

    async def _chunk_size(self, reader: asyncio.StreamReader) -> int:
        line = (await reader.readuntil(b"\r\n")).split(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", line):
            raise _Refused(400)
        return int(line, 16)


def _header(field: str) -> tuple[str, str]:
    name, colon, value = field.partition(":")
    if not colon or not _TOKEN.fullmatch(name) or "\0" in value or "\n" in value or "\r" in value:
        raise _Refused(400)
    return name.lower(), value.strip(" \t")


def _render(response: Response, *, keep: bool, with_body: bool) -> bytes:
    reason = http.HTTPStatus(response.status).phrase if response.status in http.HTTPStatus else ""
    lines = [f"HTTP/1.1 {response.status} {reason}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    if response.status not in (204, 304):
        lines.append(f"Content-Length: {len(response.body)}")
    lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
    head = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
    return head + response.body if with_body and response.status not in (204, 304) else head


async def _read_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take what the client still sends: closing at once would reset the connection and lose the answer."""
    writer.write_eof()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_SECONDS_TO_READ_ON):
            while await reader.read(_BUFFER):
                continue
