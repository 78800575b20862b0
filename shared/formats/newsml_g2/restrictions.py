"""What NewsML-G2's metadata says of whether an item may be shown: in the item, a package or the message."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from shared.formats.xml.hold import few
from shared.formats.xml.tree import Node

_LAST_WORD = re.compile(r"[^:/#]*$")
_KILLS = re.compile(r"(?:mandatory)?[ _-]?(?:kill|cancel|delet|withdraw|retract|take-?down)\w*", re.IGNORECASE)
# Not where it names who did it: `isCancelledBy` leads from the one that is dead to its killer.
_TAKES_DOWN = re.compile(
    r"(?!.*by$)(?:is)?(?:kill|cancel|delet|withdraw|retract|take-?s?-?down)\w*", re.IGNORECASE
)
_HOLDS = re.compile(r"(?:under[ _-]?)?embargo\w*", re.IGNORECASE)
_INTERNAL = re.compile(r"note|internal|editor|instruct|advis|production", re.IGNORECASE)
_GROUPS = ("itemMeta", "contentMeta", "rightsInfo")


def last_word(value: str | None) -> str:
    """Give the code of a QCode or of a code's address."""
    match = _LAST_WORD.search(value or "")
    return match[0] if match else ""


def kills(signal: Node) -> bool:
    """Tell whether a signal takes the item back."""
    return _KILLS.fullmatch(last_word(signal.attr("qcode", "uri", "literal"))) is not None


def takes_down(link: Node) -> bool:
    """Tell a link to an item that this one kills."""
    return _TAKES_DOWN.fullmatch(last_word(link.attr("rel"))) is not None


def holds(signal: Node) -> bool:
    """Tell whether a signal says that there is an embargo."""
    return _HOLDS.fullmatch(last_word(signal.attr("qcode", "uri", "literal"))) is not None


def is_internal(description: Node) -> bool:
    """Tell a description that is for editors, by its role."""
    return _INTERNAL.search(last_word(description.attr("role"))) is not None


def restrictions(*holders: Node) -> list[Node]:
    """Give what items, packages or a message's header say of it; raise BadInput where that is too much."""
    return few(node for holder in holders for group in _groups(holder) for node in _of_group(group))


def frame(package: Node) -> Any:
    """Give a package with nothing but its restrictions, None where it has none."""
    copy = package.element.makeelement(package.element.tag, nsmap=package.element.nsmap)
    for group in _groups(package):
        twin = group.element.makeelement(group.element.tag, nsmap=group.element.nsmap)
        for node in few(_of_group(group)):
            one = deepcopy(node.element)
            one.tail = None
            twin.append(one)
        if len(twin):
            copy.append(twin)
    return copy if len(copy) else None


def _groups(holder: Node) -> list[Node]:
    if holder.name.lower() in ("header", "newsmessage"):
        return [holder]
    return [node for name in _GROUPS for node in holder.all(name)]


def _of_group(group: Node) -> Iterator[Node]:
    return (node for one in group.element.iterchildren("{*}*") if _restricts(node := Node(one)))


def _restricts(node: Node) -> bool:
    name = node.name.lower()
    if name == "signal":
        return kills(node) or holds(node)
    if name == "ednote":
        return "embargo" in (node.attr("role") or "").lower() and node.line is not None
    return name in ("pubstatus", "expires") or "embargo" in name
