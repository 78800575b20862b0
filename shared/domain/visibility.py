"""What of an article may be shown, and when."""

from datetime import datetime

from shared.domain.article import Content, Status
from shared.domain.identity import Stage


def stage_at(content: Content, now: datetime) -> Stage:
    """Give how much of this version may be in the index at `now`: nothing before its time, nothing after it.

    An embargo counts before an expiry: nobody may learn of an article that was never to be seen.
    """
    if content.status is Status.CANCELED:
        return Stage.WITHDRAWN
    if content.status is Status.WITHHELD or _is_ahead(content.embargo_until, now):
        return Stage.HELD
    return Stage.WITHDRAWN if is_over(content.expires_at, now) else Stage.PUBLISHED


def next_stage_at(content: Content, now: datetime) -> datetime | None:
    """Give when the clock alone brings this version to its next stage, None where it does not."""
    if content.status is not Status.USABLE:
        return None
    moments = (content.embargo_until, content.expires_at)
    return next((moment for moment in moments if moment is not None and moment > now), None)


def is_visible(
    stage: Stage, *, embargo_until: datetime | None, expires_at: datetime | None, now: datetime
) -> bool:
    """Tell whether a reader may see it at `now`; the same rule that every search carries as a filter."""
    return stage is Stage.PUBLISHED and not _is_ahead(embargo_until, now) and not is_over(expires_at, now)


def is_over(expires_at: datetime | None, now: datetime) -> bool:
    """Tell whether an article's time, if it has an end, is over."""
    return expires_at is not None and expires_at <= now


def _is_ahead(embargo_until: datetime | None, now: datetime) -> bool:
    return embargo_until is not None and embargo_until > now
