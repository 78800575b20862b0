"""A run on three nodes: each is killed, one stopped, one cut off, while articles are pushed and searched.

`python -m tests.chaos.cluster.scenario FOLDER PLAN` prints one line of JSON: what was seen.
"""

import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from moto import mock_aws

from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import opensearch_client
from shared.adapters.raw_store import S3RawStore
from shared.usecases.reconcile import reconcile
from tests.chaos.cluster.balancer import Balancer
from tests.chaos.cluster.nodes import NODES, Cluster, ask, wait_until
from tests.chaos.cluster.traffic import Traffic
from tests.chaos.cluster.world import Loopback, World

_SECONDS_DOWN = 2.0
_UNACKNOWLEDGED = "cut-off"  # what the node that is cut off is asked to write


@dataclass(frozen=True)
class Plan:
    """What to do to the cluster; `settings` are lines of opensearch.yml."""

    seed: int
    rounds: int
    partitions: int
    freezes: int
    replicas: int
    is_world: bool
    settings: dict[str, object] = field(default_factory=dict)
    pushes_a_second: float = 20


def run(plan: Plan, folder: Path) -> dict[str, Any]:
    """Start the cluster, let articles be pushed and searched while nodes fail, and compare at the end."""
    cluster = Cluster(folder, World(len(NODES)) if plan.is_world else Loopback(), plan.settings)
    for n in NODES:
        cluster.start(n)
    try:
        formed = cluster.wait_whole()
        with mock_aws():
            print(f"formed in {formed:.1f} s", file=sys.stderr, flush=True)
            return {"formed": formed} | _run(plan, cluster)
    finally:
        cluster.stop()


def _run(plan: Plan, cluster: Cluster) -> dict[str, Any]:
    addresses = [(str(urlsplit(cluster.url(n)).hostname), urlsplit(cluster.url(n)).port or 0) for n in NODES]
    balancer = Balancer(addresses, lambda place: _is_well(cluster, NODES[place]))
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="raw")
    traffic = Traffic(balancer.url, S3RawStore(s3, "raw"), plan.seed, plan.pushes_a_second)
    wait_until(lambda: ask(f"{balancer.url}/_cluster/health"), 10, "the balancer does not answer")
    OpenSearchArticleIndex(opensearch_client(balancer.url, "none", timeout=60)).prepare()
    wanted = {
        "number_of_replicas": plan.replicas,
        "auto_expand_replicas": False,
        "write.wait_for_active_shards": 2,
    }
    assert ask(f"{cluster.url(1)}/articles/_settings", wanted, method="PUT", timeout=30)
    cluster.wait_whole()
    traffic.start()
    traffic.wait_warm()
    fired = _Faults(cluster, traffic)
    for _ in range(plan.rounds):
        fired.kill_each()
    for _ in range(plan.freezes):
        fired.freeze_manager()
    for _ in range(plan.partitions):
        fired.cut_off_manager()
    traffic.finish()
    return _seen(cluster, traffic, fired)


def _is_well(cluster: Cluster, n: int) -> bool:
    """Tell whether a node is in a cluster with a manager: what one that was cut off says of itself."""
    return bool(cluster.health(n).get("discovered_cluster_manager"))


class _Faults:
    """Does them one after another, each on a cluster that is whole, and counts those that were seen to happen."""

    def __init__(self, cluster: Cluster, traffic: Traffic) -> None:
        self._cluster = cluster
        self._traffic = traffic
        self.counts = {
            "kills": 0,
            "managers killed": 0,
            "freezes": 0,
            "partitions": 0,
            "writes taken while cut off": 0,
        }
        self.silences: dict[str, float] = {}  # the longest without an answered search, by the fault

    def kill_each(self) -> None:
        """Kill each node once, the elected manager first."""
        left = set(NODES)
        while left:
            manager = self._cluster.manager()
            n = manager if manager in left else min(left)
            left.discard(n)
            with _Silence(self, "manager killed" if n == manager else "node killed"):
                self._cluster.kill(n)
                self.counts["kills"] += 1
                self.counts["managers killed"] += n == manager
                assert not self._cluster.health(n)
                time.sleep(_SECONDS_DOWN)
                self._cluster.start(n)
                self._cluster.wait_whole()

    def freeze_manager(self) -> None:
        """Stop the manager with its connections open until the others have another, and let it go on."""
        n = self._manager()
        others = [each for each in NODES if each != n]
        with _Silence(self, "manager stopped"):
            self._cluster.freeze(n)
            try:
                self._wait_for_another(n, others)
                self.counts["freezes"] += 1
                time.sleep(_SECONDS_DOWN)
            finally:
                self._cluster.thaw(n)
            self._cluster.wait_whole()

    def cut_off_manager(self) -> None:
        """Cut the manager off from both others, see that it takes no writes, and join them again."""
        n = self._manager()
        others = [each for each in NODES if each != n]
        world = self._cluster.world
        assert isinstance(world, World)
        with _Silence(self, "manager cut off"):
            for other in others:
                world.cut(n, other)
            try:
                self._wait_for_another(n, others)
                wait_until(lambda: self._knows_no_manager(n), 180, "the node that was cut off has a manager")
                self.counts["partitions"] += 1
                self.counts["writes taken while cut off"] += self._is_taken(n)
                time.sleep(_SECONDS_DOWN)
            finally:
                for other in others:
                    world.mend(n, other)
            self._cluster.wait_whole()

    def _knows_no_manager(self, n: int) -> bool:
        return self._cluster.health(n).get("discovered_cluster_manager") is False

    def _is_taken(self, n: int) -> bool:
        """Tell whether a write is acknowledged; one that is not may still be there later."""
        document = {"id": "x", "source": "x", "stage": "HELD", "raw_key": "x"}
        url = f"{self._cluster.url(n)}/articles/_doc/{_UNACKNOWLEDGED}?timeout=1s"
        return ask(url, document, method="PUT", timeout=5) is not None

    def _manager(self) -> int:
        n = self._cluster.manager()
        assert n is not None
        return n

    def _wait_for_another(self, n: int, others: list[int]) -> None:
        wait_until(lambda: self._cluster.manager(*others) not in (None, n), 180, "the others have no manager")


class _Silence:
    """Notes how long searches were not answered while a fault lasted."""

    def __init__(self, faults: _Faults, name: str) -> None:
        self._faults, self._name = faults, name

    def __enter__(self) -> None:
        self._started = time.monotonic()
        self._from = len(self._faults._traffic.answers) - 1

    def __exit__(self, *_: object) -> None:
        times = [*self._faults._traffic.answers[self._from :], time.monotonic()]
        longest = max(b - a for a, b in pairwise(times))
        took = time.monotonic() - self._started
        print(f"{self._name}: {took:.1f} s, {longest:.1f} s without a search", file=sys.stderr, flush=True)
        self._faults.silences[self._name] = max(self._faults.silences.get(self._name, 0), longest)


def _seen(cluster: Cluster, traffic: Traffic, faults: _Faults) -> dict[str, Any]:
    """Compare the ledger with what each copy of the index holds, before and after the reconciler."""
    holders = _holders(cluster)
    before = _held(cluster, holders[0])
    lost = [name for name, version in traffic.settled.items() if before.get(name, -1) < version]
    sent = reconcile(store=traffic.store, index=traffic.index, queue=traffic)
    asked = {name: one.version for name, one in traffic.ledger.items()}
    copies = {n: _held(cluster, n) for n in holders}
    return {
        "faults": faults.counts,
        "silences": faults.silences | {"all": traffic.longest_silence()},
        "counts": dict(traffic.counts),
        "failures": traffic.failures,
        "articles": len(traffic.ledger),
        "ledger": traffic.digest(),
        "lost": len(lost),
        "sent by the reconciler": sent,
        "differing": {n: len(asked.items() ^ held.items()) for n, held in copies.items()},
    }


def _holders(cluster: Cluster) -> list[int]:
    """Give the nodes that have a copy of the index: with one replica that is two of three."""
    shards = ask(f"{cluster.url(NODES[0])}/_cat/shards/articles?h=node,state&format=json", timeout=30)
    assert {one["state"] for one in shards} == {"STARTED"}, shards
    return sorted(int(one["node"].removeprefix("n")) for one in shards)


def _held(cluster: Cluster, n: int) -> dict[str, int]:
    """Give the version of each article in the copy of the index that this node has."""
    url = f"{cluster.url(n)}/articles"
    assert ask(f"{url}/_refresh", method="POST", timeout=30)
    body = {"size": 10_000, "version": True, "_source": False}
    hits = ask(f"{url}/_search?preference=_only_nodes:n{n}", body, timeout=30)["hits"]["hits"]
    return {hit["_id"]: hit["_version"] for hit in hits if hit["_id"] != _UNACKNOWLEDGED}


if __name__ == "__main__":
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")
    plan = Plan(**json.loads(sys.argv[2]))
    print(json.dumps(asdict(plan) | run(plan, Path(sys.argv[1]))))
