"""A local stack as a user has it: `python -m infra.local`, with its output and its processes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SECONDS_TO_START = 180  # the first start on a machine fetches OpenSearch
SECONDS_TO_STOP = 60  # a few, where a processor is free
KEPT = {"logs", "opensearch", "s3", "secrets.json"}


class LocalStack:
    def __init__(self, home: Path) -> None:
        self.home = home
        self._output = home.parent / f"{home.name}.out"
        with self._output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "infra.local"],
                cwd=ROOT,
                env=os.environ | {"COPYDESK_HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        ends = time.monotonic() + SECONDS_TO_START
        while not (home / "stack.json").exists() or self.facts["pids"]["stack"] != self.process.pid:
            if self.process.poll() is not None or time.monotonic() > ends:
                self.process.kill()
                raise AssertionError(f"the stack did not start:\n{self.output}")
            time.sleep(0.05)

    @property
    def facts(self) -> dict[str, Any]:
        """What stack.json says now."""
        facts: dict[str, Any] = json.loads((self.home / "stack.json").read_text())
        return facts

    @property
    def output(self) -> str:
        return self._output.read_text()

    @property
    def commands(self) -> list[str]:
        """The commands that it tells its user to try."""
        return [line.strip() for line in self.output.splitlines() if line.startswith("  curl ")]

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it as a user does, and see that nothing is left but the data."""
        if self.process.poll() is not None:
            raise AssertionError(f"the stack ended by itself with {self.process.returncode}:\n{self.output}")
        family = descendants(self.process.pid)
        self.process.send_signal(how)
        assert self.process.wait(SECONDS_TO_STOP) == 0, self.output
        assert living(family) == set(), self.output
        assert {entry.name for entry in self.home.iterdir()} <= KEPT
        assert "Traceback" not in self.output

    def kill(self) -> None:
        """End it as a crash does, and see that no process is left."""
        family = descendants(self.process.pid)
        self.process.kill()
        self.process.wait()
        ends = time.monotonic() + SECONDS_TO_STOP
        while living(family) and time.monotonic() < ends:
            time.sleep(0.1)
        assert living(family) == set()


def descendants(pid: int) -> set[int]:
    listing = subprocess.check_output(["ps", "-A", "-o", "pid=,ppid="], text=True)
    parents = {int(child): int(parent) for child, parent in map(str.split, listing.splitlines())}
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family - {pid}


def living(pids: Iterable[int]) -> set[int]:
    """Those that still run; one that only waits to be reaped does not."""
    listing = subprocess.check_output(["ps", "-A", "-o", "pid=,stat="], text=True)
    states = {int(pid): state for pid, state in map(str.split, listing.splitlines())}
    return {pid for pid in pids if not states.get(pid, "Z").startswith("Z")}
