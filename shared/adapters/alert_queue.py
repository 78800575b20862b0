"""The queues of alerts in SQS: to the function that matches them, and to the one that calls webhooks."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from shared.adapters import sqs_batch
from shared.domain.alert import AlertKey, AllAlerts
from shared.domain.alert_event import News, WebhookMessage

_LONGEST_DELAY = 900  # seconds, as SQS has it
_ALL = "all"
_SETTLED = 1  # second more than an article waits for its time: then its embargo is surely over


class SqsAlertQueue:
    """Sends news, and the question whether all alerts are registered; of changed alerts S3 tells by itself."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send_news(self, news: Sequence[News], now: datetime) -> None:
        """Ask for alerts to be matched, each when it is due; raise Unavailable when not all were taken."""
        self._send({"MessageBody": _news(one)} | _delay(one.due, now) for one in news)

    def compare(self) -> None:
        """Ask for what the index of alerts lacks to be registered; raise Unavailable when that was not taken."""
        self._send([{"MessageBody": json.dumps({"alerts": _ALL})}])

    def _send(self, messages: Iterable[dict[str, Any]]) -> None:
        sqs_batch.send(self._client, self._url, messages)


def _news(news: News) -> str:
    return json.dumps({"news": {"article": news.article_id, "by": news.by, "due": news.due.isoformat()}})


def _delay(due: datetime, now: datetime) -> dict[str, int]:
    """Give nothing for what is due: the queue has a delay of its own, which a message's would replace."""
    seconds = math.ceil((due - now).total_seconds())
    return {"DelaySeconds": min(seconds + _SETTLED, _LONGEST_DELAY)} if seconds > 0 else {}


def read_alert_message(body: str) -> Iterator[News | AlertKey | AllAlerts]:
    """Give what a message is about: news, alerts that S3 tells of, or all of them.

    Raises ValueError for a message in another form.
    """
    message = json.loads(body)
    try:
        if message.get("Event") == "s3:TestEvent":
            return
        if message.get("alerts") == _ALL:
            yield AllAlerts()
            return
        if news := message.get("news"):
            yield News(news["article"], news["by"], datetime.fromisoformat(news["due"]))
            return
        for record in message["Records"]:
            yield AlertKey.parse(unquote_plus(record["s3"]["object"]["key"]))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("the message is neither news nor of alerts") from error


class SqsWebhookQueue:
    """Sends messages for webhooks, and puts off the next try of one."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, message: WebhookMessage) -> None:
        """Ask for it to be delivered; raise Unavailable when it was not taken."""
        body = json.dumps(asdict(message))
        sqs_batch.asked(self._client, "send_message", QueueUrl=self._url, MessageBody=body)

    def put_off(self, receipt: str, seconds: int) -> None:
        """Let a message that was received come again after so long; raise Unavailable where that was not taken."""
        later = {"ReceiptHandle": receipt, "VisibilityTimeout": seconds}
        sqs_batch.asked(self._client, "change_message_visibility", QueueUrl=self._url, **later)


def read_webhook_message(body: str) -> WebhookMessage:
    """Give a message as it was sent; raise ValueError for one in another form."""
    try:
        return WebhookMessage(**json.loads(body))
    except TypeError as error:
        raise ValueError("not a message for a webhook") from error
