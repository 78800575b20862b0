"""`copydesk status`: how the whole system is; `copydesk status ID…`: where articles are, of any source.

It ends with 1 when something needs a person, and says what and what to type.
"""

import argparse
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.cli.queues import QUEUES, depth
from infra.cli.replay import article
from infra.cli.stack import DONE, ENVIRONMENT, FAILED, Stack, add_json, as_json, on_the_stack, say
from infra.cli.status_layout import article_lines, system_lines
from shared.adapters.article_search import OpenSearchArticleSearch
from shared.adapters.engine_facts import engine_facts
from shared.adapters.operation_store import S3Operations
from shared.domain.errors import ArticleNotFound, Unavailable
from shared.usecases.article_status import ArticleStatus, article_status
from shared.usecases.operator_status import (
    RELEASE_LATE,
    EngineFacts,
    QueueFacts,
    SystemFacts,
    needs,
    rejected_facts,
)
from shared.usecases.release_embargoed import overdue
from shared.usecases.version_reason import version_id

RECONCILED = "reconcile"  # the note that the reconciliation leaves


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "status",
        help="tell how the system is, or where articles are",
        description="Tell how the whole system is, or, with ids, where each version of these articles is and why.",
        epilog=f"{ENVIRONMENT} Exit codes: 0 all is well, 1 something needs a person, 2 usage.",
    )
    command.add_argument("ids", nargs="*", metavar="ID", type=article, help="of an article")
    add_json(command)
    command.set_defaults(run=on_the_stack(_status))


def _status(stack: Stack, given: argparse.Namespace) -> int:
    return _of_articles(stack, given) if given.ids else _of_system(stack, given)


def _of_system(stack: Stack, given: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    note = S3Operations(stack.s3, stack.bucket).note(RECONCILED)
    letters: dict[str, str] = {}
    for queue in QUEUES:
        letters.setdefault(queue.dead_letters, queue.name)
    facts = SystemFacts(
        at=now,
        queues=[_queue(stack, queue.name, queue.variable, now) for queue in QUEUES],
        dead_letters={name: depth(stack.sqs, stack.named(one)).waiting for one, name in letters.items()},
        engine=_engine(stack, now),
        rejected=rejected_facts(stack.store),
        reconciled_at=datetime.fromisoformat(note["at"]) if note and note["at"] else None,
    )
    wanted = needs(facts)
    if given.json:
        print(as_json({**asdict(facts), "needs": wanted}))
    else:
        print("\n".join(system_lines(facts, wanted)))
    return FAILED if wanted else DONE


def _engine(stack: Stack, now: datetime) -> EngineFacts:
    found = engine_facts(stack.telling_engine, now)
    if not found.is_searchable:
        return found
    try:
        return replace(found, overdue=overdue(store=stack.store, index=stack.index, since=now - RELEASE_LATE))
    except Unavailable as error:
        return replace(found, error=error.detail)


def _queue(stack: Stack, name: str, variable: str, now: datetime) -> QueueFacts:
    url = stack.named(variable)
    there = depth(stack.sqs, url)
    return QueueFacts(name, there.waiting, there.in_work, there.delayed, _oldest(stack, url, now))


def _oldest(stack: Stack, url: str, now: datetime) -> timedelta | None:
    """Give the age of the oldest message, which CloudWatch alone knows; None where it does not tell."""
    try:
        found = stack.cloudwatch.get_metric_statistics(
            Namespace="AWS/SQS",
            MetricName="ApproximateAgeOfOldestMessage",
            Dimensions=[{"Name": "QueueName", "Value": url.rpartition("/")[2]}],
            StartTime=now - timedelta(minutes=10),
            EndTime=now,
            Period=60,
            Statistics=["Maximum"],
        )["Datapoints"]
    except (BotoCoreError, ClientError):
        return None
    newest = max(found, key=lambda one: one["Timestamp"], default=None)
    return None if newest is None else timedelta(seconds=newest["Maximum"])


def _of_articles(stack: Stack, given: argparse.Namespace) -> int:
    found = [(one, *_found(stack, one)) for one in given.ids]
    if given.json:
        print(as_json({"articles": [_content(*one) for one in found]}))
    else:
        print("\n".join(line for one in found for line in article_lines(*one)))
    unknown = [name for name, _, status in found if status is None]
    return say(f"no such article: {', '.join(unknown)}", FAILED) if unknown else DONE


def _found(stack: Stack, article_id: str) -> tuple[str | None, ArticleStatus | None]:
    """Give whose article it is and where it is: an id is of one source, and does not tell which."""
    index = OpenSearchArticleSearch(stack.telling_engine)
    for source in stack.store.sources():
        try:
            now = datetime.now(UTC)
            return source, article_status(article_id, source=source, store=stack.store, index=index, now=now)
        except ArticleNotFound:
            continue
    return None, None


def _content(article_id: str, source: str | None, status: ArticleStatus | None) -> dict[str, Any]:
    if status is None:
        return {"id": article_id, "status": "unknown"}
    return {
        "id": article_id,
        "source": source,
        "status": status.versions[0].state.value,
        "index": "answering" if status.index_answers else "unavailable",
        "versions": [
            {
                "version_id": version_id(one.key),
                "order": one.order,
                "status": one.state.value,
                "format": one.envelope.format,
                "received_at": one.envelope.received_at,
                "key": str(one.key),
                **({"cause": one.reason.cause, "reason": one.reason.detail} if one.reason else {}),
            }
            for one in status.versions
        ],
    }
