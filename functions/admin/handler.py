"""Does by the clock what no request does: releases embargoed articles, mends stories, brings back what is lost."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from shared.adapters.alert_queue import SqsAlertQueue
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.index_queue import SqsIndexQueue
from shared.adapters.operation_store import S3Operations
from shared.adapters.pin_store import S3PinStore
from shared.adapters.raw_store import S3RawStore
from shared.domain.errors import Unavailable
from shared.observability import (
    ARTICLES_SENT_AGAIN,
    RECONCILE_DONE,
    RELEASE_DONE,
    count,
    logger,
    publish_metrics,
)
from shared.settings import settings
from shared.usecases.bring_back import bring_back
from shared.usecases.group_stories import mend_stories
from shared.usecases.release_embargoed import release_embargoed

_INDEX_TIMEOUT_SECONDS = 30.0


@cache
def _store() -> S3RawStore:
    return S3RawStore(aws_client("s3"), settings().raw_bucket)


@cache
def _pins() -> S3PinStore:
    return S3PinStore(aws_client("s3"), settings().raw_bucket)


@cache
def _queue() -> SqsIndexQueue:
    return SqsIndexQueue(aws_client("sqs"), settings().index_queue_url)


@cache
def _load_queue() -> SqsIndexQueue:
    return SqsIndexQueue(aws_client("sqs"), settings().load_queue_url)


@cache
def _alerts() -> SqsAlertQueue:
    return SqsAlertQueue(aws_client("sqs"), settings().alert_queue_url)


@cache
def _operations() -> S3Operations:
    return S3Operations(aws_client("s3"), settings().raw_bucket)


@cache
def _index() -> OpenSearchArticleIndex:
    client = opensearch_client(
        settings().opensearch_url, settings().opensearch_auth, timeout=_INDEX_TIMEOUT_SECONDS
    )
    return OpenSearchArticleIndex(client)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Do `{"action": "release"}` or `{"action": "reconcile"}`; give how many articles were sent to be indexed.

    An error is raised as it is: the function's error alarm tells of it, and the next run tries again.
    """
    _index().prepare()
    act, done = _ACTIONS[event["action"]]
    sent, is_whole = act(context)
    if is_whole:
        count(done)
    count(ARTICLES_SENT_AGAIN, sent)
    publish_metrics()
    logger().info("sent to the index function", action=event["action"], sent=sent)
    return {"sent": sent}


def _release(context: Any) -> tuple[int, bool]:
    """Release first: it must not wait for stories, which the same run of each minute mends."""
    now = datetime.now(UTC)
    sent = release_embargoed(store=_store(), index=_index(), queue=_queue(), load_queue=_load_queue(), now=now)
    logger().info("mended stories", moved=mend_stories(index=_index(), now=now))
    return sent, True


def _reconcile(context: Any) -> tuple[int, bool]:
    """Begin where the last run ended, and note how far this one came and when the last of all was compared."""
    half = context.get_remaining_time_in_millis() / 2  # what is begun needs time as well
    note = _operations().note("reconcile") or {}
    part = note.get("next_part", 0)
    done = bring_back(
        store=_store(),
        pins=_pins(),
        index=_index(),
        queue=_queue(),
        alerts=_alerts(),
        part=part,
        has_time=lambda: context.get_remaining_time_in_millis() > half,
    )
    done.failures += [Unavailable(f"{name} {why}") for name, why in _store().packs.passed_over.items()]
    has_failed = bool(done.failures) or (part > 0 and note.get("has_failed", False))
    is_whole = done.is_whole and not has_failed
    at = datetime.now(UTC).isoformat() if is_whole else note.get("at")
    after = {"at": at, "next_part": done.next_part, "sent": done.sent, "has_failed": has_failed}
    _operations().put_note("reconcile", after)
    if done.failures:
        raise ExceptionGroup("not everything was brought back", done.failures)
    return done.sent, is_whole


_ACTIONS = {"release": (_release, RELEASE_DONE), "reconcile": (_reconcile, RECONCILE_DONE)}
