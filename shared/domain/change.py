"""What readers are told of an article's changes: that it was published, updated, corrected or withdrawn, and when.

A rebuild of the index and the forming of stories write documents anew and change nothing for a reader. So the time
of a change is kept in the document, and what was received before the index was made gets the time of its receipt:
one who followed the log of the index before it is told nothing again.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.identity import Stage


class Change(StrEnum):
    """What happened to an article in the eyes of a reader."""

    PUBLISHED = "published"
    UPDATED = "updated"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Told:
    """The last change of an article that readers are told of; `by` names the version that made it.

    `corrections` stands for what the version says was corrected, empty where it says nothing.
    """

    change: Change
    at: datetime
    by: str
    corrections: str = ""


def told_of(
    stage: Stage, at: datetime, by: str, before: Told | None, *, is_known: bool, corrections: str = ""
) -> Told | None:
    """Give what to tell of a version that comes at this stage; None for one that readers never saw.

    `is_known` says whether the index holds the article, `before` what was told of it. A version that is held takes
    the one before it away; one with corrections that the one before it did not have is told as a correction. A
    takedown of an article that is not known is told: whoever has a copy must learn of it.
    """
    if stage is Stage.PUBLISHED:
        if before is None or before.change is Change.WITHDRAWN:
            return Told(Change.PUBLISHED, at, by, corrections)
        if before.by == by:  # it comes once more, and changes nothing
            return before
        corrects = corrections not in ("", before.corrections)
        return Told(Change.CORRECTED if corrects else Change.UPDATED, at, by, corrections)
    if before is None:
        return Told(Change.WITHDRAWN, at, by) if stage is Stage.WITHDRAWN and not is_known else None
    return before if before.change is Change.WITHDRAWN else Told(Change.WITHDRAWN, at, by)


def changed_at(due: datetime, *, index_made_at: datetime | None, now: datetime) -> datetime:
    """Give the time of a change that was due then: when readers can see it for the first time.

    What was due before the index was made was seen in the one before it.
    """
    return due if index_made_at is None or due < index_made_at else max(now, due)
