"""What the index adapter makes of an engine that answers badly. The engine is a script: no fault can be ordered
from a real one.
"""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace

import orjson
import pytest

from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import opensearch_client
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey, Stage
from shared.usecases.ports import IndexEntry, Outcome

ENTRIES = [IndexEntry(RawKey("demo", str(n) * 32, 1, False, "f" * 64), 1, Stage.WITHDRAWN, None) for n in range(4)]


@pytest.fixture
def engine() -> Iterator[SimpleNamespace]:
    answers: list[tuple[int, bytes]] = []

    class Scripted(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = answers[0]
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_HEAD(self) -> None:
            self.send_error(404)  # no other index gets what is written

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    Thread(target=server.serve_forever, args=[0.01], daemon=True).start()  # so often it looks for the end
    client = opensearch_client(f"http://127.0.0.1:{server.server_port}", "none", timeout=2)
    yield SimpleNamespace(answers=answers, index=OpenSearchArticleIndex(client))
    client.close()
    server.shutdown()
    server.server_close()


def item(n: int, status: int, kind: str = "") -> dict:
    error = {"error": {"type": kind, "reason": "because"}} if kind else {}
    return {"index": {"_id": str(n) * 32, "status": status, **error}}


def test_four_fates_of_one_request_are_four_outcomes(engine):
    items = [
        item(0, 201),
        item(1, 409, "version_conflict_engine_exception"),
        item(2, 429, "rejected_execution_exception"),
        item(3, 400, "mapper_parsing_exception"),
    ]
    engine.answers.append((200, orjson.dumps({"errors": True, "items": items})))
    results = engine.index.write(ENTRIES)
    assert [one.outcome for one in results] == [
        Outcome.INDEXED, Outcome.SUPERSEDED, Outcome.RETRY, Outcome.REJECTED,
    ]  # fmt: skip
    assert results[3].reason == "mapper_parsing_exception: because"


@pytest.mark.parametrize(
    ("status", "kind"), [(503, "unavailable_shards_exception"), (403, "cluster_block_exception"), (500, "x")]
)
def test_what_passes_is_tried_again(engine, status, kind):
    engine.answers.append((200, orjson.dumps({"items": [item(n, status, kind) for n in range(4)]})))
    assert {one.outcome for one in engine.index.write(ENTRIES)} == {Outcome.RETRY}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, b"{}"),
        (503, b"{}"),
        (403, b'{"error": {"type": "cluster_block_exception"}, "status": 403}'),
        (200, b"<html>"),
        (200, b'{"items": ['),
        (200, b"{}"),
        (200, orjson.dumps({"items": [item(n, 201) for n in range(3)]})),
        (200, orjson.dumps({"items": [item(n, 201) for n in (1, 0, 2, 3)]})),
    ],
)
def test_an_answer_that_does_not_account_for_every_article_fails_the_batch(engine, status, body):
    engine.answers.append((status, body))
    with pytest.raises(Unavailable):
        engine.index.write(ENTRIES)


def test_a_request_that_is_too_large_is_halved_until_the_one_article_is_found(engine):
    engine.answers.append((413, b"{}"))
    results = engine.index.write(ENTRIES)
    assert {one.outcome for one in results} == {Outcome.REJECTED}
    assert len(results) == len(ENTRIES)


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_request_that_is_refused_as_a_whole_costs_no_article(engine, status):
    engine.answers.append((status, b"{}"))
    with pytest.raises(Unavailable):
        engine.index.write(ENTRIES)
