"""The search function in this process, as AWS calls it, on a given engine; AWS itself is moto."""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import boto3
from moto import mock_aws

from bench.recording import Asked, Recording, recording

_CONTEXT = SimpleNamespace(
    function_name="bench", memory_limit_in_mb=1, invoked_function_arn="a", aws_request_id="r"
)
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "RAW_BUCKET": "bench",
    "INDEX_QUEUE_URL": "https://queue.example/bench",
    "LOAD_QUEUE_URL": "https://queue.example/bench",
    "OPENSEARCH_AUTH": "none",
    "SOURCE_KEYS_PATH": "/copydesk/bench/source-keys/",
    "CURSOR_SECRET_ID": "cursor-secret",
    "ALERT_SECRET_ID": "alert-secret",
    "ALERT_QUEUE_URL": "https://queue.example/alerts",
    "WEBHOOK_QUEUE_URL": "https://queue.example/webhooks",
    "WEBHOOKS_TO_LOOPBACK": "no",
    "CORS_ORIGIN": "*",
    "POWERTOOLS_SERVICE_NAME": "copydesk",
    "POWERTOOLS_METRICS_NAMESPACE": "Copydesk",
    "POWERTOOLS_METRICS_DISABLED": "true",
    "POWERTOOLS_LOG_LEVEL": "WARNING",
}


@dataclass
class Caller:
    """Calls the handler with events of the HTTP API."""

    record: Recording
    handler: Any

    def get(self, url: str) -> Any:
        """Give the answer's content; raise where it is none."""
        answer = self.handler(_event(url), _CONTEXT)
        if answer["statusCode"] != 200:
            raise RuntimeError(f"{url}: {answer['statusCode']} {answer.get('body', '')[:300]}")
        body = answer["body"]
        return json.loads(base64.b64decode(body) if answer.get("isBase64Encoded") else body)

    def searches(self) -> list[Asked]:
        """Give what the engine was asked since the last time."""
        return [one for one in self.record.take() if one.path.endswith("/_search")]


@contextmanager
def service_on(url: str) -> Iterator[Caller]:
    """Give the search function on this engine."""
    os.environ.update(ENVIRONMENT | {"OPENSEARCH_URL": url})
    with mock_aws(), recording() as record:
        boto3.client("secretsmanager").create_secret(Name="cursor-secret", SecretString="s" * 64)
        from functions.search.handler import lambda_handler  # noqa: PLC0415  reads the environment

        yield Caller(record, lambda_handler)


def _event(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": parts.path,
        "rawQueryString": parts.query,
        "headers": {},
        "queryStringParameters": dict(parse_qsl(parts.query, keep_blank_values=True)),
        "requestContext": {
            "http": {"method": "GET", "path": parts.path, "sourceIp": "127.0.0.1"},
            "requestId": "bench",
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }
