"""When a text wire was sent: the day, hour, month and year that agencies put around their messages.

IPTC 7901 ends with `131137 GMT Nov 13`, ANPA 1312 with `11-13-13 1509GMT`, others with `13-NOV-13 11:37`. The
letters of a zone mean what they mean in every other date (zones.py). A group without a zone, or with one that is
not known or means several, is read as UTC and a notice says so.
"""

import re
from datetime import UTC, datetime

from shared.formats.dates import Reading
from shared.formats.months import month
from shared.formats.zones import zone

_IPTC = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d):?(?P<minute>\d\d)\s{0,3}(?P<zone>[A-Za-z]{1,5}|[+-]\d\d:?\d\d)?\s{1,3}"
    r"(?P<month>[^\W\d_]{3,9})\.?\s{0,3}(?P<year>\d{4}|\d\d)(?!\d)"
)
_ANPA = re.compile(
    r"(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d{4}|\d\d)\s{1,3}(?P<hour>\d\d):?(?P<minute>\d\d)\s{0,2}"
    r"(?P<zone>[A-Z]{1,5}|[+-]\d\d:?\d\d)?"
)
_DASHED = re.compile(
    r"(?P<day>\d{1,2})-(?P<month>[^\W\d_]{3})-(?P<year>\d{4}|\d\d)\s{1,3}(?P<hour>\d\d)[:.](?P<minute>\d\d)"
    r"(?P<zone>\s?[A-Z]{3,4}(?=\s|$)(?<!NNNN))?"
)


def read_trailer(text: str) -> Reading | None:
    """Read the first such group in the text; None where there is none."""
    for pattern in (_ANPA, _IPTC, _DASHED):
        for match in pattern.finditer(text[:1_000]):
            if (reading := _reading(match)) is not None:
                return reading
    return None


def _reading(match: re.Match[str]) -> Reading | None:
    named = match["month"].casefold()
    number = int(named) if named.isdigit() else month(named)
    day = int(match["day"])
    if number > 12:  # the day stands first
        number, day = day, number
    year = int(match["year"]) + (0 if len(match["year"]) == 4 else 2000 if int(match["year"]) < 50 else 1900)
    try:
        local = datetime(year, number, day, int(match["hour"]), int(match["minute"]), tzinfo=UTC)
        known = zone(match["zone"]) if match["zone"] else None
        if known is None:
            return Reading(local, "date-without-zone", "no known zone was given; UTC was taken")
        return Reading(local.replace(tzinfo=known).astimezone(UTC))
    except (ValueError, OverflowError):  # no such day or hour: the digits were something else
        return None


def is_month(word: str) -> bool:
    """Tell whether the word is the name of a month, or the beginning of one."""
    return month(word) > 0
