"""Addresses and ports of this machine."""

import socket
from collections.abc import Sequence

from infra.local.failure import StartFailure

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def refuse_taken(who: str, port: int, hosts: Sequence[str]) -> None:
    """Say so before a server is started that could not listen."""
    for host in hosts:
        with socket.socket() as probe:
            # As the servers do: a port that only waits out old connections is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise StartFailure(
                    f"{who} cannot listen on {host}:{port}: {error.strerror}. "
                    "Stop the program that uses this port, or choose another port or address."
                ) from error
