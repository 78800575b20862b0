"""Delivers one message to a webhook, signed as the standard asks, and tells whether to try again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.alert_event import WebhookMessage
from shared.domain.errors import BadInput, Unavailable
from shared.domain.webhook import secret_of, signature
from shared.usecases.alert_ports import WebhookSender

_GONE = 410
# Between two tries, about as the standard proposes. SQS lets a message wait twelve hours, counted from when it
# was given out: the try itself is part of them. The queue ends the tries.
_PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=11, minutes=55),
)


class Delivery(StrEnum):
    """What became of one try. Gone and refused are final: nobody wants the message, or nobody may get it."""

    DELIVERED = "delivered"
    GONE = "gone"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Tried:
    """One try and, where it failed, why."""

    delivery: Delivery
    reason: str | None = None


def deliver_webhook(
    message: WebhookMessage, *, sender: WebhookSender, master_secret: Callable[[], bytes], now: datetime
) -> Tried:
    """Post a message once. Any answer but 2xx is a failure, a redirection too; 410 ends the message."""
    timestamp = int(now.timestamp())
    secret = secret_of(master_secret(), message.alert_id, message.made_at)
    headers = {
        "content-type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message.id, timestamp, message.body),
    }
    try:
        status = sender.post(message.url, headers, message.body.encode())
    except BadInput as error:
        return Tried(Delivery.REFUSED, error.detail)
    except Unavailable as error:
        return Tried(Delivery.FAILED, error.detail)
    if 200 <= status < 300:
        return Tried(Delivery.DELIVERED)
    return Tried(Delivery.GONE if status == _GONE else Delivery.FAILED, f"the answer was {status}")


def pause_after(tries: int) -> timedelta:
    """Give how long a message waits after so many tries that failed."""
    return _PAUSES[min(max(tries, 1), len(_PAUSES)) - 1]
