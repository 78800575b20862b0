"""The HTTP API: requests become events for functions, their answers become responses, by AWS's rules."""

import asyncio
import contextlib
import json
import re
import time
from collections.abc import Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from infra.local.http_event import BadAnswer, decoded_path, to_event, to_response
from infra.local.http_message import Limits, Request, Response
from infra.local.http_server import HttpServer
from infra.local.routes import DEFAULT, match
from infra.local.system import Api
from infra.local.worker import Invoke

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
LIMITS = Limits(head=10_240, body=10 * 1024 * 1024)
SECONDS_TO_ANSWER = 30.0

_MESSAGES = {
    400: "Bad Request",
    404: "Not Found",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class Throttle:
    """A token bucket: `rate` requests a second in the long run, `burst` at once."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._at = time.monotonic()

    def takes(self) -> bool:
        """Whether one more request may pass now."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Gateway:
    """Serves the API's routes on a port of the loopback address."""

    def __init__(self, api: Api, functions: Mapping[str, Invoke], *, access_log: Path) -> None:
        self._api = api
        self._functions = functions
        self._throttle = Throttle(api.rate, api.burst)
        self._access_log = access_log
        self._log: TextIOWrapper | None = None
        self._server = HttpServer(self._answer, limits=LIMITS, refusal=_message)

    @property
    def url(self) -> str:
        """Where the API answers."""
        return f"http://127.0.0.1:{self._server.port}"

    async def start(self, port: int, *, last_port: int) -> None:
        """Listen on this port or the next free one."""
        while True:
            try:
                await self._server.start(port)
                break
            except OSError:
                if port == last_port:
                    raise
                port += 1
        if self._api.access_log:
            self._access_log.parent.mkdir(parents=True, exist_ok=True)
            self._log = self._access_log.open("w", buffering=1)

    async def stop(self, grace: float) -> None:
        """Take no more requests and wait so many seconds for those under way."""
        await self._server.stop(grace)
        if self._log:
            self._log.close()

    async def _answer(self, request: Request) -> Response:
        began = time.monotonic()
        path = decoded_path(request.target)
        found = match(self._api.routes, request.method, path) if request.target.startswith("/") else None
        event: dict[str, Any] = {}
        if not self._throttle.takes():
            response = _message(429)
        elif found is None:
            response = _message(404)
        else:
            event = to_event(
                request, route=found.route.key, path=path, parameters=found.parameters, port=self._server.port
            )
            response = await self._call(self._functions[found.route.function], event)
        facts = event.get("requestContext", {"routeKey": found.route.key if found else DEFAULT})
        self._write_log(facts, response, began)
        return Response(
            response.status, response.body, (*response.headers, ("Apigw-Requestid", facts.get("requestId", "-")))
        )

    async def _call(self, invoke: Invoke, event: dict[str, Any]) -> Response:
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                outcome = await invoke(json.dumps(event, ensure_ascii=False).encode())
        except TimeoutError:
            return _message(503)
        if outcome.error == "RequestTooLarge":
            return _message(413)
        if outcome.error:
            return _message(500)
        with contextlib.suppress(BadAnswer):
            return to_response(outcome.payload)
        return _message(500)

    def _write_log(self, facts: Mapping[str, Any], response: Response, began: float) -> None:
        if not self._log:
            return
        values = {**facts.get("http", {}), **facts} | {
            "status": response.status,
            "responseLength": len(response.body),
            "responseLatency": int((time.monotonic() - began) * 1000),
        }
        line = re.sub(r"\$context\.(\w+)", lambda name: str(values.get(name[1], "-")), self._api.access_log or "")
        self._log.write(line + "\n")


def _message(status: int) -> Response:
    content = json.dumps({"message": _MESSAGES[status]}, separators=(",", ":"))
    return Response(status, content.encode(), (("Content-Type", "application/json"),))
