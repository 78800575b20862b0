"""A dead-letter queue in SQS, and the queues that its messages came from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from shared.adapters import sqs_batch
from shared.usecases.redrive import DeadLetter

_WAIT_SECONDS = 1  # a long poll asks all of SQS's servers: an empty answer then means that the queue is empty
_OUT_OF_SIGHT = 30  # seconds: a few letters are sent and taken away within one
_MOST_SEEN = 20  # times in a row that only letters come which were seen before, since they are in sight again
_MOST_BYTES = 250_000  # of the messages of one request


@dataclass(frozen=True)
class Way:
    """A queue that dead letters go back to, and what raises an exception for a message that is not of its kind."""

    url: str
    reads: Callable[[str], object]


class SqsDeadLetters:
    """The letters of one queue; `ways` are the queues that they may go back to, by the names they have here."""

    def __init__(self, client: Any, url: str, ways: Mapping[str, Way]) -> None:
        self._client = client
        self._url = url
        self._ways = ways

    def letters(self) -> Iterator[Sequence[DeadLetter]]:
        """Give every letter once, some at a time; who was given stays out of others' sight for half a minute."""
        seen: set[str] = set()
        in_vain = 0
        while (found := self._received()) and in_vain < _MOST_SEEN:
            fresh = [one for one in found if one["MessageId"] not in seen]
            in_vain = 0 if fresh else in_vain + 1
            seen.update(one["MessageId"] for one in fresh)
            yield [
                DeadLetter(one["MessageId"], one["Body"], one["ReceiptHandle"], self._way(one["Body"]))
                for one in fresh
            ]

    def _received(self) -> list[dict[str, Any]]:
        answer = sqs_batch.asked(
            self._client,
            "receive_message",
            QueueUrl=self._url,
            MaxNumberOfMessages=sqs_batch.AT_ONCE,
            WaitTimeSeconds=_WAIT_SECONDS,
            VisibilityTimeout=_OUT_OF_SIGHT,
        )
        return list(answer.get("Messages", ()))

    def _way(self, body: str) -> str | None:
        for name, way in self._ways.items():
            try:
                way.reads(body)
            except Exception:  # noqa: BLE001, S112 - whatever keeps it from being read, it is not of that kind
                continue
            return name
        return None

    def send_back(self, letters: Sequence[DeadLetter]) -> None:
        """Send each to its queue, as it is, and only then take it away here."""
        for name, way in self._ways.items():
            for some in _fitting([one for one in letters if one.queue == name]):
                sqs_batch.send(self._client, way.url, ({"MessageBody": one.body} for one in some))
                receipts = ({"ReceiptHandle": one.receipt} for one in some)
                sqs_batch.done(self._client, "delete_message_batch", self._url, receipts)

    def show(self, letters: Sequence[DeadLetter]) -> None:
        """Let others see these again at once; SQS refuses that of those that are in sight by themselves by now."""
        for some in batched(letters, sqs_batch.AT_ONCE, strict=False):
            entries = [
                {"Id": str(n), "ReceiptHandle": one.receipt, "VisibilityTimeout": 0} for n, one in enumerate(some)
            ]
            sqs_batch.asked(self._client, "change_message_visibility_batch", QueueUrl=self._url, Entries=entries)


def _fitting(letters: Sequence[DeadLetter]) -> Iterator[list[DeadLetter]]:
    """Give them in groups that SQS takes in one request; a message that is larger goes alone."""
    group: list[DeadLetter] = []
    size = 0
    for one in letters:
        length = len(one.body.encode())
        if group and (len(group) == sqs_batch.AT_ONCE or size + length > _MOST_BYTES):
            yield group
            group, size = [], 0
        group.append(one)
        size += length
    if group:
        yield group
