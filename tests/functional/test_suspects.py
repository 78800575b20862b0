"""What is received again is read apart: what ends its reader is put aside, and nothing else is."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from functions.index import handler as index
from shared.adapters.raw_store import S3RawStore
from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.identity import RawKey, article_id
from tests.chaos import deadly
from tests.functional.conftest import CONTEXT, forget
from tests.functional.pretended import BUCKET

CONTEXT_OF_AWS = SimpleNamespace(**vars(CONTEXT) | {"memory_limit_in_mb": "1024"})  # a text, as AWS gives it
REASON = "Reading it ends the process that reads it (signal SIGKILL); others were not held up."
DEADLY = article_id("demo", "urn:deadly")
NEAR = article_id("demo", "urn:near")


@pytest.fixture(autouse=True)
def known():
    deadly.let_it_be_known()
    yield
    deadly.let_it_be_forgotten()


def put_deadly(service, *, kill=False):
    """Keep what ends its reader, as if a function with more memory had taken it."""
    body = b"kills whoever reads it"
    key = RawKey("demo", DEADLY, 1, kill, content_digest(body, deadly.NAME, Hints()))
    envelope = Envelope(source="demo", format=deadly.NAME, received_at=datetime.now(UTC))
    assert S3RawStore(service.s3, BUCKET).put(key, body, envelope)


def received(service, times):
    return [one | {"attributes": {"ApproximateReceiveCount": str(times)}} for one in service.receive()]


def deliver(records):
    return index.lambda_handler({"Records": records}, CONTEXT_OF_AWS)["batchItemFailures"]


def newest(service, article):
    told = service.get(f"/v1/articles/{article}/status", authorization="Bearer key-of-demo").json["versions"][0]
    return told["status"], told.get("reason")


def test_what_ends_its_reader_is_put_aside_and_its_neighbour_is_indexed(service, article):
    put_deadly(service)
    service.push(article("urn:near"))
    assert deliver(received(service, 2)) == []
    assert newest(service, DEADLY) == ("rejected", REASON)
    assert newest(service, NEAR) == ("indexed", None)


def test_what_is_read_apart_is_the_same_article(service, article):
    given = article("urn:near", body_text="Angela Merkel spoke in Berlin of the harbour. " * 40)
    service.push(given)
    records = received(service, 2)
    assert deliver(records) == []
    apart = service.engine.get(index="articles", id=NEAR)["_source"]
    service.engine.indices.delete(index="articles-*")
    assert deliver([{"messageId": one["messageId"], "body": one["body"]} for one in records]) == []
    here = service.engine.get(index="articles", id=NEAR)["_source"]
    changes = {"changed_at", "grouped_at", "changed_by", "change"}
    assert {k: v for k, v in apart.items() if k not in changes} == {
        k: v for k, v in here.items() if k not in changes
    }


def test_a_takedown_of_what_ends_its_reader_holds(service):
    put_deadly(service)
    assert deliver(received(service, 2)) == []
    assert service.request("DELETE", f"/v1/articles/{DEADLY}", source="demo").status == 202
    assert deliver(received(service, 2)) == []
    assert service.get(f"/v1/articles/{DEADLY}").status == 410


def test_a_kill_that_ends_its_reader_holds(service):
    put_deadly(service, kill=True)
    assert deliver(received(service, 2)) == []
    assert service.get(f"/v1/articles/{DEADLY}").status == 410
    assert service.stored("rejected/") == []


def test_an_outage_of_the_engine_puts_nothing_aside(service, article, monkeypatch):
    service.push(article("urn:near"))
    [record] = received(service, 99)
    monkeypatch.setenv("OPENSEARCH_URL", "http://127.0.0.1:1")
    forget()
    assert deliver([record]) == [{"itemIdentifier": record["messageId"]}]
    assert service.stored("rejected/") == []


def test_a_run_without_time_puts_nothing_aside(service):
    put_deadly(service)
    [record] = received(service, 2)
    hurried = SimpleNamespace(**vars(CONTEXT_OF_AWS) | {"get_remaining_time_in_millis": lambda: 5_000})
    answer = index.lambda_handler({"Records": [record]}, hurried)
    assert answer == {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
    assert service.stored("rejected/") == []
