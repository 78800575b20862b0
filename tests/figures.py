"""Figures of quality: each is printed, collected into one table at the end of the run, and held to its bound."""

from collections.abc import Iterator
from typing import Protocol

import pytest

_FIGURES = pytest.StashKey[list[tuple[str, str, str, str]]]()


class RecordFigure(Protocol):
    """Records one figure of the run and fails the test where it misses its bound."""

    def __call__(
        self,
        name: str,
        value: float,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
        baseline: str | None = None,
    ) -> None: ...


@pytest.fixture(scope="session")
def whole(pytestconfig: pytest.Config) -> bool:
    """Whether to measure on whole collections, as `make quality` does, or on a part of the large ones."""
    return bool(pytestconfig.getoption("--whole"))


@pytest.fixture
def figure(pytestconfig: pytest.Config) -> Iterator[RecordFigure]:
    missed: list[str] = []

    def record(
        name: str,
        value: float,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
        baseline: str | None = None,
    ) -> None:
        bound = f"≥ {at_least}" if at_least is not None else f"≤ {at_most}" if at_most is not None else ""
        row = (name, f"{value:.3f}".rstrip("0").rstrip("."), bound, baseline or "")
        pytestconfig.stash.setdefault(_FIGURES, []).append(row)
        print("  ".join(row))
        if (at_least is not None and value < at_least) or (at_most is not None and value > at_most):
            missed.append(f"{name}: {value} is not {bound}")

    yield record
    assert not missed, missed  # at the end, so that one figure that falls short does not hide the others


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(_FIGURES, [])
    if not rows:
        return
    terminalreporter.section("figures")
    table = [("figure", "measured", "asked", "baseline"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    for row in table:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        terminalreporter.write_line(line.rstrip())
