"""A feed's XML as it stands in the wild, mended where that is safe; every repair is told.

Feeds are put together by templates: prefixes that nobody declared, warnings of PHP behind the last tag, tags that
are never closed, a transfer that broke off. What declares entities, is nested too deep or too large is refused as
in every other XML document.
"""

import re
from dataclasses import dataclass
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.formats.feeds.recovery import recovered
from shared.formats.payload import Payload
from shared.formats.xml.document import parse_xml
from shared.formats.xml.tree import local_name

_AT_A_PLACE = re.compile(
    r"line \d+, column \d+$"
)  # only XML that is broken has one; a refusal for safety has none
_PREFIX = re.compile(
    r"</?([A-Za-z_][\w.-]{0,40}):|\s([A-Za-z_][\w.-]{0,40}):[A-Za-z_][\w.-]{0,40}\s{0,3}=\s{0,3}[\"']"
)
_DECLARED = re.compile(r"\sxmlns:([\w.-]{1,40})\s{0,3}=")
_LAST_TAG = re.compile(r"</(?:[\w.-]{1,40}:)?(?:rss|rdf|feed|entry)\s{0,10}>", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX_PREFIXES = 50
_KNOWN = {
    "app": "http://www.w3.org/2007/app",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wp": "http://wordpress.org/export/1.2/",
}
_OWN = frozenset({"xml", "xmlns"})


@dataclass(frozen=True)
class Document:
    """The root element, what had to be mended before it could be read, and whether it breaks off."""

    root: Any
    repairs: tuple[str, ...] = ()
    is_cut: bool = False  # within the last entry


def read_document(payload: Payload, *, strictly: bool = False) -> Document:
    """Give the feed's root element; raise BadInput for what is unsafe, or too broken for any reader.

    Read `strictly`, no sense is made of tags that do not match: a word that keeps a text secret might get lost.
    """
    text = payload.text
    if payload.root is None:
        raise BadInput("This is no XML.", [FieldError("a feed begins with its root element", pointer="")])
    found = [payload.decoded.remark] if payload.decoded.remark else []
    if _CONTROLS.search(text):
        found.append("control characters were removed")
    try:
        return Document(payload.xml, tuple(found))
    except BadInput as error:
        if not _is_broken(error):
            raise
    mended, repairs = _mended(text, local_name(payload.root or ""))
    try:
        return Document(parse_xml(mended), (*found, *repairs))
    except BadInput as error:
        if strictly or not _is_broken(error):
            raise
        broken = error
    root, is_cut = recovered(mended)
    if root is None:
        raise broken
    place = broken.errors[0].detail
    repairs.append(f"it is no well-formed XML ({place}); what can be read was read")
    return Document(root, (*found, *repairs), is_cut)


def _is_broken(error: BadInput) -> bool:
    return bool(error.errors) and _AT_A_PLACE.search(error.errors[0].detail) is not None


def _mended(text: str, root_name: str) -> tuple[str, list[str]]:
    repairs: list[str] = []
    end = max((match.end() for match in _LAST_TAG.finditer(text)), default=len(text))
    if text[end:].strip():
        text = text[:end]
        repairs.append("what stood after its last tag was left out")
    used = {match[1] or match[2] for match in _PREFIX.finditer(text)}
    declared = {match[1] for match in _DECLARED.finditer(text)}
    missing = sorted(used - declared - _OWN)[:_MAX_PREFIXES]
    root = re.search(rf"<(?:[\w.-]{{1,60}}:)?{re.escape(root_name)}(?=[\s/>])", text)
    if missing and root:
        added = "".join(f' xmlns:{name}="{_KNOWN.get(name, f"urn:undeclared:{name}")}"' for name in missing)
        text = text[: root.end()] + added + text[root.end() :]
        repairs.append(f"the prefixes {', '.join(missing)} were not declared")
    return text, repairs
