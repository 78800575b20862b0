"""Takes a feed apart: each part is a small feed of the same format, with one entry and what is said of all.

What changes with every fetch (`lastBuildDate`) stays out, so that an unchanged entry gives the same bytes.
"""

from collections.abc import Iterable
from copy import deepcopy
from itertools import islice
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.formats.draft import Draft
from shared.formats.feeds.common import says_of_holding
from shared.formats.feeds.document import Document
from shared.formats.feeds.names import usual_name
from shared.formats.payload import Payload
from shared.formats.xml.tree import Node

MOST_PARTS = 1_001  # one more than a push may hold: it is refused as a whole, and its copies fill no memory
_MAX_CONTEXT = 4_000  # bytes of all that the feed says of itself; every part gets a copy
_MAX_RESTRICTIONS = 20_000  # bytes of what it says of whether its entries may be shown; none of it is left out
_MAX_NAMES = 10  # of what was left out of the context that are told
_MAX_ADDRESS = 500
_MAX_LANGUAGE = 50
_MARK = "entry"
_REPAIRS = "{https://copydesk.invalid/ns}repairs"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LEFT_OUT = "{https://copydesk.invalid/ns}left-out"
_CONTEXT_LEFT_OUT = "{https://copydesk.invalid/ns}context-left-out"
_CUT = "{https://copydesk.invalid/ns}breaks-off"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def parts(
    document: Document,
    tags: tuple[str, ...],
    context: Iterable[Any],
    entries: Iterable[Any],
    *,
    left_out: str = "",
    context_left_out: str = "",
) -> list[Payload]:
    """Give one payload for each entry: within elements named `tags` what stands in the context, and the entry."""
    from lxml import etree  # noqa: PLC0415  loaded by the document already

    space = tags[0].rpartition("}")[0].lstrip("{")
    root = place = etree.Element(tags[0], nsmap={None: space} if space else None)
    for tag in tags[1:]:
        place = etree.SubElement(place, tag)
    too_long = ", ".join(filter(None, (_put_context(place, context), context_left_out)))
    marks = {_REPAIRS: "; ".join(document.repairs), _LEFT_OUT: left_out, _CONTEXT_LEFT_OUT: too_long}
    for name, value in marks.items():
        if value:
            root.set(name, value)
    place.append(etree.Comment(_MARK))  # the only one: the feed's own were never read
    before, after = etree.tostring(root, encoding="utf-8").split(f"<!--{_MARK}-->".encode())
    found = [_with_inherited(entry) for entry in islice(entries, MOST_PARTS)]
    if found and document.is_cut:
        found[-1].set(_CUT, "true")
    return [
        Payload(before + etree.tostring(entry, encoding="utf-8") + after, "application/xml") for entry in found
    ]


def begin(draft: Draft, document: Document, entry: Any) -> None:
    """Tell what had to be mended, now or when the feed was taken apart; refuse an entry that breaks off."""
    if entry.get(_CUT) or document.is_cut:
        raise BadInput(
            "The feed breaks off within this entry. Send it again.",
            [FieldError("the end of the entry is missing", pointer=Node(entry).pointer)],
        )
    repairs = "; ".join(filter(None, (*document.repairs, document.root.get(_REPAIRS))))
    if repairs:
        draft.notice("feed-repaired", f"the feed is broken: {repairs}")
    if left_out := document.root.get(_LEFT_OUT):
        draft.notice("items-left-out", f"the push also held what is no article: {left_out}")
    if left_out := document.root.get(_CONTEXT_LEFT_OUT):
        draft.notice("feed-context-left-out", f"too long to be said of every entry of the feed: {left_out}")


def _put_context(place: Any, context: Iterable[Any]) -> str:
    """Put what every part repeats, all restrictions among it; give the names of what is too long for that."""
    from lxml import etree  # noqa: PLC0415  loaded by the document already

    left = {False: _MAX_CONTEXT, True: _MAX_RESTRICTIONS}
    left_out: dict[str, None] = {}
    for element in context:
        copy = _alone(element)
        size, restricts = len(etree.tostring(copy)), says_of_holding(element)
        if size <= left[restricts]:
            place.append(copy)
            left[restricts] -= size
        elif restricts:
            raise BadInput(
                "The feed says too much of whether its entries may be shown.",
                [FieldError(f"at most {_MAX_RESTRICTIONS} bytes of that", pointer=Node(element).pointer)],
            )
        elif len(left_out) < _MAX_NAMES:
            left_out[usual_name(element)[:60]] = None
    return ", ".join(left_out)


def _with_inherited(entry: Any) -> Any:
    """Give a copy with the language and the base address that the elements around it give it."""
    copy = _alone(entry)
    if entry.base and len(entry.base) <= _MAX_ADDRESS:
        copy.set(_BASE, entry.base)
    language = next((one.get(_LANGUAGE) for one in (entry, *entry.iterancestors()) if one.get(_LANGUAGE)), None)
    if language and len(language) <= _MAX_LANGUAGE:
        copy.set(_LANGUAGE, language)
    return copy


def _alone(element: Any) -> Any:
    """Give a copy that declares no more namespaces than it uses, whatever its neighbours use."""
    from lxml import etree  # noqa: PLC0415  loaded by the document already

    copy = deepcopy(element)
    copy.tail = None
    etree.cleanup_namespaces(copy)
    return copy
