"""Puts every line of a pasted page in its place: a field of the article, its body, or dropped with a reason."""

from shared.domain.article import RelatedStory
from shared.formats.byline import read_byline
from shared.formats.pasted_text.head import is_byline
from shared.formats.pasted_text.headline import LONGEST_HEADLINE, find_headline
from shared.formats.pasted_text.lines import Kind
from shared.formats.pasted_text.main_text import main_text
from shared.formats.pasted_text.opening import (
    byline_label,
    is_beside_meta,
    read_opening,
    take_meta,
    take_named,
    take_role,
)
from shared.formats.pasted_text.page import BODY, FIELD, Page
from shared.formats.pasted_text.people import MARKS, author_blocks
from shared.formats.pasted_text.pictures import pair_at, picture_at
from shared.formats.pasted_text.reading import MOST, Reading
from shared.formats.pasted_text.sections import read_keywords, read_section
from shared.formats.pasted_text.stories import announced_at, teaser_at

_BIOGRAPHIES = 3  # paragraphs at the end of a text among which those about its authors are
_ABOVE = 4  # lines above the headline with byline or date
_STANDFIRST = 7  # lines of the text among which the byline may stand
_BEFORE_END = 6
_AFTER = 12
_LABELLED_AFTER = 30  # lines below the text among which its author may be named


def read_page(page: Page) -> Reading:
    """Read a page; afterwards each of its lines has a place."""
    reading = Reading(page)
    stop = _take_authors(reading)
    begin, end = main_text(page, stop)
    reading.has_prose = begin < end
    if not reading.has_prose:
        reading.headline, begin, end = _without_prose(page)
    else:
        reading.headline = find_headline(page, begin, end)
    top = begin
    if reading.headline is not None:
        page.put([reading.headline], FIELD)
        top = reading.headline + 1
    reading.end = end
    first = read_opening(reading, top)
    _read_above(reading)
    _read_text(reading, first, end)
    _take_late_byline(reading)
    _take_biographies(reading)
    read_section(reading)
    read_keywords(reading, top)
    _drop_the_rest(reading, top)
    return reading


def _take_authors(reading: Reading) -> int:
    """Place the author's blocks and give the line at which the article ends for them."""
    page, stop = reading.page, len(reading.page.lines)
    for block in author_blocks(page):
        mark = page.chrome[block.begin]
        if mark in MARKS:
            page.put([block.begin], mark)
        page.put(range(block.begin, block.end), FIELD)
        reading.authors.append((block.end - 1, block.author))
        if block.last:
            stop = min(stop, block.begin)
    return stop


def _without_prose(page: Page) -> tuple[int | None, int, int]:
    """Take a text without any sentence for an article as it is, its first line for the headline."""
    own = [at for at in range(len(page.lines)) if page.free(at) and page.chrome[at] is None]
    if not own:
        return None, 0, 0
    headline = own[0] if len(page.lines[own[0]].text) <= LONGEST_HEADLINE else None
    return headline, own[0], own[-1] + 1


def _read_above(reading: Reading) -> None:
    """Take byline and date from directly above the headline, where nothing below it says them."""
    page = reading.page
    if reading.headline is None or (reading.byline is not None and reading.published is not None):
        return
    for at in range(reading.headline - 1, max(-1, reading.headline - 1 - _ABOVE), -1):
        meta = page.meta(at) if page.free(at) else None
        if meta is not None and (reading.byline is None or not meta.byline):
            take_meta(reading, at)
        elif page.lines[at].kind > Kind.LABEL:
            return


def _read_text(reading: Reading, at: int, end: int) -> None:
    """Place the lines from the first paragraph to the end of the text: what is in doubt is the body's."""
    page = reading.page
    standfirst = at + _STANDFIRST
    while at < end:
        if page.free(at) and at < standfirst and _take_byline_below_standfirst(reading, at):
            at += 1
        else:
            at += 1 if not page.free(at) else _text_lines(reading, at)


def _take_byline_below_standfirst(reading: Reading, at: int) -> bool:
    """Take a byline or full date that stands below the first paragraphs, as it does below a long standfirst."""
    meta = reading.page.meta(at)
    if meta is None:
        named = reading.byline is None and is_beside_meta(reading.page, at) and take_named(reading, at) > 0
        return named or take_role(reading, at)
    is_new = (meta.byline and reading.byline is None) or (meta.published and reading.published is None)
    return bool(is_new) and take_meta(reading, at)


def _text_lines(reading: Reading, at: int) -> int:
    """Place a line of the text, with those that belong to it, and tell how many; the body's, when in doubt."""
    page = reading.page
    announced = announced_at(page, at)
    if announced is not None and len(reading.related) + len(announced[1]) <= MOST:
        return _take_announced(reading, at, *announced)
    reason = "repeated-headline" if _says_headline(reading, at) else page.chrome[at]
    if reason is not None:
        page.put([at], reason)
        return 1
    return _take_block(reading, at) or _take_paragraph(reading, at)


def _says_headline(reading: Reading, at: int) -> bool:
    return (
        reading.headline is not None and reading.page.lines[at].text == reading.page.lines[reading.headline].text
    )


def _take_block(reading: Reading, at: int) -> int:
    """Place a picture or the teaser of another story, if it is one."""
    page = reading.page
    picture = picture_at(page, at, in_head=False)
    if picture is None and len(reading.related) < MOST and (teaser := teaser_at(page, at)) is not None:
        page.put([at, at + 1], FIELD)
        reading.related.append((at, teaser))
        return 2
    picture = picture or pair_at(page, at)
    return 0 if picture is None else reading.take_picture(at, *picture)


def _take_paragraph(reading: Reading, at: int) -> int:
    reading.page.put([at], BODY)
    return 1


def _take_announced(reading: Reading, at: int, count: int, stories: list[RelatedStory]) -> int:
    page = reading.page
    page.put([at], FIELD if count == 1 and stories else "related")
    page.put(range(at + 1, at + count), FIELD)
    reading.related.extend((at, story) for story in stories)
    return count


def _take_late_byline(reading: Reading) -> None:
    """Take a byline that stands at the end of the text or soon after it, if there is none at its head."""
    page = reading.page
    if reading.byline is not None:
        return
    for at in range(max(0, reading.end - _BEFORE_END), min(reading.end + _LABELLED_AFTER, len(page.lines))):
        line = page.lines[at]
        if byline_label(page, at, placed=True):
            page.places[at] = "author-marker"
            page.places[at + 1] = FIELD
            reading.byline = (at + 1, page.lines[at + 1].text)
            return
        is_near = at < reading.end + _AFTER and page.places.get(at, BODY) == BODY and line.kind < Kind.PROSE
        if is_near and is_byline(line.text.removesuffix(".")):
            page.places[at] = FIELD
            reading.byline = (at, line.text)
            return


def _take_biographies(reading: Reading) -> None:
    """Take a paragraph at the end of the text that begins with the name of a person in the byline."""
    if reading.byline is None:
        return
    page, body = reading.page, reading.body
    names = [author.name for author in read_byline(reading.byline[1]).authors if " " in author.name]
    for at in body[-_BIOGRAPHIES:] if len(body) > _BIOGRAPHIES else []:
        text = page.lines[at].text.casefold()
        name = next((name for name in names if text.startswith(name.casefold())), None)
        if name is not None and name not in reading.biographies and page.lines[at].kind >= Kind.SENTENCE:
            page.places[at] = FIELD
            reading.biographies[name] = page.lines[at].text


def _drop_the_rest(reading: Reading, top: int) -> None:
    """Give every line that has no place yet the reason why it is dropped: its words, or where it stands."""
    page = reading.page
    for at in range(len(page.lines)):
        if page.free(at):
            place = "navigation" if at < top else "other-section"
            page.put([at], page.chrome[at] or place)
