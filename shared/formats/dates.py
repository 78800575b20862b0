"""The instants that senders write, read from whatever they write them in.

ISO 8601 with all its profiles of a date (calendar, week, day of the year; with or without separators; a year or a
month alone), RFC 822 and the order of C's ctime, seconds, milliseconds or microseconds since 1970, and MongoDB's
`{"$date": …}`. A time without a zone is read as UTC, a date without a time as its first moment, and a remark says
so. Anything else, and any year outside 1000 to 9999, is no instant.
"""

import re
from datetime import UTC, date, datetime, timedelta
from math import isfinite
from typing import Any, NamedTuple

from shared.formats.draft import Draft
from shared.formats.months import month
from shared.formats.zones import zone

_MAX_LENGTH = 64  # longer than every date; it also bounds the time of the patterns below
_DAY = (
    r"(?P<year>\d{4})(?:"
    r"-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?|(?P<month_>\d\d)(?P<day_>\d\d)|"
    r"-?W(?P<week>\d\d)(?:-?(?P<weekday>[1-7]))?|-?(?P<ordinal>\d{3}))?"
)
_CLOCK = r"(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,12}))?)?)?"
_ZONE = r"(?P<zone>(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|[A-Za-z]{1,5})(?:\[[\w/+-]{1,40}\])?"
_ISO = re.compile(rf"{_DAY}(?:(?:[Tt_]|\s{{1,3}}){_CLOCK}\s?(?:{_ZONE})?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{8})(\d{4}(?:\d\d)?)", re.ASCII)
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?P<day>\d{1,2})[\s-]+(?P<month>[A-Za-z]{3})[a-z]{0,6}[\s-]+(?P<year>\d{4}|\d\d)"
    rf"[,\s]+{_CLOCK}\s*(?:{_ZONE})?(?:\s*\([^()]*\))?",
    re.ASCII,
)
_CTIME = re.compile(
    r"[A-Za-z]{3},?\s+(?P<month>[A-Za-z]{3})\s+(?P<day>\d{1,2})\s+"
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?P<fraction>)\s+(?:(?P<zone>[+-]\d{4}|[A-Z]{1,5})\s+)?"
    r"(?P<year>\d{4})",
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # as a date it is a zero that was never set
_EPOCH_DIGITS = re.compile(r"-?\d{9,10}|-?\d{12,13}|-?\d{15,16}", re.ASCII)


class Reading(NamedTuple):
    """An instant in UTC, or None, with a code and a sentence about what was missing."""

    moment: datetime | None
    code: str | None = None
    detail: str = ""


def put_instant(draft: Draft, field: str, value: Any, pointer: str) -> datetime | None:
    """Keep the instant that stands at `pointer` and give it; tell what it lacks."""
    if value in (None, ""):
        return None
    reading = read_instant(value)
    if reading.code is not None:
        draft.notice(reading.code, f"{field}: {reading.detail}", pointer)
    draft.put(field, reading.moment, pointer)
    return reading.moment


def read_instant(value: Any) -> Reading:
    """Read what a sender wrote for an instant; it never raises."""
    try:
        found = _read(value)
    except (ValueError, OverflowError):  # no such day, or beyond what a datetime holds
        found = None
    if found is None or found.moment is None or not _is_plausible(found.moment):
        return Reading(None, "date-unreadable", f"{str(value)[:60]!r} is no date that can be read")
    return found


def _is_plausible(moment: datetime) -> bool:
    return 1000 <= moment.year <= 9999 and moment != _EPOCH


def _read(value: Any) -> Reading | None:
    if isinstance(value, dict):
        inner = next((value[key] for key in ("$date", "$numberLong", "@value") if key in value), None)
        return None if isinstance(inner, dict) and "$date" in inner else _read(inner)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str):
        return _read_text(value)
    # A small number is no instant of this kind of data: a 20130515 is a date without its quotes.
    return _from_epoch(value) if abs(value) >= 10**8 else _read_text(str(value))


def _read_text(text: str) -> Reading | None:
    text = text.strip().replace("\u2212", "-")  # ISO 8601 prefers the true minus sign
    if len(text) > _MAX_LENGTH:
        return None
    if match := _COMPACT.fullmatch(text):
        text = f"{match[1]}T{match[2]}"
    if match := _ISO.fullmatch(text):
        return _from_iso(match)
    if _EPOCH_DIGITS.fullmatch(text):
        return _from_epoch(int(text))
    match = _RFC_822.fullmatch(text) or _CTIME.fullmatch(text)
    return _from_words(match) if match else None


def _from_epoch(number: float) -> Reading | None:
    if not isfinite(number):
        return None
    scale = next(
        (scale for limit, scale in ((10**11, 1), (10**14, 10**3), (10**17, 10**6)) if abs(number) < limit), 0
    )
    return Reading(_EPOCH + timedelta(microseconds=int(number * 10**6 // scale))) if scale else None


def _from_iso(match: re.Match[str]) -> Reading | None:
    day = _iso_day(match)
    if day is None:
        return None
    if match["hour"] is None:
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        if match["ordinal"] or match["day"] or match["day_"] or match["weekday"]:
            return Reading(
                moment, "date-without-zone", "no time of day was given; its first moment in UTC was taken"
            )
        return Reading(moment, "date-without-day", "no day was given; the first one was taken")
    return _at(day, match)


def _iso_day(match: re.Match[str]) -> date | None:
    year = int(match["year"])
    if match["week"]:
        return date.fromisocalendar(year, int(match["week"]), int(match["weekday"] or 1))
    if match["ordinal"]:
        day = date(year, 1, 1) + timedelta(days=int(match["ordinal"]) - 1)
        return day if day.year == year else None
    return date(year, int(match["month"] or match["month_"] or 1), int(match["day"] or match["day_"] or 1))


def _from_words(match: re.Match[str]) -> Reading | None:
    number = month(match["month"])
    if not number:
        return None
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 50 else 1900  # RFC 2822, section 4.3
    return _at(date(year, number, int(match["day"])), match)


def _at(day: date, match: re.Match[str]) -> Reading:
    """Give the instant of a clock time on a day: midnight may be written 24:00, and a leap second counts as 59."""
    hour, second = int(match["hour"]), min(int(match["second"] or 0), 59)
    micro = int((match["fraction"] or "0").ljust(6, "0")[:6])
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001  the zone follows
    local = start.replace(hour=hour % 24, minute=int(match["minute"] or 0), second=second, microsecond=micro)
    if hour == 24 and local == start:
        local += timedelta(days=1)
    elif hour > 23:
        raise ValueError("no such hour")
    known = zone(match["zone"]) if match["zone"] else None
    if known is None:
        return Reading(local.replace(tzinfo=UTC), "date-without-zone", "no known zone was given; UTC was taken")
    return Reading(local.replace(tzinfo=known).astimezone(UTC))
