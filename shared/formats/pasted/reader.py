"""Puts every line of a pasted page in its place: a field of the article, its body, or dropped with a reason."""

from shared.domain.article import RelatedStory
from shared.formats.pasted.head import is_byline
from shared.formats.pasted.headline import LONGEST_HEADLINE, find_headline
from shared.formats.pasted.lines import Kind
from shared.formats.pasted.main_text import main_text
from shared.formats.pasted.opening import read_opening
from shared.formats.pasted.page import BODY, FIELD, Page
from shared.formats.pasted.people import author_blocks
from shared.formats.pasted.pictures import pair_at, picture_at
from shared.formats.pasted.reading import MOST, Reading
from shared.formats.pasted.stories import announced_at, teaser_at

_AFTER = 6  # lines below the text among which its author may be named


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
    _read_text(reading, read_opening(reading, top), end)
    _take_late_byline(reading)
    _drop_the_rest(reading, top)
    return reading


def _take_authors(reading: Reading) -> int:
    """Place the author's blocks and give the line at which the article ends for them."""
    page, stop = reading.page, len(reading.page.lines)
    for block in author_blocks(page):
        if page.chrome[block.begin] is not None:
            page.put([block.begin], page.chrome[block.begin] or "")
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


def _read_text(reading: Reading, at: int, end: int) -> None:
    """Place the lines from the first paragraph to the end of the text: what is in doubt is the body's."""
    page = reading.page
    while at < end:
        at += 1 if not page.free(at) else _text_lines(reading, at)


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
    for at in range(max(0, reading.end - 2), min(reading.end + _AFTER, len(page.lines))):
        line = page.lines[at]
        if page.places.get(at, BODY) == BODY and line.kind < Kind.PROSE and is_byline(line.text):
            page.places[at] = FIELD
            reading.byline = (at, line.text)
            return


def _drop_the_rest(reading: Reading, top: int) -> None:
    """Give every line that has no place yet the reason why it is dropped: its words, or where it stands."""
    page = reading.page
    for at in range(len(page.lines)):
        if page.free(at):
            place = "navigation" if at < top else "other-section"
            page.put([at], page.chrome[at] or place)
