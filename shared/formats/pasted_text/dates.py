"""Reads a full date as news pages print it: with its year, and in a form that means one day everywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from shared.formats.months import month
from shared.formats.zones import PATTERN, zone

_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?"
_NAME = r"(?P<m>[^\W\d_]{3,10})\.?"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_LONGEST = 200  # characters of a line that is read with care
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
# Any other word before a date is something else, a surname, say.
_WEEKDAYS = (
    "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
    "|lunes|martes|miércoles|jueves|viernes|sábado|domingo|mié|jue|vie|sáb|dom"
    "|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|gio|seg|ter|qua|qui|sex"
    "|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?"
    "|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|wo|vr|za|zo"
    "|måndag|mandag|tisdag|tirsdag|onsdag|torsdag|fredag|lördag|lørdag|söndag|søndag"
    "|(?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)(?:na)?"
    "|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela"
    "|pondělí|úterý|středa|čtvrtek|pátek|neděle|pondelok|utorok|streda|štvrtok|piatok|nedeľa"
    "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс|нд"
    "|понеділок|вівторок|середа|четвер|п.ятниця|субота|неділя"
    "|hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|luni|marți|miercuri|joi|vineri|sâmbătă|duminică"
    "|(?:pirm|otr|treš|ceturt|piekt|sest|svēt)diena|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar"
    "|Δευτέρα|Τρίτη|Τετάρτη|Πέμπτη|Παρασκευή|Σάββατο|Κυριακή"
)
_WEEKDAY = rf"(?:(?i:{_WEEKDAYS})\.?,?\s+)?"
_BEFORE_TIME = r"(?:at|um|à|a las|às|ore|kl\.?|klo|o|в|о|om|alle)"
_TIME = (
    rf"(?:(?:\s*[,|·•–—-]\s*|\s+|T)(?:{_BEFORE_TIME}\s+)?(?P<H>\d{{1,2}})\s*[:.hH]\s*(?P<M>\d\d)(?::\d\d)?(?!\d)"
    r"(?:\s*(?P<ap>[apAP])\.?[mM]\b\.?)?(?:\s*(?:Uhr|Uur|hrs|h|ч)\b\.?)?"
    rf"(?:\s*\(?(?P<z>{PATTERN})\)?)?)?"
)
# A date may be printed directly behind a name: "Jane DoeMarch 5, 2024".
_BEGIN = r"(?:(?<!\w)|(?<=[a-z])(?=[A-Z]))"
_FORMS = tuple(
    re.compile(form + _TIME)
    for form in (
        rf"(?<!\w){_WEEKDAY}{_DAY}\s+(?:de\s+|of\s+)?{_NAME},?\s+(?:de\s+|del\s+)?{_YEAR}(?!\d)"
        r"(?:\s*(?:г\.|р\.|року|года))?",
        rf"{_BEGIN}{_WEEKDAY}{_NAME}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)/(?P<m>\d\d?)/(?P<d>\d\d?)(?!\d)",
        r"(?<![\d/])(?P<first>\d\d?)/(?P<second>\d\d?)/(?P<y>(?:19|20)\d\d)(?!\d)",
        rf"(?<!\d){_YEAR}\.?\s+(?:gada\s+|m\.\s+)?(?:{_NAME}\s+(?P<d>\d{{1,2}})|(?P<d_>\d{{1,2}})\.?\s+(?P<m_>[^\W\d_]{{3,10}}))"
        r"(?:\.|\s+d\.)?(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[年년]\s?(?P<m>\d{1,2})[月월]\s?(?P<d>\d{1,2})[日일]",
    )
)
# Two digits of a year count with dots and a time of day: without it they may be the number of a version.
_SHORT_YEAR = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d\d)(?=\D{1,4}\d)" + _TIME)
_TIME_BEFORE = re.compile(
    rf"(?<!\d)(?P<H>\d{{1,2}})[:.h](?P<M>\d\d)(?::\d\d)?(?:\s*(?P<ap>[apAP])\.?[mM]\b\.?)?(?:\s*(?:Uhr|hrs|h)\b)?"
    rf"(?:\s*\(?(?P<z>{PATTERN})\)?)?\s*(?:[,|·•–—-]|\bon\b|\bam\b)?\s*{_WEEKDAY}$"
)
_DATE_LIKE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b\d\d?:\d\d\b|\b\d+\s\w+\sago\b|\bvor \d|\bil y a \d|\bhace \d"
)
_NO_MONTH_ALONE = frozenset({"des"})  # Norway's December without a year beside it is more often French
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
    forms = _FORMS if _ANY_YEAR.search(text) else (_SHORT_YEAR,)
    found = (printed for form in forms for match in _matches(form, text) if (printed := _read(match, text)))
    return next(found, None)


def _matches(form: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Give all matches, also those that begin within another: "DoeMarch" is no month, "March" is."""
    match = form.search(text)
    while match is not None:
        yield match
        match = form.search(text, match.start() + 1 if len(text) <= _LONGEST else match.end())


def looks_like_date(text: str) -> bool:
    """Tell whether a short text seems to be a date or a time, full or not."""
    if _DATE_LIKE.search(text):
        return True
    words = (match["after"] or match["before"] for match in _DAY_AND_WORD.finditer(text))
    return any(month(word) and word.casefold() not in _NO_MONTH_ALONE for word in words)


def _read(match: re.Match[str], text: str) -> Printed | None:
    part = match.groupdict()
    try:
        day = date(int(part["y"]) + (2000 if len(part["y"]) == 2 else 0), *_month_and_day(part))
    except ValueError:
        return None
    if part["H"] is not None:
        return Printed(match[0], day, _moment(day, part), bool(part["z"]))
    clock = _TIME_BEFORE.search(text[: match.start()])
    if clock is None:
        return Printed(match[0], day, None, False)
    return Printed(clock[0] + match[0], day, _moment(day, clock.groupdict()), bool(clock["z"]))


def _month_and_day(part: dict[str, str | None]) -> tuple[int, int]:
    """Give month and day; zeros, which are no date, where they could be exchanged."""
    if part.get("first") and part.get("second"):
        one, other = int(part["first"] or 0), int(part["second"] or 0)
        if one == other or max(one, other) > 12:
            return min(one, other), max(one, other)
        return 0, 0
    named, day = part.get("m") or part.get("m_") or "", part.get("d") or part.get("d_") or "0"
    return int(named) if named.isdigit() else month(named), int(day)


def _moment(day: date, part: dict[str, str | None]) -> datetime | None:
    if part["H"] is None or part["M"] is None:
        return None
    hour = int(part["H"])
    if part["ap"] and hour <= 12:
        hour = hour % 12 + (12 if part["ap"] in "pP" else 0)
    try:
        return datetime(
            day.year,
            day.month,
            day.day,
            hour,
            int(part["M"]),
            tzinfo=(zone(part["z"]) if part["z"] else None) or UTC,
        )
    except ValueError:
        return None
