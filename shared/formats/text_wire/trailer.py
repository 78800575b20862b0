"""When a text wire was sent: the day, hour, month and year that agencies put around their messages.

IPTC 7901 ends with `131137 GMT Nov 13`, ANPA 1312 with `11-13-13 1509GMT`, others with `13-NOV-13 11:37`. The
letters of a zone mean what they mean where agencies work: MEZ is an hour ahead of UTC, AEST ten. A group without
a zone, or with one that is not known, is read as UTC and a notice says so.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from shared.formats.dates import Reading

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan gen ene jän tammi янв", "feb fev fév helmi фев", "mar mär mrz mrt maa мар",
            "apr avr abr huhti апр",
            "may mai mag mei maj touko мая май", "jun jui giu kesä июн", "jul lug heinä июл",
            "aug aou aoû ago elo авг", "sep set syys сен", "oct okt ott out loka окт", "nov marras ноя",
            "dec dez des dic déc joulu дек",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_FRENCH = {"juin": 6, "juil": 7, "juillet": 7}  # its first three letters are the same
# Hours ahead of UTC. EST is America's: Australia's agencies write AEST in what they send abroad.
_ZONES = {
    "GMT": 0, "UTC": 0, "Z": 0, "UT": 0, "BST": 1, "WET": 0, "WEST": 1, "MEZ": 1, "MESZ": 2, "CET": 1,
    "CEST": 2, "MET": 1, "MEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9,
    "KST": 9, "AEST": 10, "AEDT": 11, "ACST": 9.5, "ACDT": 10.5, "NZST": 12, "NZDT": 13, "EST": -5,
    "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
}  # fmt: skip
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
    month = int(named) if named.isdigit() else _FRENCH.get(named) or _month(named)
    day = int(match["day"])
    if month > 12:  # the day stands first
        month, day = day, month
    year = int(match["year"]) + (0 if len(match["year"]) == 4 else 2000 if int(match["year"]) < 50 else 1900)
    try:
        local = datetime(year, month, day, int(match["hour"]), int(match["minute"]), tzinfo=UTC)
        offset = _offset(match["zone"])
        if offset is None:
            return Reading(local, "date-without-zone", "no known zone was given; UTC was taken")
        return Reading(local.replace(tzinfo=timezone(offset)).astimezone(UTC))
    except (ValueError, OverflowError):  # no such day or hour: the digits were something else
        return None


def is_month(word: str) -> bool:
    """Tell whether the word is the name of a month, or the beginning of one."""
    return _month(word.casefold()) > 0


def _month(named: str) -> int:
    return _MONTHS.get(named[:3]) or next((n for name, n in _MONTHS.items() if named.startswith(name)), 0)


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone[0] in "+-":
        hours = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        return -hours if zone[0] == "-" else hours
    known = _ZONES.get(zone.strip().upper())
    return None if known is None else timedelta(hours=known)
