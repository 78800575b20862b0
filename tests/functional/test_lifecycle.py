"""Embargo, takedown, rejection and status: what is shown when, and what its sender is told."""

import time
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from shared.domain.errors import Unavailable
from shared.usecases import make_entries


def state(service, receipt):
    return service.get(receipt["links"]["status"], authorization="Bearer key-of-demo").json


def in_minutes(minutes: float) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def test_status_follows_an_article_from_receipt_to_the_index(service, article):
    receipt = service.push(article()).json["items"][0]
    assert state(service, receipt)["status"] == "received"
    service.drain()
    now = state(service, receipt)
    assert (now["status"], now["index"], now["versions"][0]["format"]) == ("indexed", "answering", "ninjs")


def test_status_tells_of_every_version(service, article):
    service.push(article(version="1"))
    receipt = service.push(article(version="2", headline="Two")).json["items"][0]
    service.drain()
    assert [one["status"] for one in state(service, receipt)["versions"]] == ["indexed", "superseded"]


def test_status_is_for_the_source_alone(service, article):
    receipt = service.push(article()).json["items"][0]
    path = receipt["links"]["status"]
    assert service.get(path).status == 401
    assert service.get(path, authorization="Bearer key-of-wire").status == 404
    assert service.get("/v1/articles/none/status", authorization="Bearer key-of-demo").status == 404


def test_a_takedown_takes_the_article_from_every_surface(service, article):
    receipt = service.push(article()).json["items"][0]
    service.drain()
    taken = service.request("DELETE", receipt["links"]["article"], source="demo")
    assert taken.status == 202
    service.drain()
    assert service.get(receipt["links"]["article"]).status == 410
    assert service.get("/v1/search?facets=author,date:month").json["total"]["value"] == 0
    assert state(service, receipt)["status"] == "withdrawn"


def test_an_older_version_that_arrives_after_a_takedown_does_not_bring_it_back(service, article):
    receipt = service.push(article(version="3")).json["items"][0]
    service.request("DELETE", receipt["links"]["article"], source="demo")
    service.drain()
    service.push(article(version="2", headline="Late"))
    service.drain()
    assert service.get(receipt["links"]["article"]).status == 410


def test_a_later_version_brings_an_article_back_on_purpose(service, article):
    receipt = service.push(article(version="3")).json["items"][0]
    service.request("DELETE", receipt["links"]["article"], source="demo")
    service.push(article(version="4", headline="Corrected"))
    service.drain()
    assert service.get(receipt["links"]["article"]).json["headline"] == "Corrected"


def test_nobody_takes_down_the_article_of_another_source(service, article):
    receipt = service.push(article()).json["items"][0]
    assert service.request("DELETE", receipt["links"]["article"], source="wire").status == 404
    service.drain()
    assert service.get(receipt["links"]["article"]).status == 200


@pytest.mark.parametrize("status", ["canceled", "cancelled"])
def test_a_kill_in_the_article_itself_withdraws_it_even_in_the_same_version(service, article, status):
    receipt = service.push(article()).json["items"][0]
    service.drain()
    service.push(article(pubstatus=status))
    service.drain()
    assert service.get(receipt["links"]["article"]).status == 410


def test_an_embargoed_article_is_nowhere_until_its_time(service, article):
    receipt = service.push(article(embargoed=in_minutes(60), headline="Secretword budget")).json["items"][0]
    service.drain()
    assert state(service, receipt)["status"] == "held"
    assert service.get(receipt["links"]["article"]).status == 404
    assert service.get("/v1/search?facets=source,date:month").json["total"]["value"] == 0
    everything = service.engine.search(index="articles", body={})["hits"]["hits"]
    assert "Secretword" not in str(everything)


def test_an_embargoed_article_appears_at_its_time_though_nobody_sends_it_again(service, article):
    due = datetime.now(UTC) + timedelta(seconds=2)
    receipt = service.push(article(embargoed=due.isoformat())).json["items"][0]
    service.drain()
    before = service.get("/v1/search?facets=source")
    assert (before.json["total"]["value"], before.json["facets"]["source"]["values"]) == (0, [])
    assert service.get(receipt["links"]["article"]).status == 404
    while not (waited := service.receive()) and datetime.now(UTC) < due + timedelta(seconds=10):
        time.sleep(0.05)
    assert datetime.now(UTC) >= due
    assert service.deliver(waited) == []
    service.refresh()
    assert service.get("/v1/search").json["total"]["value"] == 1
    assert service.get(receipt["links"]["article"]).status == 200


def test_a_newer_version_with_an_embargo_hides_the_older_one_at_once(service, article):
    service.push(article(version="1"))
    service.drain()
    service.push(article(version="2", embargoed=in_minutes(60)))
    service.drain()
    assert service.get("/v1/search").json["total"]["value"] == 0


@pytest.mark.parametrize("fields", [{"embargoed": ""}, {"embargoed": "soon"}, {"pubstatus": "spiked"}])
def test_what_cannot_be_understood_of_a_restriction_holds_the_article(service, article, fields):
    receipt = service.push(article(**fields)).json["items"][0]
    service.drain()
    assert state(service, receipt)["status"] == "held"
    assert receipt["warnings"]


def test_an_article_that_is_dated_ahead_is_held_until_then(service, article):
    receipt = service.push(article(firstpublished=in_minutes(60))).json["items"][0]
    service.drain()
    assert [warning["code"] for warning in receipt["warnings"]] == ["held-until-published"]
    assert state(service, receipt)["status"] == "held"


def test_an_internal_note_is_never_public(service, article):
    receipt = service.push(article(ednote="Call the minister Xyzzyname first")).json["items"][0]
    service.drain()
    assert "Xyzzyname" not in service.get(receipt["links"]["article"]).text
    assert service.get("/v1/search?q=Xyzzyname").json["total"]["value"] == 0
    assert "Xyzzyname" not in str(service.engine.search(index="articles", body={}))


def test_a_poisonous_article_is_rejected_with_its_reason_and_its_neighbours_are_indexed(
    service, article, monkeypatch
):
    receipts = [service.push(article(f"urn:{n}")).json["items"][0] for n in range(3)]
    read = make_entries.read_again

    def poisoned(raw):
        if b"urn:1" in raw.body:
            raise ZeroDivisionError
        return read(raw)

    monkeypatch.setattr(make_entries, "read_again", poisoned)
    assert service.drain() == []
    assert service.get("/v1/search").json["total"]["value"] == 2
    status = state(service, receipts[1])
    assert (status["status"], status["versions"][0]["reason"]) == (
        "rejected",
        "reading it failed: ZeroDivisionError",
    )


def test_a_message_that_is_delivered_five_times_makes_one_document(service, article):
    service.push(article())
    records = service.receive()
    for _ in range(5):
        assert service.deliver(records) == []
    service.refresh()
    assert service.get("/v1/search").json["total"]["value"] == 1


def test_a_message_that_is_not_ours_goes_back_and_does_not_stop_the_others(service, article):
    service.push(article())
    records = [
        *service.receive(),
        {"messageId": "x", "body": "no json"},
        {"messageId": "y", "body": '{"Records": [{}]}'},
    ]
    assert service.deliver(records) == ["x", "y"]


def test_the_test_message_of_s3_is_a_success(service):
    assert service.deliver([{"messageId": "t", "body": '{"Event": "s3:TestEvent"}'}]) == []


def test_only_what_another_try_may_mend_returns_to_the_queue(service, article, monkeypatch):
    service.push(article())
    records = service.receive()
    from functions.index import handler  # noqa: PLC0415

    def down(entries):
        raise Unavailable("down")

    monkeypatch.setattr(handler._index(), "write", down)
    assert service.deliver(records) == [records[0]["messageId"]]


def test_reconcile_sends_again_what_the_index_lacks_and_nothing_else(service, article):
    for n in range(12):
        service.push(article(f"urn:{n}"))
    service.push(article("urn:0", version="2", headline="Two"))
    service.receive(), service.receive()  # these notifications are lost
    service.engine.indices.delete(index="articles-*", params={"ignore_unavailable": "true"})
    assert service.administer("reconcile") == 12
    service.drain()
    assert service.get("/v1/search").json["total"]["value"] == 12
    assert service.found("q=Two") == ["Two"]
    assert service.administer("reconcile") == 0


def test_articles_are_brought_back_where_alerts_cannot_be_and_the_failure_is_told(service, article, monkeypatch):
    service.push(article())
    service.receive()  # the notification is lost
    monkeypatch.setenv("ALERT_QUEUE_URL", f"{service.alert_queue}-that-is-gone")
    service.restart()
    with pytest.raises(ExceptionGroup, match="not everything was brought back"):
        service.administer("reconcile")
    service.drain()
    assert service.found("q=harbour") == ["Council votes on the harbour"]


def test_damaged_bytes_in_the_store_are_never_indexed(service, article):
    service.push(article())
    [key] = service.stored()
    head = service.s3.head_object(Bucket="copydesk-raw", Key=key)
    records = service.receive()
    service.s3.put_object(
        Bucket="copydesk-raw", Key=key, Body=b'{"headline": "Forged"}', Metadata=head["Metadata"]
    )
    assert service.deliver(records) == [records[0]["messageId"]]


def test_articles_that_do_not_fit_the_mapping_are_rejected_with_the_reason_of_the_engine(
    service, article, monkeypatch
):
    from shared.adapters import article_index  # noqa: PLC0415

    original = article_index.to_document
    monkeypatch.setattr(article_index, "to_document", lambda entry: original(entry) | {"unknown_field": 1})
    receipt = service.push(article()).json["items"][0]
    assert service.drain() == []
    status = state(service, receipt)
    assert status["status"] == "rejected"
    assert "strict_dynamic_mapping_exception" in status["versions"][0]["reason"]


def test_a_rejected_article_that_is_pushed_again_is_tried_again(service, article, monkeypatch):
    from shared.adapters import article_index  # noqa: PLC0415

    original = article_index.to_document
    monkeypatch.setattr(article_index, "to_document", lambda entry: original(entry) | {"unknown_field": 1})
    receipt = service.push(article()).json["items"][0]
    service.drain()
    assert state(service, receipt)["status"] == "rejected"
    monkeypatch.setattr(article_index, "to_document", original)  # the mistake was mended
    service.push(article())
    service.drain()
    assert state(service, receipt)["status"] == "indexed"
    assert len(service.stored("raw/")) == 1
    assert service.stored("rejected/") == []


@pytest.mark.parametrize("code", ["AccessDenied", "SlowDown", "KMS.DisabledException"])
def test_a_store_that_refuses_costs_no_article(service, article, monkeypatch, code):
    service.push(article())
    records = service.receive()
    from functions.index import handler  # noqa: PLC0415

    def refused(**_):
        raise ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 403}}, "GetObject")

    s3 = boto3.client("s3")
    s3.get_object = refused
    monkeypatch.setattr(handler, "aws_client", lambda _: s3)
    assert service.deliver(records) == [records[0]["messageId"]]
    assert service.stored("rejected/") == []


def test_withheld_articles_do_not_stand_in_the_way_of_a_release(service, article):
    for n in range(3):
        service.push(article(f"urn:w{n}", pubstatus="withheld", embargoed=in_minutes(-60)))
    service.drain()
    assert service.administer("release") == 0


def test_a_foreign_object_in_the_store_does_not_stop_the_reconciler(service, article):
    service.push(article())
    service.receive()
    service.s3.put_object(Bucket="copydesk-raw", Key="raw/")
    service.s3.put_object(Bucket="copydesk-raw", Key="raw/demo/note.txt", Body=b"x")
    assert service.administer("reconcile") == 1


def test_the_reconciler_finds_the_newest_of_unversioned_articles(service):
    for headline in ("One", "Two", "Three"):
        service.push({"uri": "urn:u", "headline": headline, "body_text": "b"})
    service.engine.indices.delete(index="articles-*", params={"ignore_unavailable": "true"})
    while service.receive():
        pass
    assert service.administer("reconcile") == 1
    service.drain()
    assert service.found("") == ["Three"]
    assert service.administer("reconcile") == 0


@pytest.mark.parametrize(
    ("first", "kill"),
    [
        ({"version": None}, {"version": "2"}),
        ({"version": "20261120100000"}, {"version": None}),
        ({"version": "7"}, {"version": None, "versioncreated": None}),
        ({"version": None, "versioncreated": None}, {"version": "2"}),
    ],
)
def test_a_kill_counts_also_when_its_version_is_of_another_kind(service, article, first, kill):
    receipt = service.push(article(**first)).json["items"][0]
    service.drain()
    service.push(article(pubstatus="canceled", **kill))
    service.drain()
    assert service.get(receipt["links"]["article"]).status == 410
    assert state(service, receipt)["status"] == "withdrawn"


def test_a_sender_that_goes_back_to_an_earlier_text_without_a_version_is_told(service):
    def push(body):
        return service.push({"uri": "urn:u", "headline": "h", "body_text": body}).json["items"][0]["warnings"]

    push("A")
    time.sleep(1.1)  # the store tells of whole seconds only
    push("B")
    assert [one["code"] for one in push("A")] == ["seen-before"]
    assert push("B") == []
