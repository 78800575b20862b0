"""Ghost's own form of a text (Lexical, a tree in JSON) made HTML: its API gives no other unless it is asked."""

import html
from typing import Any

from shared.domain.errors import BadInput
from shared.formats.payload import strict_json

_BLOCKS = {"heading": "h2", "extended-heading": "h2", "quote": "blockquote", "extended-quote": "blockquote"} | {
    "paragraph": "p", "aside": "aside", "list": "ul", "listitem": "li", "callout": "p", "code-block": "pre",
}  # fmt: skip
_CARD_WORDS = ("html", "calloutText", "heading", "content")
_MAX_NODES = 20_000


def as_html(lexical: str) -> str:
    """Give the text's HTML, nothing of what is no Lexical."""
    try:
        document = strict_json(lexical)
    except BadInput:
        return ""
    root = document.get("root") if isinstance(document, dict) else None
    parts: list[str] = []
    waiting: list[Any] = [root]
    seen = 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, str):
            parts.append(node)
        elif isinstance(node, dict):
            waiting += reversed(_opened(node))
    return "".join(parts)


def _opened(node: dict[str, Any]) -> list[Any]:
    """Give what a node is written as: tags and texts, with its children between them."""
    kind, children = str(node.get("type")), node.get("children")
    if kind == "image" and isinstance(node.get("src"), str):
        return [_figure(node)]
    if kind in ("linebreak", "tab"):
        return ["<br>" if kind == "linebreak" else " "]
    if isinstance(node.get("text"), str):
        return [html.escape(node["text"])]
    tag = _BLOCKS.get(kind)
    inner = children if isinstance(children, list) else [_card(node)]
    return [f"<{tag}>", *inner, f"</{tag}>"] if tag else inner


def _figure(node: dict[str, Any]) -> str:
    alt, caption = (html.escape(str(node.get(name) or "")) for name in ("alt", "title"))
    words = node.get("caption") if isinstance(node.get("caption"), str) else caption
    return f'<figure><img src="{html.escape(node["src"])}" alt="{alt}"><figcaption>{words}</figcaption></figure>'


def _card(node: dict[str, Any]) -> str:
    """Give the words of a card: HTML that was typed in, a call-out, something to fold out."""
    return "".join(f"<div>{node[name]}</div>" for name in _CARD_WORDS if isinstance(node.get(name), str))
