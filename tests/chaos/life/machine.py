"""The machine that does anything in any order to a few articles, and asks after each step what readers see."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from shared.domain.errors import ArticlePurged, BadInput, VersionConflict
from tests.chaos.life.model import Sent
from tests.chaos.life.seeing import NAMES, Seeing

_EARLIER = (timedelta(minutes=20), timedelta(minutes=2), timedelta())  # dates that senders give, before the start
_AHEAD = (timedelta(seconds=-60), timedelta(seconds=30), timedelta(minutes=10), timedelta(hours=1))
_STEPS = tuple(timedelta(minutes=each) for each in (0.5, 3, 11, 120, -1, -60))
_MOST_AT_ONCE = 4
_SEEN_AS = {VersionConflict: "conflict", BadInput: "refused", ArticlePurged: "erased"}

_names = st.sampled_from(NAMES)
_moments = st.none() | st.sampled_from(_AHEAD)
_versions = st.none() | st.integers(1, 4) | st.sampled_from(_EARLIER)
_statuses = st.sampled_from(["usable"] * 6 + ["withheld", "canceled"])
_acts = ("release", "reconcile", "replay", "break or mend", "rebuild", "deliver all")
_pushes: dict[str, st.SearchStrategy[Any]] = {
    "name": _names,
    "version": _versions,
    "status": _statuses,
    "embargo": _moments,
    "expires": _moments,
}


class LifeMachine(Seeing):
    """Pushes, loads, deliveries, clocks and operations, against the model."""

    @rule(at_once=st.booleans(), **_pushes)
    def push(self, *, at_once: bool, **given: Any) -> None:
        """Push an article, and deliver at once what waits or leave it for later."""
        self._push(self._sent(self.tick("push"), **given))
        if at_once:
            self.deliver_all()

    @rule(at_once=st.booleans(), kills=_names, **_pushes)
    def kill(self, *, at_once: bool, **given: Any) -> None:
        """Push an article that names another one as killed."""
        self._push(self._sent(self.tick("kill"), **given))
        if at_once:
            self.deliver_all()

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        self.tick("repeat")
        self._push(data.draw(st.sampled_from(self.sent)))

    @rule(given=st.lists(st.fixed_dictionaries(_pushes), max_size=2), data=st.data())
    def load(self, given: list[dict[str, Any]], data: st.DataObject) -> None:
        """Load some at once, of new ones and of what was sent before.

        When all clocks were set back to before a takedown, it rightly seems to have come while the load was read.
        """
        now = self.tick("load")
        if any(article.is_down_since_after(now) for article in self.model.values()):
            return
        before = [one for one in self.sent if one.kills is None]
        again = data.draw(st.lists(st.sampled_from(before), max_size=2)) if before else []
        some = again + [self._sent(now, **one) for one in given]
        done = self.service.load(some)
        expected = self._loaded(some, now)
        assert (done.kept, done.there, done.conflicts, done.refusals) == (
            expected["kept"],
            expected["repeated"],
            expected["conflict"],
            expected["refused"] + expected["erased"],
        )

    def _loaded(self, some: list[Sent], now: datetime) -> Counter[str]:
        """Let the model take them in one after the other, those of one article by the millisecond."""
        places: Counter[str] = Counter()
        expected: Counter[str] = Counter()
        for sent in some:
            outcome = self.model[sent.name].push(sent, now + timedelta(milliseconds=places[sent.name]))
            places[sent.name] += outcome != "refused"  # that is known before they are put in their order
            expected[outcome] += 1
        return expected

    def _sent(self, now: datetime, **given: Any) -> Sent:
        name, version, limits = given["name"], given["version"], (given["embargo"], given["expires"])
        sent = Sent(
            name,
            f"{name[-1].upper()} number {len(self.sent)}",
            self.start - version if isinstance(version, timedelta) else version,
            given["status"],
            *(None if limit is None else now + limit for limit in limits),
            given.get("kills"),
        )
        self.sent.append(sent)
        return sent

    def _push(self, sent: Sent) -> None:
        now = self.service.now
        refused = self.service.push(sent)
        expected = self.model[sent.name].push(sent, now)
        seen = _SEEN_AS.get(type(refused), "taken")
        assert seen == ("taken" if expected in ("kept", "repeated") else expected), (expected, refused)
        if expected == "kept" and sent.kills not in (None, sent.name):
            self.model[sent.kills].be_killed(sent, now)

    @rule(name=_names, act=st.sampled_from(["delete"] * 4 + ["purge"]))
    def end(self, name: str, act: str) -> None:
        """Take an article down, or seldom, since there is no more to see of it then, erase it for good."""
        now = self.tick(act)
        if act == "delete":
            assert self.service.take_down(self.ids[name]) == self.model[name].take_down(now)
            return
        done = self.service.purge(self.ids[name])
        assert (done is not None) == self.model[name].erase(now)
        assert done is None or done.is_complete

    @precondition(lambda self: self.service.queue or self.delivered)
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        """Deliver some in any order, of what waits and of what was delivered before."""
        self.tick("deliver")
        there = [*self.delivered, *self.service.queue]
        places = st.integers(0, len(there) - 1)
        chosen = data.draw(st.lists(places, min_size=1, max_size=_MOST_AT_ONCE, unique=True))
        waiting = len(self.delivered)
        self.service.queue = [one for n, one in enumerate(there) if n >= waiting and n not in chosen]
        self.deliver_these([there[place] for place in chosen])

    @precondition(lambda self: self.service.queue)
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        """Let a notification be lost."""
        self.tick("lose")
        self.service.queue.pop(data.draw(st.integers(0, len(self.service.queue) - 1)))

    @rule(step=st.sampled_from(_STEPS), is_released=st.booleans())
    def clock(self, *, step: timedelta, is_released: bool) -> None:
        """Let time pass, with the release that runs each minute or without, or let all clocks be set back.

        What was told by a clock that was ahead stands later in the log than what comes after, so whoever keeps a
        copy begins anew then.
        """
        self.tick("clock")
        self.service.now += step
        if step < timedelta():
            self.copy, self.cursor = {}, None
        elif is_released:
            self.service.release()
            self.deliver_all()

    @rule(act=st.sampled_from(_acts))
    def operate(self, act: str) -> None:
        self.tick(act)
        {
            "release": self.service.release,
            "reconcile": self.reconcile,
            "replay": self.replay,
            "break or mend": self._break_or_mend,
            "rebuild": self._rebuild,
            "deliver all": self.deliver_all,
        }[act]()

    def _break_or_mend(self) -> None:
        """Deploy a release that rejects everything, or the one after it."""
        self.service.is_broken = not self.service.is_broken

    def _rebuild(self) -> None:
        """Rebuild the index; where the one before it is there, go back to it instead: both hold the same.

        When all clocks were set back a new index holds what was released, and the old one does not.
        """
        if any(article.is_ahead_again(self.service.now) for article in self.model.values()):
            return
        if self.has_old:
            self.service.roll_back()
            self.service.drop_old()
            self.has_old = False
            return
        self.service.rebuild()
        self.has_old = True
        for article in self.model.values():
            if article.received:
                article.deliver(article.newest(), self.service.now, article.before)

    @rule()
    def follow(self) -> None:
        """Keep a copy of what is published, as one who follows the log of changes does."""
        self.tick("follow")
        self.follow_on()
