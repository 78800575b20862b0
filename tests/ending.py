"""What a run of tests ends with: its figures, how many passed, and what failed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.figures import HEAD, Row, figures_of

_TOLD = ("passed", "failed", "error", "skipped")


@dataclass(frozen=True)
class Ending:
    counts: str
    failed: list[str]
    figures: list[Row]

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, file: Path) -> "Ending":
        return cls(**json.loads(file.read_text()))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ending", type=Path, help="write the figures and what failed to this file, for a later run")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    stats = terminalreporter.stats
    ending = Ending(
        counts=", ".join(f"{len(stats[word])} {word}" for word in _TOLD if word in stats),
        failed=[f"{word}: {report.nodeid}" for word in ("failed", "error") for report in stats.get(word, ())],
        figures=figures_of(report for reports in stats.values() for report in reports),
    )
    if file := config.getoption("--ending"):
        ending.write(file)
    elif ending.figures:
        terminalreporter.section("figures")
        terminalreporter.write_line(as_table(ending.figures))


def as_table(figures: Sequence[Row]) -> str:
    """Lay figures out in columns, under a head."""
    kept = [n for n in range(len(HEAD)) if any(row[n] for row in figures)]  # no column that nobody filled
    table = [[row[n] for n in kept] for row in (HEAD, *figures)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table)
    return "\n".join(line.rstrip() for line in lines)
