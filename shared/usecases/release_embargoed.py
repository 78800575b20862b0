"""Sends embargoed articles on to the index when their time has come."""

from datetime import datetime

from shared.domain.visibility import RELEASE_LEAD
from shared.usecases.ports import ArticleIndex, IndexQueue

_AT_ONCE = 1_000  # the rest follows with the next run, a minute later


def release_embargoed(*, index: ArticleIndex, queue: IndexQueue, now: datetime) -> int:
    """Send every held article whose embargo ends within the lead time; give their number.

    The index function reads each anew and decides by its own clock; an article sent too early stays held.
    """
    due = index.due(now + RELEASE_LEAD, _AT_ONCE)
    queue.send(due)
    return len(due)
