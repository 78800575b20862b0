"""What the machine knows of a run, and how it holds what readers see against the model."""

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition

from shared.domain.identity import RawKey, article_id
from tests.chaos.life.model import Article, Sent, Version
from tests.chaos.life.service import Message, Service

NAMES = ("urn:a", "urn:b", "urn:c")
_TICK = timedelta(milliseconds=7)  # no two things happen at one moment
# What does not reach the index by itself; the queue's deliveries do.
_UNSEEN = frozenset(
    {
        "push",
        "kill",
        "load",
        "repeat",
        "delete",
        "lose",
        "break or mend",
        "replay",
        "reconcile",
        "release",
        "follow",
    }
)


class Seeing(RuleBasedStateMachine):
    """One run: the service, the model, and what is to be the same in both."""

    opensearch: ClassVar[str]
    runs: ClassVar[Counter[str]] = Counter()
    # Another one for each run, since the engine remembers for a minute what was deleted. The ids are in one order,
    # or the same run would not do the same once more.
    _sources: ClassVar[Iterator[tuple[str, dict[str, str]]]] = (
        (source, ids)
        for source, ids in (
            (f"run-{number}", {name: article_id(f"run-{number}", name) for name in NAMES})
            for number in itertools.count()
        )
        if list(ids.values()) == sorted(ids.values())
    )

    def __init__(self) -> None:
        super().__init__()
        # No clock goes back to before the index was made: what was received before that, readers saw before that.
        self.start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
        source, self.ids = next(self._sources)
        self.service = Service(self.opensearch, source, self.start)
        self.service.stack.index.prepare()
        self.model = {name: Article() for name in NAMES}
        self.sent: list[Sent] = []
        self.versions: dict[RawKey, Version] = {}
        self.delivered: list[Message] = []  # any of them may be delivered once more, at any time
        self.copy: dict[str, datetime | None] = {}  # what one who follows the changes has
        self.cursor: str | None = None
        self.has_old = False
        self.may_differ = False  # since readers were last asked
        self.runs["runs"] += 1

    @precondition(lambda self: self.may_differ)
    @invariant()
    def all_is_as_the_model_says(self) -> None:
        self.may_differ = False
        self._see_readers()
        self._see_the_log()

    def _see_readers(self) -> None:
        now = self.service.now
        assert {name: self.service.answer(self.ids[name]) for name in NAMES} == {
            name: article.answer(now) for name, article in self.model.items()
        }
        assert self.service.found() == self._visible()

    def _see_the_log(self) -> None:
        """The log tells of each article once, with its last change."""
        changes, _ = self.service.changes()
        told = {self.ids[name]: article.change(self.service.now) for name, article in self.model.items()}
        assert len(changes) == len({one["id"] for one in changes})
        assert {one["id"]: one["change"] for one in changes} == {each: told[each] for each in told if told[each]}

    def teardown(self) -> None:
        try:
            self._settle()
        finally:
            self.service.close()

    def _settle(self) -> None:
        """Mend all that can be mended, let all time pass, and see that each article is where it belongs."""
        self.service.is_broken = False
        self.replay()
        self.deliver_all()
        self.reconcile()
        self.deliver_all()
        assert self.service.reconcile() == 0
        self.service.now += timedelta(days=1)
        self.service.release()
        self.deliver_all()
        for name, article in self.model.items():
            if article.received:
                self._see_settled(name, article)
        self.all_is_as_the_model_says()
        self.follow_on()
        assert set(self.copy) == set(self._visible())

    def reconcile(self) -> None:
        """Send the newest of each article that was not rejected, where the index lacks it, and nothing else."""
        lacking = [
            one for one in self.model.values() if (good := one.newest_good()) and not self._is_there(one, good)
        ]
        assert self.service.reconcile() == len(lacking)

    def replay(self) -> None:
        """Send all that was rejected again."""
        rejected = [one for article in self.model.values() for one in article.received if one.rejected]
        assert self.service.replay_rejected() == len(rejected)
        for one in rejected:
            one.rejected = False

    def follow_on(self) -> None:
        """Go on with the log of changes, and see that a copy that is kept by it is what readers see.

        What is over and still waits for the index function is told when it was there: readers see it no more, and
        who keeps a copy may not yet know of it, if an earlier version had no end.
        """
        changes, self.cursor = self.service.changes(self.cursor)
        for one in changes:
            if one["change"] == "withdrawn":
                self.copy.pop(one["id"], None)
            else:
                self.copy[one["id"]] = datetime.fromisoformat(one["expires_at"]) if "expires_at" in one else None
        now = self.service.now
        overdue = {self.ids[name] for name, article in self.model.items() if article.is_overdue(now)}
        current = {each for each, end in self.copy.items() if end is None or end > now}
        assert current - overdue == set(self._visible())

    def _see_settled(self, name: str, article: Article) -> None:
        newest, now = article.newest(), self.service.now
        assert article.shown is not None
        assert (article.shown[0].order, article.shown[1]) == (newest.order, newest.stage(now))
        assert len(self.service.kept(self.ids[name])) == len(article.received)
        states = [one.state.value for one in self.service.status(self.ids[name]).versions]
        first = {0: "held", 1: "indexed", 2: "withdrawn"}[newest.stage(now)]
        assert (states[0], set(states[1:]) - {"withdrawn"}) in ((first, set()), (first, {"superseded"})), states

    def deliver_all(self) -> None:
        """Deliver all that waits, each message once."""
        self.tick("deliver")
        batch, self.service.queue = self.service.queue, []
        self.deliver_these(batch)

    def deliver_these(self, batch: list[Message]) -> None:
        keys = self.service.keys(batch)
        before = {name: article.before for name, article in self.model.items()}
        self.service.deliver(keys)
        self.delivered = list(dict.fromkeys([*self.delivered, *batch]))
        named = [(next(name for name, each in self.ids.items() if each == key.article_id), key) for key in keys]
        # Nothing that comes changes what is erased, nor is anything of it rejected.
        batch_of = [(name, self._version(name, key)) for name, key in named if not self.model[name].is_erased]
        now = self.service.now
        # What a batch rejects is known after all of it was read: it does not yet let an earlier version pass.
        passed = [self.model[name].is_passed(version, now) for name, version in batch_of]
        for (name, version), is_passed in zip(batch_of, passed, strict=True):
            if self.service.is_broken and not is_passed:
                version.rejected = True
            elif not is_passed:
                self.model[name].deliver(version, now, before[name])

    def _version(self, name: str, key: RawKey) -> Version:
        """Give the version of the model that a key names."""
        if key not in self.versions:
            received_at = self.service.stack.store.envelope(key).received_at
            self.versions[key] = next(
                one
                for one in self.model[name].received
                if one.received_at == received_at and one.is_takedown == key.takedown
            )
        return self.versions[key]

    def _is_there(self, article: Article, version: Version) -> bool:
        return article.shown is not None and (article.shown[0].order, article.shown[1]) >= (
            version.order,
            2 if version.is_takedown else 0,
        )

    def _visible(self) -> dict[str, str]:
        answers = {self.ids[name]: article.answer(self.service.now) for name, article in self.model.items()}
        return {each: answer for each, answer in answers.items() if isinstance(answer, str)}

    def tick(self, act: str) -> datetime:
        """Count what is done, and give the moment at which it is."""
        self.runs["steps"] += 1
        self.runs[act] += 1
        self.may_differ |= act not in _UNSEEN
        self.service.now += _TICK
        return self.service.now
