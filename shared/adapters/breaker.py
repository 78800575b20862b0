"""Gives up at once while OpenSearch is down, instead of waiting for it in every batch."""

import threading
import time
from collections.abc import Callable
from typing import Any

from opensearchpy import Transport
from opensearchpy.exceptions import ConnectionError as EngineConnectionError
from opensearchpy.exceptions import TransportError

_FAILURES = 3  # in a row
_REST_SECONDS = 5.0


class Breaker:
    """Opens after some failures in a row; then lets one request through every few seconds, until one succeeds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    def is_open(self) -> bool:
        """Tell whether to give up at once; where not, the others are held off until the answer to this one."""
        with self._lock:
            if self._failures < _FAILURES:
                return False
            if self._clock() < self._rests_until:
                return True
            self._rests_until = self._clock() + _REST_SECONDS
            return False

    def succeeded(self) -> None:
        """Note that the engine answers."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Note that it did not answer, or could not do what it was asked for."""
        with self._lock:
            self._failures += 1
            self._rests_until = self._clock() + _REST_SECONDS


class BreakingTransport(Transport):
    """What carries requests to the engine, with a breaker of its own: one for each client, so for each process."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._breaker = Breaker()

    def perform_request(self, *arguments: Any, **options: Any) -> Any:
        """Carry a request; raise the client's ConnectionError where none is tried at the moment."""
        if self._breaker.is_open():
            raise EngineConnectionError("N/A", "OpenSearch did not answer a moment ago", None)
        try:
            answer = super().perform_request(*arguments, **options)
        except TransportError as error:
            if _tells_of_trouble(error):
                self._breaker.failed()
            else:
                self._breaker.succeeded()
            raise
        self._breaker.succeeded()
        return answer


def _tells_of_trouble(error: TransportError) -> bool:
    if isinstance(error, EngineConnectionError):
        return True
    status = int(error.status_code)
    return status == 429 or status >= 500
