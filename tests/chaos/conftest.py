"""What every test of chaos has: whether it is the long form, and a table of what was measured."""

from collections.abc import Iterator
from typing import Protocol

import pytest

from tests.chaos.ledger import Found, Ledger
from tests.chaos.machine import Machine, running
from tests.figures import RecordFigure


class RecordLedger(Protocol):
    """Holds what the stores say against the ledger: each figure of it must be nothing."""

    def __call__(self, row: str, ledger: Ledger, found: Found, *, seed: int) -> str: ...


@pytest.fixture(scope="session")
def long(pytestconfig: pytest.Config) -> bool:
    """Whether to let faults strike in their hundreds, as `make chaos` does, or in their tens."""
    return bool(pytestconfig.getoption("--long"))


@pytest.fixture(scope="session")
def running_machine(opensearch: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """The functions behind the fault proxy, started once for the run."""
    with running(tmp_path_factory.mktemp("machine"), opensearch) as machine:
        yield machine


@pytest.fixture
def machine_without_polls(running_machine: Machine) -> Iterator[Machine]:
    """The machine with nothing in it; what is pushed waits in the queue until `poll` is called."""
    running_machine.empty()
    yield running_machine
    running_machine.empty()


@pytest.fixture
def machine(machine_without_polls: Machine) -> Machine:
    """The machine with nothing in it, which indexes what is pushed."""
    machine_without_polls.poll()
    return machine_without_polls


@pytest.fixture
def against_ledger(figure: RecordFigure) -> RecordLedger:
    """Record what became of all that was acknowledged; give what tells how to repeat the run."""

    def record(row: str, ledger: Ledger, found: Found, *, seed: int) -> str:
        run = f"seed {seed}, ledger {ledger.sha[:12]}"
        print(f"{row}: {len(ledger)} acknowledged, ledger {ledger.sha}", *found.examples.values(), sep="\n")
        for name, value in found.rows.items():
            figure(f"{row} {name}", value, at_most=0, run=run)
        return run

    return record
