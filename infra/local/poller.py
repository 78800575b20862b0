"""SQS to Lambda, by the rules of AWS's event source mapping: a message is deleted only after a success."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.cloudformation import REGION
from infra.local.system import QueueSource
from infra.local.worker import Invoke, Outcome

MESSAGES_AT_ONCE = 10  # what SQS gives and deletes in one call; only a batching window would gather more
SECONDS_TO_WAIT = 1  # of a long poll: as long as a stop waits for it
SECONDS_AFTER_FAILURE = 1.0

Message = Mapping[str, Any]


class Poller:
    """Feeds one function from one queue."""

    def __init__(
        self,
        source: QueueSource,
        invoke: Invoke,
        sqs: Any,
        *,
        processes: int,
        report: Callable[[str], None] = print,
    ) -> None:
        self._source = source
        self._invoke = invoke
        self._sqs = sqs
        self._report = report
        self._at_once = min(source.maximum_concurrency or processes, processes)
        self._threads = ThreadPoolExecutor(self._at_once)
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to poll."""
        self._tasks = [asyncio.create_task(self._run()) for _ in range(self._at_once)]

    async def stop(self, grace: float) -> None:
        """Take no more messages; batches under way have so many seconds, then they are left to the queue."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self) -> None:
        while not self._stopping:
            try:
                if batch := await self._receive():
                    await self._deliver(batch)
            except (BotoCoreError, ClientError) as error:
                if not self._stopping:
                    self._report(f"the queue does not answer: {type(error).__name__}")
                await asyncio.sleep(SECONDS_AFTER_FAILURE)

    async def _receive(self) -> list[Message]:
        answer = await self._call(
            self._sqs.receive_message,
            MaxNumberOfMessages=min(self._source.batch_size, MESSAGES_AT_ONCE),
            WaitTimeSeconds=SECONDS_TO_WAIT,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return list(answer.get("Messages", ()))

    async def _deliver(self, batch: Sequence[Message]) -> None:
        outcome = await self._invoke(to_event(batch, self._source.queue.arn))
        done = succeeded(batch, outcome, reports_item_failures=self._source.reports_item_failures)
        if done:
            entries = [
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(done)
            ]
            await self._call(self._sqs.delete_message_batch, Entries=entries)

    async def _call(self, method: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
        def call() -> dict[str, Any]:
            answer: dict[str, Any] = method(QueueUrl=self._source.queue.url, **arguments)
            return answer

        return await asyncio.get_running_loop().run_in_executor(self._threads, call)


def to_event(batch: Sequence[Message], queue_arn: str) -> bytes:
    """Give the event of a batch of messages."""
    records = [
        {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": {
                name: {"dataType": each["DataType"], "stringValue": each.get("StringValue")}
                for name, each in message.get("MessageAttributes", {}).items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": queue_arn,
            "awsRegion": REGION,
        }
        for message in batch
    ]
    return json.dumps({"Records": records}).encode()


def succeeded(batch: Sequence[Message], outcome: Outcome, *, reports_item_failures: bool) -> list[Message]:
    """Give the messages to delete.

    After an error or a time-out none; an answer without failures means all of them; one that is malformed or
    names an unknown message means none, since nobody can tell which of them failed.
    """
    if outcome.error:
        return []
    if not reports_item_failures:
        return list(batch)
    try:
        failed = _failed(json.loads(outcome.payload))
    except (AttributeError, KeyError, TypeError, ValueError):
        return []
    if not failed <= {message["MessageId"] for message in batch}:
        return []
    return [message for message in batch if message["MessageId"] not in failed]


def _failed(answer: Any) -> set[str]:
    """Read the ids of failed messages; raise for an answer that is malformed."""
    failures = answer.get("batchItemFailures") if answer is not None else None
    if failures is None:
        return set()
    if not isinstance(failures, list):
        raise TypeError("batchItemFailures is not a list")
    ids = {failure["itemIdentifier"] for failure in failures}
    if not all(isinstance(each, str) and each for each in ids):
        raise ValueError("an empty itemIdentifier")
    return ids
