"""Whether an article may be shown yet. Whatever is not understood holds it: an embargo fails closed.

A status is a word of IPTC's `pubstatusg2`; `cancelled` is read as `canceled`, any other word withholds. An embargo
that is empty, unreadable or without a day withholds with a notice; one without a zone ends in the last zone on
Earth; of several the latest counts. A property that only talks of an embargo (its reason, a note) withholds when
no time stands beside it, whatever the status says. An unreadable expiry withholds: it may have passed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.article import Notice, Status
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import read_instant
from shared.formats.draft import Draft

STATUS_WORDS = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
_GRAVITY = (Status.USABLE, Status.WITHHELD, Status.CANCELED)
_LAST_ZONE = timedelta(hours=12)  # what is meant is unknown; an hour too late is mended, an hour too early is not
_LAST = datetime.max.replace(tzinfo=UTC) - _LAST_ZONE
_ABOUT = re.compile(r"(?:reason|note|text|comment|type|title|description|instructions?)s?$", re.IGNORECASE)
_MAX_AROUND = 5_000  # characters
_NO_TIME = "embargo-without-time"
# What a wrapper, or another node of the same name, says of the article too. It stands beside the article's own
# words and not in their place, for the gravest counts.
AROUND = "_around"
_RESTRICTING = frozenset({"pubstatus", "creativeworkstatus", "state", "publish_schedule", "schedule_settings"}) | {
    "utc_publish_schedule",
    "content_restrictions",
    "rightsinfo",
    AROUND,
}
WORK_WORDS = STATUS_WORDS | dict.fromkeys(("published", "final", "active"), Status.USABLE) | dict.fromkeys(
    ("withdrawn", "retracted", "removed", "deleted", "obsolete"), Status.CANCELED
)  # fmt: skip

Place = tuple[str, Any]  # a JSON Pointer and what stands there


@dataclass(frozen=True)
class Hold:
    """The status, the time of the embargo, and where each was found."""

    status: Status = Status.USABLE
    status_at: str = ""
    until: datetime | None = None
    until_at: str = ""
    notices: tuple[Notice, ...] = ()

    def put(self, draft: Draft) -> None:
        """Keep it in the draft, with what had to be said about it."""
        if self.status_at or self.status is not Status.USABLE:
            draft.put("status", self.status, self.status_at)
        draft.put("embargo_until", self.until, self.until_at)
        for notice in self.notices:
            draft.notice(notice.code, notice.detail, notice.pointer)


def read_hold(
    statuses: Sequence[Place],
    embargoes: Sequence[Place],
    words: Mapping[str, Status] = STATUS_WORDS,
    expiries: Sequence[Place] = (),
) -> Hold:
    """Read the status and the embargo of an article; the gravest of everything that was found counts."""
    notices: list[Notice] = []
    found = [(_status(place, words, notices), place[0]) for place in statuses]
    times: list[tuple[datetime, str]] = []
    about: list[str] = []
    for place in embargoes:
        if _ABOUT.search(place[0]):
            about += [place[0]] if place[1] else []
        elif place[1] is not False:
            _embargo(place, times, found, notices)
    if about and not times and not any(notice.code == _NO_TIME for notice in notices):
        _withhold(about[0], "it speaks of an embargo without a time", found, notices)
    for pointer, value in expiries:
        if value not in (None, "") and read_instant(value).moment is None:
            _withhold(
                pointer, f"the expiry {str(value)[:60]!r} names no time", found, notices, "expiry-unreadable"
            )
    status, status_at = max(found, key=lambda one: _GRAVITY.index(one[0]), default=(Status.USABLE, ""))
    until, until_at = max(times, default=(None, ""))
    return Hold(status, status_at, until, until_at, tuple(notices))


def _status(place: Place, words: Mapping[str, Status], notices: list[Notice]) -> Status:
    pointer, value = place
    word = value.strip().lower().removeprefix("stat:") if isinstance(value, str) else ""
    if word in words:
        return words[word]
    detail = f"{str(value)[:60]!r} is no known status; the article is withheld"
    notices.append(Notice(code="unknown-status", detail=detail, pointer=pointer))
    return Status.WITHHELD


def _embargo(
    place: Place, times: list[tuple[datetime, str]], found: list[tuple[Status, str]], notices: list[Notice]
) -> None:
    pointer, value = place
    reading = read_instant(value)
    if reading.moment is None or reading.code == "date-without-day":
        _withhold(pointer, f"the embargo {str(value)[:60]!r} names no time", found, notices)
        return
    if reading.code is None:
        times.append((reading.moment, pointer))
        return
    detail = "the embargo names no known zone; it ends when it ends in the last zone on Earth (UTC-12)"
    notices.append(Notice(code=reading.code, detail=detail, pointer=pointer))
    times.append((min(reading.moment, _LAST) + _LAST_ZONE, pointer))


def _withhold(
    pointer: str, why: str, found: list[tuple[Status, str]], notices: list[Notice], code: str = _NO_TIME
) -> None:
    found.append((Status.WITHHELD, pointer))
    notices.append(Notice(code=code, detail=f"{why}; the article is withheld", pointer=pointer))


def stated(properties: Iterable[tuple[str, Any, str]], *names: str) -> list[Place]:
    """Give each property of these names that is there: an empty or odd one is no known status, and withholds.

    Null is what systems write where nobody filled in anything.
    """
    return [(pointer, value) for name, value, pointer in properties if name in names and value is not None]


def restricts(name: str) -> bool:
    """Tell whether a property of this name says whether an article may be shown."""
    return "embargo" in name.lower() or name.lower() in _RESTRICTING


def restrictions(value: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an object says of whether it may be shown."""
    return {name: item for name, item in value.items() if restricts(name)}


def around(*wrappers: Any) -> dict[str, Any]:
    """Give what the wrappers of articles say of whether they may be shown; each article gets a copy.

    Raises BadInput where that is more than could be copied to each of a thousand.
    """
    found: dict[str, Any] = {}
    for wrapper in wrappers:
        found |= restrictions(wrapper) if isinstance(wrapper, dict) else {}
    if len(str(found)) > _MAX_AROUND:
        detail = f"at most {_MAX_AROUND} characters of embargo, status and the like"
        raise BadInput("The list's own embargo is too long.", [FieldError(detail, pointer="")])
    return found


def outlasts(hold: Hold, own: Hold) -> bool:
    """Tell whether a part of an article may have to stay hidden when the article itself is shown."""
    if hold.status is not Status.USABLE:
        return True
    return hold.until is not None and (own.until is None or hold.until > own.until)
