"""Erases an article for good: every version, wherever it is kept, and whatever would bring it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.domain.envelope import Envelope
from shared.domain.errors import ArticleNotFound
from shared.domain.identity import RawKey
from shared.usecases.ports import RawStore
from shared.usecases.take_down import TAKEDOWN, tombstone

_LONGEST_PUSH = 30.0  # seconds, after which the API has given up
LAST = 2**60  # an order above that of every version that a sender can give


@dataclass(frozen=True)
class Subject:
    """What is erased: an article with the files that are named, and why, by whom and when."""

    source: str
    article_id: str
    media: Sequence[str]
    reason: str
    by: str
    at: datetime

    @property
    def tombstone(self) -> RawKey:
        """Give the key of what stays among the versions: a takedown that holds no word of the article."""
        return tombstone(self.source, self.article_id, LAST)[0]

    @property
    def body(self) -> bytes:
        """Give what the tombstone consists of."""
        return tombstone(self.source, self.article_id, LAST)[1]


@dataclass(frozen=True)
class Trace:
    """Something of the article in the bucket: one version of one object, or a pack that holds it among others."""

    name: str
    version: str | None = None
    is_pack: bool = False


class KeptTraces(Protocol):
    """The bucket with all versions of its objects. All methods raise Unavailable when it does not answer."""

    def is_purged(self, subject: Subject) -> bool:
        """Tell whether it was erased, or was begun to be."""

    def note(self, subject: Subject) -> None:
        """Keep the fact: from then on nothing is taken under this id any more."""

    def traces(self, subject: Subject) -> list[Trace]:
        """Give all that is there of it, but the fact and the tombstone."""

    def erase(self, trace: Trace, subject: Subject) -> None:
        """Delete a version of an object for good; write a pack anew without the article."""


class ShownTraces(Protocol):
    """Every index of articles there is. All methods raise Unavailable when the engine does not answer."""

    def holding(self, subject: Subject) -> list[str]:
        """Give the indices that hold more of the article than the tombstone of its end."""

    def bury(self, subject: Subject) -> None:
        """Put into every index what the index function makes of the tombstone, at a version that nothing beats."""

    def expunge(self) -> list[str]:
        """Take what was replaced out of the files of the indices; give those that still hold what was replaced."""


@dataclass(frozen=True)
class Purge:
    """What was found, and what of it is left: nothing, if all went well."""

    found: list[Trace]
    indices: list[str]
    left: list[Trace]
    left_in: list[str]
    not_expunged: list[str]

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is left that can be reached."""
        return not (self.left or self.left_in or self.not_expunged)


def purge(
    subject: Subject,
    *,
    store: RawStore,
    kept: KeptTraces,
    shown: ShownTraces,
    dry_run: bool,
    advance: Callable[[int], None],
    clock: Callable[[], float],
    wait: Callable[[float], None],
) -> Purge:
    """Erase it and prove that it is gone; an interrupted run may be begun again.

    Readers lose it first. `clock` gives seconds, and `wait` takes them: a push that had begun before the fact was
    kept may end after everything was erased, so the bucket is looked through once more when none can be left.
    Raises ArticleNotFound where there is no trace of it.
    """
    found, indices = kept.traces(subject), shown.holding(subject)
    if not found and not indices and not kept.is_purged(subject):
        raise ArticleNotFound("There is no article of this source with this id; its status tells whose it is.")
    if dry_run:
        return Purge(found, indices, found, indices, [])
    envelope = Envelope(source=subject.source, format=TAKEDOWN, received_at=subject.at)
    store.put(subject.tombstone, subject.body, envelope)  # first: a push asks for the fact only if it finds this
    kept.note(subject)
    noted_at = clock()
    shown.bury(subject)
    for trace in found:
        kept.erase(trace, subject)
        advance(1)
    not_expunged = shown.expunge()
    wait(max(0.0, noted_at + _LONGEST_PUSH - clock()))
    late = kept.traces(subject)
    for trace in late:
        kept.erase(trace, subject)
        advance(1)
    found += late
    return Purge(found, indices, kept.traces(subject), shown.holding(subject), not_expunged)
