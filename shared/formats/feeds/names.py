"""What the elements of feeds are called: feeds borrow from a dozen vocabularies whose names are alike.

`title`, `media:title` and `itunes:title` are three things. The usual prefix stands for a vocabulary, whatever a
feed calls it and whichever of its addresses it names; a name without a prefix is the feed format's own.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from shared.domain.errors import BadInput, FieldError
from shared.formats.xml.tree import Node, local_name

ATOM = frozenset({"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"})
# What producers' own vocabularies call a whole article, and its beginning.
FULL_TEXTS = frozenset(
    {"full-text", "fulltext", "full_text", "body", "articlebody", "bodytext", "body_text", "content"}
)
TEASERS = frozenset({"first_line", "firstline", "standfirst", "lead", "leadtext", "intro", "teaser", "abstract"})
_MAX_CHILDREN = 2_000  # of one entry: several times what an article may keep
_PREFIXES = {
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/terms": "dcterms",
    "search.yahoo.com/mrss": "media",
    "www.rssboard.org/media-rss": "media",
    "video.search.yahoo.com/mrss": "media",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "www.pheedo.com/namespace/pheedo": "pheedo",
    "www.georss.org/georss": "georss",
    "www.w3.org/1999/xhtml": "xhtml",
    "www.w3.org/2005/atom": "atom",
    "purl.org/atom/ns": "atom",
    "www.w3.org/2007/app": "app",
    "purl.org/atom/app": "app",
    "purl.org/atompub/tombstones/1.0": "at",
    "purl.org/syndication/thread/1.0": "thr",
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
}
_PREFIXES_BY_BEGINNING = (
    ("backend.userland.com/rss", ""),
    ("prismstandard.org/namespaces", "prism"),
    ("cyber.law.harvard.edu/rss", ""),
)
_WORDPRESS = re.compile(r"wordpress\.org/export/[\d.]+(/excerpt)?")
_VOID = ("br", "hr", "img", "input", "link", "meta", "wbr")
_FORMATS_OWN = ("atom:", "xhtml:", "content:", "media:", "itunes:", "dc:", "at:")
_MOST_OWN = 10


class Entry:
    """An entry, or a channel, whose children are found by their names with the usual prefix, in lower case."""

    def __init__(self, element: Any, own: str = "") -> None:
        self.node = Node(element)
        self._found: dict[str, list[Node]] = {}
        children = list(islice(element.iterchildren(), _MAX_CHILDREN + 1))
        if len(children) > _MAX_CHILDREN:
            detail = f"at most {_MAX_CHILDREN} elements"
            raise BadInput("An entry has too many elements.", [FieldError(detail, pointer=self.node.pointer)])
        for child in children:
            name = usual_name(child)
            self._found.setdefault(name.removeprefix(f"{own}:") if own else name, []).append(Node(child))

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return ((name, node) for name, nodes in self._found.items() for node in nodes)

    def all(self, *names: str) -> list[Node]:
        """Give the children of all these names, in the order of the names."""
        return [node for name in names for node in self._found.get(name, [])]

    def first(self, *names: str) -> Node | None:
        """Give the first child that holds any text, in the order of the names."""
        return next((node for node in self.all(*names) if node.text.strip()), None)

    def line(self, *names: str) -> str | None:
        """Give the text of the first child that has any, on one line and without markup."""
        return next((node.line for node in self.all(*names) if node.line), None)


def usual_name(element: Any) -> str:
    """Give `prefix:name` with the usual prefix, or `name` where it is the feed format's own."""
    return _usual_name(element.tag, element.prefix)


@lru_cache(maxsize=1_000)
def _usual_name(tag: str, written: str | None) -> str:
    space, _, name = tag.rpartition("}")
    prefix = _prefix(space.lstrip("{"), written)
    return f"{prefix}:{name}".lower() if prefix else name.lower()


def _prefix(space: str, written: str | None) -> str:
    if not space:
        return ""
    address = re.sub(r"^https?://", "", space.strip()).rstrip("/#").lower()
    if address in _PREFIXES:
        return _PREFIXES[address]
    if found := _WORDPRESS.fullmatch(address):
        return "excerpt" if found[1] else "wp"
    by_beginning = (prefix for start, prefix in _PREFIXES_BY_BEGINNING if address.startswith(start))
    return next(by_beginning, written or "other")


def inner_markup(node: Node) -> str:
    """Give what stands within: its text, or its elements as HTML where a template left them unescaped."""
    if len(node.element) == 0:
        return node.text
    from lxml import etree  # noqa: PLC0415  loaded by the document already

    holder = deepcopy(node.element)
    for element in holder.iter("*"):
        element.tag = local_name(element.tag)
    holder.attrib.clear()
    holder.tag, holder.tail = "div", None
    for element in list(holder.iter(*_VOID)):
        if len(element) or element.text:  # a tag that was never closed holds what follows it
            element.addprevious(etree.Element(element.tag, dict(element.attrib)))
            element.tag = "span"
    etree.cleanup_namespaces(holder)
    return str(etree.tostring(holder, method="html", encoding="unicode"))


def base_of(node: Node, fallback: str | None = None) -> str | None:
    """Give the address that relative links within resolve against: `xml:base`, else the fallback."""
    try:
        return urljoin(fallback or "", node.element.base or "") or None
    except ValueError:  # no address at all
        return fallback


def own_words(entry: Entry, names: frozenset[str]) -> list[Node]:
    """Give the elements of these names in a producer's own vocabulary, however deep it puts them."""
    found = (one for one in entry.node.element.iterdescendants("*") if local_name(one.tag).lower() in names)
    return [Node(one) for one in islice((one for one in found if _is_own(one)), _MOST_OWN)]


def _is_own(element: Any) -> bool:
    return ":" in usual_name(element) and not usual_name(element).startswith(_FORMATS_OWN)
