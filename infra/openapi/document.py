"""The description of the HTTP API as OpenAPI 3.1."""

import re
from collections.abc import Iterator
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from functions.accept.handler import app as accept
from functions.search.handler import app as search
from infra.openapi.alerts import alert_schemas
from infra.openapi.parameters import PATH, QUERY
from infra.openapi.schemas import ref, schemas
from infra.openapi.versions import version_schemas

# Of a handler's argument; OpenAPI takes one name for the same place in a path, whoever's id stands there.
_NAMES = {"article_id": "id", "source_id": "id"}
_ANSWERS = {
    "search": "SearchAnswer",
    "facet_values": "FacetAnswer",
    "article_by_url": "Article",
    "article": "Article",
    "related": "RelatedAnswer",
    "suggest": "SuggestAnswer",
    "changes": "ChangesAnswer",
    "health": "Health",
    "push": "PushAnswer",
    "upsert": "PushAnswer",
    "preview": "PreviewAnswer",
    "receive": "PushAnswer",
    "receive_signed": "PushAnswer",
    "receive_file": "FileAnswer",
    "find_file": "FileAnswer",
    "takedown": "TakedownAnswer",
    "status": "StatusAnswer",
    "versions": "HistoryAnswer",
    "compare": "ComparisonAnswer",
    "new_alert": "NewAlertAnswer",
    "alerts": "AlertsAnswer",
    "alert": "Alert",
}
_STATUS = {
    "push": 202,
    "upsert": 202,
    "takedown": 202,
    "receive": 201,
    "receive_signed": 201,
    "receive_file": 201,
    "new_alert": 201,
    "end_alert": 204,
}
_OF_ALERTS = {"new_alert", "alerts", "alert", "end_alert"}
_WITH_KEY = {"push", "upsert", "preview", "takedown", "status", "versions", "compare"} | _OF_ALERTS
_SIGNED = {"receive", "receive_signed", "receive_file"}
_WITH_BODY = {"push", "upsert", "preview", "receive", "receive_signed"}
_MEANINGS = {
    304: "Nothing has changed since the answer with this ETag.",
    400: "A parameter or the body cannot be read; `errors` tells which and why.",
    401: "No valid key or signature.",
    404: "There is no such article, path or file.",
    409: "This version was received before with other content, or the article was erased for good.",
    410: "The article was taken down.",
    413: "The body is too large.",
    415: "The format or the encoding is not read here.",
    503: "A part of the service does not answer; try again after `Retry-After` seconds.",
}
_FEEDS = {"application/rss+xml": "string", "application/atom+xml": "string", "application/feed+json": "object"}


def document() -> dict[str, Any]:
    """Give the whole description."""
    paths: dict[str, dict[str, Any]] = {}
    for method, path, name, summary in sorted(operations(), key=lambda one: (one[1], one[0])):
        paths.setdefault(path, {})[method.lower()] = _operation(method, path, name, summary)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Copydesk",
            "version": "1",
            "description": "Takes in a newsroom's articles and makes them findable.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas() | alert_schemas() | version_schemas(),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "the key of a source"},
                "signature": {"type": "apiKey", "in": "header", "name": "x-superdesk-signature"},
            },
        },
    }


def operations() -> Iterator[tuple[str, str, str, str]]:
    """Give method, path, the handler's name and what it is for, of every route that the functions have."""
    for app in (accept, search):
        for method, rule, function in _routes(app):
            plain = rule.replace("\\.", ".")  # the resolver reads its paths as patterns
            path = re.sub(r"<(\w+)>", lambda found: f"{{{_NAMES.get(found[1], found[1])}}}", plain)
            yield (
                method,
                path.replace(".+", "{media}"),
                function.__name__,
                (function.__doc__ or "").partition("\n")[0],
            )


def _routes(app: APIGatewayHttpResolver) -> Iterator[tuple[str, str, Any]]:
    for route in (*app._static_routes, *app._dynamic_routes):
        yield str(route.method), str(route.path), route.func


def _operation(method: str, path: str, name: str, summary: str) -> dict[str, Any]:
    in_path = [
        {"name": each, "in": "path", "required": True} | PATH.get(f"{method} {each}", PATH[each])
        for each in re.findall(r"{(\w+)}", path)
    ]
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "parameters": [*in_path, *(_without_none(one) for one in QUERY.get(f"{method} {path}", []))],
        "responses": {str(status): each for status, each in sorted(_responses(method, name).items())},
    }
    if name in _WITH_BODY:
        operation["requestBody"] = {"required": True, "content": {"*/*": {}}, "description": "in any known format"}
    if name == "new_alert":
        content = {"application/json": {"schema": ref("AlertRequest")}}
        operation["requestBody"] = {"required": True, "content": content}
        operation["callbacks"] = {"told": {"{$request.body#/webhook}": {"post": _told()}}}
    if name == "receive_file":
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {}}}
    if name in _WITH_KEY | _SIGNED:
        operation["security"] = [{"key": []}] if name in _WITH_KEY else [{"signature": []}, {"key": []}]
    return operation


def _without_none(parameter: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameter.items() if value is not None}


def _responses(method: str, name: str) -> dict[int, Any]:
    problem = {"application/problem+json": {"schema": ref("Problem")}}
    expected = [400, 404, 503]
    if name in _WITH_KEY:
        expected.append(401)
    if name == "new_alert":
        expected.append(413)
    elif method != "GET" and name not in _OF_ALERTS:
        expected += [401, 409, 413, 415]
    if name in ("article", "related"):
        expected.append(410)
    responses: dict[int, Any] = {
        status: {"description": _MEANINGS[status], "content": problem} for status in expected
    }
    if method == "GET" and name not in _WITH_KEY | {"health", "find_file"}:
        responses[304] = {"description": _MEANINGS[304]}
    content = {} if _STATUS.get(name) == 204 else {"content": _content(name)}
    responses[_STATUS.get(name, 200)] = {"description": "The answer.", **content}
    return responses


def _told() -> dict[str, Any]:
    """Give what a webhook is sent, and what it may answer."""
    return {
        "operationId": "told",
        "summary": "Take a message of an alert; any answer but 2xx lets it come again.",
        "parameters": [
            {"name": f"webhook-{name}", "in": "header", "required": True, "schema": {"type": "string"}}
            for name in ("id", "timestamp", "signature")
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("AlertMessage")}}},
        "responses": {
            "200": {"description": "The message was taken."},
            "410": {"description": "Nobody wants this message; it does not come again."},
        },
    }


def _content(name: str) -> dict[str, Any]:
    if name == "feed":
        return {media: {"schema": {"type": kind}} for media, kind in _FEEDS.items()}
    if name == "openapi":
        return {"application/json": {"schema": {"type": "object"}}}
    return {"application/json": {"schema": ref(_ANSWERS[name])}}
