"""Delivers messages to webhooks. It alone calls the internet, and can read neither articles nor alerts."""

from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from shared.adapters.alert_queue import SqsWebhookQueue, read_webhook_message
from shared.adapters.clients import aws_client
from shared.adapters.signing_secret import SigningSecret
from shared.adapters.webhook_sender import SocketWebhookSender
from shared.domain.errors import Unavailable
from shared.observability import (
    WEBHOOK_DELIVERED,
    WEBHOOK_FAILED,
    WEBHOOK_GIVEN_UP,
    count,
    logger,
    publish_metrics,
)
from shared.settings import settings
from shared.usecases.deliver_webhook import Delivery, Tried, deliver_webhook, pause_after

_METRIC = {
    Delivery.DELIVERED: WEBHOOK_DELIVERED,
    Delivery.FAILED: WEBHOOK_FAILED,
    Delivery.GONE: WEBHOOK_GIVEN_UP,
    Delivery.REFUSED: WEBHOOK_GIVEN_UP,
}


@cache
def _queue() -> SqsWebhookQueue:
    return SqsWebhookQueue(aws_client("sqs"), settings().webhook_queue_url)


@cache
def _master_secret() -> SigningSecret:
    return SigningSecret(aws_client("secretsmanager"), settings().alert_secret_id)


@cache
def _sender() -> SocketWebhookSender:
    return SocketWebhookSender(to_loopback=settings().webhooks_to_loopback == "yes")


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Try each message once; those that failed come again, later from one try to the next."""
    failed = [record for record in event["Records"] if not _is_done(record)]
    publish_metrics()
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed]}


def _is_done(record: dict[str, Any]) -> bool:
    facts: dict[str, Any] = {"message_id": record["messageId"]}
    try:
        message = read_webhook_message(record["body"])
        # The host alone: a path may hold what only the receiver and its owner know.
        facts |= {"alert": message.alert_id, "receiver": urlsplit(message.url).hostname}
        tried = deliver_webhook(message, sender=_sender(), master_secret=_master_secret(), now=datetime.now(UTC))
    except Unavailable as error:
        tried = Tried(Delivery.FAILED, error.detail)
    except Exception:  # noqa: BLE001 - one message must not take its batch with it
        logger().exception("a message for a webhook failed", message_id=record["messageId"])
        tried = Tried(Delivery.FAILED)
    count(_METRIC[tried.delivery])
    facts |= {"delivery": tried.delivery.value, "reason": tried.reason}
    logger().info("tried a webhook", extra=facts)
    if tried.delivery is Delivery.FAILED:
        _put_off(record)
    return tried.delivery is not Delivery.FAILED


def _put_off(record: dict[str, Any]) -> None:
    tries = int(record["attributes"]["ApproximateReceiveCount"])
    try:
        _queue().put_off(record["receiptHandle"], int(pause_after(tries).total_seconds()))
    except Unavailable as error:  # then it comes again after the queue's own time
        logger().warning("could not put off a message", message_id=record["messageId"], reason=error.detail)
