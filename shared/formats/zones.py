"""The time zones that dates name, by name or by their distance from UTC.

A name is known when it means one zone wherever news is written. Left out because it means several: IST (India,
Israel, Ireland), BST (Britain, Bangladesh), AST and ADT (Atlantic Canada, Arabia), ECT, GST, SST, WST, ACT, and
every single military letter but Z. CST is the American one that RFC 822 names, though China and Cuba have one,
too. A summer name is summer time and a winter name winter time on any day, as it is written; ET, CT, MT and PT,
which American papers print all year, are whatever New York, Chicago, Denver and Los Angeles have on that day.
"""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

# Hours from UTC.
_FIXED: dict[str, float] = {
    # RFC 822, section 5.1, and UTC itself
    **{"ut": 0, "utc": 0, "gmt": 0, "z": 0},
    **{"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7},
    # the rest of America
    **{"akst": -9, "akdt": -8, "hst": -10, "nst": -3.5, "ndt": -2.5},
    **{"brt": -3, "art": -3, "clt": -4, "clst": -3, "cot": -5, "pet": -5, "vet": -4, "uyt": -3},
    # Europe, with the German names
    **{"wet": 0, "west": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2},
    **{"eet": 2, "eest": 3, "oez": 2, "oesz": 3, "msk": 3, "мск": 3, "trt": 3},
    # Africa
    **{"wat": 1, "cat": 2, "sast": 2, "eat": 3},
    # Asia and Oceania
    **{"pkt": 5, "npt": 5.75, "ict": 7, "wib": 7, "wita": 8, "hkt": 8, "sgt": 8, "myt": 8, "pht": 8},
    **{"jst": 9, "kst": 9, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11},
    **{"nzst": 12, "nzdt": 13},
}
_BY_DAY = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_OFFSET = re.compile(
    r"(?:UTC|GMT)?\s?(?P<sign>[+-])(?P<hours>\d{1,2}?):?(?P<minutes>\d\d)?", re.IGNORECASE | re.ASCII
)
_WORDS = "|".join(sorted({*_FIXED, *_BY_DAY} - {"z"}, key=len, reverse=True))
# A zone behind a time of day, in text that is a date and nothing else.
PATTERN = rf"(?:(?:UTC|GMT)\s?)?[+-]\d\d?(?::?\d\d)?(?!\d)|(?:{_WORDS}|{_WORDS.upper()}|Z)\b"


@lru_cache(maxsize=256)
def zone(written: str) -> tzinfo | None:
    """Give the zone of "+02:00", "GMT+2", "CEST" or "ET"; None of a name that means several or nothing."""
    name = written.strip().casefold()
    if name in _FIXED:
        hours = _FIXED[name]
        return timezone(timedelta(hours=hours)) if hours else UTC
    if name in _BY_DAY:
        return ZoneInfo(_BY_DAY[name])
    match = _OFFSET.fullmatch(written.strip())
    return _offset(match) if match else None


def _offset(match: re.Match[str]) -> timezone:
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return timezone(-offset if match["sign"] == "-" else offset)
