"""The queues of a stack by the names that operators see, where their dead letters are, and what waits in each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.cli.stack import Stack
from shared.adapters.alert_queue import read_alert_message, read_webhook_message
from shared.adapters.dead_letters import SqsDeadLetters, Way
from shared.adapters.index_queue import read_message
from shared.domain.errors import Unavailable
from shared.domain.pack import PackName

_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


@dataclass(frozen=True)
class Depth:
    """How many messages of a queue wait, are being worked on, and wait for their time."""

    waiting: int
    in_work: int
    delayed: int


@dataclass(frozen=True)
class Queue:
    """A queue that feeds a function; `variable` and `dead_letters` name it in the environment."""

    name: str
    variable: str
    dead_letters: str
    reads: Callable[[str], object]


def _of_articles(body: str) -> None:
    if any(isinstance(one, PackName) for one in read_message(body)):
        raise ValueError("a message of a pack")


QUEUES = (
    Queue("articles", "INDEX_QUEUE_URL", "DEAD_LETTER_QUEUE_URL", _of_articles),
    Queue("loads", "LOAD_QUEUE_URL", "DEAD_LETTER_QUEUE_URL", read_message),
    Queue("alerts", "ALERT_QUEUE_URL", "ALERT_DEAD_LETTER_QUEUE_URL", lambda body: list(read_alert_message(body))),
    Queue("webhooks", "WEBHOOK_QUEUE_URL", "ALERT_DEAD_LETTER_QUEUE_URL", read_webhook_message),
)


def dead_letters(stack: Stack) -> Iterator[tuple[str, SqsDeadLetters]]:
    """Give the address of each dead-letter queue and its letters; raise NoStack where one is not named."""
    for variable in dict.fromkeys(queue.dead_letters for queue in QUEUES):
        ways = {
            queue.name: Way(stack.named(queue.variable), queue.reads)
            for queue in QUEUES
            if queue.dead_letters == variable
        }
        url = stack.named(variable)
        yield url, SqsDeadLetters(stack.sqs, url, ways)


def depth(sqs: Any, url: str) -> Depth:
    """Give what waits in a queue, as SQS counts it; raise Unavailable where it does not answer."""
    try:
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(_COUNTS))["Attributes"]
    except (BotoCoreError, ClientError) as error:
        raise Unavailable(f"The queue {url} does not answer.") from error
    return Depth(*(int(counts[name]) for name in _COUNTS))
