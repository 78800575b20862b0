"""`copydesk replay`: what was received is read anew, and nothing goes back by it."""

import json
from datetime import UTC, datetime

import pytest

from shared.adapters.index_queue import SqsIndexQueue, read_message
from shared.adapters.raw_store import S3RawStore
from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.identity import RawKey
from shared.usecases.ports import Rejection
from tests.functional.conftest import BUCKET
from tests.functional.operating import operator

__all__ = ["operator"]

pytestmark = pytest.mark.engine
NOTHING_SENT = {"dry_run": True, "sent": 0, "nothing_of": []}


def document(service, article_id):
    return service.engine.get(index="articles", id=article_id)


def spoil(service, article_id, **values):
    """Let the index hold what another release would have made of an article: the same version, other content."""
    there = document(service, article_id)
    source = there["_source"]
    source["article"] |= values
    service.engine.index(
        index="articles",
        id=article_id,
        body=source,
        params={"version": there["_version"], "version_type": "external_gte", "refresh": "true"},
    )
    return there["_version"]


def test_the_same_version_is_written_over_itself_and_readers_are_told_of_no_change(service, operator, article):
    [receipt] = service.push(article()).json["items"]
    service.drain()
    told = service.get("/v1/changes").json["changes"]
    version = spoil(service, receipt["id"], headline="Read badly", parser_version=0)
    assert operator.json("replay", "--id", receipt["id"]) == (
        0,
        {"dry_run": False, "versions": 1, "articles": 1, "sent": 1, "nothing_of": []},
    )
    assert service.drain() == []
    there = document(service, receipt["id"])
    assert (there["_version"], there["_source"]["article"]["headline"]) == (
        version,
        "Council votes on the harbour",
    )
    assert service.get("/v1/changes").json["changes"] == told


def test_an_article_keeps_its_story_when_it_is_read_anew(service, operator, article):
    first, second = (
        service.push(article(uri, evolvedfrom=before)).json["items"][0]["id"]
        for uri, before in (("urn:story:1", None), ("urn:story:2", "urn:story:1"))
        if not service.drain()
    )
    service.drain()
    before = {name: document(service, name)["_source"]["story_id"] for name in (first, second)}
    assert len(set(before.values())) == 1
    assert operator.run("replay", "--source", "demo")[0] == 0
    assert service.drain() == []
    assert {name: document(service, name)["_source"]["story_id"] for name in (first, second)} == before


def test_what_a_newer_release_has_read_stays(service, operator, article):
    [receipt] = service.push(article()).json["items"]
    service.drain()
    spoil(service, receipt["id"], headline="Read better", parser_version=10**6)
    operator.run("replay", "--all")
    assert service.drain() == []
    assert service.get(f"/v1/articles/{receipt['id']}").json["headline"] == "Read better"


def test_an_older_version_that_is_read_anew_does_not_come_back(service, operator, article):
    for version in "123":
        service.push(article(version=version, headline=f"Version {version}"))
    service.drain()
    assert operator.json("replay", "--all")[1]["versions"] == 3
    assert service.drain() == []
    assert service.found("q=version") == ["Version 3"]


def test_a_takedown_stays_when_what_it_took_down_is_read_anew(service, operator, article):
    [receipt] = service.push(article()).json["items"]
    service.drain()
    assert service.request("DELETE", f"/v1/articles/{receipt['id']}", source="demo").status == 202
    service.drain()
    operator.run("replay", "--all")
    assert service.drain() == []
    assert service.get(f"/v1/articles/{receipt['id']}").status == 410


def test_of_two_contents_of_one_version_the_first_stays(service, operator, article):
    [receipt] = service.push(article()).json["items"]
    [key] = service.stored()
    service.drain()
    other = article(headline="The second content")
    body = json.dumps(other).encode()
    first = service.s3.get_object(Bucket=BUCKET, Key=key)
    envelope = Envelope.model_validate_json(first["Metadata"]["envelope"])
    digest = content_digest(body, envelope.format, envelope.hints, envelope.charset)
    second = f"{key.rpartition('-')[0]}-{digest}"
    service.s3.put_object(Bucket=BUCKET, Key=second, Body=body, Metadata=first["Metadata"])
    service.drain()
    SqsIndexQueue(service.sqs, service.queue).send_again([RawKey.parse(second)], 1)
    assert service.drain() == []
    assert service.get(f"/v1/articles/{receipt['id']}").json["headline"] == "Council votes on the harbour"


def reject_all_that_waits(service, reason):
    """Do what a release does that takes every article for a bad one."""
    store = S3RawStore(service.s3, BUCKET)
    while records := service.receive():
        for record in records:
            for key in read_message(record["body"]):
                store.reject(key, Rejection(reason, datetime.now(UTC)))
        service.delete(service.queue, records)


def test_what_a_faulty_release_rejected_comes_back(service, operator, article):
    service.push(article("urn:else", headline="Something else"))
    service.drain()
    for n in range(12):
        service.push(article(f"urn:good:{n}", headline=f"Rightly sent {n}"))
    reject_all_that_waits(service, "reading it failed: ZeroDivisionError")
    assert service.found("q=rightly") == []
    reason = ("--rejected", "--reason", "zerodivisionERROR")
    assert operator.json("replay", *reason, "--dry-run")[1] == {"versions": 12, "articles": 12} | NOTHING_SENT
    assert operator.json("replay", "--rejected", "--reason", "else")[1]["versions"] == 0
    assert len(service.stored("rejected/")) == 12
    assert operator.run("replay", *reason) == (
        0,
        "12 versions of 12 articles are read anew\n"
        "12 were sent to the index function; `copydesk status` shows how many still wait\n",
        "",
    )
    assert service.stored("rejected/") == []
    assert service.drain() == []
    assert len(service.found("q=rightly&page-size=20")) == 12


def test_what_is_still_wrong_is_rejected_again(service, operator):
    envelope = Envelope(source="demo", format="ninjs", received_at=datetime.now(UTC))
    body = b"no JSON at all"
    key = RawKey("demo", "0" * 32, 1, False, content_digest(body, "ninjs", Hints()))
    S3RawStore(service.s3, BUCKET).put(key, body, envelope)
    service.drain()
    rejected = service.stored("rejected/")
    operator.run("replay", "--rejected")
    assert service.stored("rejected/") == []
    service.drain()
    assert service.stored("rejected/") == rejected != []


def test_an_id_of_which_nothing_is_there_is_told(service, operator, article):
    [receipt] = service.push(article()).json["items"]
    code, _, told = operator.run("replay", "--id", receipt["id"], "0" * 32)
    assert (code, told) == (1, f"copydesk: nothing of that kind is there of {'0' * 32}\n")
    assert operator.json("replay", "--id", "0" * 32)[1]["nothing_of"] == ["0" * 32]


def test_times_and_sources_choose(service, operator, article):
    service.push(article("urn:a"))
    service.push(article("urn:b"), source="wire")
    service.drain()
    for arguments, versions in {
        ("--source", "wire"): 1,
        ("--source", "wire", "demo"): 2,
        ("--since", "2020-01-01"): 2,
        ("--until", "2020-01-01T12:00+01:00"): 0,
        ("--source", "nobody"): 0,
        ("--all",): 2,
    }.items():
        assert operator.json("replay", "--dry-run", *arguments)[1]["versions"] == versions, arguments
    assert service.receive() == []


@pytest.mark.parametrize(
    "arguments",
    [[], ["--dry-run"], ["--all", "--rejected"], ["--source", "demo", "--reason", "x"]],
)
def test_a_choice_that_says_nothing_or_too_much_is_refused(operator, arguments):
    assert operator.run("replay", *arguments)[0] == 2
