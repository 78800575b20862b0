"""HTTP/1.1 messages: read with limits from a stream, written as one piece."""

import asyncio
import http
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate

from infra.local.ports import LOOPBACK

LONGEST_HEAD = 64 * 1024  # the longest head that is read at all
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_REQUEST_LINE = re.compile(r"([!-~]+) ([!-~]+) HTTP/1\.([01])")
_NO_BODY = (204, 304)


@dataclass(frozen=True)
class Request:
    """A request as it came; header names are in lower case, in order, duplicates apart."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    client: str = LOOPBACK
    keeps_connection: bool = True
    is_gone: Callable[[], bool] = field(default=lambda: False, compare=False)
    """Whether whoever asked has closed the connection meanwhile."""

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True)
class Response:
    """An answer; length, date and connection are added when it is written."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Limits:
    """How many bytes a head and a body may have; more is answered with 431 and 413."""

    head: int = LONGEST_HEAD
    body: int = 100_000_000


class Refused(Exception):
    """A request that cannot be; it is answered with this status and its connection closed."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def read_head(head: bytes) -> Request:
    """Read request line and headers; raise Refused for what HTTP does not allow."""
    line, *fields = head[:-4].decode("latin-1").split("\r\n")
    match = _REQUEST_LINE.fullmatch(line)
    if match is None:
        raise Refused(400)
    request = Request(match[1], match[2], tuple(map(_header, fields)))
    connection = (request.header("connection") or "").lower()
    keeps = "close" not in connection and (match[3] == "1" or "keep-alive" in connection)
    return Request(request.method, request.target, request.headers, keeps_connection=keeps)


def _header(field_line: str) -> tuple[str, str]:
    name, colon, value = field_line.partition(":")
    if not colon or not _TOKEN.fullmatch(name) or any(each in value for each in "\0\r\n"):
        raise Refused(400)
    return name.lower(), value.strip(" \t")


def length_of(request: Request, limits: Limits) -> int | None:
    """Give the length of the body; None when it comes in chunks."""
    lengths = {value for key, value in request.headers if key == "content-length"}
    if (coding := request.header("transfer-encoding")) is not None:
        # Both at once is how requests are smuggled past a proxy.
        if coding.lower() != "chunked" or lengths:
            raise Refused(400)
        return None
    if not lengths:
        return 0
    if len(lengths) > 1 or not re.fullmatch(r"[0-9]{1,18}", next(iter(lengths))):
        raise Refused(400)
    if (length := int(lengths.pop())) > limits.body:
        raise Refused(413)
    return length


async def read_body(reader: asyncio.StreamReader, length: int | None, limits: Limits) -> bytes:
    """Read a body of this length, or in chunks."""
    if length is not None:
        return await reader.readexactly(length)
    body = bytearray()
    while size := await _chunk_size(reader):
        if len(body) + size > limits.body:
            raise Refused(413)
        body += await reader.readexactly(size)
        if await reader.readexactly(2) != b"\r\n":
            raise Refused(400)
    while await reader.readuntil(b"\r\n") != b"\r\n":  # trailers are dropped, as API Gateway does
        continue
    return bytes(body)


async def _chunk_size(reader: asyncio.StreamReader) -> int:
    line = (await reader.readuntil(b"\r\n")).split(b";")[0].strip()
    if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", line):
        raise Refused(400)
    return int(line, 16)


def render(response: Response, *, keep: bool, with_body: bool) -> bytes:
    """Write an answer; to HEAD it goes without its body."""
    reason = http.HTTPStatus(response.status).phrase if response.status in http.HTTPStatus else ""
    lines = [f"HTTP/1.1 {response.status} {reason}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    if response.status not in _NO_BODY:
        lines.append(f"Content-Length: {len(response.body)}")
    lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
    head = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
    return head + response.body if with_body and response.status not in _NO_BODY else head
