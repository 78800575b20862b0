"""The breaker in front of OpenSearch: when it opens, what it lets through, and when it closes."""

import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opensearchpy.exceptions import ConnectionError as EngineConnectionError
from opensearchpy.exceptions import TransportError

from shared.adapters.breaker import Breaker
from shared.adapters.clients import opensearch_client


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_it_opens_after_three_failures_in_a_row_and_lets_one_through_after_a_rest():
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(3):
        assert not breaker.is_open()
        breaker.failed()
    assert breaker.is_open()
    clock.now += 4.9
    assert breaker.is_open()
    clock.now += 0.2
    assert not breaker.is_open()  # the one that is let through
    assert breaker.is_open()  # the others wait for its answer
    breaker.failed()
    clock.now += 4.9
    assert breaker.is_open()
    clock.now += 0.2
    assert not breaker.is_open()
    breaker.succeeded()
    assert not breaker.is_open()


def test_failures_that_are_not_in_a_row_do_not_open_it():
    breaker = Breaker(Clock())
    for _ in range(10):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert not breaker.is_open()


@pytest.fixture
def engine():
    """A server that answers every request with the status that is set; it counts them."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked += 1
            self.send_response(server.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.status = 0, 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("status", "reach_it"), [(503, 3), (429, 3), (404, 10), (400, 10)])
def test_an_engine_that_cannot_is_left_alone_and_one_that_refuses_is_not(engine, status, reach_it):
    client = opensearch_client(f"http://127.0.0.1:{engine.server_port}", "none", timeout=5, breaks=True)
    engine.status = status
    for _ in range(10):
        with pytest.raises(TransportError):
            client.get(index="articles", id="x")
    client.close()
    assert engine.asked == reach_it


def test_an_engine_that_does_not_answer_is_waited_for_three_times_and_no_more():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = opensearch_client(f"http://127.0.0.1:{silent.getsockname()[1]}", "none", timeout=0.3, breaks=True)
        for _ in range(8):
            with pytest.raises(EngineConnectionError):
                client.get(index="articles", id="x")
        client.close()
        silent.setblocking(False)
        calls = 0
        with suppress(BlockingIOError):
            while True:
                silent.accept()[0].close()
                calls += 1
    assert calls == 3


def test_a_client_that_was_not_asked_to_break_asks_each_time(engine):
    client = opensearch_client(f"http://127.0.0.1:{engine.server_port}", "none", timeout=5)
    engine.status = 503
    for _ in range(10):
        with pytest.raises(TransportError):
            client.get(index="articles", id="x")
    client.close()
    assert engine.asked == 10
