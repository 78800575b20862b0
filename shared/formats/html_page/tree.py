"""A web page as a tree of elements, read within bounds whatever was sent."""

import re
from itertools import islice
from typing import Any

from shared.domain.errors import BadInput, FieldError

_MAX_TAGS = 40_000  # twice the largest page of an article; what follows the parser takes time for each
_MAX_LESS_THAN = 4 * _MAX_TAGS  # with those in programs, which are taken out before tags are counted
# The parser compares every attribute with all others of its tag: of a tag with 100,000 it takes seconds.
_LONG_TAG = 4_000  # characters
_MAX_WORDS_OF_A_TAG = 2_000
_WORD = re.compile(r"[^\s=\"'/]+")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9]{0,20}")
_INLINE_DATA = re.compile(r";base64,[\w+/=]{100,}", re.ASCII)  # a picture within its address, which is never kept
# What lxml takes from a page but not from us again, as itself and as a reference.
_NOT_XML = bytes((*range(9), 11, 12, *range(14, 32)))
_NOT_XML_EITHER = re.compile(r"&#(?:[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[1245-9]|2\d|3[01]));")


def read_tree(markup: str) -> Any:
    """Give the page's root element without scripts (but JSON-LD), comments and instructions to processors.

    Raises BadInput for a page of too many or too deeply nested elements.
    """
    if markup.count("<") > _MAX_LESS_THAN:
        raise too_large(f"at most {_MAX_TAGS} tags")
    if ";base64," in markup:
        markup = _INLINE_DATA.sub("", markup)
    if "&#" in markup:
        markup = _NOT_XML_EITHER.sub("", markup)
    parts = _without_scripts(markup.split("<"))
    if len(parts) > _MAX_TAGS:
        raise too_large(f"at most {_MAX_TAGS} tags")
    page = "<".join(parts).encode("utf-8", "ignore").translate(None, _NOT_XML)
    root, complete = _parsed(page.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b""))
    if root is None:
        raise BadInput("The page is empty.", [FieldError("no element could be read", pointer="")])
    if not complete:
        raise too_large("fewer levels of elements")
    return root


def _without_scripts(parts: list[str]) -> list[str]:
    """Give what stands between the page's `<`, without programs: half of a page, and mistaken for tags.

    A tag with more attributes than any page needs loses them.
    """
    kept = parts[:1]
    script: str | None = None
    for part in islice(parts, 1, None):
        name = part[:7].lower()
        if script == "program":
            if name == "/script":
                script = None
                kept[-1] += part.partition(">")[2]
        elif script == "data":
            script = None if name == "/script" else script
            kept.append(part)
        elif name.startswith("script") and not name[6:].isalnum():
            script = "data" if "ld+json" in part.partition(">")[0].lower().replace(" ", "") else "program"
            kept += [part] if script == "data" else []
        else:
            kept.append(part if len(part) <= _LONG_TAG else _short_tag(part))
    return kept


def _short_tag(part: str) -> str:
    """Give a tag and what follows it as they are, or the tag without its attributes where it has too many."""
    tag, end, rest = part.partition(">")
    name = _NAME.match(tag)
    if len(tag) <= _LONG_TAG or name is None:
        return part
    words = sum(1 for _ in islice(_WORD.finditer(tag), _MAX_WORDS_OF_A_TAG + 1))
    return part if words <= _MAX_WORDS_OF_A_TAG else f"{name[0]}{end}{rest}"


def _parsed(page: bytes) -> tuple[Any, bool]:
    """Give the root element, None of an empty text, and whether the parser read to the end."""
    from lxml import etree  # noqa: PLC0415  only a page pays for loading it
    from lxml.html import HtmlElement  # noqa: PLC0415

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    # One class for all: lxml.html's own look-up is a call of Python for each element.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        root = etree.fromstring(page, parser)
    except etree.XMLSyntaxError:
        return None, True
    return root, not any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


def too_large(detail: str) -> BadInput:
    """Give the refusal of a page that no bounded time is enough for."""
    return BadInput(
        "The page is larger than any page of one article. Send the article's own text.",
        [FieldError(detail, pointer="")],
    )
