"""A connection to the engine whose time-out is that of the whole exchange.

urllib3 counts it anew for each piece of an answer: one that comes a byte at a time, each in time, would hold a
function until Lambda ends it.
"""

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

from opensearchpy import Urllib3HttpConnection
from urllib3 import Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection


class InTimeConnection(Urllib3HttpConnection):
    """Carries requests to the engine; `timeout` is in seconds, from the first byte sent to the last one read."""

    def __init__(self, *arguments: Any, timeout: float, **options: Any) -> None:
        super().__init__(*arguments, timeout=Timeout(total=timeout), **options)

    def _create_urllib3_pool(self) -> None:
        super()._create_urllib3_pool()
        assert self.pool is not None  # noqa: S101 - made just now
        self.pool.ConnectionCls = _OverTls if self.use_ssl else _Plain


class _Answer(HTTPResponse):
    """Is read within the time that the socket has left when the answer is waited for."""

    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(sock, *arguments, **options)
        self.fp = io.BufferedReader(_UntilThen(self.fp.detach(), sock))


class _UntilThen(io.RawIOBase):
    def __init__(self, source: Any, sock: socket.socket) -> None:
        self._source = source
        self._sock = sock
        left = sock.gettimeout()
        self._ends = None if left is None else time.monotonic() + left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._ends is not None:
            left = self._ends - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer did not come whole in time")
            self._sock.settimeout(left)
        read: int | None = self._source.readinto(buffer)
        return read

    def close(self) -> None:
        self._source.close()
        super().close()


class _Plain(HTTPConnection):
    response_class = _Answer


class _OverTls(HTTPSConnection):
    response_class = _Answer
