"""Where a page of results starts.

Pages by date go on after the dates of the last result. Scores change with every article that arrives, so pages by
relevance go on in a snapshot of the index, which the second page opens: most readers never ask for one. That page
has the best of what the first one, whose results are `seen`, did not have; the later ones go on after its last
result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# The names in a cursor, which stands in an address.
_SHORT = {
    "a": "after", "s": "seen", "p": "snapshot", "k": "skip", "l": "languages", "n": "total", "f": "forgiving",
    "i": "pinned",
}  # fmt: skip


@dataclass(frozen=True)
class Position:
    """`at` is the time of the first page and `total` what it found; `skip` is how many collapsed results come
    before.

    `languages` are those that a snapshot is asked in, and `pinned` what the first page was asked with: others
    would give other scores. `forgiving` says that nothing was found as it was typed, so that the pages are of what
    came near.
    """

    at: datetime
    after: tuple[Any, ...] | None = None
    seen: tuple[str, ...] = ()
    snapshot: str | None = None
    skip: int = 0
    languages: tuple[str, ...] = ()
    total: int | None = None
    forgiving: bool = False
    pinned: tuple[str, ...] = ()

    @property
    def is_second(self) -> bool:
        """Tell whether this page comes after the first, of which no snapshot was made."""
        return bool(self.seen) and self.after is None and not self.skip

    @property
    def is_first(self) -> bool:
        """Tell whether no page comes before this one."""
        return self.after is None and not self.seen

    def as_json(self) -> dict[str, Any]:
        """Give what a cursor carries."""
        given = {name: getattr(self, field) for name, field in _SHORT.items()}
        return {"t": self.at.isoformat()} | {name: value for name, value in given.items() if value}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Position":
        """Read what a cursor carries."""
        after = written.get("a")
        return cls(
            at=datetime.fromisoformat(written["t"]),
            after=None if after is None else tuple(after),
            seen=tuple(written.get("s", ())),
            snapshot=written.get("p"),
            skip=written.get("k", 0),
            languages=tuple(written.get("l", ())),
            total=written.get("n"),
            forgiving=written.get("f", False),
            pinned=tuple(written.get("i", ())),
        )
