"""The lists of words by which names are told apart, read at first use."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from shared.enrich import name_variants

_FOLDER = Path(__file__).parent
_SECTION = re.compile(r"\n\[([^\]]+)\][^\n]*\n")

Words = frozenset[str]


class Lists(NamedTuple):
    """The sections of words.txt by their names, the places and people, and sections taken together."""

    titles: Words
    title_words: Words
    roles: Words
    verbs: Words
    organisation_ends: Words
    organisation_beginnings: Words
    organisations: Words
    organisations_of_common_words: Words
    other_ends: Words
    other_beginnings: Words
    place_ends: Words
    place_beginnings: Words
    in_names: Words
    sure_place_beginnings: Words
    joined_ends: Words
    joined_beginnings: Words
    behind_persons: Words
    starts: Words
    nationalities: Words
    no_acronyms: Words
    first_names: Words
    places: Words
    people: Words
    title_like: Words
    never_in_persons: Words


@cache
def lists() -> Lists:
    """Give the lists, everything in small letters."""
    words = _sections()
    variants: dict[str, set[str]] = {"person": set(), "organisation": set(), "place": set()}
    for group in name_variants.read_groups():
        variants[group.kind].update(map(str.lower, group.spellings))
    words["organisations"] |= variants["organisation"]
    places = frozenset(variants["place"].union(_places())) - words["nationalities"]
    titles = words["titles"] | words["title_words"]
    return Lists(
        **words,
        places=places,
        people=frozenset(variants["person"]),
        title_like=titles | words["nationalities"],
        never_in_persons=titles | words["roles"] | words["organisation_beginnings"] | words["place_ends"] | places,
    )


def _sections() -> dict[str, Words]:
    _, *parts = _SECTION.split((_FOLDER / "words.txt").read_text("utf-8").lower())
    return {
        name.replace(" ", "_"): frozenset(filter(None, map(str.strip, entries.replace("\n", ";").split(";"))))
        for name, entries in zip(parts[::2], parts[1::2], strict=True)
    }


def _places() -> Iterator[str]:
    for name in ("places.txt", "countries.txt"):
        for line in (_FOLDER / name).read_text("utf-8").lower().splitlines():
            if not line.startswith("#"):
                yield from map(str.strip, line.rpartition("\t")[2].split(";"))
