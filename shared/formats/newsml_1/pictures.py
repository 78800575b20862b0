"""The pictures of a NewsML 1 item and the words that belong to them, and how a piece of its content is read."""

import base64
import binascii
import re
from typing import Any

from shared.formats.values import web_address, whole
from shared.formats.xml.body import Body, read_body, read_words
from shared.formats.xml.pictures import credited
from shared.formats.xml.tree import Node

_CAPTION = re.compile(r"caption|legend", re.IGNORECASE)
_NOT_WORDS = re.compile(r"css|style|script|image|jpe?g|gif|png|video|audio|pdf|binary", re.IGNORECASE)
_IMAGE = re.compile(r"image|jpe?g|photo|picture|graphic|gif|png|\btiff?\b", re.IGNORECASE)
_NO_PICTURE = re.compile(r"logo|icon|stylesheet", re.IGNORECASE)
_NO_IMAGE_TYPE = re.compile(r"video|audio|text|pdf|flash", re.IGNORECASE)
_MAX_IMAGES = 200


def read(item: Node) -> list[dict[str, Any]]:
    """Give the item's pictures; components beside one caption are renditions of one, and the largest counts."""
    captions: dict[Any, list[Node]] = {}
    found: dict[Any, dict[str, Any]] = {}
    for component in item.descendants("NewsComponent"):
        parent = component.element.getparent()
        if parent not in captions:
            captions[parent] = [
                one for one in map(Node, parent.iterchildren("{*}NewsComponent")) if _is_caption(one)
            ]
        image = _picture(component, captions[parent])
        key = parent if captions[parent] else component.element
        if image and _area(image) >= _area(found.get(key, {})) and (key in found or len(found) < _MAX_IMAGES):
            found[key] = image
    return list(found.values())


def _area(image: dict[str, Any]) -> int:
    return (image.get("width") or 0) * (image.get("height") or 0)


def _is_caption(component: Node) -> bool:
    return any(_CAPTION.search(role.attr("FormalName") or "") for role in component.all("Role"))


def _picture(component: Node, captions: list[Node]) -> dict[str, Any] | None:
    """Give a component's picture: the largest rendition, with the words of the component."""
    role = next((one.attr("FormalName") or "" for one in component.all("Role")), "")
    found = [one for one in component.all("ContentItem") if _is_image(one, role)]
    if not found or _NO_PICTURE.search(role):
        return None
    best = max(found, key=lambda one: (_pixels(one, "width") or 0) * (_pixels(one, "height") or 0))
    caption = _caption(component, captions)
    address = web_address(best.attr("Href"))
    if not address and not caption:
        return None
    return {
        "url": address,
        "width": _pixels(best, "width"),
        "height": _pixels(best, "height"),
        "alt_text": None,
    } | credited(caption, _credit(component))


def _is_image(content_item: Node, role: str) -> bool:
    if content_item.attr("Href") is None and next(content_item.descendants("DataContent"), None) is not None:
        return False
    kinds = [
        node.attr("FormalName") or ""
        for name in ("MediaType", "MimeType", "Format")
        for node in content_item.all(name)
    ]
    if any(_NO_IMAGE_TYPE.search(kind) for kind in kinds):
        return False
    return any(_IMAGE.search(kind) for kind in kinds) or bool(not kinds and _IMAGE.search(role))


def _pixels(content_item: Node, side: str) -> int | None:
    for one in content_item.all("Characteristics/Property"):
        if side in (one.attr("FormalName") or "").lower():
            return whole(one.attr("Value"))
    return None


def _caption(component: Node, beside: list[Node]) -> str | None:
    """Give a picture's words: a text in its component, in one beside it, or its headline."""
    for one in (component, *component.all("NewsComponent"), *beside[:1]):
        for text in (text for text in one.all("ContentItem") if holds_words(text)):
            if words := words_of(text, next(text.descendants("DataContent"))).text:
                return words
    lines = component.all("NewsLines/HeadLine")
    return next((line.line for line in lines if line.line), None)


def _credit(component: Node) -> str | None:
    paths = ("NewsLines/CreditLine", "NewsLines/ByLine", "AdministrativeMetadata/Creator/Party")
    nodes = [node for path in paths for node in component.all(path)]
    return next((words for node in nodes if (words := node.line or node.attr("FormalName"))), None)


def holds_words(content_item: Node) -> bool:
    """Tell whether a piece of content is text that stands in the document."""
    if next(content_item.descendants("DataContent"), None) is None:
        return False
    kinds = (content_item.all(name) for name in ("MediaType", "Format", "MimeType"))
    return not any(_NOT_WORDS.search(node.attr("FormalName") or "") for nodes in kinds for node in nodes)


def words_of(item: Node, data: Node) -> Body:
    """Give the text of a piece of content, HTML or plain, also encoded."""
    encoding = next((one.attr("Notation") or "" for one in item.descendants("Encoding")), "")
    if "base64" in encoding.lower():
        try:
            return read_words(base64.b64decode("".join(data.text.split()), validate=True).decode())
        except (binascii.Error, UnicodeDecodeError):
            return Body()
    html = data.first("html/body", "body")
    return read_body((html or data).element)
