"""The bodies of XML wires: HTML, NITF or the text of an old wire inside an element, as paragraphs and pictures.

NITF's elements become HTML's (`hl2`, `block`, `bq`), namespaces go, the layout of a wire makes paragraphs.
What an agency's HTML repeats of the metadata above the text is left out and told.
"""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from shared.domain.text import clean_line
from shared.formats.byline import people
from shared.formats.draft import Draft
from shared.formats.html_text import Figure, looks_like_html, read_html
from shared.formats.xml.layout import unescaped, wire_paragraphs, with_paragraphs
from shared.formats.xml.tree import Node, local_name

_AS_HTML = {
    "hl1": "h1",
    "hl2": "h2",
    "block": "div",
    "bq": "blockquote",
    "credit": "p",
    "tagline": "p",
    "datasource": "p",
    "note": "div",
    "nitf-table": "div",
    "caption": "p",
    "fn": "p",
}
_MEDIA = ("media", "nitf-table-metadata", "media-caption", "media-producer")
# Class names that say that an element outside the paragraphs repeats the metadata.
_REPEATED = frozenset(
    ("vignette", "kicker", "slugline", "source", "byline", "genre", "keyword", "publicationdate")
)
_PARAGRAPHS = ("p", "li", "td", "th", "blockquote", "figcaption")
_BYLINE = re.compile(r"(?:by|von|par|por)\b", re.IGNORECASE)
_BYLINE_WITHIN = 5  # paragraphs: below advisories and a repeated headline
_MAX_BYLINE = 100  # characters
_MAX_HEADLINE = 120
_MAX_CHILDREN = 5_000
_PUBLIC_NOTES = frozenset({"cpyrt", "end", "hd", "trademk"})  # classes of NITF's notes that are for readers
_SENTENCE = re.compile(r".{15,120}?[.!?…](?=\s|$)")
_EMBED = re.compile(
    r"<(?:script|iframe|div|blockquote|embed|object|style)\b.{0,20000}>", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True)
class Body:
    """A body's paragraphs and pictures, its own headline, and what was left out of it."""

    text: str = ""
    figures: tuple[Figure, ...] = ()
    title: str | None = None
    left_out: tuple[str, ...] = field(default=())
    notes: tuple[str, ...] = ()  # for editors


def read_body(element: Any) -> Body:
    """Give what stands in an element: markup as elements, escaped markup, or plain text."""
    if len(element) == 0:
        return read_words(element.text or "")
    copy = deepcopy(element)
    copy.tail = None
    title = _own_title(copy)
    left_out = tuple(_take_out(copy))
    notes = tuple(_take_notes(copy))
    read = read_html(_markup(copy))
    return Body(read.text, read.figures, title, left_out, notes)


def read_words(words: str) -> Body:
    """Give text that may be escaped HTML."""
    if looks_like_html(words):
        read = read_html(with_paragraphs(words))
        return Body(read.text, read.figures)
    return Body(wire_paragraphs(unescaped(words)))


def _own_title(root: Any) -> str | None:
    for name in ("h1", "hl1", "title"):
        found = next(root.iter(f"{{*}}{name}"), None)
        if found is not None and (line := clean_line("".join(found.itertext()))):
            return line
    return None


def _take_out(root: Any) -> Iterator[str]:
    """Take out the document's head, media that are read by themselves, and repeated metadata; give its words."""
    names = ("head", "body.head", *_MEDIA)
    taken = dict.fromkeys(root.iter(*(f"{{*}}{name}" for name in names)), False)
    taken |= {one: True for one in root.iter("{*}header") if next(one.iter("{*}h1"), None) is not None}
    for one in root.iter("{*}div", "{*}span", "{*}ul", "{*}p"):
        if _REPEATED & {name.lower() for name in (one.get("class") or "").split()} and not _within(one):
            taken.setdefault(one, True)
    for one, told in taken.items():
        if one is root or any(outer in taken for outer in one.iterancestors()):
            continue
        words = clean_line(" ".join(one.itertext()))
        _remove(one)
        if words and told:
            yield words


def _take_notes(root: Any) -> Iterator[str]:
    """Take out the notes that are for editors; give their words."""
    for one in [one for one in root.iter("{*}note") if one is not root]:
        words = clean_line(" ".join(one.itertext()))
        if (one.get("noteclass") or "").strip().lower() not in _PUBLIC_NOTES:
            _remove(one)
            if words:
                yield words


def _within(element: Any) -> bool:
    return any(local_name(one.tag) in (*_PARAGRAPHS, "figure") for one in element.iterancestors())


def _remove(element: Any) -> None:
    parent, before = element.getparent(), element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def _markup(root: Any) -> str:
    from lxml import etree  # noqa: PLC0415  loaded already, by whoever parsed the document

    for one in list(root.iter()):
        name = local_name(one.tag)
        one.tag = _AS_HTML.get(name, name)
        if "class" in one.attrib and name == "div" and "byline" in one.get("class").split():
            _credit(one)
    etree.cleanup_namespaces(root)
    root.tag = "div"
    return with_paragraphs(etree.tostring(root, method="html", encoding="unicode"))


def _credit(element: Any) -> None:
    """Let the line below a picture that names its photographer be the credit within the caption."""
    figure = next((one for one in element.iterancestors() if local_name(one.tag) == "figure"), None)
    caption = None if figure is None else next(figure.iter("{*}figcaption"), None)
    if caption is not None:
        element.set("class", "credit")
        caption.append(element)


def put_body(draft: Draft, body: Body, pointer: str, headline: str | None) -> None:
    """Keep the paragraphs, without a first one that repeats the headline and without code pasted as text."""
    text = body.text
    first, _, rest = text.partition("\n\n")
    if headline and rest.strip() and clean_line(first).casefold() == clean_line(headline).casefold():
        draft.drop("headline-repeated", clean_line(first))
        text = rest
    paragraphs = text.strip().split("\n\n")
    embedded = [one for one in paragraphs if one.startswith("<") and _EMBED.fullmatch(one.strip())]
    for one in embedded:  # a player's or a post's code, which an editor pasted as text
        draft.drop("embedded-code", one)
    draft.put("body_text", "\n\n".join(one for one in paragraphs if one not in embedded), pointer)
    for words in body.left_out:
        draft.drop("metadata-repeated", words)
    draft.add("internal_note", "\n\n".join(dict.fromkeys(body.notes)), pointer)
    derive_headline(draft, text)


def derive_headline(draft: Draft, text: str) -> None:
    """Give an article without any headline, such as a flash, the beginning of its text as one."""
    line = clean_line(text.partition("\n\n")[0])
    sentence = _SENTENCE.match(line)
    line = sentence[0] if sentence else line
    if len(line) > _MAX_HEADLINE:
        line = f"{line[:_MAX_HEADLINE].rpartition(' ')[0] or line[:_MAX_HEADLINE]} …"
    draft.derive("headline", line, "the beginning of the body", confidence=0.5)


def tell_of_unread(draft: Draft, groups: Iterable[Node], known: frozenset[str]) -> None:
    """Tell of the format's own elements that are not read; a producer may add others in namespaces of its own."""
    unread: dict[str, str] = {}
    for group in groups:
        space = str(group.element.tag).rpartition("}")[0]
        for one in islice(group.element.iterchildren("{*}*"), _MAX_CHILDREN):
            own = str(one.tag).rpartition("}")[0] == space
            if own and local_name(one.tag) not in known:
                unread.setdefault(local_name(one.tag), group.pointer)
    if unread:
        named = ", ".join(name[:40] for name in list(unread)[:10])
        draft.notice(
            "unknown-property", f"{len(unread)} elements were not read: {named}", next(iter(unread.values()))
        )


def byline_within(text: str) -> str | None:
    """Give the byline that a wire's text has as a paragraph of its own near its beginning."""
    for paragraph in text.split("\n\n")[:_BYLINE_WITHIN]:
        line = clean_line(paragraph)
        if len(line) <= _MAX_BYLINE and _BYLINE.match(line) and people(line):
            return line
    return None
