"""The local HTTP API against the rules of API Gateway (HTTP API, payload format 2.0)."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from infra.local import gateway as gateway_module
from infra.local.gateway import Gateway, Throttle
from infra.local.http_event import BadAnswer, to_event, to_response
from infra.local.http_message import Request
from infra.local.routes import match
from infra.local.system import Api, Route
from infra.local.worker import Outcome

ROUTES = tuple(
    Route(key, function)
    for key, function in {
        "POST /v1/articles": "accept",
        "GET /v1/articles/{id}": "search",
        "GET /v1/articles/latest": "search",
        "GET /v1/articles/{id}/status": "accept",
        "ANY /v1/articles/{id}": "accept",
        "GET /files/{path+}": "search",
        "$default": "search",
    }.items()
)


def event_of(request: Request, parameters: dict[str, str] | None = None) -> dict[str, Any]:
    return to_event(request, route="GET /x", path="/x", parameters=parameters or {}, port=8080)


def test_a_request_becomes_an_event() -> None:
    request = Request(
        "POST",
        "/v1/art%69cles/a%20b?q=caf%C3%A9&q=tea&plus=a+b&empty=&q=%2C",
        (
            ("host", "127.0.0.1:8080"),
            ("user-agent", "probe/1"),
            ("content-type", "application/json; charset=utf-8"),
            ("x-double", "one"),
            ("x-double", "two"),
            ("cookie", "a=1; b=2"),
            ("cookie", "c=3"),
        ),
        '{"headline": "Café"}'.encode(),
    )
    event = to_event(
        request, route="POST /v1/articles/{id}", path="/v1/articles/a b", parameters={"id": "a b"}, port=8080
    )
    context = event["requestContext"]
    assert event == {
        "version": "2.0",
        "routeKey": "POST /v1/articles/{id}",
        "rawPath": "/v1/articles/a b",
        "rawQueryString": "q=caf%C3%A9&q=tea&plus=a+b&empty=&q=%2C",
        "cookies": ["a=1", "b=2", "c=3"],
        "headers": {
            "host": "127.0.0.1:8080",
            "user-agent": "probe/1",
            "content-type": "application/json; charset=utf-8",
            "content-length": "21",
            "x-double": "one,two",
            "x-amzn-trace-id": event["headers"]["x-amzn-trace-id"],
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-port": "8080",
            "x-forwarded-proto": "http",
        },
        "queryStringParameters": {"q": "café,tea,,", "plus": "a b", "empty": ""},
        "pathParameters": {"id": "a b"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "local",
            "domainName": "127.0.0.1:8080",
            "domainPrefix": "127",
            "http": {
                "method": "POST",
                "path": "/v1/articles/a b",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "probe/1",
            },
            "requestId": context["requestId"],
            "routeKey": "POST /v1/articles/{id}",
            "stage": "$default",
            "time": context["time"],
            "timeEpoch": context["timeEpoch"],
        },
        "body": '{"headline": "Café"}',
        "isBase64Encoded": False,
    }


def test_every_request_has_its_own_id_and_time_in_milliseconds() -> None:
    first, second = (event_of(Request("GET", "/x", ()))["requestContext"] for _ in range(2))
    assert first["requestId"] != second["requestId"]
    assert first["timeEpoch"] > 1_700_000_000_000


def test_what_is_absent_has_no_field() -> None:
    event = event_of(Request("GET", "/x", ()))
    assert not {"body", "cookies", "queryStringParameters", "pathParameters"} & event.keys()
    assert event["rawQueryString"] == ""


@pytest.mark.parametrize(
    ("headers", "body", "is_base64"),
    [
        ({"content-type": "application/json"}, b"{}", False),
        ({"content-type": "TEXT/Plain; charset=utf-8"}, b"text", False),
        ({"content-type": "application/xml"}, b"<a/>", False),
        ({"content-type": "application/ld+json"}, b"{}", True),
        ({"content-type": "application/x-www-form-urlencoded"}, b"a=1", True),
        ({"content-type": "image/png"}, b"\x89PNG", True),
        ({}, b"text", True),
        ({"content-type": "application/json", "content-encoding": "gzip"}, b"{}", True),
        ({"content-type": "text/plain"}, b"\xff\xfe", True),
    ],
)
def test_only_text_by_its_plain_names_is_not_base64(headers: dict[str, str], body: bytes, is_base64: bool) -> None:
    event = event_of(Request("POST", "/x", tuple(headers.items()), body))
    assert event["isBase64Encoded"] is is_base64
    assert (base64.b64decode(event["body"]) if is_base64 else event["body"].encode()) == body


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("POST", "/v1/articles", "POST /v1/articles", {}),
        ("GET", "/v1/articles", "$default", {}),
        ("GET", "/v1/articles/", "$default", {}),
        ("GET", "/v1/articles/abc", "GET /v1/articles/{id}", {"id": "abc"}),
        ("GET", "/v1/articles/latest", "GET /v1/articles/latest", {}),
        ("DELETE", "/v1/articles/abc", "ANY /v1/articles/{id}", {"id": "abc"}),
        ("HEAD", "/v1/articles/abc", "ANY /v1/articles/{id}", {"id": "abc"}),
        ("OPTIONS", "/v1/articles", "$default", {}),
        ("GET", "/v1/articles/abc/status", "GET /v1/articles/{id}/status", {"id": "abc"}),
        ("GET", "/files/a/b/c", "GET /files/{path+}", {"path": "a/b/c"}),
        ("GET", "/files/", "$default", {}),
    ],
)
def test_the_most_specific_route_takes_the_request(
    method: str, path: str, key: str, parameters: dict[str, str]
) -> None:
    found = match(ROUTES, method, path)
    assert found is not None
    assert (found.route.key, found.parameters) == (key, parameters)


def test_without_a_default_route_there_may_be_none() -> None:
    assert match(ROUTES[:1], "GET", "/") is None


def test_an_answer_becomes_a_response() -> None:
    answer = {
        "statusCode": 202,
        "headers": {"content-type": "application/json", "x-number": 5, "connection": "close", "Content-Length": 1},
        "cookies": ["a=1", "b=2"],
        "body": '{"é": 1}',
    }
    response = to_response(json.dumps(answer).encode())
    assert response.status == 202
    assert response.body == '{"é": 1}'.encode()
    assert response.headers == (
        ("content-type", "application/json"),
        ("x-number", "5"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
    )


@pytest.mark.parametrize(
    ("answer", "body", "content_type"),
    [
        ({"hello": 1}, b'{"hello": 1}', "application/json"),
        ("hello", b"hello", "application/json"),
        ({"statusCode": 200}, b"", "text/plain; charset=utf-8"),
        ({"statusCode": "200", "body": "aGk=", "isBase64Encoded": True}, b"hi", "text/plain; charset=utf-8"),
    ],
)
def test_an_answer_may_be_short(answer: Any, body: bytes, content_type: str) -> None:
    response = to_response(json.dumps(answer).encode())
    assert (response.status, response.body, dict(response.headers)["Content-Type"]) == (200, body, content_type)


@pytest.mark.parametrize(
    "answer",
    [
        {"statusCode": "two hundred"},
        {"statusCode": 20},
        {"statusCode": 200, "body": {"not": "text"}},
        {"statusCode": 200, "body": "%%%", "isBase64Encoded": True},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"x": "a\r\nb: c"}},
    ],
)
def test_a_malformed_answer_is_refused(answer: Any) -> None:
    with pytest.raises(BadAnswer):
        to_response(json.dumps(answer).encode())


def test_a_burst_passes_and_then_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(gateway_module.time, "monotonic", lambda: now)
    throttle = Throttle(rate=10, burst=3)
    assert [throttle.takes() for _ in range(4)] == [True, True, True, False]
    now += 0.25
    assert [throttle.takes() for _ in range(3)] == [True, True, False]


Exchange = Callable[[bytes], Awaitable[tuple[int, dict[str, str], bytes]]]


def served(
    invoke: Callable[[bytes], Awaitable[Outcome]],
    talk: Callable[[Exchange], Awaitable[None]],
    tmp_path: Path,
    **api: Any,
) -> None:
    """Runs a gateway before one function and lets `talk` send it bytes, each on a connection of its own."""

    async def run() -> None:
        described = Api(**{"routes": ROUTES, "rate": 1_000.0, "burst": 1_000, "access_log": None} | api)
        gateway = Gateway(described, {"accept": invoke, "search": invoke}, access_log=tmp_path / "access.log")
        await gateway.start(18_080, last_port=18_180)
        port = int(gateway.url.rpartition(":")[2])

        async def exchange(sent: bytes) -> tuple[int, dict[str, str], bytes]:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            try:
                return await read_response(reader, with_body=not sent.startswith(b"HEAD"))
            finally:
                writer.close()

        exchange.port = port  # type: ignore[attr-defined]
        try:
            await talk(exchange)
        finally:
            await gateway.stop(1)

    asyncio.run(asyncio.wait_for(run(), 30))


async def read_response(
    reader: asyncio.StreamReader, *, with_body: bool = True
) -> tuple[int, dict[str, str], bytes]:
    line, *fields = (await reader.readuntil(b"\r\n\r\n")).decode()[:-4].split("\r\n")
    headers = {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}
    body = await reader.readexactly(int(headers.get("content-length", 0))) if with_body else b""
    return int(line.split()[1]), headers, body


async def echo(payload: bytes) -> Outcome:
    event = json.loads(payload)
    content = {name: event.get(name) for name in ("routeKey", "rawPath", "body", "pathParameters")}
    return Outcome(json.dumps({"statusCode": 200, "body": json.dumps(content)}).encode())


def test_requests_reach_the_function_of_their_route(tmp_path: Path) -> None:
    async def talk(exchange: Exchange) -> None:
        status, headers, body = await exchange(b"GET /v1/articles/a%2Eb?x=1 HTTP/1.1\r\nHost: h\r\n\r\n")
        assert status == 200
        assert json.loads(body) == {
            "routeKey": "GET /v1/articles/{id}",
            "rawPath": "/v1/articles/a.b",
            "body": None,
            "pathParameters": {"id": "a.b"},
        }
        assert headers["connection"] == "keep-alive"
        assert len(headers["apigw-requestid"]) > 10
        status, headers, body = await exchange(b"HEAD /v1/articles/abc HTTP/1.1\r\nHost: h\r\n\r\n")
        assert (status, body) == (200, b"")
        assert int(headers["content-length"]) > 0
        status, _, body = await exchange(b"OPTIONS /v1/search HTTP/1.1\r\nHost: h\r\n\r\n")
        assert json.loads(body)["routeKey"] == "$default"

    served(echo, talk, tmp_path)


def test_a_connection_serves_many_requests(tmp_path: Path) -> None:
    async def talk(exchange: Exchange) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", exchange.port)  # type: ignore[attr-defined]
        for sent in (b"GET /v1/articles/1 HTTP/1.1\r\n\r\n" * 2, b"GET /v1/articles/1 HTTP/1.0\r\n\r\n"):
            writer.write(sent)  # two at once, then an old client that wants the connection closed
        answers = [await read_response(reader) for _ in range(3)]
        assert [headers["connection"] for _, headers, _ in answers] == ["keep-alive", "keep-alive", "close"]
        assert await reader.read() == b""
        writer.close()

    served(echo, talk, tmp_path)


def test_a_body_may_come_in_chunks_and_after_100_continue(tmp_path: Path) -> None:
    async def talk(exchange: Exchange) -> None:
        head = b"POST /v1/articles HTTP/1.1\r\nContent-Type: text/plain\r\n"
        chunks = b"Transfer-Encoding: chunked\r\n\r\n4\r\nab c\r\n3;x=y\r\nd e\r\n0\r\nTrailer: t\r\n\r\n"
        _, _, body = await exchange(head + chunks)
        assert json.loads(body)["body"] == "ab cd e"
        status, _, _ = await exchange(head + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\nhi")
        assert status == 100

    served(echo, talk, tmp_path)


@pytest.mark.parametrize(
    ("sent", "status", "message"),
    [
        (b"nonsense\r\n\r\n", 400, "Bad Request"),
        (b"GET / HTTP/1.1\r\nbad header\r\n\r\n", 400, "Bad Request"),
        (b"GET / HTTP/1.1\r\nname : x\r\n\r\n", 400, "Bad Request"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "Bad Request"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "Bad Request"),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400, "Bad Request"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "Bad Request"),
        (b"POST / HTTP/1.1\r\nContent-Length: 10485761\r\n\r\n", 413, "Request Entity Too Large"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 10_240 + b"\r\n\r\n", 431, "Request Header Fields Too Large"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", 431, "Request Header Fields Too Large"),
    ],
)
def test_a_request_that_cannot_be_is_refused_before_any_function(
    sent: bytes, status: int, message: str, tmp_path: Path
) -> None:
    async def never(_: bytes) -> Outcome:
        raise AssertionError("a function was called")

    async def talk(exchange: Exchange) -> None:
        got, headers, body = await exchange(sent)
        assert (got, json.loads(body), headers["connection"]) == (status, {"message": message}, "close")

    served(never, talk, tmp_path)


@pytest.mark.parametrize(
    ("outcome", "status", "message"),
    [
        (Outcome(b'{"errorType": "KeyError"}', "Unhandled"), 500, "Internal Server Error"),
        (Outcome(b'{"statusCode": "x"}'), 500, "Internal Server Error"),
        (Outcome(b"{}", "RequestTooLarge"), 413, "Request Entity Too Large"),
    ],
)
def test_a_failed_function_is_told_in_aws_words(
    outcome: Outcome, status: int, message: str, tmp_path: Path
) -> None:
    async def fail(_: bytes) -> Outcome:
        return outcome

    async def talk(exchange: Exchange) -> None:
        got, _, body = await exchange(b"GET / HTTP/1.1\r\n\r\n")
        assert (got, json.loads(body)) == (status, {"message": message})

    served(fail, talk, tmp_path)


def test_a_function_that_is_too_slow_is_a_503(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "SECONDS_TO_ANSWER", 0.05)

    async def sleep(_: bytes) -> Outcome:
        await asyncio.sleep(10)
        return Outcome(b"{}")

    async def talk(exchange: Exchange) -> None:
        status, _, body = await exchange(b"GET / HTTP/1.1\r\n\r\n")
        assert (status, json.loads(body)) == (503, {"message": "Service Unavailable"})

    served(sleep, talk, tmp_path)


def test_more_requests_than_the_burst_are_throttled(tmp_path: Path) -> None:
    async def talk(exchange: Exchange) -> None:
        statuses = [(await exchange(b"GET / HTTP/1.1\r\n\r\n"))[0] for _ in range(3)]
        assert statuses == [200, 200, 429]

    served(echo, talk, tmp_path, rate=0.001, burst=2)


def test_an_unknown_route_without_default_is_a_404(tmp_path: Path) -> None:
    async def talk(exchange: Exchange) -> None:
        status, _, body = await exchange(b"GET /nothing HTTP/1.1\r\n\r\n")
        assert (status, json.loads(body)) == (404, {"message": "Not Found"})

    served(echo, talk, tmp_path, routes=ROUTES[:1])


def test_each_request_is_a_line_of_the_access_log(tmp_path: Path) -> None:
    async def talk(exchange: Exchange) -> None:
        await exchange(b"GET /v1/articles/abc HTTP/1.1\r\n\r\n")

    served(echo, talk, tmp_path, access_log="$context.routeKey $context.status $context.unknown")
    assert (tmp_path / "access.log").read_text() == "GET /v1/articles/{id} 200 -\n"
