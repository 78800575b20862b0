"""`python -m tests`: all tests, side by side first, and then one after another those that need the whole machine.

It ends with one table of the figures of both parts and what failed in either, and exits with 1 when anything did.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.ending import Ending, as_table

WORKERS = min(4, os.cpu_count() or 1)  # each has an engine of its own, of 1 GB
# An engine that OPENSEARCH_URL names is one, and tests in two processes would empty it for each other.
AT_ONCE = ["-n", str(WORKERS), "--dist", "loadfile"] if "OPENSEARCH_URL" not in os.environ else []
PARTS = {
    "side by side": ["-m", "not alone and not stack", *AT_ONCE],
    "one after another": ["-m", "alone or stack"],
}


def main() -> int:
    endings: list[Ending] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, options in PARTS.items():
            endings.append(_run(name, options, Path(folder, "ending")))
    print("\nfigures of both parts\n" + as_table([row for one in endings for row in one.figures]) + "\n")
    for name, ending in zip(PARTS, endings, strict=True):
        print(*ending.failed, f"tests {name}: {ending.counts}", sep="\n")
    return int(any(one.failed for one in endings))


def _run(name: str, options: list[str], file: Path) -> Ending:
    print(f"tests that run {name}", flush=True)
    file.unlink(missing_ok=True)
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "pytest", *options, "--ending", str(file)], check=False)
    took = f", in {time.monotonic() - began:.0f} s"
    ended = Ending.read(file) if file.exists() else Ending("nothing told", [], [])
    failed = ended.failed or [f"pytest ended with exit code {done.returncode}"] * (done.returncode != 0)
    return Ending(ended.counts + took, failed, ended.figures)


if __name__ == "__main__":
    sys.exit(main())
