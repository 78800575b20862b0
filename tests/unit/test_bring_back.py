"""What is brought back each hour: one part that fails keeps no other from it, and is not forgotten."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

import pytest

from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey
from shared.usecases.bring_back import BroughtBack, WholeIndex, bring_back
from shared.usecases.ports import PinStore, RawStore, Stored

KEY = RawKey("demo", "0" * 32, 1, False, "0" * 64)
PINS = {"harbour": ["an-id"]}
ORDER = ["articles", "pins", "alerts"]


class Brought:
    """What was brought back, in its order; what is broken fails."""

    def __init__(self, broken: Sequence[str]) -> None:
        self.broken = broken
        self.parts: list[str] = []

    def bring(self, part: str) -> None:
        if part in self.broken:
            raise Unavailable(part)
        self.parts.append(part)


class Store:
    """One article and one pin."""

    def everything(self, prefix: str) -> Iterator[Stored]:
        if KEY.article_id.startswith(prefix):
            yield Stored(KEY, datetime(2026, 1, 1, tzinfo=UTC))

    def is_unclear(self, source: str, article_id: str) -> bool:
        return False

    def rejection(self, key: RawKey) -> None:
        """Nothing was rejected."""

    def pins(self) -> dict[str, list[str]]:
        return PINS


class Empty:
    """An index in which nothing is."""

    def __init__(self, brought: Brought) -> None:
        self.brought = brought

    def versions(self, article_ids: Sequence[str]) -> dict[str, tuple[int, RawKey]]:
        return {}

    def pins(self) -> dict[str, list[str]]:
        return {}

    def put_pins(self, pins: Mapping[str, Sequence[str]]) -> None:
        assert pins == PINS
        self.brought.bring("pins")


class Queues:
    """The ways to the functions that index articles and register alerts."""

    def __init__(self, brought: Brought) -> None:
        self.brought = brought

    def send(self, keys: Sequence[RawKey]) -> None:
        assert keys == [KEY]
        self.brought.bring("articles")

    def compare(self) -> None:
        self.brought.bring("alerts")


def brought_back(brought: Brought, part: int = 0, parts: int = 16) -> BroughtBack:
    store, queues, times = Store(), Queues(brought), iter([True] * parts)
    return bring_back(
        store=cast(RawStore, store),
        pins=cast(PinStore, store),
        index=cast(WholeIndex, Empty(brought)),
        queue=queues,
        alerts=queues,
        part=part,
        has_time=lambda: next(times, False),
    )


def test_articles_come_first_and_alerts_last() -> None:
    brought = Brought([])
    assert brought_back(brought) == BroughtBack(next_part=0, sent=1)
    assert brought.parts == ORDER


@pytest.mark.parametrize("broken", [["articles"], ["pins"], ["alerts"], ["articles", "pins"], ORDER])
def test_what_fails_keeps_nothing_else_from_being_brought_back_and_is_told_in_the_end(broken: list[str]) -> None:
    brought = Brought(broken)
    done = brought_back(brought)
    assert brought.parts == [part for part in ORDER if part not in broken]
    assert [str(error) for error in done.failures] == broken
    assert done.is_whole


def test_a_store_that_is_too_large_for_one_run_is_gone_through_in_several() -> None:
    brought = Brought([])
    first = brought_back(brought, part=7, parts=5)
    assert (first.next_part, first.is_whole, brought.parts) == (12, False, ["pins", "alerts"])
    last = brought_back(brought, part=first.next_part)
    assert (last.next_part, last.is_whole, last.sent) == (0, True, 0)
    assert brought_back(brought, part=last.next_part, parts=1).sent == 1
