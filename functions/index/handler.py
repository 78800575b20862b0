"""Takes keys of raw articles from the queue and brings the articles into the index."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from shared.adapters.alert_queue import SqsAlertQueue
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.child_process import ChildProcess
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.index_queue import SqsIndexQueue, asks_again, read_message
from shared.adapters.raw_store import S3RawStore
from shared.domain.errors import CopydeskError
from shared.domain.identity import RawKey
from shared.domain.pack import PackName
from shared.observability import (
    ARTICLE_INDEXED,
    ARTICLE_REJECTED,
    ARTICLE_SUPERSEDED,
    INDEX_BLOCKED,
    INDEX_WRITE_FAILED,
    count,
    logger,
    publish_metrics,
)
from shared.settings import settings
from shared.usecases.index_articles import Indexed
from shared.usecases.index_in_chunks import SECONDS_TO_FINISH, index_in_chunks
from shared.usecases.ports import Outcome
from shared.usecases.release_embargoed import await_their_time

_INDEX_TIMEOUT_SECONDS = 5.0
_CHILD_BYTES_A_MEGABYTE = 786_432  # three quarters: the function itself holds about a tenth beside the child
_CHILD_SECONDS = 10  # of processor time: the slowest article that is known takes a quarter of one
_BLOCKED = "cluster_block_exception"  # of an index that is read-only, by the engine itself on a full disk
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
        settings().opensearch_url, settings().opensearch_auth, timeout=_INDEX_TIMEOUT_SECONDS, breaks=True
    )
    return OpenSearchArticleIndex(client)


@cache
def _queue() -> SqsIndexQueue:
    return SqsIndexQueue(aws_client("sqs"), settings().index_queue_url)


@cache
def _alerts() -> SqsAlertQueue:
    return SqsAlertQueue(aws_client("sqs"), settings().alert_queue_url)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Index one batch of SQS messages; only those that another try may mend go back to the queue."""
    messages, unreadable = _messages(event["Records"])
    done = index_in_chunks(
        [key for keys in messages.values() for key in keys],
        store=_store(),
        index=_index(),
        alerts=_alerts(),
        now=datetime.now(UTC),
        seconds_left=lambda: _seconds_left(context),
        again=_of_those(messages, event, lambda one: asks_again(one["body"])),
        suspects=_of_those(messages, event, _came_before),
        apart=ChildProcess(
            most_seconds=_CHILD_SECONDS,
            most_bytes=int(context.memory_limit_in_mb) * _CHILD_BYTES_A_MEGABYTE,
            seconds_left=lambda: _seconds_left(context) - SECONDS_TO_FINISH,
        ),
    )
    done = await_their_time(done, queue=_queue(), now=datetime.now(UTC))
    _record(done)
    again = {one.key for one in done if one.outcome is Outcome.RETRY}
    failed = [message for message, keys in messages.items() if again.intersection(keys)]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed + unreadable]}


def _seconds_left(context: Any) -> float:
    return float(context.get_remaining_time_in_millis()) / 1000


def _of_those(
    messages: Mapping[str, list[RawKey]], event: dict[str, Any], are_meant: Callable[[dict[str, Any]], bool]
) -> set[RawKey]:
    """Give the keys of the messages of which this is true."""
    chosen = [one["messageId"] for one in event["Records"] if one["messageId"] in messages and are_meant(one)]
    return {key for message in chosen for key in messages[message]}


def _came_before(record: dict[str, Any]) -> bool:
    """Tell whether an earlier run did not end well with this message: by an outage, or by one of its articles."""
    return int(record.get("attributes", {}).get("ApproximateReceiveCount", 1)) > 1


def _messages(records: Iterable[dict[str, Any]]) -> tuple[dict[str, list[RawKey]], list[str]]:
    """Give the keys of each message, those of a pack one by one, and the ids of messages that cannot be read.

    Those that are not ours end as dead letters.
    """
    messages: dict[str, list[RawKey]] = {}
    unreadable: list[str] = []
    for record in records:
        try:
            messages[record["messageId"]] = [key for one in read_message(record["body"]) for key in _keys(one)]
        except (ValueError, CopydeskError) as error:
            logger().error("unreadable message", message_id=record["messageId"], error=str(error)[:200])
            unreadable.append(record["messageId"])
    return messages, unreadable


def _keys(named: RawKey | PackName) -> list[RawKey]:
    if isinstance(named, RawKey):
        return [named]
    keys = _store().members(named)
    if not keys:  # written anew without an article that was erased: the new one has a message of its own
        logger().warning("pack is gone", pack=str(named))
    return keys


def _record(done: Iterable[Indexed]) -> None:
    for one in done:
        count(_METRIC[one.outcome])
        if _BLOCKED in (one.reason or ""):
            count(INDEX_BLOCKED)
        facts = {"key": str(one.key), "outcome": one.outcome.value, "reason": one.reason}
        if one.error is not None:
            logger().error("article failed", extra=facts, exc_info=one.error)
        elif one.outcome in (Outcome.RETRY, Outcome.REJECTED):
            logger().warning("article not indexed", extra=facts)
        else:
            logger().info("article settled", extra=facts)
    publish_metrics()
