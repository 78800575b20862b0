"""The pictures within the body of an XML wire, and the credit that stands at the end of a caption."""

import re
from collections.abc import Iterable
from typing import Any

from shared.formats.html_text import Figure
from shared.formats.values import web_address, whole

_MAX_CREDITED = 400  # characters at the end of a caption
_LABELLED = re.compile(
    r"(?P<end>(?:\(\s{0,3})?\b(?:(?:foto|photo|bild|picture|image|credit|kuva)\s?:|photo by)"
    r"\s{0,3}(?P<credit>[^:()\n]{2,100})\)?\.?)$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"(?P<end>\((?P<credit>[^()/]{2,50}/[^()/]{2,50})\)\.?)$")  # (AGENCY / Jane Doe)


def credited(caption: str | None, credit: str | None) -> dict[str, str | None]:
    """Give a picture's caption and credit; the credit from the caption's end where it does not stand apart."""
    if credit or not caption:
        return {"caption": caption, "credit": credit}
    caption = caption.strip()
    tail = caption[-_MAX_CREDITED:]
    match = _LABELLED.search(tail) or _IN_BRACKETS.search(tail)
    if match is None:
        return {"caption": caption, "credit": None}
    return {"caption": caption[: -len(match["end"])].strip() or None, "credit": match["credit"].strip()}


def pictures(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Give the pictures of a body that have an address, each once."""
    found: dict[str, dict[str, Any]] = {}
    for figure in figures:
        if address := web_address(figure.src):
            found.setdefault(
                address,
                {
                    "url": address,
                    "width": whole(figure.width),
                    "height": whole(figure.height),
                    "alt_text": figure.alt,
                }
                | credited(figure.caption, figure.credit),
            )
    return list(found.values())
