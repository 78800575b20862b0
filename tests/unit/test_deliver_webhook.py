"""One try of a message: signed as its receiver checks it, and tried again unless nobody wants it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.alert_event import WebhookMessage
from shared.domain.errors import BadInput, Unavailable
from shared.domain.webhook import secret_of, signature
from shared.usecases.deliver_webhook import Delivery, Tried, deliver_webhook, pause_after

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MESSAGE = WebhookMessage(
    "msg_1", "an-alert", "2025-12-01T00:00:00+00:00", "https://desk.example/hook", '{"type":"é"}'
)


class Receiver:
    def __init__(self, answers: int | Exception) -> None:
        self.answers = answers
        self.got: list[tuple[str, Mapping[str, str], bytes]] = []

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.got.append((url, headers, body))
        if isinstance(self.answers, Exception):
            raise self.answers
        return self.answers


def deliver(receiver: Receiver) -> Tried:
    return deliver_webhook(MESSAGE, sender=receiver, master_secret=lambda: b"master", now=NOW)


def test_a_message_carries_the_headers_of_the_standard() -> None:
    receiver = Receiver(200)
    assert deliver(receiver) == Tried(Delivery.DELIVERED)
    seconds = int(NOW.timestamp())
    signed = signature(secret_of(b"master", "an-alert", MESSAGE.made_at), "msg_1", seconds, MESSAGE.body)
    headers = {
        "content-type": "application/json",
        "webhook-id": "msg_1",
        "webhook-timestamp": str(seconds),
        "webhook-signature": signed,
    }
    assert receiver.got == [(MESSAGE.url, headers, MESSAGE.body.encode())]


@pytest.mark.parametrize(
    ("answers", "delivery"),
    [
        (204, Delivery.DELIVERED),
        (302, Delivery.FAILED),
        (404, Delivery.FAILED),
        (410, Delivery.GONE),
        (429, Delivery.FAILED),
        (500, Delivery.FAILED),
        (Unavailable("no answer"), Delivery.FAILED),
        (BadInput("an address inside"), Delivery.REFUSED),
    ],
)
def test_only_what_another_try_may_mend_is_tried_again(answers: int | Exception, delivery: Delivery) -> None:
    assert deliver(Receiver(answers)).delivery is delivery


def test_tries_come_later_and_later() -> None:
    pauses = [pause_after(tries) for tries in range(1, 12)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(seconds=5), timedelta(hours=11, minutes=55))
