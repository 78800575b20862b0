"""What a reader asks for, as a tree: the reading of a query, whatever was typed.

A `Bag` is what most readers type: words without operators. All other nodes say exactly what they mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A word in any of its forms; `exact` finds this spelling alone."""

    text: str
    exact: bool = False

    def __str__(self) -> str:
        return f"={self.text}" if self.exact else self.text


@dataclass(frozen=True)
class Prefix:
    """All words that begin so."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True)
class Phrase:
    """These words in this order and this spelling."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True)
class Near:
    """Two words or phrases at most `distance` words apart, in either order."""

    left: Word | Phrase
    right: Word | Phrase
    distance: int

    def __str__(self) -> str:
        return f"{self.left} NEAR/{self.distance} {self.right}"


@dataclass(frozen=True)
class InField:
    """Something that is looked for in one field alone."""

    field: str
    inner: "Node"

    def __str__(self) -> str:
        return f"{self.field}:{_grouped(self.inner)}"


@dataclass(frozen=True)
class Not:
    """What must not be there."""

    inner: "Node"

    def __str__(self) -> str:
        return f"NOT {_grouped(self.inner)}"


@dataclass(frozen=True)
class And:
    """All of these."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " AND ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True)
class Or:
    """Any of these."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True)
class Bag:
    """Words without operators: both of two, of more at least two; the best matches come first."""

    words: tuple[Word, ...]

    def __str__(self) -> str:
        if len(self.words) == 2:
            return " AND ".join(map(str, self.words))
        return f"2 OF ({', '.join(map(str, self.words))})"


Leaf = Word | Prefix | Phrase | Near | Bag
Node = Leaf | InField | Not | And | Or


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or | Near) or _is_pair(node) else str(node)


def _is_pair(node: Node) -> bool:
    return isinstance(node, Bag) and len(node.words) == 2


def leaves(node: Node) -> Iterator[Leaf]:
    """Give what is looked for, in the order written, without what must not be there."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part)
    elif isinstance(node, InField):
        yield from leaves(node.inner)
    elif not isinstance(node, Not):
        yield node


def runs(node: Node) -> Iterator[tuple[str, ...]]:
    """Give the words that stand side by side, each run in the order written: where names may be found."""
    if isinstance(node, And | Or):
        words = tuple(part.text for part in node.parts if isinstance(part, Word) and not part.exact)
        yield from [words] if isinstance(node, And) and words else [(word,) for word in words]
        for part in node.parts:
            yield from () if isinstance(part, Word) else runs(part)
    elif isinstance(node, InField):
        yield from runs(node.inner)
    elif isinstance(node, Bag):
        yield tuple(word.text for word in node.words)
    elif isinstance(node, Word) and not node.exact:
        yield (node.text,)
