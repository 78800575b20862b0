"""Makes the start cache in the background, so that the first start on a machine need not wait for it."""

import json
import os
import signal
import threading
import time
from pathlib import Path

from infra.local.failure import StartFailure
from infra.local.node import Node, call
from infra.local.ports import free_port
from infra.local.start_cache import QUIET, StartCache

SECONDS_TO_WRITE = 300  # 12 s with a processor to itself; it runs at the lowest priority


class Training:
    """Writes the cache by starting, using and stopping a node of its own, in the background."""

    def __init__(self, cache: StartCache) -> None:
        self._cache = cache
        self._node: Node | None = None
        self._cancelled = False
        self._thread = threading.Thread(target=self._run, name="start-cache-training", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Return when it is over."""
        self._thread.join()

    def cancel(self) -> None:
        """End it and leave nothing behind."""
        self._cancelled = True
        while self._thread.is_alive():
            if self._node:
                self._node.process.kill()
            self._thread.join(0.05)

    def _run(self) -> None:
        with self._cache.directory_to_train_in() as home:
            if not home:
                return
            try:
                self._train(home)
            except (StartFailure, OSError):
                return  # all that is lost is a faster start, and the next run tries again
            finally:
                if self._node:
                    self._node.process.kill()

    def _train(self, home: Path) -> None:
        written = home / "new.aot"
        flags = (*QUIET, f"-XX:AOTCacheOutput={written}")
        self._node = Node(
            home,
            self._cache.jars,
            port=free_port(),
            flags=flags,
            prefix=("nice", "-n", "19"),
            ends_with=signal.SIGKILL,  # at a SIGTERM it would go on and write the cache
        )
        self._node.wait_until_ready()
        _use(self._node.port)
        os.kill(self._node.process.pid, signal.SIGTERM)  # the JVM writes the cache as it ends
        deadline = time.monotonic() + SECONDS_TO_WRITE
        while self._node.process.exit_code is None and time.monotonic() < deadline:
            time.sleep(0.05)
        if written.exists() and not self._cancelled:
            self._cache.take(written)


def _use(port: int) -> None:
    """What every session does first, so that its classes are in the cache as well."""
    field = {"type": "text", "fields": {"exact": {"type": "keyword"}}}
    call(port, "PUT", "/training", json.dumps({"mappings": {"properties": {"headline": field}}}))
    lines = [json.dumps(line) for n in range(50) for line in ({"index": {"_id": n}}, {"headline": f"Story {n}"})]
    call(port, "POST", "/training/_bulk?refresh=true", "\n".join(lines) + "\n")
    search = {
        "query": {
            "bool": {"must": [{"match": {"headline": "story"}}], "filter": [{"exists": {"field": "headline"}}]}
        },
        "aggs": {"headlines": {"terms": {"field": "headline.exact"}}},
        "highlight": {"fields": {"headline": {}}},
    }
    for _ in range(20):
        call(port, "POST", "/training/_search", json.dumps(search))
