"""Gives the log of changes to those who keep a copy of what is published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.change import Change
from shared.domain.change_log import ChangesRequest, LoggedChange, next_page, read_since, write_cursor
from shared.domain.instant import instant
from shared.usecases.ports import ChangeLog


@dataclass(frozen=True)
class ChangesPage:
    """A part of the log; `next_cursor` goes on after it, also at the end, where more will come."""

    changes: list[dict[str, Any]]
    next_cursor: str


def follow_changes(
    request: ChangesRequest, *, index: ChangeLog, cursor_secret: Callable[[], bytes], now: datetime
) -> ChangesPage:
    """Give what changed since; raise BadInput for a cursor that is not ours."""
    place = read_since(request.since, cursor_secret)
    found = index.changes(place, request.page_size + len(place.given), now)
    changes, following = next_page(place, found, request.page_size, now)
    return ChangesPage([dict(_shown(change)) for change in changes], write_cursor(following, cursor_secret()))


def _shown(change: LoggedChange) -> Mapping[str, Any]:
    """Give what may be told: of what was withdrawn, its id and the time."""
    told = {"id": change.id, "change": change.told.change.value, "at": instant(change.told.at)}
    if change.told.change is Change.WITHDRAWN:
        return told
    until = {"expires_at": instant(change.expires_at)} if change.expires_at else {}
    return told | {"source": change.source} | until
