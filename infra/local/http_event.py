"""Requests as API Gateway events, and functions' answers as responses: HTTP API, payload format 2.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
What that page leaves open follows what others saw on AWS: rawPath arrives decoded; a body is text only for
`text/*` and JSON, XML and JavaScript by their plain names, everything else is base64.
"""

import base64
import binascii
import json
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from infra.local.cloudformation import ACCOUNT
from infra.local.http_message import Request, Response

TEXT_TYPES = ("application/json", "application/xml", "application/javascript")
# What belongs to the connection is API Gateway's own; a function cannot set it.
_NOT_FROM_FUNCTION = {"connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade"}


class BadAnswer(Exception):
    """The function gave what API Gateway cannot turn into a response."""


def to_event(
    request: Request, *, route: str, path: str, parameters: Mapping[str, str], port: int
) -> dict[str, Any]:
    """Give the event of a request; `path` is decoded, `parameters` are those of the route."""
    query = request.target.partition("?")[2]
    now = time.time()
    host = request.header("host") or f"localhost:{port}"
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": query,
        "headers": _headers(request, host, port, now),
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "local",
            "domainName": host,
            "domainPrefix": host.split(".")[0],
            "http": {
                "method": request.method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.client,
                "userAgent": request.header("user-agent") or "",
            },
            "requestId": base64.urlsafe_b64encode(uuid.uuid4().bytes[:11]).decode(),
            "routeKey": route,
            "stage": "$default",
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "timeEpoch": int(now * 1000),
        },
        "isBase64Encoded": False,
    }
    if cookies := [part.strip() for key, value in request.headers if key == "cookie" for part in value.split(";")]:
        event["cookies"] = cookies
    if query:
        event["queryStringParameters"] = _joined(parse_qsl(query, keep_blank_values=True))
    if parameters:
        event["pathParameters"] = dict(parameters)
    if request.body:
        event["body"], event["isBase64Encoded"] = _body(request)
    return event


def _headers(request: Request, host: str, port: int, now: float) -> dict[str, str]:
    headers = _joined((key, value) for key, value in request.headers if key != "cookie")
    forwarded = headers.get("x-forwarded-for")
    return headers | {
        "host": host,
        "content-length": str(len(request.body)),
        "x-amzn-trace-id": f"Root=1-{int(now):08x}-{uuid.uuid4().hex[:24]}",
        "x-forwarded-for": f"{forwarded}, {request.client}" if forwarded else request.client,
        "x-forwarded-port": str(port),
        "x-forwarded-proto": "http",
    }


def _joined(pairs: Any) -> dict[str, str]:
    joined: dict[str, str] = {}
    for key, value in pairs:
        joined[key] = f"{joined[key]},{value}" if key in joined else value
    return joined


def _body(request: Request) -> tuple[str, bool]:
    media_type = (request.header("content-type") or "").split(";")[0].strip().lower()
    if request.header("content-encoding") is None and (media_type.startswith("text/") or media_type in TEXT_TYPES):
        try:
            return request.body.decode(), False
        except UnicodeDecodeError:  # not known of AWS; base64 loses nothing
            pass
    return base64.b64encode(request.body).decode(), True


def to_response(payload: bytes) -> Response:
    """Give the response for what a function answered; raise BadAnswer where AWS answers 500."""
    try:
        answer = json.loads(payload)
    except ValueError as error:
        raise BadAnswer("not JSON") from error
    if not isinstance(answer, dict) or "statusCode" not in answer:
        # A function may answer with the body alone.
        text = answer if isinstance(answer, str) else json.dumps(answer)
        return Response(200, text.encode(), (("Content-Type", "application/json"),))
    try:
        headers = [(name, _value(value)) for name, value in (answer.get("headers") or {}).items()]
        headers = [each for each in headers if each[0].lower() not in _NOT_FROM_FUNCTION]
        if all(name.lower() != "content-type" for name, _ in headers):
            headers.append(("Content-Type", "text/plain; charset=utf-8"))
        headers += [("Set-Cookie", str(cookie)) for cookie in answer.get("cookies") or ()]
        return Response(_status(answer["statusCode"]), _content(answer), tuple(headers))
    except (AttributeError, TypeError, ValueError) as error:
        raise BadAnswer(str(error)) from error


def _status(value: Any) -> int:
    status = int(value)
    if not 100 <= status <= 599:
        raise ValueError(f"no HTTP status: {status}")
    return status


def _value(value: Any) -> str:
    text = json.dumps(value) if isinstance(value, bool) else str(value)
    if "\r" in text or "\n" in text:
        raise ValueError("a header with a line break")
    return text


def _content(answer: Mapping[str, Any]) -> bytes:
    body = answer.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise TypeError("the body is not a string")
    if not answer.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise ValueError("the body is not base64") from error


def decoded_path(target: str) -> str:
    """Give the path of a request target, decoded as HTTP APIs do before they look for a route."""
    return unquote(target.partition("?")[0]) or "/"
