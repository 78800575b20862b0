"""`copydesk status`: how the system is, what of it needs a person, and where articles are."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.operation_store import S3Operations
from shared.adapters.raw_store import S3RawStore
from shared.domain.identity import RawKey
from shared.usecases.ports import Rejection
from tests.clocks import Clocks
from tests.functional.conftest import BUCKET
from tests.functional.operating import operator

__all__ = ["operator"]

pytestmark = pytest.mark.engine


@pytest.fixture
def clocks(monkeypatch):
    return Clocks(monkeypatch)


@pytest.fixture
def running(service, article):
    """A system in which one article can be found, one is held, and the stores were compared just now."""
    service.push(article("urn:shown"))
    service.push(article("urn:held", embargoed=(datetime.now(UTC) + timedelta(days=1)).isoformat()))
    service.drain()
    service.administer("reconcile")
    return service


def test_a_system_that_is_well_needs_nobody(running, operator):
    code, told = operator.json("status")
    assert (code, told["needs"]) == (0, [])
    [index] = told["engine"]["indices"]
    assert (index["name"], index["aliases"], index["stages"]) == (
        "articles-000001",
        ["articles"],
        {"published": 1, "held": 1},
    )
    assert (told["engine"]["held"], told["engine"]["overdue"], told["engine"]["shown"]) == (
        1,
        0,
        "articles-000001",
    )
    code, out, _ = operator.run("status")
    lines = out.splitlines()
    assert (code, lines[-1]) == (0, "all is well")
    assert lines[0] == "articles      0 wait, 0 in work"
    assert lines[4:6] == ["dead letters  0 of articles, 0 of alerts", "rejected      0"]
    assert lines[6].startswith("held          1, the next is released ")
    assert lines[7] == f"index         articles-000001 (articles), {index['health']}: 1 held, 1 published"


def test_what_was_rejected_is_counted_by_source_and_reason(running, operator):
    store = S3RawStore(running.s3, BUCKET)
    for n, (source, reason) in enumerate(
        [("demo", "line 7 is bad"), ("demo", "line 12 is bad"), ("wire", "else")]
    ):
        running.s3.put_object(Bucket=BUCKET, Key=f"raw/{source}/x", Body=b"")  # the source has sent something
        key = RawKey(source, f"{n:032}", 1, False, "0" * 64)
        store.reject(key, Rejection(reason, datetime.now(UTC)))
    code, told = operator.json("status")
    assert (code, told["rejected"]) == (
        0,
        {
            "total": 3,
            "sources": {"demo": 2, "wire": 1},
            "reasons": {"line # is bad": 2, "else": 1},
            "read": 3,
        },
    )
    assert "2 × line # is bad" in operator.run("status")[1]


def block(service, value):
    settings = {"index.blocks.read_only_allow_delete": value}
    service.engine.indices.put_settings(index="articles-000001", body=settings)


def test_what_needs_a_person_is_said_with_what_to_do(running, operator):
    operator.bury(["{}"])
    note = {"at": (datetime.now(UTC) - timedelta(hours=3, minutes=1)).isoformat(), "sent": 0}
    S3Operations(running.s3, BUCKET).put_note("reconcile", note)
    block(running, True)
    try:
        code, told = operator.json("status")
    finally:
        block(running, None)
    assert code == 1
    assert told["needs"] == [
        "articles-000001 is blocked (read_only_allow_delete): a disk is nearly full. Make room: `copydesk rebuild "
        "--drop-old`, or larger disks. The engine lifts the block by itself once there is room.",
        "1 dead letters of articles: see the function's log for the cause, then `copydesk redrive`",
        "raw store and index were compared 3 hours ago: see the admin function's log; `copydesk reconcile` does "
        "it now.",
    ]


def test_an_engine_that_does_not_answer_hides_nothing_else(running, operator, monkeypatch):
    monkeypatch.setenv("OPENSEARCH_URL", "http://127.0.0.1:1")
    code, told = operator.json("status")
    assert (code, told["engine"]["error"], told["dead_letters"]) == (
        1,
        "OpenSearch does not answer.",
        {"articles": 0, "alerts": 0},
    )
    assert told["needs"] == [
        "OpenSearch does not answer. Articles wait in the queue and are not lost; see the state of the domain."
    ]


def test_an_article_of_any_source_is_found_by_its_id(running, operator, article):
    [receipt] = running.push(article("urn:of-wire"), source="wire").json["items"]
    code, told = operator.json("status", receipt["id"])
    [one] = told["articles"]
    assert (code, one["source"], one["status"], one["versions"][0]["status"]) == (
        0,
        "wire",
        "received",
        "received",
    )
    running.drain()
    code, out, err = operator.run("status", receipt["id"], "0" * 32)
    assert (code, err) == (1, f"copydesk: no such article: {'0' * 32}\n")
    lines = out.splitlines()
    assert (lines[0], lines[-1]) == (f"{receipt['id']}  of wire: indexed", f"{'0' * 32}  unknown")


def test_what_is_no_id_is_refused(operator):
    with pytest.raises(SystemExit) as ended:
        operator.run("status", "no-id")
    assert ended.value.code == 2


def test_what_the_release_should_have_done_is_told_of_but_for_what_was_rejected(
    service, operator, article, clocks
):
    now = datetime.now(UTC)
    clocks.at(now - timedelta(hours=2))
    service.push(article("urn:passed", expires=(now - timedelta(hours=1)).isoformat()))
    for name in ("urn:due", "urn:poisonous"):
        [receipt] = service.push(article(name, embargoed=(now - timedelta(hours=1)).isoformat())).json["items"]
    service.push(article("urn:later", embargoed=(now + timedelta(hours=1)).isoformat()))
    service.drain()
    store = S3RawStore(service.s3, BUCKET)
    [poisonous] = store.versions("demo", receipt["id"])
    store.reject(poisonous.key, Rejection("bad", now))
    service.administer("reconcile")
    code, told = operator.json("status")
    assert (code, told["engine"]["overdue"], told["needs"][0]) == (
        1,
        2,
        "2 articles should have been released or withdrawn: is the admin function's release running?",
    )


def test_a_searched_index_without_a_copy_that_works_is_told_of_as_such(running, operator):
    no_copy = {"settings": {"index.routing.allocation.enable": "none"}}
    running.engine.indices.create(index="articles-000009", body=no_copy, params={"wait_for_active_shards": "0"})
    swap = [
        {"remove": {"index": "articles-000001", "alias": "articles"}},
        {"add": {"index": "articles-000009", "alias": "articles"}},
    ]
    running.engine.indices.update_aliases(body={"actions": swap})
    code, told = operator.json("status")
    assert (code, told["engine"]["error"], told["needs"]) == (
        1,
        None,
        ["articles-000009 is red: a part of it has no copy that works. See the nodes of the domain."],
    )
    assert not any(line.startswith("held") for line in operator.run("status")[1].splitlines())
