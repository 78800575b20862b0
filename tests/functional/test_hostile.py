"""Inputs that mean harm are refused at once, and nothing is opened because of any of them.

They run in a process of their own, without a network where the system lets it be cut off.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.functional.hostile_cases import CASES

ROOT = Path(__file__).parents[2]
MS_REFUSED, MIB_REFUSED = 250, 64
MS_TAKEN, MIB_TAKEN = 2_500, 256  # of what is strange and still an article; the function has 29 s and 1 GiB
FORMATS_OF_EACH = 1  # beside the one that is found; `--whole` claims every format of every input


@cache
def _without_network() -> tuple[str, ...]:
    cut = ("unshare", "--map-root-user", "--net")
    try:
        works = subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        works = False
    return cut if works else ()


@pytest.fixture(scope="session")
def costs(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, list[dict[str, Any]]]:
    """What each input cost, by its name, once for each format that was claimed of it."""
    canary = tmp_path_factory.mktemp("hostile") / "canary"
    formats = "all" if request.config.getoption("--whole") else str(FORMATS_OF_EACH)
    command = [*_without_network(), sys.executable, "-m", "tests.functional.hostile_child", str(canary), formats]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[dict[str, Any]]] = {}
    for line in done.stdout.splitlines():
        cost = json.loads(line)
        found.setdefault(cost["case"], []).append(cost)
    return found


@pytest.mark.timeout(600)  # the first of them waits for all
@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_in_bounded_time_and_memory_and_opens_nothing(
    name: str, costs: dict[str, list[dict[str, Any]]]
) -> None:
    wrong = [cost for cost in costs[name] if not _holds(name, cost)]
    assert wrong == []


def _holds(name: str, cost: dict[str, Any]) -> bool:
    is_taken = 202 in cost["statuses"]
    ms, mib = (MS_TAKEN, MIB_TAKEN) if is_taken else (MS_REFUSED, MIB_REFUSED)
    is_bounded = cost["ms"] <= ms and cost["mib"] <= mib
    is_answered = all(status == 202 or 400 <= status < 500 for status in cost["statuses"])
    is_right = not (is_taken and cost["format"] is None and CASES[name].refused)
    return is_bounded and is_answered and is_right and not (cost["opened"] or cost["canary"] or cost["told"])


def test_the_worst_of_them_is_told(costs: dict[str, list[dict[str, Any]]]) -> None:
    every = [cost for several in costs.values() for cost in several if 202 not in cost["statuses"]]
    slowest, largest = max(every, key=lambda cost: cost["ms"]), max(every, key=lambda cost: cost["mib"])
    print(f"\n{len(CASES)} inputs, {sum(map(len, costs.values()))} readings; of those refused")
    print(f"  the slowest: {slowest['ms']} ms, {slowest['case']} as {slowest['format'] or 'found'}")
    print(f"  the largest: {largest['mib']} MiB, {largest['case']} as {largest['format'] or 'found'}")
    assert slowest["ms"] <= MS_REFUSED
    assert largest["mib"] <= MIB_REFUSED
