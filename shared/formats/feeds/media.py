"""The pictures of an entry: Media RSS, enclosures, and those in the text; each once, in its largest size."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from shared.formats.draft import Draft
from shared.formats.feeds.names import Entry, usual_name
from shared.formats.html_text import Figure
from shared.formats.values import web_address, whole
from shared.formats.xml.tree import Node

# Counters, buttons to share and advertisements that feed services put into the text.
_NO_PICTURE = re.compile(
    r"/~(?:ff|r|a|d|f)/|feedburner|feedsportal|pheedo|doubleclick|/emoji/|/smilies/|gravatar\.com|pixel\.wp\.com"
    r"|stats\.wordpress\.com|feeds\.wordpress\.com|bluekai|/pixel\b|scorecardresearch|google-analytics|adsrvr",
    re.IGNORECASE,
)
_SIZE = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w{3,4}$)")  # of WordPress's smaller copies
_IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)
_OTHER_NAME = re.compile(r"\.(?:mp3|mp4|m4a|m4v|mov|webm|ogg|pdf|zip|wav|flv|aac)(?:[?#]|$)", re.IGNORECASE)
_MOST = 500  # as many as an article may keep


def absolute(address: str | None, base: str | None) -> str | None:
    """Give a web address that may be relative to `base`, None of anything else."""
    written = (address or "").strip()
    if not written or not base:
        return web_address(written)
    try:
        return web_address(urljoin(base, written))
    except ValueError:  # no address at all
        return None


def picture(url: str | None, base: str | None = None, **words: Any) -> dict[str, Any]:
    """Give a picture as the article keeps it."""
    empty: dict[str, Any] = dict.fromkeys(("width", "height", "caption", "credit", "alt_text"))
    return {**empty, "url": absolute(url, base), **words}


def in_text(figures: Iterable[Figure], base: str | None) -> list[dict[str, Any]]:
    """Give the text's own pictures."""
    return [
        picture(
            figure.src,
            base,
            width=whole(figure.width),
            height=whole(figure.height),
            caption=figure.caption,
            credit=figure.credit,
            alt_text=figure.alt,
        )
        for figure in figures
        if figure.height not in ("0", "1")
    ]


def in_entry(entry: Entry, base: str | None) -> list[dict[str, Any]]:
    """Give the pictures that the entry names beside its text; previews only where there is nothing else."""
    found: list[dict[str, Any]] = []
    previews: list[dict[str, Any]] = []
    groups = [Entry(node.element) for node in entry.all("media:group")]
    for holder in (entry, *groups):
        contents = [_media(node, holder, base) for node in holder.all("media:content") if _is_image(node, "url")]
        found += contents if holder is entry else _largest(contents)
        previews += [_media(node, holder, base) for node in holder.all("media:thumbnail")]
        previews += [
            _media(inner, holder, base)
            for node in holder.all("media:content")
            for inner in Entry(node.element).all("media:thumbnail")
        ]
    found += [_media(node, entry, base) for node in entry.all("enclosure") if _is_image(node, "url")]
    found += [
        picture(node.attr("href"), base)
        for node in entry.all("atom:link", "link")
        if node.attr("rel") == "enclosure" and _is_image(node, "href")
    ]
    previews += [picture(_address(node), base) for node in entry.all("image", "itunes:image", "thumbnail")]
    return found or previews


def put_images(draft: Draft, given: list[dict[str, Any]], pointer: str) -> None:
    """Keep each picture once: the largest of its copies, with the words of all of them."""
    kept: dict[str, dict[str, Any]] = {}
    for image in given:
        address = image["url"]
        if address is None or _NO_PICTURE.search(address):
            continue
        key = _SIZE.sub("", re.sub(r"^https?:", "", address).partition("?")[0])
        first = kept.get(key)
        kept[key] = image if first is None else _joined(first, image)
    draft.put("images", list(kept.values())[:_MOST], pointer)


def tell_of_other_media(draft: Draft, entry: Entry) -> None:
    """Tell of audio and video, which are not kept."""
    places = [(node, "url") for node in entry.all("enclosure", "media:content")]
    for group in entry.all("media:group"):
        places += [(node, "url") for node in Entry(group.element).all("media:content")]
    places += [(node, "href") for node in entry.all("atom:link", "link") if node.attr("rel") == "enclosure"]
    others = [node for node, name in places if node.attr(name) and not _is_image(node, name)]
    if others:
        draft.notice(
            "media-left-out", f"{len(others)} files that are no pictures were not kept", others[0].pointer
        )


def _joined(first: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    larger, smaller = (other, first) if (other["width"] or 0) > (first["width"] or 0) else (first, other)
    return {key: value if value is not None else smaller[key] for key, value in larger.items()}


def _largest(images: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the largest picture of a group: the others are its copies."""
    return sorted(images, key=lambda image: image["width"] or 0)[-1:]


def _media(node: Node, holder: Entry, base: str | None) -> dict[str, Any]:
    own = Entry(node.element)
    title = None if holder.node.name in ("item", "entry") else holder.line("media:title")
    return picture(
        node.attr("url"),
        base,
        width=whole(node.attr("width")),
        height=whole(node.attr("height")),
        caption=own.line("media:description", "media:text")
        or holder.line("media:description", "media:text")
        or own.line("media:title")
        or title,
        credit=own.line("media:credit", "media:copyright") or holder.line("media:credit"),
        alt_text=own.line("media:alt"),
    )


def _is_image(node: Node, name: str) -> bool:
    kind, medium = (node.attr("type") or "").lower(), (node.attr("medium") or "").lower()
    if kind or medium:
        return medium == "image" or kind.startswith("image")
    address = node.attr(name) or ""
    return _IMAGE_NAME.search(address) is not None or (
        usual_name(node.element) == "media:content" and _OTHER_NAME.search(address) is None
    )


def _address(node: Node) -> str | None:
    inner = Entry(node.element)
    return node.attr("href", "url", "resource") or inner.line("url", "link") or node.line
