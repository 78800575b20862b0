"""The local AWS keeps what it acknowledged and decides races as AWS does."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import unquote_plus

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.sqs.models import SQSBackend

from infra.local import aws, exact_sqs

BUCKET = "raw-articles"
KEY = "raw/reuters/0123456789abcdef0123456789abcdef/1732355000000-" + "a" * 64
ODD_KEYS = ["raw/ä b+c%2F=&/..//x?#", "../../etc/passwd", "raw/a//b", "a" * 1000, ".new-draft"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[aws.Aws]:
    home = tmp_path_factory.mktemp("aws")
    server = aws.start(home / "s3", port=0, log=home / "aws.log")
    yield server
    server.stop()


def _client(service: str, server: aws.Aws) -> Any:
    return boto3.client(
        service,
        endpoint_url=server.url,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
        config=Config(max_pool_connections=20, retries={"total_max_attempts": 1}),
    )


def _bucket_that_notifies(server: aws.Aws, bucket: str) -> tuple[Any, Any, str]:
    s3, sqs = _client("s3", server), _client("sqs", server)
    queue = sqs.create_queue(QueueName=f"new-in-{bucket}")["QueueUrl"]
    s3.create_bucket(Bucket=bucket)
    rule = {
        "QueueArn": f"arn:aws:sqs:us-east-1:123456789012:new-in-{bucket}",
        "Events": ["s3:ObjectCreated:*"],
        "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "raw/"}]}},
    }
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [rule]}
    )
    assert _bodies(sqs, queue)[0]["Event"] == "s3:TestEvent"  # S3 sends it when notifications are set
    return s3, sqs, queue


def _bodies(sqs: Any, queue: str) -> list[Any]:
    """What waits in the queue, taken off it."""
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return [json.loads(message["Body"]) for message in messages]


def _keys(bodies: list[Any]) -> list[str]:
    return [unquote_plus(record["s3"]["object"]["key"]) for body in bodies for record in body["Records"]]


def _put(s3: Any, bucket: str, key: str) -> int:
    try:
        answer = s3.put_object(Bucket=bucket, Key=key, Body=b"an article", IfNoneMatch="*")
    except ClientError as error:
        answer = error.response
    status: int = answer["ResponseMetadata"]["HTTPStatusCode"]
    return status


def _content(s3: Any, bucket: str) -> dict[str, tuple[bytes, str, dict[str, str], Any]]:
    found = {}
    for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        answer = s3.get_object(Bucket=bucket, Key=entry["Key"])
        with answer["Body"] as body:
            facts = (body.read(), answer["ContentType"], answer["Metadata"], answer["LastModified"])
        found[entry["Key"]] = facts
    return found


def test_acknowledged_objects_survive_kill_9_and_are_not_announced_again(tmp_path: Path) -> None:
    store, log = tmp_path / "s3", tmp_path / "aws.log"
    first = aws.start(store, port=0, log=log)
    s3, _, _ = _bucket_that_notifies(first, BUCKET)
    for key in [KEY, *ODD_KEYS, "removed", "also-removed", "replaced"]:
        s3.put_object(
            Bucket=BUCKET, Key=key, Body=key.encode(), ContentType="text/html", Metadata={"source_id": "reuters"}
        )
    s3.put_object(Bucket=BUCKET, Key="replaced", Body=b"a later version", ContentType="text/plain")
    s3.delete_object(Bucket=BUCKET, Key="removed")
    s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "also-removed"}]})
    before = _content(s3, BUCKET)
    os.kill(first.pid, signal.SIGKILL)
    first.stop()

    second = aws.start(store, port=0, log=log)
    s3, sqs, queue = _bucket_that_notifies(second, BUCKET)
    after, announced = _content(s3, BUCKET), _bodies(sqs, queue)
    status = _put(s3, BUCKET, KEY)
    second.stop()

    assert set(before) == {KEY, *ODD_KEYS, "replaced"}
    assert before["replaced"][:3] == (b"a later version", "text/plain", {})
    assert before[KEY][:3] == (KEY.encode(), "text/html", {"source_id": "reuters"})
    assert after == before
    assert announced == []
    assert status == 412


def test_of_ten_identical_conditional_puts_exactly_one_wins(server: aws.Aws) -> None:
    s3, sqs, queue = _bucket_that_notifies(server, "race")
    with ThreadPoolExecutor(10) as pool:
        for attempt in range(10):
            key = f"raw/{attempt}"
            statuses = list(pool.map(lambda _: _put(s3, "race", key), range(10)))  # noqa: B023
            assert sorted(statuses) == [200] + [412] * 9
    assert _keys(_bodies(sqs, queue)) == [f"raw/{attempt}" for attempt in range(10)]


def test_only_new_objects_under_the_prefix_are_announced(server: aws.Aws) -> None:
    s3, sqs, queue = _bucket_that_notifies(server, "announced")
    for key in ("raw/a b/é", "rejected/c"):
        _put(s3, "announced", key)
    s3.delete_object(Bucket="announced", Key="raw/a b/é")
    bodies = _bodies(sqs, queue)
    assert _keys(bodies) == ["raw/a b/é"]
    assert bodies[0]["Records"][0]["s3"]["bucket"]["name"] == "announced"


def test_no_message_is_lost_or_delivered_twice_between_busy_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    exact_sqs.mend(monkeypatch.setattr)  # undone after the test
    backend = SQSBackend("us-east-1", "123456789012")
    backend.create_queue("busy", region="us-east-1")
    done = Event()

    def send(numbers: range) -> None:
        for number in numbers:
            backend.send_message("busy", str(number))

    def receive() -> list[str]:
        received: list[str] = []
        while True:
            last_time = done.is_set()
            for message in (messages := backend.receive_message("busy", 10, 0, 60)):
                received.append(message.body)
                backend.delete_message("busy", message.receipt_handle)
            if last_time and not messages:
                return received

    switch_interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # a thread may be interrupted anywhere, as on a busy machine in the long run
    try:
        with ThreadPoolExecutor(8) as pool:
            receivers = [pool.submit(receive) for _ in range(4)]
            list(pool.map(send, [range(first, 400, 4) for first in range(4)]))
            done.set()
            received = [body for receiver in receivers for body in receiver.result()]
    finally:
        sys.setswitchinterval(switch_interval)
    assert sorted(received, key=int) == [str(number) for number in range(400)]


def test_an_object_that_the_disk_refuses_is_not_acknowledged(tmp_path: Path) -> None:
    server = aws.start(tmp_path / "s3", port=0, log=tmp_path / "aws.log")
    s3 = _client("s3", server)
    s3.create_bucket(Bucket=BUCKET)
    (tmp_path / "s3" / BUCKET).write_text("in the way of the folder")
    refused = _put(s3, BUCKET, KEY)
    (tmp_path / "s3" / BUCKET).unlink()
    accepted = _put(s3, BUCKET, KEY)
    server.stop()
    assert (refused, accepted) == (503, 200)
