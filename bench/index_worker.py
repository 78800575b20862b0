"""One process of the index function: it takes packs from a queue as AWS would give them to it."""

import json
import os
from collections.abc import Mapping
from multiprocessing import Queue
from multiprocessing.synchronize import Lock
from types import SimpleNamespace
from typing import Any

import boto3
from moto import mock_aws

from bench.caller import ENVIRONMENT
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import opensearch_client

_CONTEXT = SimpleNamespace(
    function_name="bench",
    memory_limit_in_mb=1,
    invoked_function_arn="a",
    aws_request_id="r",
    get_remaining_time_in_millis=lambda: 29_000,
)


def work(
    url: str,
    packs: Mapping[str, bytes],
    waiting: "Queue[str]",
    done: "Queue[str]",
    writing: Lock,
) -> None:
    """Tell when it is ready, then index each pack that is named and tell of it, until an empty name comes."""
    os.environ.update(ENVIRONMENT | {"OPENSEARCH_URL": url})
    with mock_aws():
        queue = boto3.client("sqs").create_queue(QueueName="alerts")["QueueUrl"]
        os.environ["ALERT_QUEUE_URL"] = queue
        s3 = boto3.client("s3")
        s3.create_bucket(
            Bucket=ENVIRONMENT["RAW_BUCKET"],
            CreateBucketConfiguration={"LocationConstraint": ENVIRONMENT["AWS_DEFAULT_REGION"]},
        )
        for name, body in packs.items():
            s3.put_object(Bucket=ENVIRONMENT["RAW_BUCKET"], Key=name, Body=body)
        from functions.index import handler  # noqa: PLC0415  reads the environment

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the metrics, which Lambda takes from there
        handler._index = _one_at_a_time(url, writing)
        done.put("ready")
        while name := waiting.get():
            failed = handler.lambda_handler({"Records": [_record(name)]}, _CONTEXT)["batchItemFailures"]
            done.put(f"failed: {failed}" if failed else name)


def _one_at_a_time(url: str, writing: Lock) -> Any:
    """Give the index of a function that waits with its request until no other writes."""
    client = opensearch_client(url, "none", timeout=30)
    bulk = client.bulk

    def write(**arguments: Any) -> Any:
        with writing:
            return bulk(**arguments)

    client.bulk = write
    return lambda: OpenSearchArticleIndex(client)


def _record(name: str) -> dict[str, str]:
    return {"messageId": name, "body": json.dumps({"Records": [{"s3": {"object": {"key": name}}}]})}
