"""The words and pictures of a NewsML 1 item: its components by their roles."""

import re
from dataclasses import dataclass, field
from typing import Any

from shared.domain.text import clean_line
from shared.formats.draft import Draft
from shared.formats.newsml_1 import pictures as newsml_1_pictures
from shared.formats.newsml_1.pictures import holds_words, words_of
from shared.formats.nitf import body as nitf_body
from shared.formats.values import put_names
from shared.formats.xml.body import Body, byline_within, put_body
from shared.formats.xml.pictures import pictures
from shared.formats.xml.tree import Node

_BODY = re.compile(
    r"|main(?:[ _-]?text)?|body(?:[ _-]?text)?|text|story|article|content|full[ _-]?text", re.IGNORECASE
)
_TITLE = re.compile(r"head[ _-]?line|title", re.IGNORECASE)
_SUMMARY = re.compile(r"sub[ _-]?head[ _-]?line|lead|lede|abstract|summary|teaser|intro|synopsis", re.IGNORECASE)
_CAPTION = re.compile(r"caption|legend", re.IGNORECASE)
_MAX_TEXTS = 200


@dataclass
class Content:
    """What the components of an item hold."""

    component: Node | None = None  # that of the body; its lines and metadata count before those around it
    body: Body = field(default_factory=Body)
    body_at: str = ""
    nitf: nitf_body.NitfText | None = None
    title: str | None = None
    summary: str | None = None
    images: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)


def read(item: Node) -> Content:
    """Read all content of an item."""
    content = Content(component=item.first("NewsComponent"))
    for text in [one for one in item.descendants("ContentItem") if holds_words(one)][:_MAX_TEXTS]:
        role = role_of(text)
        if _CAPTION.search(role):
            continue  # read with its picture
        _read_text(content, text, role)
    content.images = newsml_1_pictures.read(item)
    return content


def role_of(node: Node) -> str:
    """Give the role of the component that a piece of content stands in."""
    for component in node.element.iterancestors("{*}NewsComponent"):
        for role in Node(component).all("Role"):
            return role.attr("FormalName") or ""
        break
    return ""


def _read_text(content: Content, item: Node, role: str) -> None:
    data = next(item.descendants("DataContent"))
    nitf = _nested_nitf(data)
    body = nitf.body if nitf is not None else words_of(item, data)
    if not body.text.strip():
        return
    if _BODY.fullmatch(role) and not content.body.text:
        content.body, content.body_at, content.nitf = body, data.pointer, nitf
        content.component = Node(next(item.element.iterancestors("{*}NewsComponent"), item.element))
    elif _SUMMARY.search(role) and content.summary is None:
        content.summary = body.text
    elif _TITLE.search(role) and content.title is None:
        content.title = clean_line(body.text)
    elif body.text != content.body.text:
        content.dropped.append((f"component-{role.lower() or 'beside'}"[:60], body.text))


def _nested_nitf(data: Node) -> nitf_body.NitfText | None:
    for path in ("nitf", "body/body.content", "body.content"):
        if found := data.first(path):
            return nitf_body.read(found if path == "nitf" else data)
    return None


def put(draft: Draft, content: Content) -> None:
    """Keep body and pictures; headline and lines are there already."""
    headline = content.title
    body = content.body
    if not body.text and content.images and not draft.has("headline"):
        body = Body(content.images[0]["caption"] or "")
        content.body_at = content.component.pointer if content.component else ""
    put_body(draft, body, content.body_at, headline)
    if not content.body.text and content.images:
        draft.put("type", "picture", content.component.pointer if content.component else "")
        draft.put("summary", content.images[0]["caption"], content.body_at)
    nested = content.nitf
    draft.put(
        "images", [*content.images, *(nested.images if nested else []), *pictures(body.figures)], content.body_at
    )
    if nested is not None:
        for name, names in nested.names.items():
            put_names(draft, name, names, content.body_at)
    for reason, words in content.dropped:
        draft.drop(reason, words)


def own_byline(content: Content) -> str | None:
    """Give the byline that stands in the text itself."""
    return byline_within(content.body.text)
