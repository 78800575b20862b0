"""One message of a text wire, taken apart by whichever of the standards it follows."""

import re
from dataclasses import dataclass, field

_BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|DI|Av|AV|Af|AF|Door|DOOR|Tekst:|Text:|TEXT:|De notre)\s+(?=\w)"
)
_ADVISORY = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)\s+(?:lead|ld|add|take|sub|write-?thru)\b|"
    r"(?:(?:embargo(?:ed)?|sperrfrist|advisory|achtung|attention|eds?|editors?|note to editors|korrektur|"
    r"correction|berichtigung|refile|repeat(?:ing)?|wiederholung|urgent|eil(?:t|meldung)?|extra|flash|bulletin|"
    r"kill|zusammenfassung|zf|update|lead|add|roundup|mandatory kill|withdrawal|"
    r"zurückgezogen)\b[\s:!.()/,\d-]*)+$",
    re.IGNORECASE,
)
_KILLS = (
    r"(?:KILL(?:ED|S)?|ELIMINATION|WITHDRAWN|WITHDRAWAL|ZURÜCKGEZOGEN|ZURUECKGEZOGEN|"
    r"ANNULÉ|ANNULLATO|TILBAKETRUKKET)"
)
_KILL = re.compile(rf"\b{_KILLS}\b", re.IGNORECASE)
# In a slug and in a headline these words may be the story's own.
_KILL_IN_SLUG = re.compile(rf",\s*(?:\w{{1,10}}\s)?{_KILLS}\b", re.IGNORECASE)
_KILL_IN_HEADLINE = re.compile(rf"\W*(?:(?:MANDATORY|BULLETIN|URGENT|ATTENTION|ACHTUNG)\W+)?{_KILLS}\b(?:\W|$)")
_EMBARGO = re.compile(r"embargo|sperrfrist|sperrefrist|\bHFR\b|hold for release", re.IGNORECASE)
_EMBARGO_IN_NOTE = re.compile(
    r"^\W{0,3}(?:(?-i:EMBARGO(?:ED)?\b)|embargo(?:ed)?\W{0,3}$)|\bunder embargo\b|"
    r"\bembargo(?:ed)?\s{0,2}(?::|until|till|bis|jusqu|hasta|fino)|\bsperrfrist|\bsperrefrist|\bHFR\b|"
    r"\bhold for release|\b(?:not for (?:use|release|publication)|do not (?:use|publish)) (?:before|until)",
    re.IGNORECASE,
)
_SUBHEAD = re.compile(
    r"(?:Utl\.?|Untertitel|Unterzeile|Subhead(?:line)?|Deck|Underrubrik|Sous-titre)\s*:\s*", re.IGNORECASE
)
_MAX_HEADLINE = 300


@dataclass
class Message:
    """What was found in a message; all of it as it was written, without the marks of typesetting."""

    service: str = ""
    number: str = ""
    priority: str = ""
    category: str = ""
    agency: str = ""
    slug: str = ""
    marked_slug: bool = False
    headline: str = ""
    byline: str = ""
    summary: str = ""
    advisories: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    trailer: str = ""


def is_byline(line: str) -> bool:
    """Tell a line that begins as a byline does, and is as short as one."""
    return _BYLINE.match(line) is not None and len(line) <= 160


def put_head(message: Message, lines: list[str]) -> None:
    """Keep the lines above the text: advisories, then the headline, then who wrote it."""
    rest = [line for line in (line.strip().rstrip("=").strip() for line in lines) if line]
    while len(rest) > 1 and (is_advisory(rest[0]) or names_an_embargo(rest[0])):
        message.advisories.append(rest.pop(0))
    credits: list[str] = []
    while len(rest) > 1 and is_byline(rest[-1]):
        credits.insert(0, rest.pop())
    below = [line for line in rest[1:] if _SUBHEAD.match(line)]
    message.summary = " ".join(_SUBHEAD.sub("", line) for line in below)
    rest = [line for line in rest if line not in below]
    message.byline = ", ".join(credits)
    message.headline = " ".join(rest)[:_MAX_HEADLINE]


def is_advisory(line: str) -> bool:
    """Tell a line that speaks to editors: what kind of message it is, which one it replaces."""
    if line.startswith("(") and line.endswith(")"):
        return True
    return _ADVISORY.match(line) is not None and (len(line) <= 60 or line.isupper())


def kill(message: Message) -> str | None:
    """Give the words that take an earlier message, or this one, back."""
    if _KILL_IN_SLUG.search(message.slug):
        return message.slug
    if _KILL_IN_HEADLINE.match(message.headline):
        return message.headline
    return next((line for line in message.advisories if _KILL.search(line)), None)


def names_an_embargo(words: str) -> bool:
    """Tell whether words for editors hold a story back, rather than tell of an embargo in the news."""
    return _EMBARGO_IN_NOTE.search(words[:400]) is not None


def embargo(message: Message) -> str | None:
    """Give the words for editors that name an embargo; a story may be about one."""
    told = [
        message.headline,
        *message.notes,
        *message.paragraphs[:1],
        message.slug if message.slug.startswith("HFR") else "",
    ]
    found = (line for line in told if names_an_embargo(line))
    return next((line for line in message.advisories if _EMBARGO.search(line)), None) or next(found, None)
