"""Does by the clock what no request does: releases embargoed articles, mends stories, brings back what is lost."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from shared.adapters.alert_queue import SqsAlertQueue
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.index_queue import SqsIndexQueue
from shared.adapters.pin_store import S3PinStore
from shared.adapters.raw_store import S3RawStore
from shared.observability import ARTICLES_SENT_AGAIN, count, logger, publish_metrics
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
def _alerts() -> SqsAlertQueue:
    return SqsAlertQueue(aws_client("sqs"), settings().alert_queue_url)


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
    sent = _ACTIONS[event["action"]]()
    count(ARTICLES_SENT_AGAIN, sent)
    publish_metrics()
    logger().info("sent to the index function", action=event["action"], sent=sent)
    return {"sent": sent}


def _release() -> int:
    """Release first: it must not wait for stories, which the same run of each minute mends."""
    now = datetime.now(UTC)
    sent = release_embargoed(store=_store(), index=_index(), queue=_queue(), now=now)
    logger().info("mended stories", moved=mend_stories(index=_index(), now=now))
    return sent


def _reconcile() -> int:
    return bring_back(store=_store(), pins=_pins(), index=_index(), queue=_queue(), alerts=_alerts())


_ACTIONS = {"release": _release, "reconcile": _reconcile}
