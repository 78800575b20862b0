"""The answers of the accept function."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from shared.domain.errors import BadInput, CopydeskError, ReadingFailed, Unavailable
from shared.http.answer import json_response
from shared.http.problem import details_response, problem
from shared.http.resolver import request_id
from shared.observability import ARTICLE_ACCEPTED, ARTICLE_REFUSED, count, logger
from shared.usecases.article_status import ArticleStatus, VersionStatus
from shared.usecases.keep_version import Receipt
from shared.usecases.version_reason import version_id


def push_answer(
    outcomes: Sequence[Receipt | CopydeskError], app: APIGatewayHttpResolver, *, taken: int = 202
) -> Response[str]:
    """Give `taken` with an item for each article, or, when none was kept, the problem that they have."""
    for one in outcomes:
        if isinstance(one, ReadingFailed):
            logger().error("reading an article failed", exc_info=one.__cause__)
    items = [_receipt(one) if isinstance(one, Receipt) else problem(one) for one in outcomes]
    kept = sum(isinstance(one, Receipt) for one in outcomes)
    _record(kept, len(items) - kept, items)
    if kept:
        return json_response({"items": items}, status=taken)
    if len(outcomes) == 1:
        return details_response(items[0], request_id(app))
    statuses = Counter(item["status"] for item in items)
    details = problem(BadInput(f"None of the {len(items)} articles was taken; items tells why."))
    if 503 in statuses:  # the sender must come again, whatever else was wrong
        details = problem(Unavailable("Not every article could be kept now; items tells why. Send them again."))
    elif len(statuses) == 1:
        details |= {name: items[0][name] for name in ("type", "title", "status")}
    return details_response(details | {"items": items}, request_id(app))


def _record(kept: int, refused: int, items: Sequence[dict[str, Any]]) -> None:
    count(ARTICLE_ACCEPTED, kept)
    count(ARTICLE_REFUSED, refused)
    if refused:
        logger().info(
            "refused articles", refused=refused, kinds=[item["type"] for item in items if "type" in item][:20]
        )


def _receipt(receipt: Receipt) -> dict[str, Any]:
    article = receipt.article
    path = f"/v1/articles/{article.id}"
    return {
        "id": article.id,
        "source_id": article.source_id,
        "version": article.version,
        "status": "received",
        "warnings": [notice.model_dump(exclude_none=True) for notice in receipt.notices],
        "links": {"status": f"{path}/status", "article": path},
    }


def status_answer(article_id: str, status: ArticleStatus) -> dict[str, Any]:
    """Give where an article is: the state of its newest version, then of each."""
    versions = [version_answer(one) for one in status.versions]
    return {
        "id": article_id,
        "status": versions[0]["status"],
        "index": "answering" if status.index_answers else "unavailable",
        "versions": versions,
    }


def version_answer(one: VersionStatus) -> dict[str, Any]:
    """Give where one version is, and why."""
    version: dict[str, Any] = {
        "version_id": version_id(one.key),
        "order": one.order,
        "status": one.state.value,
        "format": one.envelope.format,
        "received_at": one.envelope.received_at.isoformat(),
    }
    if (reason := one.reason) is not None:
        until = reason.until.isoformat() if reason.until else None
        told = {"cause": reason.cause, "reason": reason.detail, "until": until, "by": reason.by}
        version |= {name: value for name, value in told.items() if value is not None}
    return version
