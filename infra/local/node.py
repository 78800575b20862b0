"""One OpenSearch server: its process, its HTTP interface, and what to say when it does not come up."""

import http.client
import json
import signal
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from infra.local.engine_files import command, lay_out
from infra.local.failure import StartFailure
from infra.local.ports import LOOPBACK
from infra.local.process import Process

SECONDS_TO_START = 120
LINES_OF_LOG_TO_SHOW = 12

WHAT_TO_DO = {
    "failed to obtain node locks": "Another OpenSearch uses the same data: stop it first.",
    "Address already in use": "Its port was taken in the meantime: start again, or choose another port.",
    "No space left on device": "The disk is full: make room and start again; what was acknowledged is kept.",
    "Could not reserve enough space": "The machine has too little free memory: OpenSearch needs about 600 MB.",
    "Cannot allocate memory": "The machine has too little free memory: OpenSearch needs about 600 MB.",
}


def call(port: int, method: str, path: str, body: str | None = None) -> dict[str, Any]:
    """One request; an OSError says that nobody answers, or not with a success."""
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as connection:
        try:
            connection.request(method, path, body, {"content-type": "application/json"})
            answer = connection.getresponse()
            content: dict[str, Any] = json.loads(answer.read())
        except (http.client.HTTPException, ValueError) as stranger:
            raise OSError(f"port {port} does not answer as OpenSearch does") from stranger
    if answer.status != 200:
        raise OSError(f"{method} {path}: {answer.status}")
    return content


def process_id_at(port: int) -> int | None:
    """The process id of the node that serves this port, if there is one."""
    try:
        nodes = call(port, "GET", "/_nodes/_local?filter_path=nodes.*.process.id")["nodes"]
        return int(next(iter(nodes.values()))["process"]["id"])
    except (OSError, KeyError):
        return None


def is_ready(port: int) -> bool:
    """Whether every primary shard can be read and written."""
    try:
        call(port, "GET", "/_cluster/health?wait_for_status=yellow&timeout=1s")
    except OSError:  # 408 while shards are still being recovered
        return False
    return True


class Node:
    """A server on a home of its own; `inherits` is what its guard holds open as long as it runs."""

    def __init__(
        self,
        home: Path,
        jars: Sequence[Path],
        *,
        port: int,
        hosts: Sequence[str] = (LOOPBACK,),
        flags: Sequence[str] = (),
        prefix: Sequence[str] = (),
        ends_with: signal.Signals = signal.SIGTERM,
        inherits: Sequence[int] = (),
    ) -> None:
        self.port = port
        lay_out(home, jars, {"http.host": list(hosts), "http.publish_host": LOOPBACK, "http.port": port})
        self.process = Process(
            [*prefix, *command(home, jars, *flags)],
            log=home / "logs/console.log",
            cwd=home,
            ends_with=ends_with,
            inherits=inherits,
        )

    def wait_until_ready(self) -> None:
        """Return when it answers for all of its data; raise if it ends before, or is not ready in time."""
        deadline = time.monotonic() + SECONDS_TO_START
        while process_id_at(self.port) != self.process.pid or not is_ready(self.port):
            if self.process.exit_code is not None:
                raise StartFailure(f"OpenSearch ended with code {self.process.exit_code}. {self._details()}")
            if time.monotonic() > deadline:
                raise StartFailure(f"OpenSearch was not ready after {SECONDS_TO_START} s. {self._details()}")
            time.sleep(0.05)

    def _details(self) -> str:
        log = self.process.log.read_text(errors="replace")
        advice = [text for sign, text in WHAT_TO_DO.items() if sign in log]
        last_lines = "\n".join(log.splitlines()[-LINES_OF_LOG_TO_SHOW:])
        return " ".join([*advice, f"Its log is {self.process.log} and ends with:\n{last_lines}"])
