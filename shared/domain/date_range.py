"""The dates of a search: `2024-03-05`, `2024-03-05T20:15:00Z`, `today`, `yesterday`, `-7d`; days are of a zone."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.domain.instant import instant

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
_DAYS_AGO = re.compile(r"-([0-9]{1,5})d")
_NAMED = {"today": 0, "yesterday": 1}  # days ago
_FIRST_YEAR, _LAST_YEAR = 1000, 9998  # a day later must still be a date, in any zone


class UseDate(StrEnum):
    """The date of an article that counts."""

    PUBLISHED = "published"
    UPDATED = "updated"


def read_zone(written: str) -> ZoneInfo:
    """Give the time zone of a name of the zone database."""
    try:
        # Names without an area (EST, localtime) are aliases of the system's, which OpenSearch does not know.
        if re.fullmatch(r"UTC|(?!posix/|right/)[A-Za-z]+/[A-Za-z0-9_+\-/]{1,60}", written):
            return ZoneInfo(written)
    except (KeyError, OSError, ValueError):
        pass  # not in the zone database
    raise ValueError("is no time zone; write it as in Europe/Kyiv")


def read_start(written: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the moment from which to look, in UTC."""
    return _moment(written, zone, now, timedelta(0))


def read_end(written: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the moment before which to look: a date counts in whole, an instant to its end."""
    return _moment(written, zone, now, timedelta(days=1))


def read_use_date(written: str) -> UseDate:
    """Give which date counts."""
    try:
        return UseDate(written)
    except ValueError:
        raise ValueError("is one of published, updated") from None


def fixed(parameters: Mapping[str, str], start: datetime | None, end: datetime | None) -> dict[str, str]:
    """Give parameters that say tomorrow what they say today: a page that follows is of the same days."""
    moments = {"from-date": start, "to-date": end}
    relative = {
        name: instant(moment, "auto")
        for name, moment in moments.items()
        if moment is not None and _days_ago(parameters.get(name, "")) is not None
    }
    return {**parameters, **relative}


def _moment(written: str, zone: ZoneInfo, now: datetime, whole_day: timedelta) -> datetime:
    bad = ValueError("is no date; write 2024-03-05, 2024-03-05T20:15:00Z, today, yesterday or -7d")
    try:
        ago = _days_ago(written)
        given = written.replace(" ", "+") if "T" in written.upper() else written  # a plus sign that was not quoted
        if ago is not None or _DATE.fullmatch(written):
            today = now.astimezone(zone).date()
            day = date.fromisoformat(written) if ago is None else today - timedelta(days=ago)
            moment = datetime.combine(_in_range(day) + whole_day, time(), zone)
        elif _INSTANT.fullmatch(given):
            moment = _in_range(datetime.fromisoformat(given))
            moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
        else:
            raise bad
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad from None


def _days_ago(written: str) -> int | None:
    if match := _DAYS_AGO.fullmatch(written):
        return int(match[1])
    return _NAMED.get(written)


def _in_range[D: date](day: D) -> D:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(day)
    return day
