"""Sees what a client asks the engine, to ask it the same again without the service."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import urllib3
from opensearchpy import Transport


@dataclass(frozen=True)
class Asked:
    """One request to the engine."""

    method: str
    path: str
    body: Any


@dataclass
class Recording:
    """The requests since the last `take`."""

    asked: list[Asked] = field(default_factory=list)

    def take(self) -> list[Asked]:
        """Give them, and begin anew."""
        taken, self.asked = self.asked, []
        return taken


@contextmanager
def recording() -> Iterator[Recording]:
    """Record every request that any client of this process makes."""
    record, real = Recording(), Transport.perform_request

    def perform(self: Any, method: str, url: str, *, body: Any = None, **others: Any) -> Any:
        record.asked.append(Asked(method, url, body))
        return real(self, method, url, body=body, **others)

    Transport.perform_request = perform  # type: ignore[method-assign, assignment]
    try:
        yield record
    finally:
        Transport.perform_request = real  # type: ignore[method-assign]


class Raw:
    """Asks the engine without the service: one connection that stays, the same bytes."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(maxsize=1, retries=False, timeout=10)

    def ask(self, asked: Asked) -> bytes:
        """Give the engine's answer as it is."""
        body = asked.body if isinstance(asked.body, bytes | str) else orjson.dumps(asked.body)
        answer = self._pool.request(
            asked.method,
            f"{self._url}{asked.path}",
            body=body,
            fields=None,
            headers={"content-type": "application/json"},
        )
        if answer.status != 200:
            raise RuntimeError(f"the engine answered {answer.status}: {answer.data[:300]!r}")
        return answer.data
