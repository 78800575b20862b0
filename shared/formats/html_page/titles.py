"""What a page is called: its headline, without its site's name."""

import re
from typing import Any, NamedTuple

from shared.domain.text import clean_line
from shared.formats.html_page.facts import Facts
from shared.formats.html_page.subjects import site_name

_PARTING = re.compile(r"\s+[-–—|·•»«›‹:/~⁄*]+\s+|\s*\|\s*|\s*»\s*|\s+::\s+")
_MAX_HEADLINE = 500


class Headline(NamedTuple):
    """The headline, where it stands, how sure it is, and the element that shows it."""

    words: str
    where: str
    confidence: float
    element: Any


def headline_of(facts: Facts, given: str | None) -> Headline:
    """Give the headline; `given` is what the JSON-LD says."""
    site = site_name(facts)
    titles = [
        title for title in (given, facts.meta("og:title")[0], facts.meta("twitter:title")[0], facts.title) if title
    ]
    headings = [(element, _words(element)) for element in facts.headings]
    firsts = [(element, words) for element, words in headings if element.tag == "h1" and words]
    marked = [(element, words) for element, words in headings if element.tag != "h1" and words]
    own = [one for one in firsts if _folded(one[1]) != _folded(site)]
    for found, where in ((firsts, "h1"), (marked, "marked heading")):
        named = [one for one in found if _is_in(one[1], titles, site)]
        if named:
            element, words = max(named, key=lambda one: len(one[1])) if where == "h1" else named[0]
            return Headline(words, where, 0.95, element)
    first = own[0][0] if own else None
    if given:
        return Headline(given, "script[ld+json]/headline", 0.9, first)
    if len(own) == 1:
        return Headline(own[0][1], "h1", 0.8, first)
    for meta in ("og:title", "twitter:title", "dc.title", "title", "citation_title"):
        value, where = facts.meta(meta)
        if value:
            return Headline(_without_site(value, site), where, 0.8, first)
    return Headline(_without_site(facts.title, site), "title", 0.7, first)


def _words(element: Any) -> str:
    words = clean_line(element.text_content())
    return words if len(words) <= _MAX_HEADLINE else ""


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def _is_in(words: str, titles: list[str], site: str) -> bool:
    """Tell whether the page's titles hold this heading, or it holds them; the site's name is none."""
    folded = _folded(words)
    if len(folded) < 4 or folded == _folded(site):
        return False
    return any(folded in _folded(title) for title in titles)


def _without_site(title: str, site: str) -> str:
    """Take the site's name off the title's end or beginning."""
    title = clean_line(title)
    parts = list(_PARTING.finditer(title))
    if not parts:
        return title
    first, last = title[: parts[0].start()], title[parts[-1].end() :]
    if site and _folded(last) and (_folded(last) in _folded(site) or _folded(site) in _folded(last)):
        return title[: parts[-1].start()]
    if site and _folded(first) and (_folded(first) in _folded(site) or _folded(site) in _folded(first)):
        return title[parts[0].end() :]
    if len(last) < len(title) / 2 and len(last.split()) <= 5:
        return title[: parts[-1].start()]
    return title
