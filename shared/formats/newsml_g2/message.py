"""The items of a NewsML-G2 message: which are articles, which belong to one, and what holds them all.

A part is a message again: one item that becomes the article, with the pictures that travel with it and what the
message and the packages around it say of status and embargo.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.formats.newsml_g2.restrictions import frame, restrictions
from shared.formats.payload import Payload
from shared.formats.xml.tree import Node

_MEDIA = frozenset({"picture", "graphic", "video", "audio", "animation", "photo", "still"})
_MAX_MEDIA = 50  # of one article
_MAX_FRAMES = 100  # of one article
_MAX_MEMBERS = 100_000
_MAX_FRAME = 5_000  # characters of what one package says of whether its items may be shown
_MAX_FRAMES_TOGETHER = 20_000  # characters of all of an article's
_MAX_HEADER = 20_000  # characters: every part gets a copy


@dataclass(frozen=True)
class Parts:
    """One article of a message: its item, the media with it, and what stands around it."""

    item: Node
    media: tuple[Node, ...] = ()
    around: tuple[Node, ...] = ()


def item_kind(item: Node) -> str:
    """Give the last word of an item's class: text, picture, composite …; text without one."""
    for node in item.all("itemMeta/itemClass"):
        value = node.attr("qcode", "uri", "literal") or ""
        if value:
            return value.replace("/", ":").rpartition(":")[2].lower()
    return "text"


def parts(root: Node) -> Parts:
    """Give the article of a part, or of a single item."""
    if root.name != "newsMessage":
        return Parts(root)
    items = list(_items(root))
    if not items:
        raise BadInput(
            "This message holds no items.", [FieldError("an itemSet with a newsItem", pointer="/newsMessage")]
        )
    stories = [item for item in items if item.name != "packageItem" and not _is_media(item)]
    main = (stories or [item for item in items if item.name != "packageItem"] or items)[0]
    packages = [item for item in items if item.name == "packageItem" and item.element is not main.element]
    media = [item for item in items if item.element is not main.element and _is_media(item)]
    return Parts(main, tuple(media), (root, *root.all("header", "Header"), *packages))


def split(payload: Payload) -> list[Payload]:
    """Give one message for each article; a message of one item as it came."""
    root = Node(payload.xml)
    items = list(_items(root))
    if len(items) <= 1:
        return [payload]
    packages = [item for item in items if item.name == "packageItem"]
    others = [item for item in items if item.name != "packageItem"]
    members = _members(packages)
    holders = _holders(packages, members, others)
    media_of = _media_of(others, packages)
    taken = {one.element for found in media_of.values() for one in found}
    head = _head(root)
    articles = [item for item in others if item.element not in taken]
    # A package is the frame of items that came with it; alone it is an item, which `parse` refuses.
    known = {item.attr("guid") for item in others}
    articles += [one for one in packages if not others or (one.attr("guid") and not known & members[one.element])]
    if len(articles) == 1 and len(packages) <= 1:
        return [payload]
    return [_part(root, head, item, media_of.get(item.element, []), holders) for item in articles]


def _items(root: Node) -> Iterator[Node]:
    for item_set in root.all("itemSet"):
        for element in item_set.element.iterchildren("{*}*"):
            yield Node(element)


def _is_media(item: Node) -> bool:
    return item.name in ("newsItem", "anyItem") and item_kind(item) in _MEDIA


def _references(package: Node) -> list[str]:
    found = (ref.attr("residref", "guidref", "href") for ref in package.descendants("itemRef"))
    return [reference for reference in found if reference]


def _media_of(items: list[Node], packages: list[Node]) -> dict[Any, list[Node]]:
    """Give the media that travel with each text: by their package, or with the only text of the message."""
    texts = [item for item in items if not _is_media(item) and item.name in ("newsItem", "anyItem")]
    media = [item for item in items if _is_media(item)]
    if len(texts) == 1:
        return {texts[0].element: media[:_MAX_MEDIA]}
    by_id = {item.attr("guid"): item for item in items}
    waiting = {item.element for item in media}
    found: dict[Any, list[Node]] = {}
    for package in packages:
        members = [by_id[reference] for reference in _references(package) if reference in by_id]
        main = next((item for item in members if not _is_media(item)), None)
        if main is None:
            continue
        mine = found.setdefault(main.element, [])
        for item in members:
            if item.element in waiting and len(mine) < _MAX_MEDIA:
                waiting.discard(item.element)
                mine.append(item)
    return found


def _holders(packages: list[Node], members: dict[Any, set[str]], items: list[Node]) -> dict[str, list[Any]]:
    """Give, for each item that a package holds, the package without its content: only what holds it.

    A package that names nothing, not even itself, is the frame of the whole message. One that names what is not
    in the message may mean any of its items by another name, and holds them all.
    """
    from lxml import etree  # noqa: PLC0415  loaded already, by whoever parsed the document

    everything = {item.attr("guid") or "" for item in items}
    names = everything | {name for package in packages if (name := package.attr("guid"))}
    found: dict[str, list[Any]] = {}
    sizes: dict[str, int] = {}
    for package in packages:
        if (held := frame(package)) is None:
            continue
        size = len(etree.tostring(held))
        if size > _MAX_FRAME:
            raise _too_many(f"at most {_MAX_FRAME} characters about whether a package's items may be shown")
        mine = members[package.element]
        is_frame = not package.attr("guid") and not mine & everything
        for reference in everything if is_frame or mine - names else mine:
            found.setdefault(reference, []).append(held)
            sizes[reference] = sizes.get(reference, 0) + size
    if any(len(frames) > _MAX_FRAMES for frames in found.values()) or any(
        size > _MAX_FRAMES_TOGETHER for size in sizes.values()
    ):
        raise _too_many(f"at most {_MAX_FRAMES} packages that say whether an item may be shown")
    return found


def _members(packages: list[Node]) -> dict[Any, set[str]]:
    """Give the ids that each package names, also by way of other packages."""
    direct = {package.attr("guid"): set(_references(package)) for package in packages}
    found: dict[Any, set[str]] = {}
    left = _MAX_MEMBERS
    for package in packages:
        known: set[str] = set()
        waiting = set(_references(package))
        while waiting:
            one = waiting.pop()
            known.add(one)
            waiting |= direct.get(one, set()) - known
            if (left := left - 1) < 0:
                raise _too_many(f"at most {_MAX_MEMBERS} items in all packages together")
        found[package.element] = known
    return found


def _too_many(detail: str) -> BadInput:
    return BadInput("The message's packages hold too much.", [FieldError(detail, pointer="/newsMessage/itemSet")])


def _head(root: Node) -> list[Any]:
    from lxml import etree  # noqa: PLC0415  loaded already, by whoever parsed the document

    headers = [_alone(node.element) for node in (*root.all("header", "Header"), *restrictions(root))]
    if sum(len(etree.tostring(header)) for header in headers) > _MAX_HEADER:
        detail = f"at most {_MAX_HEADER} characters"
        raise BadInput("The message's header is too long.", [FieldError(detail, pointer="/newsMessage/header")])
    return headers


def _part(root: Node, head: list[Any], item: Node, media: list[Node], holders: dict[str, list[Any]]) -> Payload:
    from lxml import etree  # noqa: PLC0415  loaded already, by whoever parsed the document

    message = root.element.makeelement(
        root.element.tag, attrib=dict(root.element.attrib), nsmap=root.element.nsmap
    )
    item_set = message.makeelement(f"{_space(message)}itemSet")
    frames = holders.get(item.attr("guid") or "", [])
    for one in (*head, item_set):
        message.append(deepcopy(one) if one is not item_set else one)
    for element in (item.element, *(one.element for one in media), *frames):
        item_set.append(_alone(element))
    return Payload(etree.tostring(message, encoding="utf-8", xml_declaration=True), "application/xml")


def _alone(element: Any) -> Any:
    """Give a copy that declares no more namespaces than it uses."""
    from lxml import etree  # noqa: PLC0415  loaded already, by whoever parsed the document

    copy = deepcopy(element)
    copy.tail = None
    etree.cleanup_namespaces(copy)
    return copy


def _space(element: Any) -> str:
    return "".join(str(element.tag).rpartition("}")[:2])
