"""Places what stands between the headline and the first paragraph of a page."""

from shared.formats.byline import people
from shared.formats.pasted import labels
from shared.formats.pasted.dates import find_date
from shared.formats.pasted.lines import Kind
from shared.formats.pasted.page import FIELD, Page
from shared.formats.pasted.pictures import has_credit, pair_at, picture_at
from shared.formats.pasted.reading import Reading

_LONGEST_HEAD = 60  # lines: what is below is text
_HEAD = 4  # lines below a standfirst among which byline, date or reading time stand
_LONGEST_NAME = 60
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
    if _take_meta(reading, at):
        return 1
    if chrome is not None:
        page.put([at], chrome)
        return 1
    picture = picture_at(page, at, in_head=True) or pair_at(page, at)
    if picture is not None:
        return reading.take_picture(at, *picture)
    if _is_lone_name(page, at) and reading.byline is None:
        page.put([at], FIELD)
        reading.byline = (at, line.text)
        return 1
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
        if meta is not None and not meta.date_like:
            return True
        if page.lines[below].kind == Kind.PROSE and not has_credit(page.lines[below].text):
            return False
    return False


def _is_lone_name(page: Page, at: int) -> bool:
    """Tell a name that stands beside a date or reading time: a byline without a word for it."""
    text = page.lines[at].text
    if len(text) > _LONGEST_NAME or people(text) != (text,) or labels.AGENCY.search(text):
        return False
    if at > 0 and page.meta(at - 1) is not None:
        return True
    for below in range(at + 1, min(at + 1 + _BELOW_NAME, len(page.lines))):
        if page.meta(below) is not None:
            return True
        if page.lines[below].kind != Kind.LABEL:
            return False
    return False


def _take_meta(reading: Reading, at: int) -> bool:
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
