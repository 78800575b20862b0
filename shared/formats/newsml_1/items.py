"""The articles of a NewsML 1 document: its NewsItems, those within others, and stories within one item.

A part is a document again: the envelope, the management of items around it (an element `Around`), and a NewsItem
with one story; an attribute `part` on the item names a story beside its first.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.formats.payload import Payload
from shared.formats.xml.tree import Node

_MAX_ENVELOPE = 20_000  # characters: every part gets a copy
_MAX_AROUND = 10_000
_MAX_ITEMS = 2_000
_MAX_COPIED = 5_000_000  # characters around the stories of one item, in all their copies
_MAIN = re.compile(r"main|body|story|text", re.IGNORECASE)
_BESIDE = re.compile(r"caption|photo|picture|image|graphic|logo|video|audio|contact|stylesheet", re.IGNORECASE)


def first_item(root: Node) -> Node:
    """Give the item of a part: the first of the document."""
    found = root.first("NewsItem")
    if found is None:
        detail = "a NewsItem is expected"
        raise BadInput("This NewsML holds no NewsItem.", [FieldError(detail, pointer=root.pointer)])
    return found


def split(payload: Payload) -> list[Payload]:
    """Give one document for each article; one with a single article as it came."""
    root = Node(payload.xml)
    items = [item for item in root.descendants("NewsItem") if not _is_frame(item)]
    if len(items) > _MAX_ITEMS:
        detail = f"at most {_MAX_ITEMS} NewsItems"
        raise BadInput("The document holds too many items.", [FieldError(detail, pointer=root.pointer)])
    stories = [(item, _stories(item)) for item in items]
    is_one = len(items) <= 1 and not any(found for _, found in stories)
    if is_one and (not items or items[0].element.getparent() is root.element):
        return [payload]
    envelope = _envelope(root)
    return [part for item, found in stories for part in _parts(root, envelope, item, found)]


def _is_frame(item: Node) -> bool:
    """Tell whether the item is only the frame of items within it."""
    return next(item.descendants("NewsItem"), None) is not None and not _own_texts(item)


def _own_texts(item: Node) -> bool:
    return any(_owner(text) is item.element for text in item.descendants("DataContent"))


def _owner(node: Node) -> Any:
    return next(node.element.iterancestors("{*}NewsItem"), None)


def _stories(item: Node) -> list[Node]:
    """Give the components that are stories of their own; none where the whole item is one story."""
    component = item.first("NewsComponent")
    while component is not None and component.first("ContentItem") is None:
        children = [one for one in component.all("NewsComponent") if _has_text(one)]
        told = [one for one in children if one.first("NewsLines/HeadLine") is not None]
        if len(told) > 1:
            return _distinct(component, told)
        component = children[0] if len(children) == 1 else None
    return []


def _has_text(component: Node) -> bool:
    if any(_BESIDE.search(role.attr("FormalName") or "") for role in component.all("Role")):
        return False
    return next(component.descendants("DataContent"), None) is not None


def _distinct(parent: Node, stories: list[Node]) -> list[Node]:
    """Give the main story first; of equivalents in one language the first only."""
    stories = sorted(stories, key=lambda one: not _is_main(one))
    if (parent.attr("EquivalentsList") or "").lower() != "yes":
        return stories
    spoken: dict[str, Node] = {}
    for one in stories:
        spoken.setdefault(_language(one), one)
    return list(spoken.values())


def _language(component: Node) -> str:
    node = component.first("DescriptiveMetadata/Language")
    return ((node.attr("FormalName") if node else None) or component.attr("lang") or "").lower()


def _envelope(root: Node) -> list[Any]:
    from lxml import etree  # noqa: PLC0415  loaded already, by whoever parsed the document

    found = [deepcopy(one.element) for one in root.all("NewsEnvelope")[:1]]
    if sum(len(etree.tostring(one)) for one in found) > _MAX_ENVELOPE:
        detail = f"at most {_MAX_ENVELOPE} characters"
        raise BadInput("The envelope is too long.", [FieldError(detail, pointer="/NewsML/NewsEnvelope")])
    return found


def _parts(root: Node, envelope: list[Any], item: Node, stories: list[Node]) -> Iterator[Payload]:
    """Give a document for each story of an item, or for the whole of an item with one."""
    if not stories:
        yield _document(root, envelope, item, deepcopy(item.element))
        return
    bare, place = _without_stories(item, stories)
    for story, name in zip(stories, _names(stories), strict=True):
        copy = deepcopy(bare)
        _follow(copy, place).append(deepcopy(story.element))
        if name:
            copy.set("part", name)
        yield _document(root, envelope, item, copy)


def _names(stories: list[Node]) -> list[str]:
    """Give what tells the stories of an item apart, whatever their order; the main one has the item's own id."""
    languages = [_language(one) for one in stories]
    if all(languages) and len(set(languages)) == len(languages):
        return ["", *languages[1:]]
    given = [one.attr("Duid") or "" for one in stories]
    if not all(given) or len(set(given)) < len(given):
        return ["", *(str(number) for number in range(2, len(stories) + 1))]
    return ["", *given[1:]] if _is_main(stories[0]) and not _is_main(stories[1]) else given


def _is_main(story: Node) -> bool:
    return any(_MAIN.search(role.attr("FormalName") or "") for role in story.all("Role"))


def _without_stories(item: Node, stories: list[Node]) -> tuple[Any, list[int]]:
    """Give a copy of the item without its stories, and the way to the element that held them."""
    from lxml import etree  # noqa: PLC0415  loaded already, by whoever parsed the document

    holder = stories[0].element.getparent()
    place = _way(item.element, holder)
    told = {one.element for one in stories}
    numbers = [n for n, one in enumerate(holder) if one in told]
    copy = deepcopy(item.element)
    twin = _follow(copy, place)
    for number in reversed(numbers):
        del twin[number]
    if len(etree.tostring(copy)) * len(stories) > _MAX_COPIED:
        detail = "too much stands around its stories; send each as a NewsItem"
        raise BadInput("This NewsItem holds too many stories.", [FieldError(detail, pointer=item.pointer)])
    return copy, place


def _way(source: Any, element: Any) -> list[int]:
    steps = []
    while element is not source:
        parent = element.getparent()
        steps.append(parent.index(element))
        element = parent
    return steps[::-1]


def _follow(element: Any, way: list[int]) -> Any:
    for step in way:
        element = element[step]
    return element


def _document(root: Node, envelope: list[Any], item: Node, copy: Any) -> Payload:
    from lxml import etree  # noqa: PLC0415  loaded already, by whoever parsed the document

    space = root.element.tag.rpartition("NewsML")[0]
    document = root.element.makeelement(root.element.tag, nsmap=root.element.nsmap)
    document.extend(deepcopy(one) for one in envelope)
    around = document.makeelement(f"{space}Around")
    for outer in item.element.iterancestors("{*}NewsItem"):
        around.extend(deepcopy(one) for one in outer.iterchildren("{*}NewsManagement"))
    if len(around):
        if len(etree.tostring(around)) > _MAX_AROUND:
            detail = f"at most {_MAX_AROUND} characters"
            raise BadInput("The management of the items around is too long.", [FieldError(detail, pointer="")])
        document.append(around)
    copy.tail = None
    etree.cleanup_namespaces(copy)
    document.append(copy)
    return Payload(etree.tostring(document, encoding="utf-8", xml_declaration=True), "application/xml")
