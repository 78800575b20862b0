"""Three real nodes of OpenSearch in one cluster; each can be killed, stopped, cut off and started again."""

import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.local import jars
from infra.local.engine_files import command, lay_out
from infra.local.ports import free_port
from infra.local.process import Process
from infra.local.start_cache import StartCache
from tests.chaos.cluster.world import Loopback, World

NODES = (1, 2, 3)
_HEAP = ("-Xms256m", "-Xmx256m")
# What whoever runs a cluster should set: by the defaults of 10 s, 10 s and 30 s a manager that is cut off is
# missed after half a minute, and takes itself for the manager for a whole one.
_SETTINGS = {
    "cluster.fault_detection.leader_check.timeout": "2s",
    "cluster.fault_detection.follower_check.timeout": "2s",
    "cluster.publish.timeout": "10s",
}
_SECONDS_TO_FORM = 300  # 5 on two free processors, ten times that where they are shared


class Cluster:
    """Node `n` is `n1` to `n3`; `settings` are further lines of opensearch.yml."""

    def __init__(self, folder: Path, world: World | Loopback, settings: dict[str, object]) -> None:
        self._folder = folder
        self.world = world
        self._settings = settings
        cached = jars.cache_directory() / "opensearch"
        self._jars = jars.fetch(cached / "jars", lambda _: None)
        cache = StartCache(cached / "start", self._jars)
        self._flags = (*(cache.flags() if cache.is_usable() else ()), *_HEAP)
        self._ports = {n: (free_port(), free_port()) for n in NODES}
        self._processes: dict[int, Process] = {}

    def url(self, n: int) -> str:
        return f"http://{self.world.address(n)}:{self._ports[n][0]}"

    def start(self, n: int) -> None:
        """Start this node on its data; it joins the others when it is up."""
        home = self._folder / f"n{n}"
        transports = [f"{self.world.address(each)}:{self._ports[each][1]}" for each in NODES]
        http, transport = self._ports[n]
        of_this_node = {
            "node.name": f"n{n}",
            "network.host": self.world.address(n),
            "http.port": http,
            "transport.port": transport,
            "discovery.type": "zen",
            "discovery.seed_hosts": transports,
            "cluster.initial_cluster_manager_nodes": [f"n{each}" for each in NODES],
        }
        lay_out(home, self._jars, of_this_node | _SETTINGS | self._settings)
        start = [*self.world.prefix(n), *command(home, self._jars, *self._flags)]
        self._processes[n] = Process(start, log=home / "logs/console.log", cwd=home)

    def kill(self, n: int) -> None:
        """End this node as `kill -9` does."""
        os.kill(self._processes[n].pid, signal.SIGKILL)
        self._processes[n].stop()

    def freeze(self, n: int) -> None:
        """Let this node do nothing, with its connections open."""
        os.kill(self._processes[n].pid, signal.SIGSTOP)

    def thaw(self, n: int) -> None:
        """Let it go on."""
        os.kill(self._processes[n].pid, signal.SIGCONT)

    def stop(self) -> None:
        """End all that run."""
        for process in self._processes.values():
            process.kill()

    def manager(self, *asking: int) -> int | None:
        """Give the elected manager as the first of these nodes that answers knows it."""
        for n in asking or NODES:
            found = ask(f"{self.url(n)}/_cat/cluster_manager?format=json&h=node&local=true")
            if found and found[0]["node"].startswith("n"):
                return int(found[0]["node"][1:])
        return None

    def health(self, n: int) -> dict[str, Any]:
        """Give what this node knows of the cluster, nothing where it does not answer."""
        return ask(f"{self.url(n)}/_cluster/health?local=true") or {}

    def wait_whole(self) -> float:
        """Wait until all nodes are there and every copy of every shard is; give the seconds."""
        return wait_until(
            lambda: all(
                (self.health(n).get("number_of_nodes"), self.health(n).get("status")) == (len(NODES), "green")
                for n in NODES
            ),
            _SECONDS_TO_FORM,
            "the cluster is not whole",
        )


def ask(url: str, body: Any = None, *, method: str | None = None, timeout: float = 2.0) -> Any:
    """Give the answer to one request as JSON, None where there is none or not a success."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        print(f"{url}: {error.code} {error.read()[:300]!r}", file=sys.stderr, flush=True)
        return None
    except (OSError, ValueError):
        return None


def wait_until(holds: Callable[[], object], seconds: float, otherwise: str) -> float:
    """Wait until it holds; give the seconds."""
    started = time.monotonic()
    while not holds():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"{otherwise} after {seconds} s")
        time.sleep(0.1)
    return time.monotonic() - started
