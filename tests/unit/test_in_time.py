"""The engine has its time for the whole of an answer, however it comes."""

import socket
import threading
import time

import pytest

from shared.adapters import engine
from shared.adapters.clients import opensearch_client
from shared.domain.errors import Unavailable

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
GIVES_UP = 0.5
DRIPS_FOR = 60


@pytest.fixture
def server():
    """Serve each connection with what the test says."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    threads = []

    def serve(answer):
        def accept():
            while not over.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    answer(connection, over)

        threads.append(threading.Thread(target=accept))
        threads[-1].start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield serve
    over.set()
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    for thread in threads:
        thread.join()


def dripping(at_once):
    """Send so many bytes of the answer, and then one after another for a minute."""

    def answer(connection, over):
        connection.recv(65_536)
        whole = HEAD + b" " * 100
        connection.sendall(whole[:at_once])
        for byte in whole[at_once:]:
            if over.wait(DRIPS_FOR / len(whole)):
                return
            try:
                connection.sendall(bytes([byte]))
            except OSError:
                return

    return answer


@pytest.mark.parametrize("at_once", [0, len(HEAD)])
def test_an_answer_that_comes_a_byte_at_a_time_is_given_up_when_its_time_is_over(server, at_once):
    client = opensearch_client(server(dripping(at_once)), "none", timeout=GIVES_UP)
    started = time.monotonic()
    with pytest.raises(Unavailable):
        engine.search(client, {})
    assert (
        time.monotonic() - started < DRIPS_FOR / 2
    )  # no bound for a busy machine, but for a byte each quarter second
    client.close()


def test_a_connection_is_used_again_with_the_whole_time(server):
    connections = []

    def answer(connection, over):
        connections.append(1)
        for pause in (0, 0.3, 0.3, 0.3):
            connection.recv(65_536)
            time.sleep(pause)
            connection.sendall(HEAD + b"{}" + b" " * 98)

    client = opensearch_client(server(answer), "none", timeout=GIVES_UP * 20)
    assert [engine.search(client, {}) for _ in range(4)] == [{}] * 4
    assert connections == [1]
    client.close()
