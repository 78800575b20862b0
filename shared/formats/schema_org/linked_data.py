"""A JSON-LD document: its nodes, which of them are articles, and what `{"@id": …}` refers to.

Only what schema.org's producers use of JSON-LD: `@graph`, `@id`, `@type`, `@value`, `@list`, and property names
with or without the vocabulary's prefix. A `@context` is never fetched.
"""

import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.formats.draft import Draft
from shared.formats.hold import AROUND, restrictions, restricts
from shared.formats.html_text import plain_line
from shared.formats.values import listed, text, web_address

Node = dict[str, Any]

_EXPANSION = 4  # how many times the document's text its references may stand for
_MAX_VALUES = 1_000  # of one property: twice what the longest list of an article may hold
_PREFIX = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)")
_SITE = re.compile(r"https?://[^/?#]*/?(?:#(?!!).*)?")  # "#!" stands before the path of a page within a page
ARTICLE_TYPES = frozenset(
    re.findall(
        r"\S+",
        """
        AdvertiserContentArticle AnalysisNewsArticle Article AskPublicNewsArticle BackgroundNewsArticle BlogPosting
        DiscussionForumPosting LiveBlogPosting MedicalScholarlyArticle NewsArticle OpinionNewsArticle Report
        ReportageNewsArticle ReviewNewsArticle SatiricalArticle ScholarlyArticle SocialMediaPosting TechArticle
        """,
    )
)
# Where an article stands that the document is about. Elsewhere (lists, related links) stand other articles, which
# count only when there is none of its own.
_ABOUT_THE_DOCUMENT = frozenset({"@graph", "mainEntity"})


def plain(value: Any) -> Any:
    """Give a document with bare property names, and values in the place of value objects."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    for wrapper in ("@value", "@list", "@set"):
        if wrapper in value:
            return plain(value[wrapper])
    return {_PREFIX.sub("", key, count=1): plain(item) for key, item in value.items()}


def types(node: Any) -> list[str]:
    """Give a node's types without the vocabulary's prefix."""
    if not isinstance(node, Mapping):
        return []
    return [_PREFIX.sub("", kind, count=1) for kind in listed(node.get("@type")) if isinstance(kind, str)]


def is_article(node: Any) -> bool:
    """Tell whether the node is an Article of any kind."""
    return any(kind in ARTICLE_TYPES for kind in types(node))


def articles(document: Any) -> list[Node]:
    """Give the document's articles; what several nodes say of one article is put together."""
    found = list(_search(document, _ABOUT_THE_DOCUMENT.__contains__)) or list(_search(document, lambda _: True))
    said = _said_elsewhere(document)
    known: dict[str, Node] = {}
    distinct: list[Node] = []
    for node in found:
        names = _identities(node)
        same = next((known[name] for name in names if name in known), None)
        if same is None:
            same = dict(node)
            _hold_too(same, said.get(str(node.get("@id")), []))
            distinct.append(same)
        else:
            _complete(same, node)
        known.update((name, same) for name in names)
    return distinct


def _search(document: Any, follows: Callable[[str], bool]) -> Iterator[Node]:
    """Give articles in the document's order without looking inside one."""
    waiting: list[tuple[Any, tuple[Node, ...]]] = [(document, ())]
    while waiting:
        value, around = waiting.pop()
        if isinstance(value, list):
            waiting.extend((item, around) for item in reversed(value))
        elif is_article(value):
            found = dict(value)
            _hold_too(found, around)
            yield found
        elif isinstance(value, dict):
            own = restrictions(value)
            inner = (*around, own) if own else around  # what holds the page holds the article on it
            waiting.extend((item, inner) for key, item in reversed(value.items()) if follows(key))


def _said_elsewhere(document: Any) -> dict[str, list[Node]]:
    """Give the restrictions in nodes that are no articles of their own, by their `@id`."""
    said: dict[str, list[Node]] = {}
    for node in _nodes(document):
        name = node.get("@id")
        if isinstance(name, str) and (not is_article(node) or own_name(name)) and (own := restrictions(node)):
            said.setdefault(name, []).append(own)
    return said


def _hold_too(node: Node, others: Sequence[Node]) -> None:
    """Let what else is said of a node hold it: the gravest counts."""
    mine = restrictions(node)
    new = [other for other in others if other != mine]
    if not new:
        return
    node[AROUND] = [*listed(node.get(AROUND)), *new]
    if len(node[AROUND]) > _MAX_VALUES:
        raise BadInput("Too many nodes hold one article.", [FieldError(f"at most {_MAX_VALUES} nodes", "")])


def _identities(node: Node) -> list[str]:
    named = [name for key in ("@id", "url") if (name := own_name(node.get(key)))]
    if named:
        return named
    return [f"headline {node['headline']}"] if isinstance(node.get("headline"), str) else []


def own_name(value: Any) -> str | None:
    """Give an identifier that belongs to one node everywhere: no blank node, no fragment, no address of a site.

    Some sites give every article the `@id` of the site with `#article` behind it; all would become one article.
    """
    name = value.strip() if isinstance(value, str) else ""
    return name if ":" in name and not name.startswith("_:") and not _SITE.fullmatch(name) else None


def _complete(node: Node, other: Node) -> None:
    _hold_too(node, [own] if node and (own := restrictions(other)) else [])
    for key, value in other.items():
        if node.get(key) in (None, "", [], {}) and not (key in node and restricts(key)):
            node[key] = value


class Index(dict[str, Node]):
    """Nodes by their `@id`, and how much text may still be taken from them."""

    left = 0

    def charge(self, name: str, pointer: str) -> None:
        """Count the text of a node each time it is referred to: one large name may stand a thousand times."""
        values = (value for item in self[name].values() for value in listed(item))
        self.left -= sum(len(value) for value in values if isinstance(value, str))
        if self.left < 0:
            detail = "what the references stand for is many times the document"
            raise BadInput("The article refers to too much text.", [FieldError(detail, pointer)])


def _text_size(document: Any) -> int:
    values = (value for node in _nodes(document) for item in node.values() for value in listed(item))
    return sum(len(value) for value in values if isinstance(value, str))


def index(document: Any) -> Index:
    """Give the nodes by their `@id`; what stands in several places about one node is put together."""
    nodes = Index()
    nodes.left = _EXPANSION * _text_size(document) + 500_000
    for node in _nodes(document):
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1:
            _complete(nodes.setdefault(name, {}), node)
    return nodes


def referred(node: Node, nodes: dict[str, Node]) -> list[Node]:
    """Give the nodes that this one refers to, and those that they refer to; other articles are left out."""
    found: dict[str, Node] = {}
    waiting = [node]
    while waiting:
        for inner in _nodes(waiting.pop()):
            name = inner.get("@id")
            target = nodes.get(name) if isinstance(name, str) and name not in found else None
            if target is not None and not is_article(target):
                found[str(name)] = target
                waiting.append(target)
    return list(found.values())


def _nodes(value: Any) -> Iterator[Node]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            waiting.extend(item.values())


class Linked:
    """A node's properties, with what its references refer to in the same document."""

    def __init__(self, node: Any, nodes: Index, pointer: str = "") -> None:
        self._nodes = nodes
        self.node: Mapping[str, Any] = node if isinstance(node, dict) else {"name": node}
        name = self.node.get("@id")
        if isinstance(name, str) and name in nodes:
            nodes.charge(name, pointer)
            self.node = ChainMap(dict(self.node), nodes[name])

    def all(self, *names: str) -> list["Linked"]:
        """Give the values of the first of these properties that has any; a text is a node with a name."""
        found = next(((name, values) for name in names if (values := listed(self.node.get(name)))), ("", []))
        if len(found[1]) > _MAX_VALUES:
            detail = f"at most {_MAX_VALUES} values"
            raise BadInput(f"The article's {found[0]} has too many values.", [FieldError(detail, f"/{found[0]}")])
        return [Linked(value, self._nodes, f"/{found[0]}") for value in found[1]]

    def beside(self, node: Any) -> "Linked":
        """Give another node of the same document."""
        return Linked(node, self._nodes)

    def text(self, *names: str) -> str | None:
        """Give the first of these properties that is, or has, a text."""
        labels = (value.label() for name in names for value in self.all(name))
        return next(filter(None, labels), None)

    def line(self, *names: str) -> str | None:
        """Give the first of these properties as text without markup."""
        return plain_line(self.text(*names) or "") or None

    def put(self, draft: Draft, field: str, *names: str) -> None:
        """Keep the first of these properties as a one-line field of the article."""
        draft.put(field, self.line(*names), self.pointer(*names))

    def label(self) -> str | None:
        """Give the node's name or what stands in its place."""
        parts = (part for key in ("name", "headline", "text", "value") for part in listed(self.node.get(key)))
        return next(filter(None, map(text, parts)), None)

    def truth(self, name: str) -> bool | None:
        """Give a property that is true or false, which many write as a text or as schema.org's own address."""
        value = next(iter(listed(self.node.get(name))), None)
        word = str(value).rsplit("/", 1)[-1].lower()
        return {"true": True, "false": False}.get(word)

    def address(self, *names: str) -> str | None:
        """Give the first web address among these properties, whether a text or a node's."""
        addresses = (value.own_address() for name in names for value in self.all(name))
        return next(filter(None, addresses), None)

    def own_address(self) -> str | None:
        """Give the node's web address; `id` without its @ is a frequent slip."""
        keys = ("contentUrl", "url", "@id", "id", "name")
        return next(
            (found for key in keys for part in listed(self.node.get(key)) if (found := web_address(part))), None
        )

    def pointer(self, *names: str) -> str:
        """Give the JSON Pointer, within the node, of the first of these properties that holds anything."""
        return next((f"/{name}" for name in names if self.node.get(name) not in (None, "", [], {})), "")

    def is_a(self, kinds: frozenset[str]) -> bool:
        """Tell whether the node has one of these types."""
        return not kinds.isdisjoint(types(self.node))
