"""Sends embargoed articles on to the index when their time has come."""

from datetime import datetime

from shared.domain.visibility import RELEASE_LEAD
from shared.usecases.ports import ArticleIndex, IndexQueue, RawStore


def release_embargoed(*, store: RawStore, index: ArticleIndex, queue: IndexQueue, now: datetime) -> int:
    """Send every held article whose embargo ends within the lead time; give their number.

    The index function reads each anew and decides by its own clock; an article sent too early stays held. One that
    was rejected since is left alone, or it would come back each minute.
    """
    due = [key for key in index.due(now + RELEASE_LEAD) if store.rejection(key) is None]
    queue.send(due)
    return len(due)
