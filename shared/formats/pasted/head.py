"""Reads what stands between a headline and the text: byline, date, reading time, standfirst."""

import re
from dataclasses import dataclass

from shared.formats.pasted import labels
from shared.formats.pasted.dates import Printed, find_date, looks_like_date
from shared.formats.pasted.lines import Line

_LONGEST = 160  # characters of a line that can be byline, date or reading time
_LONGEST_REST = 40  # behind a date: a place, a time zone in words, the end of a label
_SEPARATORS = " |•·,;:–—-/()►"
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
    printed = find_date(rest)
    if printed is not None:
        return _dated(rest, printed, minutes)
    rest = rest.strip(_SEPARATORS)
    if not rest:
        return Meta(reading_minutes=minutes) if minutes is not None else None
    if is_byline(rest):
        return Meta(reading_minutes=minutes, byline=rest)
    if looks_like_date(rest) and len(rest) <= 50 and not line.ends:
        return Meta(reading_minutes=minutes, date_like=True)
    return None


def _take_reading_time(text: str) -> tuple[str, int | None]:
    found = labels.READING_TIME.search(text)
    if found is None:
        return text, None
    return text[: found.start()] + text[found.end() :], int(found["before"] or found["after"])


def _dated(rest: str, printed: Printed, minutes: int | None) -> Meta | None:
    before, _, after = rest.partition(printed.text)
    label = before.strip(_SEPARATORS)
    later = find_date(after)
    if later is not None:
        after = after.partition(later.text)[2]
    byline = label if is_byline(label) or NAME.fullmatch(label) else None
    is_update = labels.UPDATED.fullmatch(label) is not None
    is_known = byline is not None or is_update or labels.PUBLISHED.fullmatch(label) is not None
    if not is_known or len(after.strip(_SEPARATORS)) > _LONGEST_REST:
        return None
    return Meta(minutes, later, printed, byline) if is_update else Meta(minutes, printed, later, byline)


def is_byline(text: str) -> bool:
    """Tell whether the text is a byline: a word for it, then a name."""
    opening = labels.BYLINE.match(text)
    if opening is None or len(text) > _LONGEST or text.endswith((".", "!", "?")):
        return False
    first = text[opening.end() :].split(",", maxsplit=1)[0]
    first = re.split(r"\s(?:and|und|et|y|e|en|och|og|i|a|та|і|и|&|for|in|at|für)\s", first)[0]
    return NAME.fullmatch(first.strip()) is not None
