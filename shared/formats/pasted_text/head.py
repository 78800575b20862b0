"""Reads what stands between a headline and the text: byline, date, reading time, standfirst."""

import re
from dataclasses import dataclass

from shared.formats.byline import is_introduced, is_name, is_nobody, read_byline
from shared.formats.pasted_text import labels
from shared.formats.pasted_text.dates import Printed, find_date, looks_like_date
from shared.formats.pasted_text.lines import Line

_LONGEST = 160  # characters of a line that can be byline, date or reading time
_LONGEST_REST = 40  # beside a date or a name: a place, a section, a number of comments
_LONGEST_BEFORE = 25
_SEPARATORS = " |•·,;:–—-/()►@›»✎\t"
_PIECES = re.compile(r"\s*[|•·►›»@✎\t]\s*|\s+(?:[–—-]|//?)\s+|(?<=\w),\s*$")
_LONGEST_NAME = 60
_LONGEST_NAMES = 120
_MOST_DATES = 3
_DATE_MARK = "\x00"  # stands for a date that was taken out of the line
_PREPOSITION_OF_DATE = re.compile(r"\s+(?:am|on|at|le|el|il|em|op|den|vom|om|dne|dnia|in|um|,)$", re.IGNORECASE)
_SECTION_BEHIND = re.compile(r"\s+(?:in|unter|filed under|dans|en|w|v)\s+(?=[^\W\d_a-zà-ÿ]).*")
_CAPITALS = re.compile(r"[^\W\d_a-zà-ÿа-яіїєґ]\S*\s(?:\S+\s)*?[^\W\d_a-zà-ÿа-яіїєґ]")
# Two to five words, each with a capital (or a particle of a name), and nothing else.
_PARTICLE = r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|zu|ten|ter)"
NAME = re.compile(
    rf"(?:[^\W\d_a-zà-ÿа-яіїєґ][\w'’.-]{{0,25}})(?: (?:{_PARTICLE}|[^\W\d_a-zà-ÿа-яіїєґ][\w'’.-]{{0,25}})){{1,4}}"
)


@dataclass(frozen=True)
class Meta:
    """What one line of the head says besides words."""

    reading_minutes: int | None = None
    published: Printed | None = None
    updated: Printed | None = None
    byline: str | None = None
    date_like: bool = False


def read_meta(line: Line) -> Meta | None:
    """Read a line that consists of byline, date and reading time and nothing else; None for any other line."""
    if len(line.text) > _LONGEST:
        return None
    rest, minutes = _take_reading_time(line.text)
    dates, marked = _take_dates(rest)
    if dates:
        return _dated(dates, marked, minutes, line)
    rest = rest.strip(_SEPARATORS)
    if not rest:
        return Meta(reading_minutes=minutes) if minutes is not None else None
    byline = _byline_in(rest) if not line.ends or is_byline(rest) else None
    if byline is not None:
        return Meta(reading_minutes=minutes, byline=byline)
    if looks_like_date(rest) and len(rest) <= 50 and not line.ends:
        return Meta(reading_minutes=minutes, date_like=True)
    return None


def _take_reading_time(text: str) -> tuple[str, int | None]:
    found = labels.READING_TIME.search(text)
    if found is None:
        return text, None
    return text[: found.start()] + text[found.end() :], int(found["before"] or found["after"])


def _take_dates(text: str) -> tuple[list[Printed], str]:
    """Give the first full dates of a line, and the line with a mark in the place of each."""
    dates: list[Printed] = []
    while len(dates) < _MOST_DATES and (printed := find_date(text.rpartition(_DATE_MARK)[2])) is not None:
        before, mark, after = text.rpartition(_DATE_MARK)
        text = before + mark + after.replace(printed.text, _DATE_MARK, 1)
        dates.append(printed)
    return dates, text


def _dated(dates: list[Printed], marked: str, minutes: int | None, line: Line) -> Meta | None:
    """Read what stands around dates: the words for them, a byline, and little else."""
    pieces = marked.split(_DATE_MARK)
    published: Printed | None = None
    updated: Printed | None = None
    for printed, before in zip(dates, pieces, strict=False):
        if labels.UPDATED_BEFORE.search(before):
            updated = updated or printed
        elif published is None:
            published = printed
    if (
        updated is None
        and published is not None
        and len(dates) == 1
        and labels.UPDATED.fullmatch(pieces[1] or "-")
    ):
        published, updated = None, published
    byline, unknown = _around(pieces)
    if sum(map(len, unknown)) > _LONGEST_REST or (unknown and line.ends and byline is None):
        return None
    if pieces[0] in unknown and len(pieces[0]) > _LONGEST_BEFORE:
        return None
    return Meta(minutes, published, updated, byline)


def _around(pieces: list[str]) -> tuple[str | None, list[str]]:
    """Give the byline among the pieces of a line between its dates, and the pieces that say something else."""
    byline: str | None = None
    unknown: list[str] = []
    for piece in (part for text in pieces for part in _PIECES.split(text)):
        text = labels.UPDATED_BEFORE.sub("", piece).strip(_SEPARATORS)
        if not text or labels.PUBLISHED.fullmatch(text) or labels.UPDATED.fullmatch(text):
            continue
        found = _byline_in(_PREPOSITION_OF_DATE.sub("", text), beside_date=True)
        if found is None or byline is not None:
            unknown.append(text)
        else:
            byline = found
    return byline, unknown


def _byline_in(text: str, *, beside_date: bool = False) -> str | None:
    """Give the byline that a piece of a line is; a name alone counts beside a date only."""
    text = labels.COUNTS.sub("", _SECTION_BEHIND.sub("", text)).strip(_SEPARATORS) if beside_date else text
    if is_byline(text) or (len(text) <= _LONGEST_NAMES and is_introduced(text) and _names_people(text)):
        return text
    opening = labels.BYLINE.match(text)
    named = text[opening.end() :] if opening else text
    if opening is not None and len(named) <= _LONGEST_NAME and not text.endswith((".", "!", "?")):
        return text if read_byline(named).authors or is_nobody(named) else None
    is_plain_name = beside_date and not opening and len(text) <= _LONGEST_NAME and is_full_name(text)
    return text if is_plain_name else None


def _names_people(text: str) -> bool:
    authors = read_byline(text).authors
    return bool(authors) and all(" " in author.name for author in authors)


def lone_names(text: str) -> tuple[str, ...]:
    """Give the names that a line without a word for a byline consists of: "Jane Doe", "Jane Doe, John Roe"."""
    if len(text) > _LONGEST_NAMES or text.endswith((":", "?", "!", ".")):
        return ()
    read = read_byline(text)
    names = tuple(author.name for author in read.authors)
    said = sum(len(re.findall(r"\w+", name)) for name in names)
    plain = all(_CAPITALS.search(name) for name in names) and not any(author.role for author in read.authors)
    return names if plain and len(re.findall(r"\w+", text)) <= said + (len(names) > 1) else ()


def is_full_name(text: str) -> bool:
    """Tell whether the text is a person's name of several words and nothing else."""
    return " " in text and is_name(text) and not is_nobody(text)


def is_byline(text: str) -> bool:
    """Tell whether the text is a byline: a word for it, then a name."""
    opening = labels.BYLINE.match(text)
    if opening is None or len(text) > _LONGEST or text.endswith((".", "!", "?")):
        return False
    first = text[opening.end() :].split(",", maxsplit=1)[0]
    first = re.split(r"\s(?:and|und|et|y|e|en|och|og|i|a|та|і|и|&|for|in|at|für)\s", first)[0]
    return NAME.fullmatch(first.strip()) is not None
