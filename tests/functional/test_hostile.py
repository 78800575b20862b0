"""Inputs that mean harm are refused at once, and nothing is opened because of any of them.

They run in a process of their own, without a network where the system lets it be cut off.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.functional.hostile_cases import CASES

ROOT = Path(__file__).parents[2]
MS_REFUSED, MIB_REFUSED = 250, 64
MS_TAKEN, MIB_TAKEN = 2_500, 256  # of what is strange and still an article; the function has 29 s and 1 GiB
FORMATS_OF_EACH = 1  # beside the one that is found; `--whole` claims every format of every input
CHILDREN = 2  # at once, each with its part of the inputs
TRIES = 4  # of what was too slow or too large, each in a new process: whatever else the machine does only adds

Costs = dict[str, list[dict[str, Any]]]


@cache
def _without_network() -> tuple[str, ...]:
    cut = ("unshare", "--map-root-user", "--net")
    try:
        works = subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        works = False
    return cut if works else ()


@pytest.fixture(scope="session")
def costs(tmp_path_factory: pytest.TempPathFactory, whole: bool) -> Costs:
    """What each input cost, by its name, once for each format that was claimed of it."""
    folder = tmp_path_factory.mktemp("hostile")
    formats = "all" if whole else str(FORMATS_OF_EACH)
    names = list(CASES)
    with ThreadPoolExecutor(CHILDREN) as pool:
        parts = [(folder / f"canary-{one}", formats, names[one::CHILDREN]) for one in range(CHILDREN)]
        read = pool.map(lambda part: _read(*part), parts)
        found = {name: several for part in read for name, several in part.items()}
    for _ in range(1, TRIES):
        costly = [name for name, several in found.items() if not all(map(_is_bounded, several))]
        if not costly:
            break
        for name, again in _read(folder / "canary-again", formats, costly).items():
            found[name] = [_the_lesser(*both) for both in zip(found[name], again, strict=True)]
    return found


def _read(canary: Path, formats: str, names: list[str]) -> Costs:
    module = "tests.functional.hostile_child"
    command = [*_without_network(), sys.executable, "-m", module, str(canary), formats, *names]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: Costs = {}
    for line in done.stdout.splitlines():
        cost = json.loads(line)
        found.setdefault(cost["case"], []).append(cost)
    return found


def _the_lesser(first: dict[str, Any], again: dict[str, Any]) -> dict[str, Any]:
    """What was found with the first, and the least that it cost."""
    return first | {key: min(first[key], again[key]) for key in ("ms", "mib")}


@pytest.mark.timeout(600)  # the first of them waits for all
@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_in_bounded_time_and_memory_and_opens_nothing(name: str, costs: Costs) -> None:
    wrong = [cost for cost in costs[name] if not _holds(name, cost)]
    assert wrong == []


def _holds(name: str, cost: dict[str, Any]) -> bool:
    is_taken = 202 in cost["statuses"]
    is_answered = all(status == 202 or 400 <= status < 500 for status in cost["statuses"])
    is_right = not (is_taken and cost["format"] is None and CASES[name].refused)
    is_careful = not (cost["opened"] or cost["canary"] or cost["told"])
    return _is_bounded(cost) and is_answered and is_right and is_careful


def _is_bounded(cost: dict[str, Any]) -> bool:
    ms, mib = (MS_TAKEN, MIB_TAKEN) if 202 in cost["statuses"] else (MS_REFUSED, MIB_REFUSED)
    return bool(cost["ms"] <= ms and cost["mib"] <= mib)


def test_the_worst_of_them_is_told(costs: Costs) -> None:
    every = [cost for several in costs.values() for cost in several if 202 not in cost["statuses"]]
    slowest, largest = max(every, key=lambda cost: cost["ms"]), max(every, key=lambda cost: cost["mib"])
    print(f"\n{len(CASES)} inputs, {sum(map(len, costs.values()))} readings; of those refused")
    print(f"  the slowest: {slowest['ms']} ms, {slowest['case']} as {slowest['format'] or 'found'}")
    print(f"  the largest: {largest['mib']} MiB, {largest['case']} as {largest['format'] or 'found'}")
    assert slowest["ms"] <= MS_REFUSED
    assert largest["mib"] <= MIB_REFUSED
