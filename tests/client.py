"""A caller of the service over HTTP, as a website or an editorial system is one."""

import json
import time
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit

PATIENCE = 90.0  # seconds to wait for what takes one or two where a processor is free


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @cached_property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """One connection for each request: nothing is shared, so threads may use one client."""

    def __init__(self, url: str, key: str) -> None:
        self._address = urlsplit(url).netloc
        self.key = key

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = HTTPConnection(self._address, timeout=60)
        try:
            connection.request(
                method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
            )
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.request("GET", path, Authorization=f"Bearer {self.key}")

    def push(self, article: Any, content_type: str = "application/json") -> Answer:
        body = article if isinstance(article, bytes) else json.dumps(article).encode()
        return self.request(
            "POST", "/v1/articles", body, Authorization=f"Bearer {self.key}", Content_Type=content_type
        )

    def total(self, query: str) -> int:
        """How many articles a search finds; `query` is the query string."""
        answer = self.get(f"/v1/search?{quote(query, safe='=&+|,:-')}")
        assert answer.status == 200, answer.body
        value: int = answer.json["total"]["value"]
        return value

    def wait_for(self, query: str, count: int, *, seconds: float = PATIENCE) -> float:
        """Wait until a search finds so many; give how long it took."""
        started = time.monotonic()
        while (found := self._total_or_status(query)) != count:
            waited = time.monotonic() - started
            assert waited < seconds, f"{query} finds {found} of {count} after {waited:.1f} s"
            time.sleep(0.02)
        return time.monotonic() - started

    def _total_or_status(self, query: str) -> int | str:
        try:
            return self.total(query)
        except AssertionError as error:  # an engine that is just coming back answers 503
            return str(error)
