"""`python -m tests`: all tests, side by side first, and then one after another those that need the whole machine.

`python -m tests --chaos`: the long form of those of tests/chaos, what measures no time beside those that do.

Either ends with one table of the figures of both parts and what failed in either; it exits with 1 if anything did.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from tests.ending import Ending, as_table

WORKERS = min(4, os.cpu_count() or 1)  # each has an engine of its own, of 1 GB
# An engine that OPENSEARCH_URL names is one, and tests in two processes would empty it for each other.
AT_ONCE = ["-n", str(WORKERS), "--dist", "loadfile"] if "OPENSEARCH_URL" not in os.environ else []
FREE, TIMED = "not alone and not stack", "alone or stack"
CHAOS = ["tests/chaos", "--long", "--verbose"]


def main(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        endings = _chaos(Path(folder)) if "--chaos" in arguments else _all(Path(folder))
    print("\nfigures of both parts\n" + as_table([row for one in endings.values() for row in one.figures]) + "\n")
    for name, ending in endings.items():
        print(*ending.failed, f"tests {name}: {ending.counts}", sep="\n")
    return int(any(one.failed for one in endings.values()))


def _all(folder: Path) -> dict[str, Ending]:
    parts = {"side by side": ["-m", FREE, *AT_ONCE], "one after another": ["-m", TIMED]}
    return {name: _Run(name, options, folder).ended() for name, options in parts.items()}


def _chaos(folder: Path) -> dict[str, Ending]:
    """Let what measures no time run beside the rest, half an hour of it, and tell of it when both have ended."""
    log = folder / "log"
    beside = _Run("beside the others", [*CHAOS, "-m", FREE], folder, log)
    timed = _Run("one after another", [*CHAOS, "-m", TIMED], folder).ended()
    ended = beside.ended()
    print(log.read_text(errors="replace"))
    return {"one after another": timed, "beside the others": ended}


class _Run:
    """One run of pytest, which begins at once and writes to a file where one is given."""

    def __init__(self, name: str, options: Sequence[str], folder: Path, log: Path | None = None) -> None:
        print(f"tests that run {name}", flush=True)
        self._file = folder / f"{name}.ending"
        self._began = time.monotonic()
        command = [sys.executable, "-m", "pytest", *options, "--ending", str(self._file)]
        with log.open("w") if log else nullcontext() as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=out)

    def ended(self) -> Ending:
        """Wait for its end; give what it ended with."""
        code = self._process.wait()
        took = f", in {time.monotonic() - self._began:.0f} s"
        ended = Ending.read(self._file) if self._file.exists() else Ending("nothing told", [], [])
        failed = ended.failed or [f"pytest ended with exit code {code}"] * (code != 0)
        return Ending(ended.counts + took, failed, ended.figures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
