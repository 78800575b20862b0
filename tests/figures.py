"""Figures of quality: each is printed, carried to the table at the end of the run, and held to its bound."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import pytest

_PROPERTY = "figure"  # of a test's report, which also comes from a test that ran in another process

Row = tuple[str, ...]
HEAD = ("figure", "measured", "asked", "baseline", "run")


class RecordFigure(Protocol):
    """Records one figure and fails the test where it misses its bound; `run` tells what to repeat it with."""

    def __call__(
        self,
        name: str,
        value: float,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
        baseline: str | None = None,
        run: str | None = None,
    ) -> None: ...


@pytest.fixture(scope="session")
def whole(pytestconfig: pytest.Config) -> bool:
    """Whether to measure on whole collections, as `make quality` does, or on a part of the large ones."""
    return bool(pytestconfig.getoption("--whole"))


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Iterator[RecordFigure]:
    missed: list[str] = []

    def record(
        name: str,
        value: float,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
        baseline: str | None = None,
        run: str | None = None,
    ) -> None:
        bound = f"≥ {at_least}" if at_least is not None else f"≤ {at_most}" if at_most is not None else ""
        row = (name, f"{value:.3f}".rstrip("0").rstrip("."), bound, baseline or "", run or "")
        record_property(_PROPERTY, row)
        print("  ".join(row))
        if (at_least is not None and value < at_least) or (at_most is not None and value > at_most):
            missed.append(f"{name}: {value} is not {bound}")

    yield record
    assert not missed, missed  # at the end, so that one figure that falls short does not hide the others


def figures_of(reports: Iterable[object]) -> list[Row]:
    """Give the figures that these reports carry, each once: every report of a test carries those until then."""
    ended = (one for one in reports if isinstance(one, pytest.TestReport) and one.when == "teardown")
    return [tuple(row) for report in ended for name, row in report.user_properties if name == _PROPERTY]
