"""The local OpenSearch: starts it, finds one that already runs on the same home, and stops it."""

import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from infra.local import claim, jars
from infra.local.failure import StartFailure
from infra.local.node import Node, is_ready, process_id_at
from infra.local.ports import LOOPBACK, free_port, refuse_taken
from infra.local.progress import Progress
from infra.local.start_cache import StartCache
from infra.local.training import Training

MEGABYTES_NEEDED = 500  # 73 of jars, 120 of start cache, the rest for the first articles


class Engine:
    """A running OpenSearch. `reused` says that another process started it, and will stop it."""

    def __init__(self, port: int, pid: int, *, node: Node | None, cache: StartCache | None) -> None:
        self.url = f"http://{LOOPBACK}:{port}"
        self.pid = pid
        self.reused = node is None
        self._node = node
        self._cache = cache
        self._training: Training | None = None

    def train_next_start(self) -> Training | None:
        """Make later starts on this machine faster, with what the processor has to spare; None if they are.

        It takes half a minute in the background, so call it when the stack is up. `stop` breaks it off.
        """
        if self._cache and not self._training and not self._cache.is_usable():
            self._training = Training(self._cache)
        return self._training

    def stop(self) -> None:
        """End what this process started; what it only reuses goes on."""
        if self._training:
            self._training.cancel()
        if self._node:
            self._node.process.stop()

    def kill(self) -> None:
        """End the server as a crash would; `start` on the same home brings it back."""
        if self._node:
            self._node.process.kill()
        self.stop()


def start(home: Path, *, port: int, hosts: Sequence[str] = (LOOPBACK,), progress: Progress) -> Engine:
    """Start OpenSearch on the data of this home, or find the one that already serves it; port 0 takes any.

    It listens on the loopback address in any case, and on the other hosts that are named.
    """
    try:
        return _start_or_join(home.resolve(), port, list(dict.fromkeys((LOOPBACK, *hosts))), progress)
    except OSError as error:
        raise StartFailure(
            f"OpenSearch cannot be started: {error}. "
            f"{home} and {jars.cache_directory()} must be writable and have room."
        ) from error


def _start_or_join(home: Path, port: int, hosts: Sequence[str], progress: Progress) -> Engine:
    home.mkdir(parents=True, exist_ok=True)
    while True:
        with claim.taken(home) as lock:
            if lock:
                return _start(home, lock, port or free_port(), hosts, progress)
        if engine := _join(home, port, hosts, progress):
            return engine


def _start(home: Path, lock: IO[str], port: int, hosts: Sequence[str], progress: Progress) -> Engine:
    refuse_taken("OpenSearch", port, hosts)
    cached = jars.cache_directory() / "opensearch"
    for place in (home, cached):
        _refuse_full(place)
    claim.write(claim.Owner(os.getpid(), port, hosts), lock)
    files = jars.fetch(cached / "jars", progress)
    cache = StartCache(cached / "start", files)

    def run(*flags: str) -> Engine:
        node = Node(home, files, port=port, hosts=hosts, flags=flags, inherits=[lock.fileno()])
        try:
            node.wait_until_ready()
        except BaseException:
            node.process.kill()  # Ctrl-C included: nothing is left behind
            raise
        return Engine(port, node.process.pid, node=node, cache=cache)

    progress("OpenSearch: starting")
    if not cache.is_usable():
        return run()
    try:
        return run(*cache.flags())
    except StartFailure:
        cache.discard()
        progress("OpenSearch: starting again, without its start cache")
        return run()


def _join(home: Path, port: int, hosts: Sequence[str], progress: Progress) -> Engine | None:
    """The node that another process runs on this home; None when it is not ready yet, or on its way out."""
    owner = claim.owner_of(home)
    if not owner or not owner.is_alive():
        time.sleep(0.05)
        return None
    where = f"http://{LOOPBACK}:{owner.port}"
    if port not in (0, owner.port) or not set(hosts) <= set(owner.hosts):
        raise StartFailure(
            f"Process {owner.process} already runs OpenSearch on {home}, at {where} "
            f"for {', '.join(owner.hosts)}. Stop it first, or use another home."
        )
    if (pid := process_id_at(owner.port)) and is_ready(owner.port):
        progress(f"OpenSearch: already runs at {where}, started by process {owner.process}")
        return Engine(owner.port, pid, node=None, cache=None)
    progress(f"OpenSearch: waiting for process {owner.process}, which starts it at {where}")
    time.sleep(0.2)
    return None


def _refuse_full(place: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    if (free := shutil.disk_usage(place).free // 1_000_000) < MEGABYTES_NEEDED:
        raise StartFailure(
            f"The disk of {place} has {free} MB left; OpenSearch needs {MEGABYTES_NEEDED} MB. Make room first."
        )
