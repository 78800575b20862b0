"""While OpenSearch is down nothing is refused, and when it is back nothing is missing."""

import os
import signal
import time
from uuid import uuid4

import pytest

from infra.local import engine as local_engine
from tests.client import Client
from tests.local_stack import LocalStack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def engine_home(tmp_path_factory):
    return tmp_path_factory.mktemp("outage") / "opensearch"


def test_an_outage_of_opensearch_costs_readers_a_503_and_senders_nothing(engine_home, tmp_path, monkeypatch):
    engine = local_engine.start(engine_home, port=0, progress=lambda _: None)
    port = int(engine.url.rpartition(":")[2])
    monkeypatch.setenv("OPENSEARCH_URL", engine.url)
    stack = LocalStack(tmp_path / "home")
    try:
        client = Client(stack.facts["url"], stack.facts["keys"]["wire"])
        word = f"w{uuid4().hex[:10]}"
        push_some(client, word, range(10))
        client.wait_for(f"q={word}", 10)

        stopped = time.monotonic()
        engine.kill()
        push_some(client, word, range(10, 60))
        assert_unavailable(client)

        engine = local_engine.start(engine_home, port=port, progress=lambda _: None)
        print(f"OpenSearch was gone for {time.monotonic() - stopped:.1f} s")
        os.kill(engine.pid, signal.SIGSTOP)
        try:
            push_some(client, word, range(60, 70))
            assert_unavailable(client)
        finally:
            os.kill(engine.pid, signal.SIGCONT)
        waited = client.wait_for(f"q={word}", 70)
        print(f"all 70 articles were found {waited:.1f} s after it was back")
    finally:
        stack.stop()
        engine.stop()


def push_some(client, word, numbers):
    for n in numbers:
        answer = client.push({"uri": f"urn:{word}:{n}", "headline": f"{word} {n}", "body_text": "Text."})
        assert answer.status == 202, answer.body


def assert_unavailable(client):
    for path in ("/v1/search?q=x", "/health", f"/v1/articles/{'0' * 32}"):
        started = time.monotonic()
        answer = client.get(path)
        seconds = time.monotonic() - started
        assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json"), answer.body
        assert int(answer.headers["retry-after"]) > 0
        assert seconds <= 2.0, f"{path} took {seconds:.2f} s"
