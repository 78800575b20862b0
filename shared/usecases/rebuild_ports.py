"""What comparing and rebuilding indices needs of the world, as protocols."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.domain.change import Told
from shared.domain.identity import RawKey, Stage


@dataclass(frozen=True)
class Line:
    """One document of an index without its content; one written by hand may lack all but id and version."""

    id: str
    version: int
    stage: str | None
    raw_key: str | None
    key: RawKey | None  # None where `raw_key` names no raw object
    story_id: str | None = None
    grouped_at: datetime | None = None
    told: Told | None = None

    @property
    def made_of(self) -> tuple[str, int, str | None]:
        """Give what tells whether two indices hold the same of an article.

        What is withdrawn holds nothing of its raw object: a version that expired and the takedown of it are alike.
        """
        if self.stage == Stage.WITHDRAWN.name:
            return self.id, self.version, None
        alone = str(self.key.alone) if self.key is not None else self.raw_key
        return self.id, self.version, alone


class Inventory(Protocol):
    """What one index holds, document by document. All methods raise Unavailable without the engine."""

    def refresh(self) -> None:
        """Let what was written be seen by all other methods but `at_once`."""

    def lines(self, prefix: str) -> Iterator[Line]:
        """Give all documents whose ids begin so."""

    def strangers(self) -> list[Line]:
        """Give documents whose ids are none of articles, a thousand at most."""

    def at_once(self, article_ids: Sequence[str]) -> dict[str, Line]:
        """Give those of these that are there, as they were written last."""

    def stages(self) -> dict[str, int]:
        """Give how many articles are at each stage."""

    def some(self, number: int) -> list[str]:
        """Give the ids of published articles, as many as are asked for, spread over all."""

    def documents(self, article_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Give those of these that are there, whole."""

    def withdraw(self, lines: Sequence[Line], now: datetime) -> list[str]:
        """Take these from readers' sight, each under its own version; give the ids of those that were not."""


class Indices(Protocol):
    """The indices of articles and their aliases. All methods raise Unavailable when the engine does not answer."""

    def names(self) -> list[str]:
        """Give all indices of articles."""

    def shown(self) -> str | None:
        """Give the index that readers search, None where the alias is missing."""

    def also(self) -> str | None:
        """Give the index that gets every write as well, None where there is none."""

    def design(self) -> str:
        """Give a name for settings and fields as this release makes them: another release may have another."""

    def make(self, name: str, made_at: datetime | None) -> None:
        """Make an index that gets every write from now on; one that is there already stays as it is."""

    def exchange(self, shown: str | None, also: str) -> bool:
        """Let these two change their places, in one step; where readers search none, show them the other.

        False says that they are not in these places any more, and nothing was done.
        """

    def drop(self, name: str) -> None:
        """Remove an index with all it holds."""


class Operations(Protocol):
    """Locks and notes of operations that take long. All methods raise Unavailable without the store."""

    def note(self, operation: str) -> dict[str, Any] | None:
        """Give what was noted last."""

    def put_note(self, operation: str, note: Mapping[str, Any]) -> None:
        """Note how far an operation has come."""

    def take(self, operation: str, holder: str, now: datetime, is_gone: Callable[[str], bool]) -> str | None:
        """Take the lock, also from who is gone or gave no sign of life for a minute; else give who holds it."""

    def beat(self, operation: str, holder: str, now: datetime) -> bool:
        """Give a sign of life; False says that another has taken the lock."""

    def leave(self, operation: str, holder: str) -> None:
        """Give the lock back, if it is still held."""
