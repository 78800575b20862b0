import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

import boto3
import pytest
from opensearchpy import OpenSearch

from functions.accept import handler as accept
from functions.admin import handler as admin
from functions.alert import handler as alert
from functions.index import handler as index
from functions.notify import handler as notify
from functions.search import handler as search
from shared.adapters.clients import opensearch_client
from shared.settings import settings
from tests.functional.pretended import BUCKET, pretended_aws

KEYS = {"demo": "key-of-demo", "wire": "key-of-wire"}
CONTEXT = SimpleNamespace(
    function_name="test",
    memory_limit_in_mb=1,
    invoked_function_arn="a",
    aws_request_id="r",
    get_remaining_time_in_millis=lambda: 29_000,
)


# How long the functions wait for an answer of the engine: on a busy machine it may take longer.
SECONDS_FOR_THE_ENGINE = (
    (accept, "_INDEX_TIMEOUT_SECONDS"),
    (index, "_INDEX_TIMEOUT_SECONDS"),
    (search, "_TIMEOUT_SECONDS"),
)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @cached_property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Service:
    """The functions on moto's AWS and the real OpenSearch, called as AWS calls them."""

    s3: Any
    sqs: Any
    queue: str
    load_queue: str
    alert_queue: str
    webhook_queue: str
    engine: OpenSearch
    deliveries: list[dict[str, Any]] = field(default_factory=list)

    def request(
        self, method: str, url: str, body: bytes | str | None = None, *, source: str | None = None, **headers: str
    ) -> Answer:
        all_headers = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        if source:
            all_headers["authorization"] = f"Bearer {KEYS[source]}"
        event = http_event(method, url, body, all_headers)
        path = event["rawPath"]
        to_accept = (
            method != "GET" or path.endswith(("/status", "/versions", "/diff")) or path.startswith("/v1/alerts")
        )
        answer = (accept if to_accept else search).lambda_handler(event, CONTEXT)
        content = answer.get("body") or ""
        text = base64.b64decode(content).decode() if answer.get("isBase64Encoded") else content
        return Answer(answer["statusCode"], {k.lower(): v for k, v in answer["headers"].items()}, text)

    def get(self, url: str, **headers: str) -> Answer:
        return self.request("GET", url, **headers)

    def push(
        self,
        article: Any,
        url: str = "/v1/articles",
        *,
        method: str = "POST",
        source: str = "demo",
        **headers: str,
    ) -> Answer:
        as_sent = article if isinstance(article, bytes | str) else json.dumps(article)
        headers.setdefault("content_type", "application/json")
        return self.request(method, url, as_sent, source=source, **headers)

    def receive(self, queue: str | None = None) -> list[dict[str, Any]]:
        """Take up to ten messages from a queue, the articles' by default, as the event source mapping does."""
        found = self.sqs.receive_message(QueueUrl=queue or self.queue, MaxNumberOfMessages=10).get("Messages", [])
        return [{"messageId": m["MessageId"], "body": m["Body"], "receipt": m["ReceiptHandle"]} for m in found]

    def match(self) -> list[str]:
        """Let alerts be registered and matched, as far as messages wait for it. Gives the failed ids."""
        failed: list[str] = []
        self.refresh()
        while records := self.receive(self.alert_queue):
            answer = alert.lambda_handler({"Records": records}, CONTEXT)
            again = [one["itemIdentifier"] for one in answer["batchItemFailures"]]
            self.delete(self.alert_queue, [one for one in records if one["messageId"] not in again])
            failed += again
        return failed

    def fired(self) -> list[dict[str, Any]]:
        """Match what waits, and give what is to be sent to webhooks, each message once."""
        assert self.match() == []
        sent: list[dict[str, Any]] = []
        while records := self.receive(self.webhook_queue):
            sent += [json.loads(record["body"]) for record in records]
            self.delete(self.webhook_queue, records)
        return sent

    def delete(self, queue: str, records: list[dict[str, Any]]) -> None:
        """Let messages leave a queue."""
        for record in records:
            self.sqs.delete_message(QueueUrl=queue, ReceiptHandle=record["receipt"])

    def deliver(self, records: list[dict[str, Any]], queue: str | None = None) -> list[str]:
        """Give messages to the index function; those that succeeded leave the queue. Gives the failed ids."""
        self.deliveries += records
        answer = index.lambda_handler({"Records": records}, CONTEXT)
        failed = [one["itemIdentifier"] for one in answer["batchItemFailures"]]
        for record in records:
            if record["messageId"] not in failed and "receipt" in record:
                self.sqs.delete_message(QueueUrl=queue or self.queue, ReceiptHandle=record["receipt"])
        return failed

    def drain_loads(self) -> list[str]:
        """Index the packs that wait, each by a call of its own; then everything written can be found."""
        failed: list[str] = []
        while records := self.receive(self.load_queue):
            for record in records:
                failed += self.deliver([record], self.load_queue)
        self.refresh()
        return failed

    def drain(self) -> list[str]:
        """Index all that waits, until the queue is empty; then everything written can be found."""
        failed: list[str] = []
        while records := self.receive():
            failed += self.deliver(records)
        self.refresh()
        return failed

    def restart(self) -> None:
        """Let each function begin anew, with the clients and settings of a new process."""
        forget()

    def refresh(self) -> None:
        self.engine.indices.refresh(index="articles", params={"ignore_unavailable": "true"})

    def administer(self, action: str) -> int:
        sent: int = admin.lambda_handler({"action": action}, CONTEXT)["sent"]
        return sent

    def stored(self, prefix: str = "raw/") -> list[str]:
        return [item["Key"] for item in self.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]

    def search(self, **parameters: str | int) -> Any:
        """The answer to a search; a parameter is written with an underscore for each hyphen of its name."""
        query = urlencode({name.replace("_", "-"): value for name, value in parameters.items()})
        answer = self.get(f"/v1/search?{query}")
        assert answer.status == 200, answer.text
        return answer.json

    def found(self, query: str) -> list[str]:
        """The headlines that a search finds, in order."""
        return [one["headline"] for one in self.get(f"/v1/search?{query}").json["results"]]


def http_event(
    method: str, url: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """An event of the HTTP API, payload format 2.0."""
    parts = urlsplit(url)
    parameters: dict[str, str] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": parts.path,
        "rawQueryString": parts.query,
        "headers": dict(headers or {}),
        "requestContext": {
            "http": {"method": method, "path": parts.path, "sourceIp": "127.0.0.1"},
            "requestId": str(uuid4()),
            "stage": "$default",
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if parameters:
        event["queryStringParameters"] = parameters
    if body is not None:
        event["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    return event


def forget() -> None:
    """Drop what the functions keep from one call to the next, as a new process would."""
    settings.cache_clear()
    for module in (accept, index, search, admin, alert, notify):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture
def service(opensearch: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    engine = opensearch_client(opensearch, "none", timeout=60)
    for function, name in SECONDS_FOR_THE_ENGINE:
        monkeypatch.setattr(function, name, 60.0)
    with pretended_aws(monkeypatch, OPENSEARCH_URL=opensearch):
        service = _make(engine, monkeypatch)
        forget()
        yield service
    forget()
    engine.indices.delete(index="articles-*,alerts-*", params={"ignore_unavailable": "true"})
    engine.close()


def _make(engine: OpenSearch, monkeypatch: pytest.MonkeyPatch) -> Service:
    s3, sqs, ssm = boto3.client("s3"), boto3.client("sqs"), boto3.client("ssm")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    made = {
        name: sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
        for name in ("index", "load", "alert", "webhook")
    }
    told = {
        ("index", "raw/"): ["Created"],
        ("load", "packs/"): ["Created"],
        ("alert", "alerts/"): ["Created", "Removed"],
    }
    s3.put_bucket_notification_configuration(
        Bucket=BUCKET,
        NotificationConfiguration={
            "QueueConfigurations": [
                {
                    "QueueArn": sqs.get_queue_attributes(QueueUrl=made[name], AttributeNames=["QueueArn"])[
                        "Attributes"
                    ]["QueueArn"],
                    "Events": [f"s3:Object{change}:*"],
                    "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": prefix}]}},
                }
                for (name, prefix), changes in told.items()
                for change in changes
            ]
        },
    )
    for url in made.values():  # of the test message that S3 sends when a notification is set up
        sqs.purge_queue(QueueUrl=url)
    for source, key in KEYS.items():
        digest = sha256(key.encode()).hexdigest()
        ssm.put_parameter(Name=f"/copydesk/test/source-keys/{source}", Value=digest, Type="String")
    for secret in ("cursor-secret", "alert-secret"):
        boto3.client("secretsmanager").create_secret(Name=secret, SecretString="s" * 64)
    for name, url in made.items():
        monkeypatch.setenv(f"{name.upper()}_QUEUE_URL", url)
    return Service(s3, sqs, made["index"], made["load"], made["alert"], made["webhook"], engine)


@pytest.fixture
def article() -> Callable[..., dict[str, Any]]:
    """Makes a small article as an editorial system would send it."""

    def make(source_id: str = "urn:test:1", **fields: Any) -> dict[str, Any]:
        return {
            "uri": source_id,
            "version": "1",
            "versioncreated": "2024-03-05T20:15:00Z",
            "headline": "Council votes on the harbour",
            "body_text": "The council voted on Tuesday to rebuild the old harbour.",
        } | fields

    return make
