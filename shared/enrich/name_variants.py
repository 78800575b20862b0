"""Spellings of one name that meet in news: Kyiv and Kiev, Zelensky and Зеленський, Mumbai and Bombay.

The groups are in name_variants.tsv, whose head tells its form; it is to be edited by hand. Names are compared
without regard to case, accents, apostrophes, dots and hyphens; short acronyms only in capitals, since `who` and
`us` are words. Nothing is transliterated by rule: a rule would join names that differ, and miss the spellings
that papers really use.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("name_variants.tsv")
_LONGEST = 100  # characters; no name in the list is longer
_SHORT = 3  # letters of an acronym
_DROPPED = re.compile(r"['’ʼʻ`´.]")
_SPACES = re.compile(r"[\s\-‐‑–_]+")


class Group(NamedTuple):
    """The spellings of one name; the first of them is the one it is known by."""

    kind: str
    spellings: tuple[str, ...]


def variants(name: str) -> tuple[str, ...]:
    """Give the other spellings of a word or phrase, the one it is known by first; none where there is one."""
    group = group_of(name)
    if group is None:
        return ()
    own = fold(name)
    return tuple(spelling for spelling in group.spellings if fold(spelling) != own)


def canonical(name: str) -> str:
    """Give the spelling that a name is known by, itself for a name without a group."""
    group = group_of(name)
    return name if group is None else group.spellings[0]


@lru_cache(maxsize=4_000)  # the names in news come again and again
def group_of(name: str) -> Group | None:
    """Give the group that a word or phrase belongs to."""
    folded = fold(name) if len(name) <= _LONGEST else ""
    if folded in _acronyms() and not name.isupper():
        return None
    return _groups().get(folded)


def fold(name: str) -> str:
    """Give a name as it is compared."""
    if name.isascii():  # the common case, in a fraction of the time
        if name.isalpha():
            return name.lower()
        return _SPACES.sub(" ", _DROPPED.sub("", name)).strip().lower()
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", name))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _SPACES.sub(" ", plain).strip().casefold().replace("ł", "l").replace("ø", "o")


def read_groups() -> tuple[Group, ...]:
    """Read the file as it stands."""
    rows = (line.split("\t") for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(Group(kind, (own, *map(str.strip, others.split(";")))) for kind, own, others in rows)


@cache
def _groups() -> dict[str, Group]:
    return {fold(spelling): group for group in read_groups() for spelling in group.spellings}


@cache
def _acronyms() -> frozenset[str]:
    spellings = (spelling for group in read_groups() for spelling in group.spellings if spelling.isupper())
    return frozenset(folded for spelling in spellings if len(folded := fold(spelling)) <= _SHORT)
