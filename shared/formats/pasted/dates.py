"""Reads a full date as news pages print it: with its year, and in a form that means one day everywhere."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

# The first letters of each month's names (with cases and short forms), enough to tell it from the others.
_MONTHS = {
    1: "jan jän gen ene янв січ sty led styc oca ian janv tammi",
    2: "feb fév fev febr лют фев lut úno helmi şub",
    3: "mar mär maa bře бер brz mars",
    4: "apr avr abr квіт kwi dub huhti nis апр кві",
    5: "may mai mag maj mei май мая трав kvě maio touko",
    6: "jun juin giu июн черв cze čer kesä haz čerw",
    7: "jul juil lug июл лип lip heinä tem července červenec",
    8: "aug aoû ago авг серп sie srp elo ağu août",
    9: "sep set сен вер wrz zář syys eyl",
    10: "oct okt ott out окт жовт paź říj loka eki",
    11: "nov ноя лист lis marras kas",
    12: "dec dez dic déc дек груд gru pro joulu ara",
}
_MONTH_OF = {start: month for month, starts in _MONTHS.items() for start in starts.split()}
_ZONES = {"utc": 0, "gmt": 0, "z": 0, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180}
_ZONES |= {
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "msk": 180,
    "мск": 180,
}
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?"
_NAME = r"(?P<m>[^\W\d_]{3,10})\.?"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_WEEKDAY = r"(?:[^\W\d_]{2,14}\.?,?\s+)?"
_BEFORE_TIME = r"(?:at|um|à|a las|às|ore|kl\.?|klo|o|в|о|om|alle)"
_TIME = (
    rf"(?:(?:\s*[,|·•–—-]\s*|\s+|T)(?:{_BEFORE_TIME}\s+)?(?P<H>\d{{1,2}})\s*[:.hH]\s*(?P<M>\d\d)(?::\d\d)?(?!\d)"
    r"(?:\s*(?P<ap>[apAP])\.?[mM]\b\.?)?(?:\s*(?:Uhr|Uur|hrs|h|ч)\b\.?)?"
    r"(?:\s*\(?(?P<z>[+-]\d\d:?\d\d|(?:"
    + "|".join(sorted((f"{zone}|{zone.upper()}" for zone in _ZONES), key=len, reverse=True))
    + r")\b)\)?)?)?"
)
_FORMS = tuple(
    re.compile(form + _TIME)
    for form in (
        rf"(?<!\w){_WEEKDAY}{_DAY}\s+(?:de\s+|of\s+)?{_NAME},?\s+(?:de\s+|del\s+)?{_YEAR}(?!\d)"
        r"(?:\s*(?:г\.|р\.|року|года))?",
        rf"(?<!\w){_WEEKDAY}{_NAME}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日",
    )
)
_DATE_LIKE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b\d\d?:\d\d\b|\b\d+\s\w+\sago\b|\bvor \d|\bil y a \d|\bhace \d"
)
_DAY_AND_WORD = re.compile(r"\b\d{1,2}\.?\s(?P<after>[^\W\d_]{3,10})\b|\b(?P<before>[^\W\d_]{3,10})\.?\s\d{1,2}\b")


@dataclass(frozen=True)
class Printed:
    """A date as printed: its words, and its moment when it has a time; `zoned` when it names its zone."""

    text: str
    day: date
    moment: datetime | None
    zoned: bool


def find_date(text: str) -> Printed | None:
    """Give the first full date of a short text, None without year or where day and month could be exchanged."""
    if not _ANY_YEAR.search(text):
        return None
    for form in _FORMS:
        for match in form.finditer(text):
            printed = _read(match)
            if printed is not None:
                return printed
    return None


def looks_like_date(text: str) -> bool:
    """Tell whether a short text seems to be a date or a time, full or not."""
    if _DATE_LIKE.search(text):
        return True
    return any(_month(match["after"] or match["before"]) for match in _DAY_AND_WORD.finditer(text))


def _read(match: re.Match[str]) -> Printed | None:
    part = match.groupdict()
    month = int(part["m"]) if part["m"].isdigit() else _month(part["m"])
    try:
        day = date(int(part["y"]), month, int(part["d"]))
    except ValueError:
        return None
    return Printed(match[0], day, _moment(day, part), bool(part["z"]))


def _month(name: str) -> int:
    name = name.casefold()
    return next((_MONTH_OF[name[:n]] for n in range(len(name), 2, -1) if name[:n] in _MONTH_OF), 0)


def _moment(day: date, part: dict[str, str | None]) -> datetime | None:
    if part["H"] is None or part["M"] is None:
        return None
    hour = int(part["H"])
    if part["ap"] and hour <= 12:
        hour = hour % 12 + (12 if part["ap"] in "pP" else 0)
    try:
        return datetime(day.year, day.month, day.day, hour, int(part["M"]), tzinfo=_zone(part["z"]))
    except ValueError:
        return None


def _zone(name: str | None) -> timezone:
    if not name or name.casefold() in ("utc", "gmt", "z"):
        return UTC
    if name.casefold() in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name.casefold()]))
    digits = name[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))
