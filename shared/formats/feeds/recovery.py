"""Reads what can be read of a feed that is no well-formed XML: each entry by itself, lest one cost another."""

import re
from itertools import islice
from typing import Any

from shared.formats.xml.document import BARE_AMPERSAND, NOT_XML, outside_cdata, tree

_ENTRY = re.compile(r"<((?:[\w.-]{1,40}:)?(?:item|entry))(?=[\s>])(?![^<>]{0,200}/>)", re.IGNORECASE)
_OWN_ENCODING = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_NO_TAG = re.compile(r"<(?![A-Za-z_/!?])")
_OPENING = re.compile(r"<[\w.:-]{1,100}[^<>]{0,4000}>")
_MOST_ENTRIES = 1_001  # one more than a push may hold


def recovered(text: str) -> tuple[Any, bool]:
    """Give the root element, None where nothing can be read, and whether the last entry has no end."""
    clean = _OWN_ENCODING.sub("", NOT_XML.sub("", text)).strip()
    clean = outside_cdata(clean, _escaped)
    starts = list(islice(_ENTRY.finditer(clean), _MOST_ENTRIES))
    opening = _OPENING.search(clean)
    if not starts or opening is None or opening.start() >= starts[0].start():
        return _parsed(clean), False
    root = _parsed(clean[: starts[0].start()])
    if root is None:
        return None, False
    place = next(root.iter("{*}channel"), root)
    ends = [start.start() for start in starts[1:]] + [len(clean)]
    is_cut = False
    for start, end in zip(starts, ends, strict=True):
        written, is_cut = _one_entry(clean[start.start() : end], start[1])
        holder = _parsed(f"{opening[0]}{written}</{_name(opening[0])}>")
        place.extend([] if holder is None else list(holder)[:1])
    return root, is_cut


def _escaped(text: str) -> str:
    """Escape what stands for itself: the signs of "R&D", of "2 < 3" and of an arrow."""
    return _NO_TAG.sub("&lt;", BARE_AMPERSAND.sub("&amp;", text)).replace("]]>", "]]&gt;")


def _one_entry(text: str, name: str) -> tuple[str, bool]:
    """Give the entry up to its end, and whether it has none."""
    end = text.rfind(f"</{name}")
    return (text, True) if end < 0 else (f"{text[:end]}</{name}>", False)


def _name(tag: str) -> str:
    return tag[1:].rstrip(">").split()[0].rstrip("/")


def _parsed(text: str) -> Any:
    from lxml import etree  # noqa: PLC0415  loaded by the strict reading already

    try:
        return tree(text, recover=True)
    except etree.XMLSyntaxError:
        return None
