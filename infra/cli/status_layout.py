"""The status laid out for a person at a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from shared.domain.text import clean_line
from shared.usecases.article_status import ArticleStatus
from shared.usecases.operator_status import EngineFacts, RejectedFacts, SystemFacts
from shared.usecases.version_reason import version_id

_LABEL = 14  # columns
_MOST_REASONS = 8


def system_lines(facts: SystemFacts, needs: Sequence[str]) -> Iterator[str]:
    """Give the lines about the system, what needs a person at last: there the eye rests."""
    for queue in facts.queues:
        oldest = "" if queue.oldest is None else f", the oldest for {_span(queue.oldest)}"
        delayed = f", {queue.delayed:,} until their time" if queue.delayed else ""
        yield _row(f"{queue.name}", f"{queue.waiting:,} wait, {queue.in_work:,} in work{delayed}{oldest}")
    yield _row("dead letters", ", ".join(f"{number:,} of {name}" for name, number in facts.dead_letters.items()))
    yield from _rejected(facts.rejected)
    yield from _engine(facts.engine)
    yield _row("compared", "never" if facts.reconciled_at is None else _time(facts.reconciled_at))
    yield ""
    yield from (f"NEEDS YOU: {one}" for one in needs)
    if not needs:
        yield "all is well"


def _rejected(rejected: RejectedFacts) -> Iterator[str]:
    sources = ", ".join(f"{number:,} of {name}" for name, number in rejected.sources.items())
    yield _row("rejected", f"{rejected.total:,}{f' ({sources})' if sources else ''}")
    for reason, number in list(rejected.reasons.items())[:_MOST_REASONS]:
        yield _row("", f"{number:,} × {clean_line(reason)}")
    if rejected.read < rejected.total:
        yield _row("", f"the reasons of {rejected.total - rejected.read:,} more were not read")


def _engine(engine: EngineFacts) -> Iterator[str]:
    if engine.error is not None:
        yield _row("OpenSearch", engine.error)
        return
    after = "" if engine.next_release is None else f", the next is released {_time(engine.next_release)}"
    if engine.is_searchable:
        yield _row("held", f"{engine.held:,}{after}")
    for one in engine.indices:
        yield _row(
            "index", f"{one.name} ({', '.join(one.aliases) or 'no alias'}), {one.health}: {_stages(one.stages)}"
        )


def _stages(stages: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {stage}" for stage, number in stages.items()) or "no articles"


def article_lines(article_id: str, source: str | None, status: ArticleStatus | None) -> Iterator[str]:
    """Give the lines about one article, its newest version first."""
    if source is None or status is None:
        yield f"{article_id}  unknown"
        return
    yield f"{article_id}  of {source}: {status.versions[0].state.value}"
    if not status.index_answers:
        yield "  OpenSearch does not answer: only what was received is certain"
    for one in status.versions:
        why = f": {clean_line(one.reason.detail)}" if one.reason else ""
        yield f"  {_time(one.envelope.received_at)}  {one.envelope.format}  {one.state.value}{why}"
        yield f"    {version_id(one.key)}  {one.key}"


def _row(label: str, text: str) -> str:
    return f"{label:<{_LABEL}}{text}"


def _time(moment: datetime) -> str:
    return moment.isoformat(" ", "seconds").replace("+00:00", " UTC")


def _span(span: timedelta) -> str:
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes} min" if minutes else f"{seconds} s"
