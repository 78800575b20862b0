"""SQS to Lambda by AWS's rules: what is deleted from the queue, and when."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from infra.local.poller import Poller, succeeded, to_event
from infra.local.system import Queue, QueueSource
from infra.local.worker import Outcome

QUEUE = Queue("jobs", "http://localhost/1/jobs", "arn:aws:sqs:us-east-1:1:jobs", {})


def message(number: int) -> dict[str, Any]:
    return {"MessageId": f"m{number}", "ReceiptHandle": f"r{number}", "Body": f"body {number}", "MD5OfBody": "0"}


BATCH = [message(1), message(2), message(3)]


def failures(*ids: Any) -> Outcome:
    return Outcome(json.dumps({"batchItemFailures": [{"itemIdentifier": each} for each in ids]}).encode())


@pytest.mark.parametrize(
    ("outcome", "deleted"),
    [
        (Outcome(b"null"), ["m1", "m2", "m3"]),
        (Outcome(b"{}"), ["m1", "m2", "m3"]),
        (Outcome(b'{"batchItemFailures": null}'), ["m1", "m2", "m3"]),
        (failures(), ["m1", "m2", "m3"]),
        (failures("m2"), ["m1", "m3"]),
        (failures("m1", "m2", "m3"), []),
        (failures("m9"), []),
        (failures("m1", "m9"), []),
        (failures(""), []),
        (failures(None), []),
        (failures(["m1"]), []),
        (Outcome(b'{"batchItemFailures": "m1"}'), []),
        (Outcome(b'{"batchItemFailures": ["m1"]}'), []),
        (Outcome(b'{"batchItemFailures": [{"id": "m1"}]}'), []),
        (Outcome(b"not JSON"), []),
        (Outcome(b'"done"'), []),
        (Outcome(b'{"errorType": "KeyError"}', "Unhandled"), []),
        (Outcome(b'{"batchItemFailures": []}', "Sandbox.Timedout"), []),
    ],
)
def test_only_what_certainly_succeeded_is_deleted(outcome: Outcome, deleted: list[str]) -> None:
    done = succeeded(BATCH, outcome, reports_item_failures=True)
    assert [each["MessageId"] for each in done] == deleted


def test_without_reports_any_answer_is_a_success() -> None:
    assert succeeded(BATCH, failures("m1"), reports_item_failures=False) == BATCH
    assert succeeded(BATCH, Outcome(b"", "Unhandled"), reports_item_failures=False) == []


def test_a_batch_becomes_an_event() -> None:
    received = message(1) | {
        "Attributes": {"ApproximateReceiveCount": "2"},
        "MessageAttributes": {"kind": {"DataType": "String", "StringValue": "raw"}},
    }
    assert json.loads(to_event([received], QUEUE.arn)) == {
        "Records": [
            {
                "messageId": "m1",
                "receiptHandle": "r1",
                "body": "body 1",
                "attributes": {"ApproximateReceiveCount": "2"},
                "messageAttributes": {"kind": {"dataType": "String", "stringValue": "raw"}},
                "md5OfBody": "0",
                "eventSource": "aws:sqs",
                "eventSourceARN": QUEUE.arn,
                "awsRegion": "us-east-1",
            }
        ]
    }


class FakeQueue:
    """Gives each message once; a test puts it back by hand."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self.waiting = list(messages)
        self.deleted: list[str] = []
        self.failures = self.asked = 0

    def receive_message(self, *, MaxNumberOfMessages: int, WaitTimeSeconds: int, **_: Any) -> dict[str, Any]:
        self.asked += 1
        if self.failures:
            self.failures -= 1
            raise EndpointConnectionError(endpoint_url="http://localhost")
        if not self.waiting and WaitTimeSeconds:
            time.sleep(0.01)
        taken, self.waiting = self.waiting[:MaxNumberOfMessages], self.waiting[MaxNumberOfMessages:]
        return {"Messages": taken} if taken else {}

    def delete_message_batch(self, *, Entries: list[dict[str, str]], **_: Any) -> dict[str, Any]:
        self.deleted += [entry["ReceiptHandle"] for entry in Entries]
        return {}


class FakeFunction:
    """Notes each batch and gives the outcome that the test chose."""

    def __init__(self, outcome: Outcome | None = None) -> None:
        self.batches: list[list[str]] = []
        self.outcome = outcome or Outcome(b"{}")
        self.at_once = self.most_at_once = 0

    async def invoke(self, payload: bytes) -> Outcome:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.batches.append([record["messageId"] for record in json.loads(payload)["Records"]])
        outcome = self.outcome  # of this call, whatever a test chooses for the next one meanwhile
        await self.work()
        self.at_once -= 1
        return outcome

    async def work(self) -> None:
        await asyncio.sleep(0)


class Gathering(FakeFunction):
    """Goes on when so many calls are under way, and leaves one more the time to come too."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.calls = calls

    async def work(self) -> None:
        while self.most_at_once < self.calls:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)


def polled(
    queue: FakeQueue, function: FakeFunction, until: Callable[[], bool], processes: int = 1, **source: Any
) -> list[str]:
    """Polls until something holds; gives what was reported."""
    reports: list[str] = []
    described = QueueSource(
        **{
            "function": "index",
            "queue": QUEUE,
            "batch_size": 10,
            "maximum_concurrency": None,
            "reports_item_failures": True,
        }
        | source
    )

    async def run() -> None:
        poller = Poller(described, function.invoke, queue, processes=processes, report=reports.append)
        poller.start()
        while not until():
            await asyncio.sleep(0.005)
        await poller.stop(2)

    asyncio.run(asyncio.wait_for(run(), 20))
    return reports


def test_a_message_is_deleted_after_it_was_done_and_not_before() -> None:
    queue = FakeQueue(message(1))

    async def invoke(_: bytes) -> Outcome:
        assert queue.deleted == []
        return Outcome(b"{}")

    function = FakeFunction()
    function.invoke = invoke  # type: ignore[method-assign]
    polled(queue, function, lambda: queue.deleted == ["r1"])


def test_a_batch_is_no_larger_than_its_size() -> None:
    queue, function = FakeQueue(*map(message, range(5))), FakeFunction()
    polled(queue, function, lambda: len(queue.deleted) == 5, batch_size=2)
    assert function.batches == [["m0", "m1"], ["m2", "m3"], ["m4"]]


def test_a_message_does_not_wait_for_others() -> None:
    queue, function, asked = FakeQueue(message(1)), FakeFunction(), []

    async def invoke(_: bytes) -> Outcome:
        asked.append(queue.asked)
        return Outcome(b"{}")

    function.invoke = invoke  # type: ignore[method-assign]
    polled(queue, function, lambda: bool(queue.deleted))
    assert asked == [1]


@pytest.mark.parametrize(("maximum", "processes", "expected"), [(None, 3, 3), (2, 3, 2), (10, 2, 2)])
def test_as_many_batches_at_once_as_the_template_and_the_processes_allow(
    maximum: int | None, processes: int, expected: int
) -> None:
    queue, function = FakeQueue(*map(message, range(6))), Gathering(expected)
    polled(
        queue,
        function,
        lambda: len(queue.deleted) == 6,
        processes,
        batch_size=1,
        maximum_concurrency=maximum,
    )
    assert function.most_at_once == expected


def test_a_crash_deletes_nothing_and_polling_goes_on() -> None:
    queue, function = FakeQueue(message(1)), FakeFunction(Outcome(b"{}", "Runtime.ExitError"))

    def until() -> bool:
        if function.batches == [["m1"]] and not queue.waiting:
            assert queue.deleted == []
            function.outcome = Outcome(b"{}")
            queue.waiting = [message(1)]  # its visibility timeout is over
        return queue.deleted == ["r1"]

    polled(queue, function, until)
    assert function.batches == [["m1"], ["m1"]]


def test_an_outage_of_the_queue_is_told_and_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.local.poller.SECONDS_AFTER_FAILURE", 0.01)
    queue, function = FakeQueue(message(1)), FakeFunction()
    queue.failures = 2
    reports = polled(queue, function, lambda: bool(queue.deleted))
    assert reports == ["the queue does not answer: EndpointConnectionError"] * 2
