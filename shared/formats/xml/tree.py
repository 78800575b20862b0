"""An XML element as the formats read it: names without regard to namespaces, with the place of each value.

Producers use their formats' namespaces, older ones, wrong ones or none; within one document the local names are
clear enough. The pointer of a node is the path of its names from the root, with a number where several are alike:
`/newsItem/contentMeta/subject[2]`.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.formats.html_text import plain_line

_MAX_ENTRIES = 2_000  # of one name below one element that are read: several times what an article may keep


class Node:
    """One element: its attributes, its children by path, its text."""

    def __init__(self, element: Any) -> None:
        self.element = element

    @property
    def name(self) -> str:
        """Give the local name."""
        return local_name(self.element.tag)

    @property
    def pointer(self) -> str:
        """Give the path from the root."""
        steps = [_step(one) for one in (self.element, *self.element.iterancestors())]
        return "".join(f"/{step}" for step in reversed(steps))

    def attr(self, *names: str) -> str | None:
        """Give the first of these attributes that holds anything, whatever namespace it is in."""
        found = {local_name(key): value.strip() for key, value in self.element.attrib.items()}
        return next((found[name] for name in names if found.get(name)), None)

    def all(self, *paths: str) -> list["Node"]:
        """Give the nodes of the first of these paths (`contentMeta/subject`) that leads anywhere.

        Raises BadInput where there are more than any article has.
        """
        for path in paths:
            found = [self]
            for step in path.split("/"):
                found = list(islice((child for node in found for child in node._children(step)), _MAX_ENTRIES + 1))
            if len(found) > _MAX_ENTRIES:
                place = found[0].pointer.rpartition("[")[0]
                raise BadInput(
                    "The article has too many entries of one kind.",
                    [FieldError(f"at most {_MAX_ENTRIES} entries", pointer=place)],
                )
            if found:
                return found
        return []

    def first(self, *paths: str) -> "Node | None":
        """Give the first node of the first of these paths that leads anywhere."""
        return next(iter(self.all(*paths)), None)

    def descendants(self, *names: str) -> Iterator["Node"]:
        """Give every element below with one of these local names, in the order of the document."""
        return (Node(one) for one in self.element.iterdescendants(*(f"{{*}}{name}" for name in names)))

    @property
    def text(self) -> str:
        """Give all text within, as it stands there."""
        return "".join(self.element.itertext())

    @property
    def line(self) -> str | None:
        """Give all text within as one line without markup, None where there is none."""
        return " ".join(plain_line(self.text).split()) or None

    def _children(self, name: str) -> Iterator["Node"]:
        return (Node(child) for child in self.element.iterchildren(f"{{*}}{name}"))


def local_name(tag: str) -> str:
    """Give a name without its namespace."""
    return tag.rpartition("}")[2]


def _step(element: Any) -> str:
    name = local_name(element.tag)
    parent = element.getparent()
    if parent is None:
        return name
    before = sum(1 for _ in islice(element.itersiblings(f"{{*}}{name}", preceding=True), _MAX_ENTRIES))
    is_alone = before == 0 and next(element.itersiblings(f"{{*}}{name}"), None) is None
    return name if is_alone else f"{name}[{before + 1}]"
