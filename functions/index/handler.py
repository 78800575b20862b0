"""Takes keys of raw articles from the queue and brings the articles into the index."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from shared.adapters.alert_queue import SqsAlertQueue
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.index_queue import read_message
from shared.adapters.raw_store import S3RawStore
from shared.domain.identity import RawKey
from shared.observability import (
    ARTICLE_INDEXED,
    ARTICLE_REJECTED,
    ARTICLE_SUPERSEDED,
    INDEX_WRITE_FAILED,
    count,
    logger,
    publish_metrics,
)
from shared.settings import settings
from shared.usecases.index_articles import Indexed, index_articles
from shared.usecases.ports import Outcome

_INDEX_TIMEOUT_SECONDS = 5.0
_METRIC = {
    Outcome.INDEXED: ARTICLE_INDEXED,
    Outcome.SUPERSEDED: ARTICLE_SUPERSEDED,
    Outcome.REJECTED: ARTICLE_REJECTED,
    Outcome.RETRY: INDEX_WRITE_FAILED,
}


@cache
def _store() -> S3RawStore:
    return S3RawStore(aws_client("s3"), settings().raw_bucket)


@cache
def _index() -> OpenSearchArticleIndex:
    client = opensearch_client(
        settings().opensearch_url, settings().opensearch_auth, timeout=_INDEX_TIMEOUT_SECONDS
    )
    return OpenSearchArticleIndex(client)


@cache
def _alerts() -> SqsAlertQueue:
    return SqsAlertQueue(aws_client("sqs"), settings().alert_queue_url)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Index one batch of SQS messages; only those that another try may mend go back to the queue."""
    messages, unreadable = _messages(event["Records"])
    keys = [key for keys in messages.values() for key in keys]
    done = index_articles(keys, store=_store(), index=_index(), alerts=_alerts(), now=datetime.now(UTC))
    _record(done)
    again = {one.key for one in done if one.outcome is Outcome.RETRY}
    failed = [message for message, keys in messages.items() if again.intersection(keys)]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed + unreadable]}


def _messages(records: Iterable[dict[str, Any]]) -> tuple[dict[str, list[RawKey]], list[str]]:
    """Give the keys of each message, and the ids of messages that are not ours: those end as dead letters."""
    messages: dict[str, list[RawKey]] = {}
    unreadable: list[str] = []
    for record in records:
        try:
            messages[record["messageId"]] = read_message(record["body"])
        except ValueError as error:
            logger().error("unreadable message", message_id=record["messageId"], error=str(error)[:200])
            unreadable.append(record["messageId"])
    return messages, unreadable


def _record(done: Iterable[Indexed]) -> None:
    for one in done:
        count(_METRIC[one.outcome])
        facts = {"key": str(one.key), "outcome": one.outcome.value, "reason": one.reason}
        if one.error is not None:
            logger().error("article failed", extra=facts, exc_info=one.error)
        elif one.outcome in (Outcome.RETRY, Outcome.REJECTED):
            logger().warning("article not indexed", extra=facts)
        else:
            logger().info("article settled", extra=facts)
    publish_metrics()
