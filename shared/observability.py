"""The one logger, the one metrics collector, and the names that alarms and dashboards key on."""

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

ARTICLE_ACCEPTED = "ArticleAccepted"
ARTICLE_REFUSED = "ArticleRefused"
ARTICLE_INDEXED = "ArticleIndexed"
ARTICLE_SUPERSEDED = "ArticleSuperseded"
ARTICLE_REJECTED = "ArticleRejected"
INDEX_WRITE_FAILED = "IndexWriteFailed"
INDEX_BLOCKED = "IndexBlocked"
RELEASE_DONE = "ReleaseDone"
RECONCILE_DONE = "ReconcileDone"
SEARCH_UNAVAILABLE = "SearchUnavailable"
SNAPSHOT_REFUSED = "SnapshotRefused"
ARTICLES_SENT_AGAIN = "ArticlesSentAgain"
ALERT_FIRED = "AlertFired"
ALERT_FAILED = "AlertFailed"
WEBHOOK_DELIVERED = "WebhookDelivered"
WEBHOOK_FAILED = "WebhookFailed"
WEBHOOK_GIVEN_UP = "WebhookGivenUp"


@cache
def logger() -> Logger:
    """Give the logger: one JSON object a line, a constant message with facts as keys."""
    return Logger()


@cache
def _metrics() -> Metrics:
    return Metrics()


def count(name: str, number: int = 1) -> None:
    """Add to a metric; nothing is published of a zero."""
    if number:
        _metrics().add_metric(name, MetricUnit.Count, number)


def publish_metrics() -> None:
    """Write what was counted since the last time, if anything; a handler does so at its end."""
    if _metrics().metric_set:
        _metrics().flush_metrics()
