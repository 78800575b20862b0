"""What is written while there is an index beside the searched one: a swap may come between two requests."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace

import orjson
import pytest

from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import opensearch_client
from shared.domain.identity import RawKey, Stage
from shared.domain.story import Member
from shared.usecases.ports import IndexEntry, Outcome

BOTH = ["articles", "articles-also"]


@pytest.fixture
def engine() -> Iterator[SimpleNamespace]:
    """An engine that takes everything up to a size, and notes what each request wrote where."""
    facts = SimpleNamespace(limit=10**9, requests=[])

    class Taking(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.send_response(200)  # there is an index beside
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            actions = [orjson.loads(line)["index"] for line in body.splitlines()[::2]]
            is_taken = len(body) <= facts.limit
            if is_taken:
                facts.requests.append([(one["_id"][0], one["_index"]) for one in actions])
            items = [{"index": {"_id": one["_id"], "status": 201}} for one in actions]
            answer = orjson.dumps({"items": items})
            self.send_response(200 if is_taken else 413)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    Thread(target=server.serve_forever, daemon=True).start()
    client = opensearch_client(f"http://127.0.0.1:{server.server_port}", "none", timeout=30)
    facts.index = OpenSearchArticleIndex(client)
    yield facts
    client.close()
    server.shutdown()
    server.server_close()


def entry(n: int, size: int) -> IndexEntry:
    key = RawKey("demo", str(n) * 32, 1, False, "f" * 64)
    member = Member(key.article_id, 5, key.article_id, keys=frozenset({"k" * size}))
    return IndexEntry(key, 1, Stage.WITHDRAWN, None, member=member)


def test_each_article_goes_to_both_indices_in_one_request_however_many_requests_there_are(engine):
    results = engine.index.write([entry(n, 2_000_000) for n in range(3)])
    assert [one.outcome for one in results] == [Outcome.INDEXED] * 3
    assert engine.requests == [[(str(n), name) for name in BOTH] for n in range(3)]


def test_an_article_too_large_to_be_sent_twice_at_once_goes_to_each_index_by_itself(engine):
    engine.limit = 15_000
    [small, large] = engine.index.write([entry(1, 10), entry(2, 10_000)])
    assert (small.outcome, large.outcome) == (Outcome.INDEXED, Outcome.INDEXED)
    assert engine.requests == [[("1", name) for name in BOTH], *([("2", name)] for name in BOTH)]


def test_an_article_larger_than_the_engine_takes_is_rejected(engine):
    engine.limit = 5_000
    [result] = engine.index.write([entry(2, 10_000)])
    assert result.outcome is Outcome.REJECTED
