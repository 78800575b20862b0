"""When a page says it was published: in its head, in marked elements, in its address, in its words."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NamedTuple

from shared.formats.dates import put_instant, read_instant
from shared.formats.draft import Draft
from shared.formats.html_page.facts import Facts, nearest
from shared.formats.pasted_text.dates import find_date

_PUBLISHED = re.findall(
    r"\S+",
    """
    article:published_time article:published og:article:published_time og:published_time og:pubdate
    datepublished date_published datepublish date-published published_time published publication_date
    publication-date publish_date publish-date publishdate pubdate parsely-pub-date sailthru.date
    cxenseparse:recs:publishtime cxenseparse:publishtime citation_publication_date citation_online_date
    dc.date.issued dcterms.issued dc.issued article.published originalpublicationdate article_date_original
    rnews:datepublished bt:pubdate prism.publicationdate dcterms.available analyticsattributes.articledate
""",
)
# Dates of no certain meaning: with some senders that of the last change. What stands by the headline is surer.
_DATED = re.findall(
    r"\S+",
    """
    dcterms.date dc.date dc:date date citation_date pdate displaydate display-date ptime timestamp datetime
""",
)
_MODIFIED = re.findall(
    r"\S+",
    """
    article:modified_time og:updated_time article:modified datemodified date_modified last-modified lastmod
    revised dcterms.modified dc.date.modified dc.modified modified_time modified updated updated_time
""",
)
_CREATED = re.findall(
    r"\S+",
    """
    datecreated dcterms.created dc.date.created dc.created creation_date created
""",
)
_IN_ADDRESS = re.compile(r"[/-]((?:19|20)\d\d)([/-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)")
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_DAY_IN_ADDRESS = re.compile(r"[/_-](0[1-9]|[12]\d|3[01])-?(0[1-9]|1[0-2])-?((?:19|20)\d\d)(?:[/_.-]|$)")
_NUMBERS = re.compile(r"(?<![\d.,/-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d/-])")
_BACKWARDS = re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)([./])(\d{1,2})\2(\d{1,2})(?!\d)")
_UPDATE = re.compile(r"update|aktualisier|modifi|geändert|mise à jour|actualizad|aggiornat|\bmaj\b", re.IGNORECASE)
_MAX_TEXT = 300  # characters of an element that may be a date
_TRIED = 40
_SEARCHED = 20_000  # elements
_SHORT_LINE = 80
_NEAR = 40  # elements below the headline
_YEAR = re.compile(r"(?:19|20)\d\d|\d\d?[./]\d\d?[./]\d\d\b")
_DATE_FIRST = re.compile(r"\W{0,3}(?:[^\W\d]{2,20},?\s)?\d{1,4}[./-]?\s?(?:\w{2,10}|\d)")
_FIRST = datetime(1995, 1, 1, tzinfo=UTC)


class Page(NamedTuple):
    """What is known of the page already."""

    address: str | None
    language: str
    heading: Any
    published: str | None  # what its JSON-LD has for a date


class Found(NamedTuple):
    """A date as the page writes it, where, and how sure it is that it is the date of publication."""

    written: str
    where: str
    confidence: float


def put_dates(draft: Draft, facts: Facts, page: Page) -> None:
    """Keep when the page was published and changed; what calls itself so comes first, what looks so last."""
    _put_published(draft, facts, page)
    month = _MONTH_IN_ADDRESS.search(page.address or "")
    _find_published(draft, (one for one in _by_the_headline(facts, page) if _is_in(one.written, month)))
    if not draft.has("published_at"):
        _put_first(draft, "published_at", _metas(facts, _DATED))
    _find_published(draft, (one for one in _elsewhere(facts, page) if _is_in(one.written, month)))
    _put_first(draft, "created_at", _metas(facts, _CREATED))
    changed = [*_metas(facts, _MODIFIED), *_items(facts, "datemodified")]
    _put_first(draft, "updated_at", changed)
    _find_published(draft, (Found(written, where, 0.3) for written, where in changed if _is_plausible(written)))


def _put_published(draft: Draft, facts: Facts, page: Page) -> None:
    """Keep the latest of what the JSON-LD and the head call the date of publication: some publish again."""
    linked = [(_iso(page.published, "") or "", "script[ld+json]/datePublished")] if page.published else []
    heads = [one for one in _metas(facts, _PUBLISHED) if _is_plausible(one[0])][:1]
    given = [one for one in (*linked, *heads) if _is_plausible(one[0])]
    if not given:
        given = [one for one in _items(facts, "datepublished", "dateissued", "pubdate") if _is_plausible(one[0])][
            :1
        ]
    _put_first(draft, "published_at", sorted(given, key=lambda one: _moment(one[0]), reverse=True))


def _find_published(draft: Draft, found: Iterator[Found]) -> None:
    if draft.has("published_at"):
        return
    first = next(found, None)
    if first is None:
        return
    reading = read_instant(first.written)
    if reading.code is not None:
        draft.notice(reading.code, f"published_at: {reading.detail}", first.where)
    draft.derive("published_at", reading.moment, first.where, first.confidence)


def _moment(written: str) -> datetime:
    return read_instant(written).moment or _FIRST


def _is_in(written: str, month: re.Match[str] | None) -> bool:
    """Tell whether the date is in the month that the page's address names, if any, give or take the zone."""
    if month is None:
        return True
    first = datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC)
    return -1 <= (_moment(written) - first).days <= 31


def _put_first(draft: Draft, field: str, written: Iterable[tuple[str, str]]) -> None:
    if draft.has(field):
        return
    for value, where in written:
        if _is_plausible(value):
            put_instant(draft, field, value, where)
            return


def _is_plausible(written: str) -> bool:
    reading = read_instant(written)
    return reading.moment is not None and reading.code != "date-without-day" and reading.moment > _FIRST


def _metas(facts: Facts, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for value in facts.metas.get(name, ()):
            yield _iso(value, "") or value, f"meta[{name}]"


def _items(facts: Facts, *names: str) -> Iterator[tuple[str, str]]:
    for name in names:
        for element in facts.items.get(name, ())[:_TRIED]:
            written = element.get("content") or element.get("datetime") or _words(element)
            yield _iso(written, "") or written, f"[itemprop={name}]"


def _by_the_headline(facts: Facts, page: Page) -> Iterator[Found]:
    """Give the dates that stand by the headline, called so or not."""
    at = facts.place.get(page.heading)
    if at is None:
        return
    times, marked = (
        [one for one in nearest(facts, found, page.heading) if -_NEAR < facts.place[one] - at <= 2 * _NEAR]
        for found in (facts.times, facts.dates)
    )
    yield from _of_elements(
        sorted(times, key=lambda one: not _says_published(one)), page, "time by the headline", 0.9
    )
    yield from _of_elements(marked, page, "element by the headline", 0.8)


def _elsewhere(facts: Facts, page: Page) -> Iterator[Found]:
    """Give the other dates of the page, the surest first."""
    address = page.address or ""
    if match := _IN_ADDRESS.search(address):
        yield from _plausible(f"{match[1]}-{match[3]}-{match[4]}", "date in the address", 0.7)
    if page.heading is not None:
        yield from _in_the_words(facts, page, near=True)
    yield from _of_elements(nearest(facts, facts.times, page.heading), page, "time", 0.6)
    marked = nearest(facts, facts.dates, page.heading)
    yield from _of_elements(marked, page, "marked element", 0.5)
    for element in marked:
        yield from _plausible(_iso(_words(element), page.language), "date of a change", 0.4)
    if match := _DAY_IN_ADDRESS.search(address):
        yield from _plausible(_day(int(match[3]), int(match[2]), int(match[1])), "date in the address", 0.5)
    yield from _in_the_words(facts, page)


def _of_elements(elements: list[Any], page: Page, where: str, confidence: float) -> Iterator[Found]:
    for element in elements:
        written = element.get("datetime") or element.get("content") or element.get("title") or ""
        yield from _plausible(_iso(written, page.language), where, confidence)
        if not _UPDATE.match(_words(element)):
            yield from _plausible(_iso(_words(element), page.language), where, confidence)


def _says_published(element: Any) -> bool:
    words = f"{element.get('class')} {element.get('itemprop')} {'pubdate' if 'pubdate' in element.attrib else ''}"
    return re.search(r"publish|pubdate|entry-date|datePublished", words) is not None


def _plausible(written: str | None, where: str, confidence: float) -> Iterator[Found]:
    if written and _is_plausible(written):
        yield Found(written, where, confidence)


def _words(element: Any) -> str:
    words = " ".join(element.text_content().split())
    return words if len(words) <= _MAX_TEXT else ""


def _in_the_words(facts: Facts, page: Page, *, near: bool = False) -> Iterator[Found]:
    """Look for a date at the beginning of a line or alone on it, below the headline first."""
    before: list[str] = []
    below = 0 if page.heading is not None else 1
    for element in islice(facts.root.iter(), _SEARCHED):
        below += 1 if below or element is page.heading else 0
        if near and below > _NEAR:
            return
        for words in (element.text, element.tail) if below or not near else ():
            written = _at_the_beginning(words, page.language, near=near) if words else None
            if written and below:
                yield from _plausible(written, "date in the text", 0.6)
            elif written:
                before.append(written)
    for written in before[:_TRIED]:
        yield from _plausible(written, "date above the headline", 0.4)


def _at_the_beginning(words: str, language: str, *, near: bool) -> str | None:
    if not _YEAR.search(words, 0, 2_000):
        return None
    line = " ".join(words[:2_000].split())
    if len(line) > (_SHORT_LINE / 2 if near else _SHORT_LINE) and not _DATE_FIRST.match(line):
        return None
    return _iso(line[:_SHORT_LINE], language)


def _iso(written: str, language: str) -> str | None:
    """Give what was written as ISO 8601, None where it names no full date."""
    written = written.strip()[:_MAX_TEXT]
    if not written or not any(character.isdigit() for character in written):
        return None
    if read_instant(written).moment is not None:
        return written
    printed = find_date(written)
    if printed is not None:
        return printed.moment.isoformat() if printed.moment and printed.zoned else printed.day.isoformat()
    return _from_numbers(written, language)


def _from_numbers(written: str, language: str) -> str | None:
    """Read 3/12/2019 as its readers do: only Americans put the month first."""
    if match := _BACKWARDS.search(written):
        return _day(int(match[1]), int(match[3]), int(match[4]))
    match = _NUMBERS.search(written)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        year += 2000 if year < 50 else 1900
    month_first = match[2] == "/" and language.lower() in ("en", "en-us", "en_us")
    if second > 12 or (month_first and first <= 12):
        first, second = second, first
    return _day(year, second, first)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
