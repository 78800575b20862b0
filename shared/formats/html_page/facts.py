"""What a page says of itself, gathered in one walk over its elements: nothing is judged here."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from shared.formats.html_page.chrome import CHROME_TAGS, is_hidden, is_the_page, kind_of

_MOST = 400  # of each kind of element; a page with more repeats itself
_MAX_VALUE = 5_000  # characters of one meta element
_AUTHOR, _DATE, _TITLE, _LEAD = 1, 2, 4, 8
# Parts of classes and ids. A lead stands between a headline and the text and sums it up.
_PARTS_OF_WORDS = {
    _AUTHOR: "verfasser journalist redakteur reporter contributor creator written-by redact username screenname "
    "zuozhe bianji writer",
    _AUTHOR | _DATE: "author autor auteur byline submitted posted-by postedby",
    _DATE: "date datum fecha time publi posted pubbl veroeff erstellt created updated",
    _TITLE: "title headline titel titre titulo titolo heading schlagzeile",
    _LEAD: "lead lede intro teaser abstract preface ingress deck dek vorspann standfirst chapo chapeau summary "
    "excerpt anleser sottotitolo occhiello entradilla bajada copete sumario einleitung preamble unterzeile "
    "subheadline subline untertitel description",
}
_BITS = {part: bits for bits, parts in _PARTS_OF_WORDS.items() for part in parts.split()}
_SPEAKING = re.compile("|".join(sorted(_BITS, key=len, reverse=True)))
# Whole words of them: "fn" is the name in a card, "definfo" is none.
_WHOLE = dict.fromkeys(("byl", "fn", "vcard"), _AUTHOR) | dict.fromkeys(
    ("data", "day", "meta", "info", "infos", "stand"), _DATE
)
_PARTS = re.compile(r"[\s_-]+")
_MAX_DEPTH = 250  # browsers stop at 512; the time of what follows grows with size times depth
_NOT_THE_ARTICLE = frozenset(
    ("comments", "cookie", "advertisement", "newsletter", "share", "related", "navigation", "dialog", "hidden")
)
_NEVER_CHROME = frozenset(("html", "body", "main", "article", "head"))
_NO_TEXT = re.findall(
    r"\S+",
    """
    script style svg noscript iframe template canvas object embed select
""",
)


@dataclass
class Facts:
    """The elements that may tell something of the article, in the page's order."""

    root: Any
    title: str = ""
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    items: dict[str, list[Any]] = field(default_factory=dict)  # by itemprop
    headings: list[Any] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    authors: list[Any] = field(default_factory=list)
    dates: list[Any] = field(default_factory=list)
    leads: list[Any] = field(default_factory=list)
    figures: list[Any] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)  # links to what else the site has on a topic
    crumbs: list[Any] = field(default_factory=list)
    chrome: list[tuple[str, Any]] = field(default_factory=list)  # the outermost blocks, with their kinds
    length: int = 0  # characters of the whole page's text
    place: dict[Any, int] = field(default_factory=dict)  # of the elements that are kept, among all
    count: int = 0  # of the elements so far
    too_deep: bool = False

    def meta(self, *names: str) -> tuple[str | None, str]:
        """Give the first of these meta elements that holds anything, and where it stands."""
        for name in names:
            for value in self.metas.get(name, ()):
                return value, f"meta[{name}]"
        return None, ""

    def all(self, *names: str) -> list[str]:
        """Give what all of these meta elements hold."""
        return [value for name in names for value in self.metas.get(name, ())]

    def link(self, relation: str) -> str | None:
        """Give the first address that the page links to in this relation."""
        return next(iter(self.links.get(relation, ())), None)


def gather(root: Any) -> Facts:
    """Walk the page once; what stands in its chrome is passed over."""
    from lxml import etree  # noqa: PLC0415  loaded by the parser already

    facts = Facts(root, scripts=[script.text for script in root.iter("script") if script.text][:_MOST])
    etree.strip_elements(root, *_NO_TEXT, with_tail=False)
    facts.length = len(root.text_content())
    waiting: list[tuple[Any, str | None, int]] = [(root, None, 1)]
    while waiting:
        element, inside, depth = waiting.pop()
        facts.count += 1
        tag = element.tag
        if tag in _HEAD:
            _HEAD[tag](facts, element)
            continue
        if (inside is None or inside not in _NOT_THE_ARTICLE) and (element.attrib or tag in CHROME_TAGS):
            inside = _inside(facts, element, inside)
        if inside is None or inside not in _NOT_THE_ARTICLE:
            if tag in _BODY:
                _BODY[tag](facts, element)
            if element.attrib:
                _take_marked(facts, element)
        if len(element):
            if depth > _MAX_DEPTH:
                facts.too_deep = True
                return facts
            depth += 1
            waiting.extend([(child, inside, depth) for child in reversed(element)])
    return facts


def _inside(facts: Facts, element: Any, inside: str | None) -> str | None:
    """Tell what chrome the element is or stands in; an article's own footer names who wrote it."""
    if element.tag in _NEVER_CHROME:
        return inside
    kind = "hidden" if is_hidden(element) else kind_of(element)
    if kind is None:
        return inside
    if kind == "navigation" and "crumb" in f"{element.get('class')} {element.get('id')}".lower():
        _put(facts, facts.crumbs, element)
    if inside is None:
        if is_the_page(element, facts.length):
            return None
        facts.chrome.append((kind, element))
    return kind


def _put(facts: Facts, found: list[Any], element: Any) -> None:
    if len(found) < _MOST:
        found.append(element)
        facts.place[element] = facts.count


def says_whether_shown(name: str) -> bool:
    """Tell whether a meta element of this name says whether the article may be shown."""
    name = name.strip().lower()
    return "embargo" in name[:100] or name in ("pubstatus", "creativeworkstatus")


def _take_meta(facts: Facts, element: Any) -> None:
    value = element.get("content") or ""
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        name = element.get(attribute)
        if name:
            # One that holds the article counts when it is empty, too long, or one of countless others.
            if not says_whether_shown(name) and (
                not value or len(value) > _MAX_VALUE or value.isspace() or len(facts.metas) > _MOST
            ):
                return
            values = facts.metas.setdefault(name.strip().lower()[:100], [])
            if len(values) < _MOST:
                values.append(" ".join(value[:_MAX_VALUE].split()))
            return


def _take_link(facts: Facts, element: Any) -> None:
    address = element.get("href")
    if address and len(facts.links) < _MOST:
        for relation in (element.get("rel") or element.get("itemprop") or "").lower().split()[:5]:
            facts.links.setdefault(relation, []).append(address.strip())


def _take_title(facts: Facts, element: Any) -> None:
    facts.title = facts.title or " ".join("".join(element.itertext()).split())[:_MAX_VALUE]


def _take_link_to_topic(facts: Facts, element: Any) -> None:
    if "tag" in (element.get("rel") or "").split():
        _put(facts, facts.tags, element)


_HEAD: dict[Any, Callable[[Facts, Any], None]] = {
    "meta": _take_meta,
    "link": _take_link,
    "title": _take_title,
}
_BODY: dict[Any, Callable[[Facts, Any], None]] = {
    "h1": lambda facts, element: _put(facts, facts.headings, element),
    "time": lambda facts, element: _put(facts, facts.times, element),
    "figure": lambda facts, element: _put(facts, facts.figures, element),
    "img": lambda facts, element: _put(facts, facts.pictures, element),
    "a": _take_link_to_topic,
}


def _take_marked(facts: Facts, element: Any) -> None:
    item = element.get("itemprop")
    if item:
        for name in item.lower().split()[:5]:
            _put(facts, facts.items.setdefault(name, []), element)
    relation = element.get("rel")
    if relation and "author" in relation:
        _put(facts, facts.authors, element)
        return
    words, name = element.get("class"), element.get("id")
    marks = (_marks(words[:200]) if words else 0) | (_marks(name[:60]) if name else 0)
    if marks & _AUTHOR:
        _put(facts, facts.authors, element)
    if marks & _DATE:
        _put(facts, facts.dates, element)
    if marks & _LEAD and element.tag in ("p", "div", "h2", "h3", "span", "section"):
        _put(facts, facts.leads, element)
    if marks & _TITLE and element.tag in ("h2", "h3", "div", "span", "p"):
        _put(facts, facts.headings, element)


@lru_cache(maxsize=8_192)
def _marks(words: str) -> int:
    """Tell of what a class or an id speaks, as the sum of the bits."""
    words = words.lower()
    marks = 0
    for match in _SPEAKING.finditer(words):
        marks |= _BITS[match[0]]
    for word in _PARTS.split(words):
        marks |= _WHOLE.get(word, 0)
    return marks


def nearest(facts: Facts, elements: list[Any], heading: Any) -> list[Any]:
    """Give the elements below the headline first, and of them the nearest."""
    at = facts.place.get(heading)
    if at is None:
        return elements
    far = {element: facts.place[element] - at for element in elements}
    return sorted(elements, key=lambda element: far[element] if far[element] > 0 else 20 - 2 * far[element])
