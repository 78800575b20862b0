"""Takes changes from the queue, of alerts and of articles: registers the ones, matches the others with them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from shared.adapters.alert_index import OpenSearchAlertIndex
from shared.adapters.alert_queue import SqsWebhookQueue, read_alert_message
from shared.adapters.alert_store import S3AlertLedger, S3AlertStore
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import aws_client, opensearch_client
from shared.domain.alert import AlertKey, AllAlerts
from shared.domain.alert_event import News
from shared.domain.errors import Unavailable
from shared.observability import ALERT_FAILED, ALERT_FIRED, count, logger, publish_metrics
from shared.settings import settings
from shared.usecases.fire_alerts import Fired, fire_alerts
from shared.usecases.register_alert import register_alert, register_all

_INDEX_TIMEOUT_SECONDS = 10.0


@cache
def _client() -> Any:
    return opensearch_client(settings().opensearch_url, settings().opensearch_auth, timeout=_INDEX_TIMEOUT_SECONDS)


@cache
def _index() -> OpenSearchAlertIndex:
    return OpenSearchAlertIndex(_client())


@cache
def _stories() -> OpenSearchArticleIndex:
    return OpenSearchArticleIndex(_client())


@cache
def _store() -> S3AlertStore:
    return S3AlertStore(aws_client("s3"), settings().raw_bucket)


@cache
def _ledger() -> S3AlertLedger:
    return S3AlertLedger(aws_client("s3"), settings().raw_bucket)


@cache
def _webhooks() -> SqsWebhookQueue:
    return SqsWebhookQueue(aws_client("sqs"), settings().webhook_queue_url)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Work off one batch of SQS messages; only those that failed go back to the queue."""
    failed = [record["messageId"] for record in event["Records"] if not _done(record)]
    publish_metrics()
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def _done(record: dict[str, Any]) -> bool:
    """Tell whether a message is done with; one that fails must not take its batch with it."""
    try:
        for about in read_alert_message(record["body"]):
            _settle(about)
    except Unavailable as error:
        logger().warning("alerts wait", message_id=record["messageId"], reason=error.detail)
        return False
    except Exception:  # noqa: BLE001 - whatever nobody foresaw; it comes again, and ends as a dead letter
        logger().exception("a message of alerts failed", message_id=record["messageId"])
        return False
    return True


def _settle(about: News | AlertKey | AllAlerts) -> None:
    now = datetime.now(UTC)
    match about:
        case AlertKey():
            _tell_of(register_alert(about, store=_store(), index=_index(), now=now))
            logger().info("registered an alert", alert=str(about))
        case AllAlerts():
            _tell_of(register_all(store=_store(), index=_index(), now=now))
            logger().info("compared all alerts")
        case News():
            fired = _fire(about, now)
            _tell_of(fired.failed)
            count(ALERT_FIRED, fired.told)
            if fired.told:
                logger().info("alerts fired", article_id=about.article_id, fired=fired.told)


def _fire(news: News, now: datetime) -> Fired:
    return fire_alerts(
        news,
        index=_index(),
        stories=_stories(),
        store=_store(),
        ledger=_ledger(),
        webhooks=_webhooks(),
        now=now,
    )


def _tell_of(failed: Sequence[AlertKey]) -> None:
    """Let an alarm tell of alerts that can never fire; they do not hold up the others."""
    count(ALERT_FAILED, len(failed))
    if failed:
        logger().error("alerts cannot be matched", alerts=[str(key) for key in failed])
