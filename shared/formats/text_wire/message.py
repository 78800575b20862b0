"""One message of a text wire, taken apart by whichever of the standards it follows."""

import re
from dataclasses import dataclass, field
from itertools import chain

from shared.formats.embargo_words import begins_with_an_embargo, is_embargo_line, names_an_embargo

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
_KILL_IN_NOTE = re.compile(
    r"\bmandatory kill\b|\bkills? (?:the |this |our |all )?(?:earlier |previous )?"
    r"(?:stor(?:y|ies)|items?|articles?|reports?|versions?|[a-z]{1,4}-?\d{2,6})\b",
    re.IGNORECASE,
)
# In a slug and in a headline these words may be the story's own.
_KILL_IN_SLUG = re.compile(rf",\s*(?:\w{{1,10}}\s)?{_KILLS}\b", re.IGNORECASE)
_KILL_IN_HEADLINE = re.compile(rf"\W*(?:(?:MANDATORY|BULLETIN|URGENT|ATTENTION|ACHTUNG)\W+)?{_KILLS}\b(?:\W|$)")
_EMBARGO = re.compile(r"embargo|sperrfrist|sperrefrist|\bHFR\b|hold for release", re.IGNORECASE)
_FOR_EDITORS = re.compile(
    r"[\W_]{0,4}(?:eds\.?|ed\.|editors|ed(?:itor[’']?s?|itors[’']|\.)?\s?notes?|advisory|"
    r"(?:internal )?notes? (?:to|for) (?:the )?(?:editors?|desks?|newsrooms?)|attention (?:news )?editors?|"
    r"not for publication|nicht zur veröffentlichung|redaktionshinweis|redaktioneller hinweis|"
    r"(?:hinweis|achtung|anmerkung)(?: (?:an|für) die)? redaktion(?:en)?|"
    r"note (?:à|aux) (?:la |l[’'])?(?:rédactions?|éditeurs?)|nota (?:a|para) (?:los |la )?(?:editores|redacción)|"
    r"nota (?:alla |per la )?redazione|til redaktionen|til redaksjonen)\s{0,2}(?::|(?<=\s)[–—]\s)",
    re.IGNORECASE,
)
_WRAPPED = 50  # characters; a line so long may go on below
_BEGINNING = 5  # paragraphs
_SUBHEAD = re.compile(
    r"(?:Utl\.?|Untertitel|Unterzeile|Subhead(?:line)?|Deck|Underrubrik|Sous-titre)\s*:\s*", re.IGNORECASE
)
_MAX_HEADLINE = 300
_LOOK = 200  # characters


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
    rest = _without_notes(message, [line for line in (line.strip().rstrip("=").strip() for line in lines) if line])
    while len(rest) > 1 and (is_advisory(rest[0]) or names_an_embargo(rest[0])):
        message.advisories.append(rest.pop(0))
    kills = [line for line in rest[1:] if is_kill(line)]
    message.advisories += kills
    rest = [line for line in rest if line not in kills]
    credits: list[str] = []
    while len(rest) > 1 and is_byline(rest[-1]):
        credits.insert(0, rest.pop())
    below = [line for line in rest[1:] if _SUBHEAD.match(line)]
    message.summary = " ".join(_SUBHEAD.sub("", line) for line in below)
    rest = [line for line in rest if line not in below]
    message.byline = ", ".join(credits)
    message.headline = " ".join(rest)[:_MAX_HEADLINE]


def is_for_editors(line: str) -> bool:
    """Tell a line or a paragraph that begins with words like "Eds:": it is not for readers."""
    return _FOR_EDITORS.match(line[:_LOOK]) is not None


def _without_notes(message: Message, lines: list[str]) -> list[str]:
    """Give the lines of the head without notes for editors, which may be wrapped; these are kept."""
    rest: list[str] = []
    is_open = False
    for line in lines:
        if is_for_editors(line):
            message.notes.append(line)
        elif is_open and line[:1].islower():
            message.notes[-1] += f" {line}"
        else:
            rest.append(line)
            is_open = False
            continue
        is_open = len(line) >= _WRAPPED
    return rest


def take_notes(message: Message) -> None:
    """Take the paragraphs that are for editors out of the text."""
    message.notes += [one for one in message.paragraphs if is_for_editors(one)]
    message.paragraphs = [one for one in message.paragraphs if not is_for_editors(one)]


def is_advisory(line: str) -> bool:
    """Tell a line that speaks to editors: what kind of message it is, which one it replaces."""
    if line.startswith("(") and line.endswith(")"):
        return True
    return _ADVISORY.match(line) is not None and (len(line) <= 60 or line.isupper())


def is_kill(line: str) -> bool:
    """Tell a line that says nothing but that something is taken back."""
    return is_advisory(line) and _KILL.search(line) is not None


def is_embargo(words: str) -> bool:
    """Tell words of a header, which has no news, that name an embargo."""
    return _EMBARGO.search(words) is not None


def holds_or_kills(line: str) -> bool:
    """Tell a line among the headers that says whether the story may be shown."""
    return line.startswith("HFR") or begins_with_an_embargo(line) or is_kill(line)


def kill(message: Message) -> str | None:
    """Give the words that take an earlier message, or this one, back."""
    if _KILL_IN_SLUG.search(message.slug):
        return message.slug
    if _KILL_IN_HEADLINE.match(message.headline):
        return message.headline
    told = [line for line in message.advisories if _KILL.search(line)]
    told += [note for note in message.notes if _KILL_IN_NOTE.search(note)]
    told += [line for line in message.paragraphs[:1] if is_kill(line)]
    return next(iter(told), None)


def embargo(message: Message) -> str | None:
    """Give the words for editors that name an embargo; a story may be about one."""
    told = [
        message.headline,
        *message.notes,
        *message.paragraphs[:1],
        message.slug if message.slug.startswith("HFR") else "",
    ]
    found = (line for line in told if names_an_embargo(line))
    own = (one for one in message.paragraphs if is_embargo_line(one))
    own_beginning = (one for one in message.paragraphs[:_BEGINNING] if begins_with_an_embargo(one))
    advised = (line for line in message.advisories if _EMBARGO.search(line))
    return next(chain(advised, found, own_beginning, own), None)
