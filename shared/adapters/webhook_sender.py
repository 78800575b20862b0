"""Posts to addresses of the public internet, and to no other: the addresses that were checked are connected to.

Written on sockets, since no client of HTTP lets one look at the address between look-up and connection, and none
ends when a receiver sends one byte every few seconds. Of the answer only its status is read.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

from shared.domain.errors import BadInput, Unavailable
from shared.domain.webhook import checked_webhook, is_public

_SECONDS = 10.0  # of one try, the look-up left out
_LONGEST_LINE = 1_024  # bytes
_STATUS = re.compile(rb"HTTP/1\.[01] ([2-5][0-9]{2})\b")
_LOOPBACK = frozenset({"127.0.0.1", "::1"})

Resolve = Callable[[str, int], list[str]]


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class SocketWebhookSender:
    """Calls https addresses; `to_loopback` allows http to this machine as well, for one's own use."""

    def __init__(
        self,
        *,
        to_loopback: bool,
        resolve: Resolve = _addresses,
        is_allowed: Callable[[str], bool] = is_public,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        seconds: float = _SECONDS,
    ) -> None:
        self._to_loopback = to_loopback
        self._resolve = resolve
        self._is_allowed = is_allowed
        self._tls = tls
        self._seconds = seconds

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Give the status of the answer, whatever it is; redirections are not followed.

        Raises BadInput for an address that is not to be called, Unavailable where there was no answer in time.
        """
        parts = urlsplit(checked_webhook(url, to_loopback=self._to_loopback))
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        addresses = self._checked(host, port, is_plain=parts.scheme == "http")
        ends = time.monotonic() + self._seconds
        try:
            with _connected(addresses, port, ends) as plain:
                if parts.scheme == "http":
                    return _exchanged(plain, _request(parts, headers, body), ends)
                _hurry(plain, ends)
                with self._tls().wrap_socket(plain, server_hostname=host) as secured:
                    return _exchanged(secured, _request(parts, headers, body), ends)
        except OSError as error:  # time-outs and errors of TLS are among them
            raise Unavailable(f"the receiver did not answer: {type(error).__name__}") from error

    def _checked(self, host: str, port: int, *, is_plain: bool) -> list[str]:
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Unavailable(f"the name was not found: {type(error).__name__}") from error
        is_allowed = _LOOPBACK.__contains__ if is_plain else self._is_allowed
        if not found or not all(map(is_allowed, found)):
            raise BadInput("the name stands for an address that is not called")
        return found


def _connected(addresses: Sequence[str], port: int, ends: float) -> socket.socket:
    """Connect to the first of these that answers; each has its share of what is left of the time."""
    for left in range(len(addresses), 1, -1):
        with suppress(OSError):
            share = max(ends - time.monotonic(), 0.001) / left
            return socket.create_connection((addresses[-left], port), timeout=share)
    return socket.create_connection((addresses[-1], port), timeout=max(ends - time.monotonic(), 0.001))


def _request(parts: SplitResult, headers: Mapping[str, str], body: bytes) -> bytes:
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    own = {"host": parts.netloc, "user-agent": "copydesk", "content-length": str(len(body)), "connection": "close"}
    lines = [f"POST {target} HTTP/1.1", *(f"{name}: {value}" for name, value in {**own, **headers}.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _exchanged(connection: socket.socket, request: bytes, ends: float) -> int:
    """Send a request and give the status of its answer; each step has what is left of the time."""
    _hurry(connection, ends)
    connection.sendall(request)
    line = b""
    while b"\n" not in line:
        _hurry(connection, ends)
        received = connection.recv(_LONGEST_LINE)
        line += received
        if not received or len(line) > 2 * _LONGEST_LINE:
            break
    status = _STATUS.match(line)
    if status is None:
        raise Unavailable("the receiver's answer was not HTTP")
    return int(status[1])


def _hurry(connection: socket.socket, ends: float) -> None:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)
