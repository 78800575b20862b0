"""The body of an ANS story: its `content_elements` in order, as paragraphs, pictures and other stories.

Text, headers, lists, tables, quotes and HTML are the body. Embeds, players and dividers are not; what of them has
words is told as dropped. A document within the story that is held longer than it is left out.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from shared.formats.ans.hold import hold_of
from shared.formats.draft import Draft
from shared.formats.hold import Hold, outlasts
from shared.formats.html_text import Figure, plain_line, read_html
from shared.formats.values import Fields, few, listed, text, web_address, whole

_MAX_ELEMENTS = 5_000
_TEXTS = frozenset({"text", "header", "raw_html", "blockquote", "code", "paragraph", "heading"})
_EMBEDS = frozenset(
    {"oembed", "oembed_response", "custom_embed", "reference", "video", "audio", "numeric_rating", "endorsement"}
    | {"social_media", "instagram", "twitter", "youtube", "facebook"}
)
_SILENT = frozenset({"divider", "content_zone", "promo_reference"})
_PAPER = frozenset({"print", "newspaper", "paper"})


@dataclass
class Elements:
    """What was found in the content elements."""

    paragraphs: list[str] = field(default_factory=list)
    images: list[dict[str, Any]] = field(default_factory=list)
    related: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)


def read_elements(draft: Draft, elements: Any, pointer: str, own: Hold) -> Elements:
    """Read the elements in their order, those within groups and quotes too."""
    found = Elements()
    waiting = _children(elements, pointer)
    unknown: set[str] = set()
    read = 0
    while waiting and read < _MAX_ELEMENTS:
        read += 1
        element, at = waiting.pop()
        fields = Fields(few(element, at), at)
        kind = (fields.text("type") or "").lower()
        if outlasts(hold_of(fields), own):
            draft.notice("part-held", f"a {kind[:40] or 'part'} of the story is held longer than it", at)
        elif _is_for_paper(fields):
            draft.drop("for-print-only", plain_line(fields.text("content") or kind))
        elif kind in _TEXTS:
            _add_html(found, fields.text("content") or "")
        elif kind in ("element_group", "list", "quote", ""):
            waiting += _group(fields, kind)
        elif kind in _EMBEDS:
            draft.drop(f"embedded-{kind}".replace("_", "-"), _label(fields))
        elif kind not in _SILENT and not _add_other(found, fields, kind):
            unknown.add(kind[:40])
            _add_html(found, fields.text("content") or "")
    if waiting:
        draft.notice("too-many-elements", f"only the first {_MAX_ELEMENTS} content elements were read", pointer)
    if unknown:
        draft.notice(
            "unknown-element", f"of unknown content elements the text was kept: {sorted(unknown)}", pointer
        )
    return found


def _children(elements: Any, pointer: str) -> list[tuple[dict[str, Any], str]]:
    """Give the objects of a list, the last one first, as they are taken from a stack."""
    numbered = list(enumerate(listed(few(elements, pointer))))
    return [
        (one if isinstance(one, dict) else {"type": "text", "content": one}, f"{pointer}/{number}")
        for number, one in reversed(numbered)
        if isinstance(one, dict | str)
    ]


def _group(fields: Fields, kind: str) -> list[tuple[dict[str, Any], str]]:
    """Give what stands within: a quote's source comes after its words."""
    inside: list[tuple[dict[str, Any], str]] = []
    citation, at = fields.get("citation")
    if kind == "quote" and citation is not None:
        inside += _children(listed(citation), at)
    inside += _children(*fields.get("items", "content_elements"))
    if not inside and kind != "element_group":
        inside += _children(*fields.get("content"))
    return inside


def _add_other(found: Elements, fields: Fields, kind: str) -> bool:
    if kind == "table":
        _add_html(found, _table(fields))
    elif kind == "image":
        found.images += [picture(fields)]
    elif kind == "gallery":
        found.images += pictures(fields)
    elif kind == "correction":
        found.corrections += filter(None, [correction(fields)])
    elif kind in ("interstitial_link", "link_list", "story", "collection"):
        links = [fields, *_objects(fields.get("items"))] if kind == "link_list" else [fields]
        found.related += [link for one in links if (link := story(one))]
    else:
        return False
    return True


def _add_html(found: Elements, markup: str) -> None:
    read = read_html(markup)
    found.paragraphs += [read.text] if read.text.strip() else []
    found.images += [image for figure in read.figures if (image := _from_figure(figure))]


def _from_figure(figure: Figure) -> dict[str, Any] | None:
    address = web_address(figure.src)
    if address is None:
        return None
    return {
        "url": address,
        "width": whole(figure.width),
        "height": whole(figure.height),
        "caption": figure.caption,
        "credit": figure.credit,
        "alt_text": figure.alt,
    }


def _table(fields: Fields) -> str:
    rows = [fields.get("header")[0], *listed(few(fields.get("rows")[0], fields.pointer))]
    lines = []
    for row in rows:
        cells = [cell.get("content") if isinstance(cell, dict) else cell for cell in listed(few(row, ""))]
        lines.append("".join(f"<td>{text(cell) or ''}</td>" for cell in cells))
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _is_for_paper(fields: Fields) -> bool:
    channels = {text(channel) for channel in listed(few(fields.get("channels")[0], fields.pointer))}
    return bool(channels) and channels <= _PAPER


def _objects(place: tuple[Any, str]) -> Iterator[Fields]:
    value, pointer = place
    for number, one in enumerate(listed(few(value, pointer))):
        if isinstance(one, dict):
            yield Fields(one, f"{pointer}/{number}")


def basic(fields: Fields, name: str) -> str | None:
    """Give the default one of the texts that ANS keeps for several channels, else the first."""
    value, _ = fields.get(name)
    if not isinstance(value, dict):
        return text(value)
    default = value.get("basic")
    entries = [default, *value.values()] if default is not None else list(value.values())
    return next((words for entry in entries if (words := text(entry))), None)


def _label(fields: Fields) -> str:
    referent, _ = fields.get("referent", "raw_oembed", "embed")
    named = text(referent.get("id") or referent.get("url")) if isinstance(referent, dict) else None
    words = basic(fields, "headlines") or named or fields.text("content", "url", "_id", "endorsement")
    return html.unescape(plain_line(words or fields.text("numeric_rating") or ""))


def correction(fields: Fields) -> str | None:
    """Give the words of a correction; older documents keep them among the additional properties."""
    extra, _ = fields.get("additional_properties")
    words = fields.text("text", "content") or (text(extra.get("content")) if isinstance(extra, dict) else None)
    return read_html(words).text if words else None


def story(fields: Fields) -> dict[str, Any] | None:
    """Give a story that this one leads to."""
    headline = basic(fields, "headlines") or fields.text("content", "headline", "title")
    if not headline:
        return None
    described, _ = fields.get("description")
    teaser = text(described.get("content")) if isinstance(described, dict) else None
    return {
        "headline": plain_line(headline),
        "teaser": read_html(teaser or basic(fields, "description") or "").text or None,
        "url": web_address(fields.get("canonical_url")[0]) or web_address(fields.get("url")[0]),
    }


def picture(fields: Fields) -> dict[str, Any]:
    """Give a picture with its credit: who took it, and for whom."""
    credits, _ = fields.get("vanity_credits", "credits")
    names = []
    for role in ("by", "photos_by", "affiliation"):
        entries = listed(few(credits.get(role), fields.pointer)) if isinstance(credits, dict) else []
        names += [text(one.get("byline") or one.get("name")) for one in entries if isinstance(one, dict)]
    return {
        "url": web_address(fields.get("url")[0]),
        "width": whole(fields.get("width")[0]),
        "height": whole(fields.get("height")[0]),
        "caption": read_html(fields.text("caption") or fields.text("subtitle") or "").text or None,
        "credit": "/".join(dict.fromkeys(filter(None, names))) or fields.line("copyright"),
        "alt_text": fields.line("alt_text"),
    }


def pictures(gallery: Fields) -> list[dict[str, Any]]:
    """Give a gallery's pictures that may be shown when it may."""
    own = hold_of(gallery)
    inside = (one for one in _objects(gallery.get("content_elements")) if one.text("type") == "image")
    return [picture(one) for one in inside if not outlasts(hold_of(one), own)]
