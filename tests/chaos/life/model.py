"""What must become of articles, as simply as it can be said: no store, no engine, one article after another.

An article is what was received of it and the one version that readers are given. A version counts by its place,
and within one version only a later stage replaces an earlier one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

RETRY_WINDOW = timedelta(minutes=10)
AHEAD = timedelta(minutes=5)  # by which the clock of a sender may be wrong
LAST = 2**60  # the place of what was erased: above all that can be sent
_TURN = 2**55  # places of a later turn stand above all of an earlier one


class Stage(IntEnum):
    HELD = 0
    PUBLISHED = 1
    WITHDRAWN = 2


@dataclass(frozen=True)
class Sent:
    """One push, as its sender means it; `version` is a number, a date or nothing, `kills` another article."""

    name: str
    headline: str
    version: int | datetime | None = None
    status: str = "usable"
    embargo: datetime | None = None
    expires: datetime | None = None
    kills: str | None = None

    @property
    def is_kill(self) -> bool:
        return self.status == "canceled"


@dataclass
class Version:
    """A version that was received. A DELETE has no push."""

    sent: Sent | None
    order: int
    received_at: datetime
    rejected: bool = False

    @property
    def is_takedown(self) -> bool:
        return self.sent is None or self.sent.is_kill

    @property
    def rank(self) -> tuple[int, bool]:
        return self.order, self.is_takedown

    def stage(self, now: datetime) -> Stage:
        """Give how much of it may be shown."""
        if self.sent is None or self.sent.is_kill:
            return Stage.WITHDRAWN
        if self.sent.status == "withheld" or _is_ahead(self.sent.embargo, now):
            return Stage.HELD
        return Stage.WITHDRAWN if _is_over(self.sent.expires, now) else Stage.PUBLISHED

    def seen_stage(self, now: datetime) -> Stage:
        """Give the stage as readers see it: what expired before anybody could see it was never there."""
        stage = self.stage(now)
        if self.is_takedown or self.sent is None or stage is not Stage.WITHDRAWN:
            return stage
        shown_from = max(self.received_at, self.sent.embargo or self.received_at)
        return Stage.HELD if _is_over(self.sent.expires, shown_from) else stage


@dataclass(frozen=True)
class Told:
    """The last that readers were told of an article, and by which push."""

    change: str
    by: Sent | None


@dataclass(frozen=True)
class Before:
    """What an index function finds in the index before it writes: what was told, and whether it is known."""

    told: Told | None
    is_known: bool


@dataclass
class Article:
    """`shown` is what the index holds; `told` is the last that readers were told of it."""

    received: list[Version] = field(default_factory=list)
    shown: tuple[Version, Stage] | None = None
    told: Told | None = None
    is_erased: bool = False

    def push(self, sent: Sent, now: datetime) -> str:
        """Give what its sender is told: kept, repeated, in conflict, refused, or that it was erased."""
        if isinstance(sent.version, datetime) and sent.version > now + AHEAD:
            return "refused"
        if self.is_erased:
            return "erased"
        before = [one for one in self.received if one.sent == sent]
        if before:
            last = max(before, key=lambda one: one.rank)
            if not self._goes_back(sent, last, now):
                last.rejected = False  # it is tried again
                return "repeated"
        order = self._order(sent, now)
        claimed = [one for one in self.received if one.order == order and not one.is_takedown]
        if claimed and sent.version is not None and not sent.is_kill:
            return "conflict"
        self.received.append(Version(sent, order, now))
        return "kept"

    def take_down(self, now: datetime) -> bool:
        """Keep a DELETE above all that was received; False where there is nothing to take down."""
        if not self.received:
            return False
        order = max(one.order for one in self.received)
        if not any(one.sent is None and one.order == order for one in self.received):
            self.received.append(Version(None, order, now))
        return True

    def be_killed(self, by: Sent, now: datetime) -> None:
        """Be taken down by a document; one that comes before this article waits for it, with its own date."""
        if not self.take_down(now):
            moment = by.version if isinstance(by.version, datetime) else now
            self.received.append(Version(None, _milliseconds(moment), now))

    def erase(self, now: datetime) -> bool:
        """Leave nothing but a takedown above all; False where there is nothing to erase."""
        if not self.received:
            return False
        if not self.is_erased:
            self.received = [Version(None, LAST, now)]
            self.shown = self.received[0], Stage.WITHDRAWN
            self.told = Told("withdrawn", None) if self.told else None
        self.is_erased = True
        return True

    def newest(self) -> Version:
        return max(self.received, key=lambda one: one.rank)

    def newest_good(self) -> Version | None:
        """Give the newest that was not rejected."""
        return max((one for one in self.received if not one.rejected), key=lambda one: one.rank, default=None)

    @property
    def before(self) -> Before:
        return Before(self.told, self.shown is not None)

    def deliver(self, version: Version, now: datetime, before: Before) -> None:
        """Let one version reach the index."""
        stage = version.stage(now)
        there = (self.shown[0].order, self.shown[1]) if self.shown else (-1, Stage.HELD)
        if (version.order, stage) > there:
            self.shown = version, stage
            self.told = _told(version.seen_stage(now), version.sent, before)

    def answer(self, now: datetime) -> str | int:
        """Give the headline that a reader gets, or the status that says why there is none."""
        if self.shown is None:
            return 404
        version, stage = self.shown
        if stage is Stage.PUBLISHED and version.stage(now) is Stage.PUBLISHED:
            assert version.sent is not None
            return version.sent.headline
        is_gone = stage is Stage.WITHDRAWN or (stage is Stage.PUBLISHED and version.stage(now) is Stage.WITHDRAWN)
        return 410 if is_gone and self.told else 404

    def change(self, now: datetime) -> str | None:
        """Give what the log of changes tells of it."""
        if self.told is None:
            return None
        return self.told.change if self.told.change == "withdrawn" or isinstance(self.answer(now), str) else None

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether its time is over and the index function was not there: the log tells of it when it was."""
        return (
            self.shown is not None
            and self.shown[1] is Stage.PUBLISHED
            and self.shown[0].stage(now) is Stage.WITHDRAWN
        )

    def is_down_since_after(self, now: datetime) -> bool:
        """Tell whether a takedown was received later than now."""
        return any(one.is_takedown and one.received_at > now for one in self.received)

    def is_ahead_again(self, now: datetime) -> bool:
        """Tell whether it was released, and the clocks were set back to before that."""
        return self.shown is not None and self.shown[1] > self.shown[0].stage(now)

    def is_passed(self, version: Version, now: datetime) -> bool:
        """Tell whether its embargo is over, and a newer one was received that was not rejected."""
        was_held = version.sent is not None and version.sent.embargo is not None
        is_newest = not any(one.rank > version.rank and not one.rejected for one in self.received)
        return was_held and version.stage(now) is Stage.PUBLISHED and not is_newest

    def _goes_back(self, sent: Sent, before: Version, now: datetime) -> bool:
        """Tell a sender without versions that returns to an earlier text from one that repeats a push."""
        newest = self.newest()
        if sent.version is not None or newest.is_takedown or newest.received_at <= before.received_at:
            return False
        return sent.is_kill or now - before.received_at > RETRY_WINDOW

    def _order(self, sent: Sent, now: datetime) -> int:
        value = sent.version if isinstance(sent.version, int) else _milliseconds(sent.version or now)
        kills = [one.order for one in self.received if one.is_takedown]
        if not sent.is_kill and kills and len(kills) == len(self.received):
            is_alike = sent.version is not None and _is_date(max(kills)) == _is_date(value)
            if not is_alike:  # a kill that came before its article waits for it
                return max(kills) if sent.version is None else min(value, max(kills))
        return _place(value, [one.order for one in self.received])


def _place(value: int, before: Sequence[int]) -> int:
    """Give the place of a version: by value among its kind; the newest of its kind stands above all others."""
    later = [each for each in before if _is_date(each) == _is_date(value) and each % _TURN >= value]
    if later:
        turn = min(later, key=lambda each: (each % _TURN, each)) // _TURN
    else:
        newest = max(before, default=0)
        is_above = not before or value > newest % _TURN or _is_date(newest) == _is_date(value)
        turn = newest // _TURN + (0 if is_above else 1)
    return turn * _TURN + value


def _told(stage: Stage, sent: Sent | None, before: Before) -> Told | None:
    """Give what to tell. The text that readers have, as a version of its own, changes nothing for them."""
    told = before.told
    if stage is Stage.PUBLISHED:
        if told is None or told.change == "withdrawn":
            return Told("published", sent)
        return told if told.by == sent else Told("updated", sent)
    if told is None:
        return Told("withdrawn", sent) if stage is Stage.WITHDRAWN and not before.is_known else None
    return told if told.change == "withdrawn" else Told("withdrawn", sent)


def _is_date(order: int) -> bool:
    return 3 * 10**11 <= order % _TURN < 10**13


def _is_ahead(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now


def _is_over(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
