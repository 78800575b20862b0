"""How alerts come into their index: many at once, going on where a try ended, and only what it lacks."""

from datetime import UTC, datetime

import pytest
from opensearchpy import Transport
from opensearchpy.exceptions import ConnectionTimeout

from functions.alert import handler as alert
from shared.adapters.alert_store import S3AlertStore
from shared.domain.alert import Alert, alert_id
from tests.functional.alerting import HOOK, make, push, told
from tests.functional.conftest import BUCKET, CONTEXT

pytestmark = pytest.mark.engine

ALL = {"Records": [{"messageId": "all", "body": '{"alerts": "all"}'}]}
DONE, AGAIN = {"batchItemFailures": []}, {"batchItemFailures": [{"itemIdentifier": "all"}]}


@pytest.fixture
def service(service):
    service.administer("release")  # makes the index, as the schedule does before anybody pushes
    return service


def keep(service, query):
    """Put an alert into the store without a word to anybody."""
    name = alert_id("demo", query, HOOK)
    alert = Alert(id=name, source="demo", query=query, webhook=HOOK, created_at=datetime.now(UTC))
    S3AlertStore(service.s3, BUCKET).put(alert)
    service.delete(service.alert_queue, service.receive(service.alert_queue))
    return name


class Requests:
    """What is asked of OpenSearch from now on; after so many bulk requests it answers none of them."""

    def __init__(self, monkeypatch, bulks=1_000):
        self.sent = []
        send = Transport.perform_request

        def note(transport, method, url, **options):
            self.sent.append(url.rpartition("/")[2])
            if self.sent.count("_bulk") > bulks:
                raise ConnectionTimeout("TIMEOUT", "nobody is there", None)
            return send(transport, method, url, **options)

        monkeypatch.setattr(Transport, "perform_request", note)

    def writing(self):
        return [url for url in self.sent if url in ("_bulk", "_mget")]


def registered(service):
    service.engine.indices.refresh(index="alerts")
    found = service.engine.search(index="alerts", body={"size": 1_000, "_source": ["id"], "version": True})
    return {hit["_id"]: hit["_version"] for hit in found["hits"]["hits"]}


def test_the_index_is_made_in_parts_and_a_second_try_goes_on_where_the_first_ended(service, monkeypatch):
    names = {keep(service, {"q": f"harbour {number}"}) for number in range(120)}
    with monkeypatch.context() as patch:
        first = Requests(patch, bulks=1)
        assert alert.lambda_handler(ALL, CONTEXT) == AGAIN
        assert first.writing() == ["_mget", "_bulk", "_mget", "_bulk"]
    assert not service.engine.indices.exists_alias(name="alerts")  # nothing is matched before it is complete
    with monkeypatch.context() as patch:
        second = Requests(patch)
        assert alert.lambda_handler(ALL, CONTEXT) == DONE
        assert second.writing() == ["_mget", "_mget", "_bulk"]
    assert registered(service) == dict.fromkeys(names, 1)


def test_the_largest_alerts_are_written_in_requests_that_the_engine_takes(service, monkeypatch):
    names = {keep(service, {"q": " OR ".join(["Kyiv"] * 30), "section": f"{number}"}) for number in range(5)}
    asked = Requests(monkeypatch)
    assert alert.lambda_handler(ALL, CONTEXT) == DONE
    assert asked.writing() == ["_mget", "_bulk", "_bulk", "_bulk"]
    assert set(registered(service)) == names


def test_each_hour_only_what_is_missing_or_read_otherwise_is_registered(service, article):
    same, missing, other = (make(service, {"q": word}) for word in ("harbour", "council", "old"))
    service.engine.delete(index="alerts", id=missing)
    nothing = {"query": {"en": {"bool": {"must_not": [{"match_all": {}}]}}}, "digest": "of another release"}
    service.engine.update(index="alerts", id=other, body={"doc": nothing})
    service.administer("reconcile")
    assert service.match() == []
    assert registered(service) == {same: 1, missing: 3, other: 3}
    found = push(service, article())
    assert {name for _, of, name in told(service) if of == found} == {same, missing, other}


def test_an_alert_that_is_registered_already_is_not_written_again(service):
    name = make(service, {"q": "harbour"})
    body = f'{{"Records": [{{"s3": {{"object": {{"key": "alerts/demo/{name}.json"}}}}}}]}}'
    assert alert.lambda_handler({"Records": [{"messageId": "again", "body": body}]}, CONTEXT) == DONE
    assert registered(service) == {name: 1}


@pytest.mark.parametrize("is_there", [True, False], ids=["compared", "made"])
def test_an_alert_that_cannot_be_read_any_more_silences_no_other_and_is_told_of(
    service, article, caplog, is_there
):
    if is_there:
        assert alert.lambda_handler(ALL, CONTEXT) == DONE
    unreadable, damaged = keep(service, {"q": "x" * 600}), "f" * 32
    service.s3.put_object(Bucket=BUCKET, Key=f"alerts/demo/{damaged}.json", Body=b"{")
    service.delete(service.alert_queue, service.receive(service.alert_queue))
    plain = keep(service, {"q": "harbour"})
    assert alert.lambda_handler(ALL, CONTEXT) == DONE
    assert registered(service) == {plain: 1}
    [record] = [it for it in caplog.records if it.message == "alerts cannot be matched"]
    assert sorted(record.alerts) == sorted(f"alerts/demo/{name}.json" for name in (unreadable, damaged))
    found = push(service, article())
    assert told(service) == [("article.published", found, plain)]
