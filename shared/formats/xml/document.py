"""XML as strangers send it, read safely: nothing is fetched, no entity is expanded, XInclude stays what it is.

A document type may be named (NITF, NewsML 1.2 and RSS 0.91 do so) and is not read. One that declares entities is
refused: that is how a kilobyte becomes a gigabyte and how files are read. HTML's own names for characters
(`&nbsp;`) need no declaration here, because feeds and wires use them without one.
"""

import html
import html.entities
import re
from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Any

from shared.domain.errors import BadInput, FieldError

_PROLOG = (
    r"\s*+(?:<\?[^>]{0,1000}\?>|<!--.{0,20000}?-->|\s++|"
    r"<!DOCTYPE[^>\[]{0,1000}+(?:\[[^\]]{0,20000}+\]\s*+)?>)*+"
)
_ROOT = re.compile(
    _PROLOG
    + r"<(?P<prefix>[A-Za-z_][\w.-]{0,60}:)?(?P<name>[A-Za-z_][\w.-]{0,100})(?P<attributes>[^>]{0,20000})>?",
    re.DOTALL,
)
_DECLARES = re.compile(r"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)\b", re.IGNORECASE)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([^\W\d][\w.:-]{0,60});")
BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_OWN_ENCODING = re.compile(r"\A(<\?xml[^>]{0,300}?)\s{1,50}encoding\s{0,9}=\s{0,9}[\"'][^\"']{0,60}[\"']")
# Characters that XML 1.0 does not allow; old content systems leave them in their texts.
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_VERBATIM = "<![CDATA["
_MAX_ELEMENTS = 100_000  # some hundred for each of a thousand articles
_MAX_NAMESPACES = 100  # prefixes: whoever takes a document apart repeats them in every part
_NAMESPACE = re.compile(r"\bxmlns:([^\s=<>]{1,200})")
_MAX_ATTRIBUTES = re.compile(r"<[^<>!?][^<>]{59999}")  # libxml2 compares every attribute of a tag with all others


def root_name(text: str) -> str | None:
    """Give the root element's name as `{namespace}name`, or as `name`; None where this is no XML."""
    if text.lstrip()[:1] != "<":
        return None
    match = _ROOT.match(text)
    if match is None:
        return None
    prefix = (match["prefix"] or "").rstrip(":")
    declared = re.escape(f"xmlns:{prefix}" if prefix else "xmlns")
    space = re.search(rf"(?<![\w:]){declared}\s*=\s*[\"']([^\"']*)[\"']", match["attributes"])
    return f"{{{space[1]}}}{match['name']}" if space and space[1] else match["name"]


def parse_xml(text: str) -> Any:
    """Give the root element (lxml) of an XML document.

    Raises BadInput, with line and column, for XML that cannot be read, and for documents that declare entities,
    are nested more than 255 levels deep (libxml2's own limit is 256) or hold more than 100,000 elements.
    """
    from lxml import etree  # noqa: PLC0415  only an article in XML pays for loading it

    start = text[: text.find(">", text.find("<!DOCTYPE")) + 30_000] if "<!DOCTYPE" in text[:30_000] else ""
    if start and _DECLARES.search(start):
        raise _declares()
    if text.count("<") > 2 * _MAX_ELEMENTS:
        raise _refused("It holds too many elements", f"send at most {_MAX_ELEMENTS} at once")
    if _MAX_ATTRIBUTES.search(text):
        raise _refused("One of its tags is too long", "a tag has at most 60,000 characters")
    if text.count("xmlns:") > _MAX_NAMESPACES and len(set(_NAMESPACE.findall(text))) > _MAX_NAMESPACES:
        raise _refused("It declares too many namespaces", f"at most {_MAX_NAMESPACES} prefixes")
    clean = NOT_XML.sub("", _OWN_ENCODING.sub(r"\1", text.lstrip(), count=1))
    try:
        return tree(outside_cdata(clean, partial(_NAMED.sub, _character)))
    except etree.XMLSyntaxError as error:
        if "entity" not in (error.msg or "").lower():
            raise _broken(error) from None
    try:
        # a feed with an ampersand in an address
        return tree(outside_cdata(clean, partial(BARE_AMPERSAND.sub, "&amp;")))
    except etree.XMLSyntaxError as error:
        raise _broken(error) from None


def tree(text: str, *, recover: bool = False) -> Any:
    """Give the root element, with nothing fetched and nothing expanded: the one place where XML is parsed.

    With `recover` libxml2 reads what it can, and None is given where that is nothing. Raises XMLSyntaxError, and
    BadInput for what declares entities.
    """
    from lxml import etree  # noqa: PLC0415  loaded by the caller already

    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return None
    subset = root.getroottree().docinfo.internalDTD  # wherever it stood, and whatever stood before it
    if subset is not None and next(chain(subset.iterentities(), subset.iterelements()), None) is not None:
        raise _declares()
    if next(root.iter(etree.Entity), None) is not None:
        raise _refused("It refers to an entity that no DTD declares", "write & as &amp;")
    return root


def _declares() -> BadInput:
    return _refused("It declares entities or elements of its own, which are never read", "remove the DTD")


def _broken(error: Any) -> BadInput:
    line, column = error.position
    reason = (error.msg or "it is broken").partition(", line")[0][:200]
    where = f"line {line}, column {column}"
    return BadInput(
        f"The XML cannot be read: {reason} at {where}.", [FieldError(f"{reason} at {where}", pointer="")]
    )


def outside_cdata(text: str, change: Callable[[str], str]) -> str:
    """Change what stands outside CDATA sections, which mean what they say."""
    first, *sections = text.split(_VERBATIM)
    parts = [change(first)]
    for section in sections:
        verbatim, end, rest = section.partition("]]>")
        parts += [_VERBATIM, verbatim, end, change(rest)]
    return "".join(parts)


def _character(match: re.Match[str]) -> str:
    return html.unescape(match[0]) if match[1] + ";" in html.entities.html5 else f"&amp;{match[1]};"


def _refused(why: str, what: str) -> BadInput:
    return BadInput(f"The XML cannot be read: {why[0].lower()}{why[1:]}.", [FieldError(what, pointer="")])
