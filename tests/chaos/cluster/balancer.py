"""One address for a cluster, as a managed domain has: each connection goes to a node that is well."""

import itertools
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

_BETWEEN_LOOKS = 0.5  # seconds


class Balancer:
    """Passes connections on, to one node after another; those of a node that fails are broken off.

    `is_well` tells whether a node should get any; it repeats no request, since nothing here knows what one does.
    """

    def __init__(self, nodes: Sequence[tuple[str, int]], is_well: Callable[[int], bool]) -> None:
        self._nodes = nodes
        self._is_well = is_well
        self._well: dict[int, bool] = {}
        self._open: dict[int, set[socket.socket]] = {place: set() for place in range(len(nodes))}
        self._turn = itertools.count()
        self._stopped = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        for place in range(len(nodes)):
            threading.Thread(target=self._look, args=(place,), daemon=True).start()
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        self._server.close()

    def _look(self, place: int) -> None:
        while not self._stopped.is_set():
            self._well[place] = self._is_well(place)
            if not self._well[place]:
                for connection in list(self._open[place]):
                    _end(connection)
            time.sleep(_BETWEEN_LOOKS)

    def _accept(self) -> None:
        with suppress(OSError):  # closed by stop()
            while True:
                client, _ = self._server.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        well = [place for place in self._open if self._well.get(place)]
        if not well:
            client.close()
            return
        place = well[next(self._turn) % len(well)]
        try:
            node = socket.create_connection(self._nodes[place], timeout=1)
        except OSError:
            client.close()
            return
        node.settimeout(None)
        pair = {client, node}
        self._open[place] |= pair
        back = threading.Thread(target=_pass_on, args=(node, client), daemon=True)
        back.start()
        _pass_on(client, node)
        back.join()
        self._open[place] -= pair
        client.close()
        node.close()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    _end(source)
    _end(target)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
