"""Places what stands between the headline and the first paragraph of a page."""

from shared.formats.byline import has_common_given_name, read_byline, role_of
from shared.formats.pasted_text import labels
from shared.formats.pasted_text.dates import find_date
from shared.formats.pasted_text.head import lone_names
from shared.formats.pasted_text.lines import Kind
from shared.formats.pasted_text.page import BODY, FIELD, Page
from shared.formats.pasted_text.pictures import has_credit, pair_at, picture_at
from shared.formats.pasted_text.reading import Reading

_LONGEST_HEAD = 60  # lines: what is below is text
_HEAD = 4  # lines below a standfirst among which byline, date or reading time stand
_LONGEST_NAME = 60
_PLAIN_NAME = 2  # words of a name whose given name is not a common one
_BELOW_NAME = 3  # lines with a title, a place or an account between a name and a date
_DASHES = ("-", "–", "—")  # end a place name above the first paragraph


def read_opening(reading: Reading, at: int) -> int:
    """Place the lines between the headline and the first paragraph; give the index of the latter."""
    page = reading.page
    last = min(reading.end, at + _LONGEST_HEAD)
    while at < last:
        if not page.free(at):
            at += 1
        elif (count := _head_lines(reading, at)) > 0:
            at += count
        else:
            return at
    return at


def _head_lines(reading: Reading, at: int) -> int:
    """Place a line of the head, with those that belong to it, and tell how many: none for a paragraph."""
    page = reading.page
    line, chrome = page.lines[at], page.chrome[at]
    if take_meta(reading, at) or take_role(reading, at):
        return 1
    if chrome in (None, "repeated-line") and reading.byline is None and (count := take_named(reading, at)) > 0:
        return count
    if chrome is not None:
        page.put([at], chrome)
        return 1
    picture = picture_at(page, at, in_head=True) or pair_at(page, at)
    if picture is not None:
        return reading.take_picture(at, *picture)
    if reading.has_prose and line.kind == Kind.LABEL and not line.text.endswith(_DASHES):
        page.put([at], "label")
        return 1
    return _take_standfirst(reading, at)


def _take_standfirst(reading: Reading, at: int) -> int:
    """Take a line above byline or date for the summary, or one directly below the headline that is no sentence."""
    page = reading.page
    is_title = page.lines[at].kind == Kind.TITLE
    if is_title and find_date(page.lines[at].text) is not None:
        page.put([at], "date-line")
        return 1
    is_deck = is_title and reading.headline == at - 1
    if reading.summary is not None or not (is_deck or _is_above_meta(page, at)):
        return 0
    page.put([at], FIELD)
    reading.summary = at
    return 1


def _is_above_meta(page: Page, at: int) -> bool:
    """Tell whether byline, date or reading time stands below the line, before any paragraph."""
    for below in range(at + 1, min(at + 1 + _HEAD, len(page.lines))):
        meta = page.meta(below)
        if (meta is not None and not meta.date_like) or is_lone_byline(page, below) or byline_label(page, below):
            return True
        if page.lines[below].kind == Kind.PROSE and not has_credit(page.lines[below].text):
            return False
    return False


def take_named(reading: Reading, at: int) -> int:
    """Take names that stand alone, or on the line below the word for a byline; tell how many lines those are."""
    page = reading.page
    if byline_label(page, at):
        page.put([at], "author-marker")
        page.put([at + 1], FIELD)
        reading.byline = (at + 1, page.lines[at + 1].text)
        return 2
    if not is_lone_byline(page, at):
        return 0
    page.put([at], FIELD)
    reading.byline = (at, page.lines[at].text)
    return 1


def byline_label(page: Page, at: int, *, placed: bool = False) -> bool:
    """Tell whether the line is only the word for a byline, with names on the line below it: "By", "Author:"."""
    below = at + 1
    if below >= len(page.lines) or not labels.BYLINE_ALONE.fullmatch(page.lines[at].text):
        return False
    if not all(page.free(line) or (placed and page.places[line] == BODY) for line in (at, below)):
        return False
    named = page.lines[below].text
    return len(named) <= _LONGEST_NAME and bool(read_byline(named).authors)


def is_lone_byline(page: Page, at: int) -> bool:
    """Tell names without a word for a byline: with a common given name, or beside a date or reading time."""
    if not page.free(at) or page.lines[at].kind > Kind.TITLE:
        return False
    text = page.lines[at].text
    names = lone_names(text)
    if not names or labels.AGENCY.search(text):
        return False
    if all(map(has_common_given_name, names)):
        return True
    return all(len(name.split()) == _PLAIN_NAME for name in names) and is_beside_meta(page, at)


def is_beside_meta(page: Page, at: int) -> bool:
    """Tell whether byline, date or reading time stands directly above the line or soon below it."""
    if at > 0 and page.meta(at - 1) is not None:
        return True
    for below in range(at + 1, min(at + 1 + _BELOW_NAME, len(page.lines))):
        if page.meta(below) is not None:
            return True
        if page.lines[below].kind != Kind.LABEL:
            return False
    return False


def take_meta(reading: Reading, at: int) -> bool:
    """Take byline, date and reading time from the line, if it consists of them."""
    page = reading.page
    meta = page.meta(at)
    if meta is None:
        return False
    taken = False
    if meta.reading_minutes is not None and reading.minutes is None:
        reading.minutes, taken = (at, meta.reading_minutes), True
    if meta.byline is not None and reading.byline is None:
        reading.byline, taken = (at, meta.byline), True
    if meta.published is not None and reading.published is None:
        reading.published, taken = (at, meta.published), taken or meta.published.moment is not None
    if meta.updated is not None and reading.updated is None:
        reading.updated, taken = (at, meta.updated), taken or meta.updated.zoned
    page.put([at], FIELD if taken else "byline" if meta.byline else "date-line")
    return True


def take_role(reading: Reading, at: int) -> bool:
    """Take the line below a byline for the role of the only person that it names."""
    page = reading.page
    if reading.role is not None or reading.byline is None or reading.byline[0] != at - 1 or not page.free(at):
        return False
    line = page.lines[at]
    if line.kind > Kind.TITLE or line.ends or page.chrome[at] is not None or len(line.text) > _LONGEST_NAME:
        return False
    role = role_of(line.text)
    if role is None or len(read_byline(reading.byline[1]).authors) != 1:
        return False
    page.put([at], FIELD)
    reading.role = (at, line.text)
    return True
