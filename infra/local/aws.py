"""S3, SQS, SSM, Secrets Manager, IAM and STS on this machine: `python -m infra.local.aws --port N --store DIR`."""

import argparse
import http.client
import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from infra.local.failure import StartFailure
from infra.local.ports import LOOPBACK, free_port, refuse_taken
from infra.local.process import Process

SECONDS_TO_START = 60


class Aws:
    """A running server. Its S3 objects are kept in the store; everything else is made anew at each start."""

    def __init__(self, port: int, process: Process) -> None:
        self.url = f"http://{LOOPBACK}:{port}"
        self.pid = process.pid
        self._process = process

    def stop(self) -> None:
        """End it; what it acknowledged is in the store."""
        self._process.stop()

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()


def start(store: Path, *, port: int, hosts: Sequence[str] = (LOOPBACK,), log: Path) -> Aws:
    """Start the server as a process that ends with this one, and return when it answers; port 0 takes any."""
    port = port or free_port()
    hosts = list(dict.fromkeys((LOOPBACK, *hosts)))
    refuse_taken("The local AWS", port, hosts)
    command = [sys.executable, "-m", "infra.local.aws", "--port", str(port), "--store", str(store)]
    process = Process([*command, *(f"--host={host}" for host in hosts)], log=log, cwd=Path(__file__).parents[2])
    deadline = time.monotonic() + SECONDS_TO_START
    while not _answers(port):
        if process.exit_code is not None or time.monotonic() > deadline:
            process.kill()
            raise StartFailure(
                f"The local AWS did not start. Its log is {log} and ends with:\n{process.last_lines()}"
            )
        time.sleep(0.02)
    return Aws(port, process)


def _answers(port: int) -> bool:
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == 200
        except OSError:
            return False


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", action="append", help=f"an address to listen on; {LOOPBACK} if none is named")
    parser.add_argument("--store", type=Path, required=True, help="where S3 objects are kept")
    arguments = parser.parse_args()
    with suppress(KeyboardInterrupt):
        serve(arguments.port, arguments.host or [LOOPBACK], arguments.store)


def serve(port: int, hosts: Sequence[str], store: Path) -> None:
    """Serve on every host; a request waits for none of another."""
    os.environ["S3_IGNORE_SUBDOMAIN_BUCKETNAME"] = "true"  # moto reads it on import; our clients name paths
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request tells nobody anything
    # Imported here: they take a second, which whoever only calls `start` need not spend.
    from moto.moto_server.werkzeug_app import MotoRequestHandler  # noqa: PLC0415
    from werkzeug.serving import make_server  # noqa: PLC0415

    from infra.local import exact_sqs  # noqa: PLC0415
    from infra.local.durable_s3 import DurableS3  # noqa: PLC0415
    from infra.local.object_store import ObjectStore  # noqa: PLC0415

    exact_sqs.mend()
    application = DurableS3(ObjectStore(store))
    servers = [
        make_server(host, port, application, threaded=True, request_handler=MotoRequestHandler) for host in hosts
    ]
    threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
