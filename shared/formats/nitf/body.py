"""The words of an NITF document, alone or within another format: what `body.head` and `body.content` say."""

import re
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from shared.domain.text import clean_line
from shared.formats.byline import read_byline
from shared.formats.draft import Draft
from shared.formats.values import put_names, put_people, web_address, whole
from shared.formats.xml.body import Body, byline_within, put_body, read_body
from shared.formats.xml.pictures import credited, pictures
from shared.formats.xml.tree import Node

_MAX_IMAGES = 500
_NAMED = {"people": ("person",), "organisations": ("org",), "places": ("location",), "events": ("event",)}
_PICTURES = ("image", "photo", "picture", "graphic")


@dataclass
class NitfText:
    """What a document says in words, each with its place; nothing is kept before `put`."""

    headline: tuple[str, str] | None = None
    summary: tuple[str, str] | None = None
    byline: tuple[str, str] | None = None
    dateline: tuple[str, str] | None = None
    authors: list[dict[str, Any]] = field(default_factory=list)
    body: Body = field(default_factory=Body)
    body_at: str = ""
    images: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    note: str | None = None
    unread: list[str] = field(default_factory=list)

    def put(self, draft: Draft) -> None:
        """Keep the words."""
        for name in ("headline", "summary", "byline", "dateline"):
            place = getattr(self, name)
            if place is not None:
                draft.put(name, *place)
        put_body(draft, self.body, self.body_at, self.headline[0] if self.headline else None)
        derived = None if self.byline else byline_within(self.body.text)
        draft.derive("byline", derived, "the text's own byline", confidence=0.8)
        put_people(draft, self.authors, (self.byline or ("", ""))[1], (self.byline or (derived,))[0])
        draft.put("images", [*self.images, *pictures(self.body.figures)], self.body_at)
        for name, found in self.names.items():
            put_names(draft, name, found, self.body_at)
        if self.unread:
            draft.notice(
                "media-without-words", f"{len(self.unread)} media without a caption or an address", self.body_at
            )


def read(root: Node) -> NitfText:
    """Read the words of an `nitf` element; also of one that is only a `body` or a `body.content`."""
    text = NitfText()
    content = root.first("body/body.content", "body.content") or next(root.descendants("body.content"), None)
    content = content or root.first("body")  # some leave the inner element out
    head = root.first("body/body.head", "body.head")
    if content is not None:
        text.body, text.body_at = read_body(content.element), content.pointer
        text.names = _marked_up(content)
    end = root.first("body/body.end", "body.end")
    if end is not None and content is not None and content.name != "body" and (tagline := end.first("tagline")):
        words = "\n\n".join(filter(None, (text.body.text, _sentence(tagline))))
        text.body = replace(text.body, text=words)
    _read_head(text, root, head)
    _read_media(text, [part for part in (head, content, end) if part is not None])
    return text


def _sentence(tagline: Node) -> str | None:
    """Give a tagline that says something; an address or initials alone are for editors."""
    line = tagline.line or ""
    return line if len(line.split()) >= 4 else None


def _read_head(text: NitfText, root: Node, head: Node | None) -> None:
    title = root.first("head/title")
    if title is not None and title.line:
        text.headline = (title.line, title.pointer)
    if head is None:
        return
    for node in head.all("hedline/hl1", "headline/hl1", "hl1", "hedline", "headline")[:1]:
        if node.line:
            text.headline = (node.line, node.pointer)
    for place, nodes in {
        "summary": head.all("hedline/hl2", "headline/hl2"),
        "dateline": head.all("dateline"),
    }.items():
        for node in nodes[:1]:
            if words := _dateline(node) if place == "dateline" else node.line:
                setattr(text, place, (words, node.pointer))
    if text.summary and text.headline and text.summary[0].casefold() == text.headline[0].casefold():
        text.summary = None
    for abstract in head.all("abstract")[:1]:
        if words := read_body(abstract.element).text:
            text.summary = (words, abstract.pointer)
    text.note = "\n\n".join(filter(None, (node.line for node in head.all("note")))) or None
    _read_byline(text, head)


def _dateline(node: Node) -> str | None:
    """Give a dateline without the date that stands in it for machines."""
    line = without(node, "story.date")
    places = [one.line for one in node.descendants("city", "state", "country") if one.line]
    if len(places) > 1 and line == " ".join(places):
        line = ", ".join(places)
    return line.strip(" -–—:") or None


def _read_byline(text: NitfText, head: Node) -> None:
    bylines = head.all("byline")
    lines = [line for one in bylines if (line := _byline_line(one))]
    if not lines:
        return
    text.byline = ("; ".join(lines), bylines[0].pointer)
    for one in bylines:
        title = one.first("byttl", "person/byttl")
        for person in one.all("person"):
            name = without(person, "byttl", "function")
            found = read_byline(", ".join(filter(None, (name, title.line if title else None)))).authors
            text.authors += [{"name": each.name, "role": each.role} for each in found]
            if not found and _may_be_name(name):
                text.authors.append({"name": name})


def _may_be_name(name: str) -> bool:
    return 2 <= len(name.split()) <= 6 and not re.search(r"[,;/\d@]", name)


def _byline_line(byline: Node) -> str | None:
    title = byline.first("byttl", "person/byttl")
    return ", ".join(filter(None, (without(byline, "byttl"), title.line if title else None))) or None


def without(node: Node, *names: str) -> str:
    """Give the words of a node but for those of the named elements within, one space between elements."""
    from lxml import etree  # noqa: PLC0415  loaded already, by whoever parsed the document

    copy = deepcopy(node.element)
    etree.strip_elements(copy, *(f"{{*}}{name}" for name in names), with_tail=False)
    copy.tail = None
    return re.sub(r" (?=[,.;:])", "", clean_line(" ".join(copy.itertext()))).strip(" ,;/")


def _marked_up(content: Node) -> dict[str, list[str]]:
    """Give the people, organisations and places that the text itself marks up."""
    found: dict[str, list[str]] = {}
    for field_name, names in _NAMED.items():
        lines = [line for node in content.descendants(*names) if (line := node.line)]
        found[field_name] = lines[:200]
    return found


def _read_media(text: NitfText, parts: list[Node]) -> None:
    for part in parts:
        for media in part.descendants("media"):
            kind = (media.attr("media-type") or "image").lower()
            image = _image(media) if kind in _PICTURES else None
            if image is None:
                text.unread.append(kind)
            elif len(text.images) < _MAX_IMAGES:
                text.images.append(image)


def _image(media: Node) -> dict[str, Any] | None:
    references = media.all("media-reference")
    sized = sorted(references, key=lambda one: (whole(one.attr("width")) or 0) * (whole(one.attr("height")) or 0))
    best = next((one for one in reversed(sized) if web_address(one.attr("source"))), None)
    caption = "\n\n".join(filter(None, (read_body(one.element).text for one in media.all("media-caption"))))
    any_reference = best or (references[0] if references else None)
    producer = media.first("media-producer")
    address = web_address(best.attr("source")) if best else None
    credit = producer.line if producer is not None else None
    words = credited(caption or None, credit or (any_reference.attr("copyright") if any_reference else None))
    if not address and not words["caption"]:
        return None
    return {
        "url": address,
        "width": whole(best.attr("width")) if best else None,
        "height": whole(best.attr("height")) if best else None,
        "alt_text": any_reference.attr("alternate-text") if any_reference else None,
    } | words
