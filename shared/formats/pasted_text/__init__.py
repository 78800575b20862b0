"""Plain text that was pasted from a news page in a browser, by "select all" and "copy" or from the article alone.

What comes in: a line for each block of the page, more or less empty lines, no markup. Navigation stands above
the article; pictures, teasers of other stories, buttons and notices within it; the author, other sections and the
footer below. Text of a mail or a wire, broken at a width, is put together again.

What is relied on is shape, not words: how long a line is, whether it ends as a sentence does, what stands directly
above and below it, whether it is repeated, which words it shares with the text. Lists of words (words.py,
labels.py) name what pages in some twenty languages print on buttons and labels; they decide about short lines
only.

    body_text        the run of lines with the most prose and the least else, less what is listed below
    headline         the line above it that is most like a headline and shares most words with it
    reading_minutes  a line like "2 min read", as stated
    byline, authors  a line like "By Jane Doe", or a name beside a date, with the role on the line below it; a name
                     with a biography below the text
    published_at     a line with day, month, year and time of day; UTC, with a notice, where it names no zone
    updated_at       the same after a word like "Updated", but only with a zone: it orders versions
    summary          a standfirst: above the byline or date, or directly below the headline and no sentence
    section          the last step of a breadcrumb beside the headline
    keywords         what stands behind or below a word like "Topics", or a line of hashtags
    images           a caption that ends with its credit, and the alternative text above it
    embargo, note    a line that begins as "Embargoed until …" does; without a time that can be read it withholds
    related          a headline and a cut-off teaser in the middle of the text, or what follows "Read also"

Ignored: a date without its year or time of day is no instant, and nothing is guessed from it or from a caption. No
address is known, so images and other stories have none. Every line that is in no field is in `dropped` with its
reason; when in doubt a line stays in the body.
"""

from shared.domain.article import Author, Parsed
from shared.domain.errors import UnsupportedInput
from shared.domain.text import clean_line
from shared.formats.byline import read_byline
from shared.formats.draft import Draft
from shared.formats.pasted_text import labels
from shared.formats.pasted_text.embargo import take_embargo
from shared.formats.pasted_text.lines import read_lines
from shared.formats.pasted_text.page import BODY, FIELD, Page
from shared.formats.pasted_text.reader import read_page
from shared.formats.pasted_text.reading import Reading
from shared.formats.payload import Payload
from shared.formats.structured import what_data_it_is

NAME = "pasted-text"
# What a sender may call plain text; the others are what curl and browsers say when nobody says anything.
_MEDIA_TYPES = (None, "", "text/plain", "application/octet-stream", "application/x-www-form-urlencoded")
_MOST_KEYWORDS = 200
# What the shape of a page tells: of known pages the headline is right in seven of ten, the authors in nine.
_SURE_OF_HEADLINE, _SURE_OF_SUMMARY, _SURE_OF_AUTHORS = 0.7, 0.6, 0.9
_MARKUP = ("<", "{\\rtf", "%PDF")


def recognises(payload: Payload) -> bool:
    """Tell text that is no JSON, no markup and no document of another program."""
    if payload.media_type not in _MEDIA_TYPES or payload.is_json:
        return False
    start = payload.text.lstrip()[:5]
    if start.startswith(_MARKUP) or "\0" in payload.text:
        return False
    if data := what_data_it_is(payload.text):
        raise UnsupportedInput(
            f"This is no text of an article but {data}. Send JSON or XML as it is, with its media type, or the "
            "text alone; with curl, --data-binary and -H 'Content-Type: …'."
        )
    return True


def split(payload: Payload) -> list[Payload]:
    """Give the payload as it is: one page holds one article."""
    return [payload]


def parse(payload: Payload) -> Parsed:
    """Read the page; raise BadInput where there is neither a headline nor a body in it."""
    lines, rest = read_lines(payload.text)
    draft = Draft(NAME)
    lines = take_embargo(draft, lines)
    reading = read_page(Page(lines))
    _put_text(draft, reading, rest)
    _put_people(draft, reading)
    _put_dates(draft, reading)
    for at, line in enumerate(lines):
        if reading.page.places[at] not in (BODY, FIELD):
            draft.drop(reading.page.places[at], line.text)
    return draft.finish()


def _put_text(draft: Draft, reading: Reading, rest: str) -> None:
    page = reading.page
    if reading.headline is not None:
        words = page.lines[reading.headline].text
        draft.derive("headline", words, page.pointer(reading.headline), _SURE_OF_HEADLINE)
    if reading.summary is not None:
        draft.derive("summary", page.lines[reading.summary].text, page.pointer(reading.summary), _SURE_OF_SUMMARY)
    if reading.minutes is not None:
        draft.put("reading_minutes", reading.minutes[1], page.pointer(reading.minutes[0]))
    if reading.section is not None:
        draft.put("section", reading.section[1], page.pointer(reading.section[0]))
    if reading.keywords:
        keywords = tuple(dict.fromkeys(word for _, word in reading.keywords))
        draft.put("keywords", keywords[:_MOST_KEYWORDS], page.pointer(reading.keywords[0][0]))
    _put_body(draft, reading, rest)
    for field, found in (("images", reading.images), ("related", reading.related)):
        if found:
            draft.put(field, tuple(value for _, value in found), page.pointer(found[0][0]))


def _put_body(draft: Draft, reading: Reading, rest: str) -> None:
    """Put the paragraphs; what follows the last line that was looked at is theirs when they reach so far."""
    page, body = reading.page, reading.body
    paragraphs = [page.lines[at].text for at in body]
    if rest.strip():
        draft.notice("long-page", f"only the first {len(page.lines)} lines were told apart")
        if reading.end == len(page.lines):
            paragraphs.append(rest)
        else:
            draft.drop("other-section", rest)
    pointer = f"lines {page.lines[body[0]].number} to {page.lines[body[-1]].number}" if body else "the last lines"
    draft.put("body_text", "\n\n".join(paragraphs), pointer)


def _put_people(draft: Draft, reading: Reading) -> None:
    page, authors = reading.page, list(reading.authors)
    if reading.byline is not None:
        at, byline = reading.byline
        draft.put("byline", byline, page.pointer(at))
        known = {author.name.casefold() for _, author in authors}
        role = reading.role[1] if reading.role is not None else None
        found = [author for author in _named_in(byline) if author.name.casefold() not in known]
        for author in found:
            told = {"role": author.role or role, "biography": reading.biographies.get(author.name)}
            authors.append((at, author.model_copy(update=told)))
    if authors:
        named = tuple(author for _, author in authors)
        draft.derive("authors", named, page.pointer(authors[0][0]), _SURE_OF_AUTHORS)


def _named_in(byline: str) -> tuple[Author, ...]:
    """Give the people in a byline; a pen name counts behind a word for a byline only."""
    opening = labels.BYLINE.match(byline)
    read = read_byline(byline[opening.end() :] if opening else byline)
    return tuple(author for author in read.authors if opening or " " in author.name)


def _put_dates(draft: Draft, reading: Reading) -> None:
    """Put the dates that are instants, and tell what the others lack."""
    page = reading.page
    if reading.updated is not None:
        at, printed = reading.updated
        if printed.zoned:
            draft.put("updated_at", printed.moment, page.pointer(at))
        else:
            draft.notice(
                "date-without-zone", f"updated_at: {clean_line(printed.text)} was left out", page.pointer(at)
            )
    if reading.published is None:
        return
    at, printed = reading.published
    if printed.moment is None:
        detail = f"published_at: {printed.day.isoformat()} has no time of day and was left out"
        draft.notice("date-without-time", detail, page.pointer(at))
        return
    draft.put("published_at", printed.moment, page.pointer(at))
    if not printed.zoned:
        draft.notice("date-without-zone", "published_at: no known zone was given; UTC was taken", page.pointer(at))
