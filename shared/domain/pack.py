"""Packs: objects that hold about a hundred articles each, named so that the pack of an article can be found.

    packs/<source>/<level>/<slot>/<SHA-256 of what is in it>

A slot is the first `level` binary digits of the ids of the articles inside, so that whoever looks for an article
lists one slot of each level that its source has.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

USUAL_ARTICLES = 160  # in a slot at most, unless the load is larger than the slots of the last level can hold so
MOST_ARTICLES = 200  # of one pack
MOST_BYTES = 4 * 1024 * 1024  # of the articles in one pack; a larger article goes alone
LEVELS = tuple(range(0, 13, 2))  # four times as many slots each: 40 to 160 articles a slot, up to 655,360 in all


@dataclass(frozen=True)
class PackName:
    """The name of a pack."""

    source: str
    level: int
    slot: str
    digest: str

    _PATTERN = re.compile(
        r"packs/(?P<source>[a-z0-9][a-z0-9-]{0,62})/(?P<level>\d\d)/(?P<slot>-|[01]{1,12})/(?P<digest>[0-9a-f]{64})"
    )

    def __str__(self) -> str:
        return f"{slot_prefix(self.source, self.level, self.slot)}{self.digest}"

    @classmethod
    def parse(cls, name: str) -> "PackName":
        """Read a name; raise ValueError for one that is not ours."""
        match = cls._PATTERN.fullmatch(name)
        if match is None:
            raise ValueError(f"not the name of a pack: {name[:200]!r}")
        slot = match["slot"].removeprefix("-")
        if len(slot) != int(match["level"]):
            raise ValueError(f"the slot of this pack is not of its level: {name!r}")
        return cls(match["source"], int(match["level"]), slot, match["digest"])


def level_prefix(source: str, level: int) -> str:
    """Give how the names of a source's packs of one level begin."""
    return f"packs/{source}/{level:02}/"


def slot_prefix(source: str, level: int, slot: str) -> str:
    """Give how the names of the packs of one slot begin."""
    return f"{level_prefix(source, level)}{slot or '-'}/"


def level_for(articles: int) -> int:
    """Give the least level at which a load of so many articles has no slot that is overfull, or the last."""
    return next((level for level in LEVELS if articles <= USUAL_ARTICLES << level), LEVELS[-1])


def slot_of(article_id: str, level: int) -> str:
    """Give the slot of an article."""
    return binary(article_id[:4])[:level]


def id_prefixes(slot: str) -> list[str]:
    """Give how the ids of the articles of a slot begin, in hexadecimal digits."""
    whole, rest = slot[: len(slot) // 4 * 4], slot[len(slot) // 4 * 4 :]
    begin = "".join(f"{int(whole[at : at + 4], 2):x}" for at in range(0, len(whole), 4))
    return [begin + digit for digit in "0123456789abcdef" if binary(digit).startswith(rest)] if rest else [begin]


def binary(hexadecimal: str) -> str:
    """Give hexadecimal digits as binary ones."""
    return "".join(f"{int(digit, 16):04b}" for digit in hexadecimal)


class Sized(Protocol):
    """What goes into a pack."""

    @property
    def article_id(self) -> str:
        """Give whose version it is."""

    @property
    def size(self) -> int:
        """Give the bytes of it."""


def packed[T: Sized](members: Iterator[T], level: int) -> Iterator[tuple[str, Sequence[T]]]:
    """Give the members, which come in the order of their ids, as they go into packs: each with its slot."""
    slot, pack, size = "", list[T](), 0
    for member in members:
        own = slot_of(member.article_id, level)
        if pack and (own != slot or len(pack) == MOST_ARTICLES or size + member.size > MOST_BYTES):
            yield slot, pack
            pack, size = [], 0
        slot = own
        pack.append(member)
        size += member.size
    if pack:
        yield slot, pack
