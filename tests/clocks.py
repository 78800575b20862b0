"""The clocks of the functions in a test's hand: the time that it is, and how wrong each of them goes."""

from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest

from functions.accept import handler as accept
from functions.admin import handler as admin
from functions.alert import handler as alert
from functions.index import handler as index
from functions.search import handler as search

FUNCTIONS: dict[str, ModuleType] = {
    "accept": accept,
    "admin": admin,
    "alert": alert,
    "index": index,
    "search": search,
}


class Clocks:
    """Stands still at `now` until it is set. Each function reads its clock in its handler alone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, now: datetime | None = None) -> None:
        self.now = now or datetime.now(UTC).replace(microsecond=0)
        self.wrong: dict[str, timedelta] = {}
        for name, handler in FUNCTIONS.items():
            monkeypatch.setattr(handler, "datetime", self._clock_of(name))

    def at(self, now: datetime, **wrong: timedelta) -> None:
        """Let it be this time; the functions named here have clocks that are wrong by so much."""
        self.now, self.wrong = now, wrong

    def _clock_of(self, name: str) -> type[datetime]:
        clocks = self

        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return (clocks.now + clocks.wrong.get(name, timedelta())).astimezone(tz)

        return Clock
