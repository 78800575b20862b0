"""A cluster of three nodes loses any one of them, and nothing that was acknowledged."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.chaos.cluster.scenario import Plan
from tests.chaos.cluster.world import way_in

pytestmark = [pytest.mark.engine, pytest.mark.alone, pytest.mark.timeout(2 * 3600)]
_ROOT = Path(__file__).parents[2]
_SECONDS = 10  # without an answered search, at most: what is promised


@pytest.mark.parametrize("replicas", [2, 1])
def test_nodes_that_are_killed_cost_no_article_and_searches_for_seconds_at_most(tmp_path, long, figure, replicas):
    if replicas == 1 and not long:
        pytest.skip("with one replica in the long form only")
    rounds = 10 if long else 1
    seen = _run(tmp_path, Plan(1, rounds, 0, 3 if long else 0, replicas, is_world=False), [])
    _assert_nothing_is_lost(seen, figure, name=f"R4 nodes killed, {replicas} replicas")
    assert seen["faults"]["kills"] == 3 * rounds
    assert seen["faults"]["managers killed"] >= rounds


def test_a_manager_that_is_cut_off_takes_no_writes_and_nothing_is_lost(tmp_path, long, figure):
    way = way_in()
    if way is None:
        pytest.skip("this system lets nobody make network namespaces here, or lacks unshare, nsenter or ip")
    partitions = 5 if long else 1
    seen = _run(tmp_path, Plan(1, 0, partitions, 0, 2, is_world=True), way)
    _assert_nothing_is_lost(seen, figure, name="R4 manager cut off")
    assert seen["faults"]["partitions"] == partitions
    assert seen["faults"]["writes taken while cut off"] == 0


def _run(folder, plan, way):
    """Give what was seen of a cluster in a process, and where it can be a network, of its own."""
    command = [*way, sys.executable, "-m", "tests.chaos.cluster.scenario", str(folder), json.dumps(asdict(plan))]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    print(done.stderr)
    assert done.returncode == 0, done.stderr[-4_000:]
    return json.loads(done.stdout.splitlines()[-1])


def _assert_nothing_is_lost(seen, figure, *, name):
    print(json.dumps(seen))
    run = f"seed {seen['seed']}, ledger {seen['ledger'][:12]}"
    assert (seen["failures"], seen["articles"] > 0, seen["counts"]["indexed"] > 0) == ([], True, True)
    figure(f"{name}: acknowledged and lost", seen["lost"], at_most=0, run=run)
    figure(f"{name}: differing copies", sum(seen["differing"].values()), at_most=0, run=run)
    silence = seen["silences"]["all"]
    figure(f"{name}: s without a search", silence, at_most=_SECONDS, run=run)
