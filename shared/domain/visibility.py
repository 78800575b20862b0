"""What of an article may be shown, and when."""

from datetime import datetime, timedelta

from shared.domain.article import Content, Status
from shared.domain.identity import Stage

# An embargoed article is put into the index this long before its time, so that it is there when the time comes;
# until then every read leaves it out. The release runs each minute.
RELEASE_LEAD = timedelta(seconds=90)


def stage_at(content: Content, now: datetime) -> Stage:
    """Give how much of this version may be in the index at `now`."""
    if content.status is Status.CANCELED:
        return Stage.WITHDRAWN
    if content.status is Status.WITHHELD:
        return Stage.HELD
    if content.embargo_until is not None and content.embargo_until > now + RELEASE_LEAD:
        return Stage.HELD
    return Stage.PUBLISHED


def is_visible(
    stage: Stage, *, embargo_until: datetime | None, expires_at: datetime | None, now: datetime
) -> bool:
    """Tell whether a reader may see it at `now`; the same rule that every search carries as a filter."""
    if stage is not Stage.PUBLISHED or (embargo_until is not None and embargo_until > now):
        return False
    return expires_at is None or expires_at > now
