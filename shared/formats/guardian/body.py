"""The body and the pictures of an item of the Guardian's Content API."""

import re
from collections.abc import Iterator
from typing import Any

from shared.formats.html_text import read_html
from shared.formats.values import Fields, few, listed, text, web_address, whole

_LINK = '<aside class="element element-rich-link'
_MAX_LINKS = 100


def body_of(top: Fields, fields: Fields) -> tuple[str, str]:
    """Give the body's HTML: as a whole, in blocks or in elements, else as plain text."""
    if whole_body := fields.text("body"):
        return whole_body, fields.get("body")[1]
    blocks, at = top.get("blocks")
    entries = listed(few(blocks.get("body"), f"{at}/body")) if isinstance(blocks, dict) else []
    parts = []
    for block in entries:
        if isinstance(block, dict) and block.get("published") is not False:
            title = text(block.get("title"))
            markup = text(block.get("bodyHtml")) or _of_elements(block.get("elements"))
            parts.append((f"<h2>{title}</h2>" if title else "") + markup)
    if any(parts):
        return "\n".join(parts), f"{at}/body"
    if markup := _of_elements(top.get("elements")[0]):
        return markup, top.get("elements")[1]
    return fields.text("bodytext") or "", fields.get("bodytext")[1]


def _of_elements(elements: Any) -> str:
    entries = (one.get("textTypeData") for one in listed(few(elements, "/elements")) if isinstance(one, dict))
    return "\n".join(words for one in entries if isinstance(one, dict) and (words := text(one.get("html"))))


def without_links(markup: str) -> tuple[str, list[dict[str, Any]]]:
    """Take the links to other stories out of the body; give both."""
    kept: list[str] = []
    related: list[dict[str, Any]] = []
    pieces = markup.split(_LINK, _MAX_LINKS)
    for number, piece in enumerate(pieces):
        link, closed, rest = piece.partition("</aside>") if number else ("", "", piece)
        if number and not closed:
            kept.append(_LINK + piece)
            continue
        kept.append(rest)
        label = read_html(link.partition(">")[2]).text.removeprefix("Related:").strip()
        address = re.search(r'href="([^"<>]{1,2000})"', link)
        if label:
            related.append({"headline": label[:500], "url": web_address(address[1]) if address else None})
    return "".join(kept), related


def pictures(top: Fields) -> Iterator[dict[str, Any]]:
    """Give the pictures among the elements, each in its largest size."""
    blocks, _ = top.get("blocks")
    main = blocks.get("main") if isinstance(blocks, dict) else None
    inside = main.get("elements") if isinstance(main, dict) else None
    for one in [*listed(few(inside, "/blocks")), *listed(few(top.get("elements")[0], "/elements"))]:
        if not isinstance(one, dict) or one.get("type") != "image":
            continue
        assets = [asset for asset in listed(few(one.get("assets"), "/elements")) if isinstance(asset, dict)]
        largest = max(assets, key=lambda asset: whole(_data(asset).get("width")) or 0, default={})
        data = Fields(_data(largest) | _data(one, "imageTypeData"))
        if address := web_address(largest.get("file")):
            yield {
                "url": address,
                "width": whole(data.get("width")[0]),
                "height": whole(data.get("height")[0]),
                "caption": read_html(data.text("caption") or "").text or None,
                "credit": data.line("credit", "photographer", "source"),
                "alt_text": data.line("alttext", "alt"),
            }


def _data(holder: dict[str, Any], name: str = "typeData") -> dict[str, Any]:
    data = holder.get(name)
    return data if isinstance(data, dict) else {}
