"""Counts what was found in a text, and joins the names that name the same."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from shared.enrich import name_variants

Kind = Literal["person", "organisation", "place"]


class Found(NamedTuple):
    """A name, what it names, and how surely."""

    name: str
    kind: Kind
    confidence: float


@dataclass
class Tally:
    """What was found so far by its name in small letters, and the full names by the surnames they end in."""

    known: dict[str, Found] = field(default_factory=dict)
    found: dict[str, tuple[Found, int]] = field(default_factory=dict)
    surnames: dict[str, set[str]] = field(default_factory=dict)

    def know(self, one: Found) -> None:
        """Take a name that the sender gave; it counts where it stands in the text."""
        self.known[one.name.lower()] = one
        self._set(one.name.lower(), one, 0)

    def add(self, one: Found) -> None:
        """Count a mention; the surest evidence decides what it is."""
        key = one.name.lower()
        one = self.known.get(key, one)
        first, count = self.found.get(key, (one, 0))
        self._set(key, one if one.confidence > first.confidence else first, count + 1)

    def _set(self, key: str, one: Found, count: int) -> None:
        self.found[key] = (one, count)
        if one.kind == "person" and " " in key:
            self.surnames.setdefault(key.rsplit(" ", 1)[1], set()).add(key)

    def named(self, name: str) -> Found | None:
        """Give what was found under this name, or the one person of this surname."""
        key = name.lower()
        if key in self.found:
            return self.found[key][0]
        full = self.surnames.get(key, ())
        return self.found[next(iter(full))][0] if len(full) == 1 else None

    def joined(self) -> list[tuple[Found, int]]:
        """Join other spellings of a name, and a surname alone with the one full name that ends in it."""
        joined: dict[tuple[Kind, str], tuple[Found, int]] = {}
        ending: dict[str, list[tuple[Kind, str]]] = {}
        entries = [entry for entry in self.found.values() if entry[1]]
        for one, count in sorted(entries, key=lambda entry: (" " not in entry[0].name, -entry[1])):
            key = (one.kind, _spelled(one.name))
            if one.kind == "person" and " " not in key[1] and len(ending.get(key[1], ())) == 1:
                key = ending[key[1]][0]
            elif one.kind == "person" and " " in key[1] and key not in joined:
                ending.setdefault(key[1].rsplit(" ", 1)[1], []).append(key)
            first, counted = joined.get(key, (one, 0))
            surest = first if first.confidence >= one.confidence else first._replace(confidence=one.confidence)
            joined[key] = (surest, counted + count)
        return list(joined.values())


def _spelled(name: str) -> str:
    """Give a name in the spelling that it, or its last word, is known by."""
    own = name_variants.canonical(name)
    beginning, space, last = name.rpartition(" ")
    return f"{beginning} {name_variants.canonical(last)}".lower() if space and own == name else own.lower()
