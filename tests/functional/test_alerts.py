"""Alerts: each is told once of a story, of its corrections and withdrawals, and of nothing that is not news."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from functions.alert import handler as alert
from shared.adapters.alert_queue import SqsWebhookQueue
from shared.domain.errors import Unavailable
from tests.clocks import Clocks
from tests.functional.alerting import HOOK, ask, in_minutes, make, push, take_down, told
from tests.functional.conftest import CONTEXT

pytestmark = pytest.mark.engine

LONG = " ".join(f"The council of the harbour heard speaker number {n} about the old crane." for n in range(20))


@pytest.fixture
def service(service):
    service.administer("release")  # makes the index, as the schedule does before anybody pushes
    return service


def test_an_alert_is_made_shown_listed_and_deleted(service):
    made = ask(service, {"q": "harbour", "section": "Local"})
    assert made.status == 201
    assert made.json["secret"].startswith("whsec_")
    shown = {name: value for name, value in made.json.items() if name != "secret"}
    assert (shown["query"], shown["webhook"]) == ({"q": "harbour", "section": "Local"}, HOOK)
    key = {"authorization": "Bearer key-of-demo"}
    assert service.get(shown["links"]["alert"], **key).json == shown
    assert service.get("/v1/alerts", **key).json == {"alerts": [shown]}
    assert service.request("DELETE", shown["links"]["alert"], source="demo").status == 204
    assert service.get(shown["links"]["alert"], **key).status == 404
    assert service.get("/v1/alerts", **key).json == {"alerts": []}


def test_asking_twice_for_an_alert_makes_one_and_one_that_is_made_anew_has_another_secret(service):
    first, again = ask(service, {"q": "harbour"}).json, ask(service, {"q": "harbour"}).json
    assert first == again
    service.request("DELETE", first["links"]["alert"], source="demo")
    anew = ask(service, {"q": "harbour"}).json
    assert (anew["id"], anew["secret"] == first["secret"]) == (first["id"], False)


def test_an_alert_is_seen_and_ended_by_its_source_alone(service):
    path = ask(service, {"q": "harbour"}).json["links"]["alert"]
    assert service.get(path).status == 401
    assert service.get(path, authorization="Bearer key-of-wire").status == 404
    assert service.get("/v1/alerts", authorization="Bearer key-of-wire").json == {"alerts": []}
    assert service.request("DELETE", path, source="wire").status == 404
    assert service.get(path, authorization="Bearer key-of-demo").status == 200
    assert service.get("/v1/alerts/none", authorization="Bearer key-of-demo").status == 404


@pytest.mark.parametrize(
    ("query", "webhook", "pointers"),
    [
        ({"q": "harbour", "page-size": "5"}, HOOK, ["/query/page-size"]),
        ({"q": "harbour", "from-date": "today"}, HOOK, ["/query/from-date"]),
        ({"autor": "Ines"}, HOOK, ["/query/autor"]),
        ({"q": "x" * 600}, HOOK, ["/query/q"]),
        ({"topic": "a|"}, HOOK, ["/query/topic"]),
        ({}, HOOK, ["/query"]),
        ({"q": ""}, HOOK, ["/query"]),
        ({"q": 7}, HOOK, ["/query/q"]),
        ({"a/b~c": 7}, HOOK, ["/query/a~1b~0c"]),
        ({"a/b~c": "7"}, HOOK, ["/query/a~1b~0c"]),
        ("harbour", None, ["/query", "/webhook"]),
        ({"q": "harbour"}, "http://desk.example/hook", ["/webhook"]),
        ({"q": "harbour"}, "http://127.0.0.1:80/hook", ["/webhook"]),
        ({"q": "harbour"}, "https://169.254.169.254/latest", ["/webhook"]),
    ],
)
def test_what_can_never_be_told_is_refused_with_its_place(service, query, webhook, pointers):
    answer = ask(service, query, webhook)
    assert answer.status == 400, answer.text
    assert [one["pointer"] for one in answer.json["errors"]] == pointers
    assert service.stored("alerts/") == []


def test_a_source_has_at_most_a_hundred_alerts(service):
    for number in range(100):
        assert ask(service, {"q": f"harbour {number}"}).status == 201
    assert ask(service, {"q": "harbour 100"}).status == 400
    assert ask(service, {"q": "harbour 7"}).status == 201
    assert ask(service, {"q": "harbour 100"}, source="wire").status == 201


def test_an_article_that_matches_is_told_of_without_a_word_of_it(service, article):
    name = make(service, {"q": "harbour"})
    make(service, {"q": "lighthouse"})
    found = push(service, article())
    [message] = service.fired()
    content = json.loads(message["body"])
    assert content == {
        "type": "article.published",
        "timestamp": service.get("/v1/changes").json["changes"][0]["at"],
        "data": {
            "alert": name,
            "article": found,
            "links": {"article": f"/v1/articles/{found}", "alert": f"/v1/alerts/{name}"},
        },
    }
    assert (message["url"], message["alert_id"], message["id"][:4]) == (HOOK, name, "msg_")


def test_a_story_is_told_of_once_whatever_version_or_near_copy_comes(service, article):
    name = make(service, {"q": "harbour"})
    first = push(service, article("urn:a", body_text=LONG))
    assert told(service) == [("article.published", first, name)]
    push(service, article("urn:a", version="2", body_text=f"{LONG} More."))
    push(service, article("urn:copy", body_text=LONG, headline="From the harbour"), source="wire")
    push(service, article("urn:next", body_text="The harbour again.", evolvedfrom="urn:a"))
    assert told(service) == []
    other = push(service, article("urn:other", body_text="Another harbour altogether."))
    assert told(service) == [("article.published", other, name)]


@pytest.mark.parametrize(
    "names", [["urn:1", "urn:2", "urn:3"], ["urn:3", "urn:2", "urn:1"], ["urn:2", "urn:3", "urn:1"]]
)
def test_a_story_keeps_what_was_told_of_it_when_it_gets_another_name(service, article, names):
    make(service, {"q": "harbour"})
    first, middle, last = names
    push(service, article(first))
    assert len(told(service)) == 1
    push(service, article(last, body_text="Of the harbour.", evolvedfrom=middle))
    assert len(told(service)) == 1  # nobody knows yet that it is the same story
    push(service, article(middle, body_text="The harbour, further.", evolvedfrom=first))
    push(service, article("urn:4", body_text="The harbour at last.", evolvedfrom=last))
    assert told(service) == []


def test_copies_that_were_indexed_unseen_by_each_other_are_told_of_once(service, article):
    make(service, {"q": "harbour"})
    for source in ("demo", "wire"):
        service.push(article(body_text=LONG), source=source)
        assert service.deliver(service.receive()) == []  # without a refresh between them
    assert len(told(service)) == 1


def test_a_later_version_that_is_the_first_to_match_is_told_of(service, article):
    name = make(service, {"q": "lighthouse"})
    found = push(service, article())
    assert told(service) == []
    push(service, article(version="2", body_text="Now with a lighthouse."))
    assert told(service) == [("article.updated", found, name)]


def test_each_correction_of_a_story_is_told_of_once(service):
    def version(number, *corrections):
        return {
            "@type": "NewsArticle",
            "identifier": "harbour-1",
            "version": number,
            "headline": "The harbour",
            "articleBody": f"The harbour, version {number}.",
            "correction": [{"@type": "CorrectionComment", "text": text} for text in corrections],
        }

    name = make(service, {"q": "harbour"})
    found = push(service, version(1))
    assert told(service) == [("article.published", found, name)]
    push(service, version(2))
    assert told(service) == []
    push(service, version(3, "The year was 1901."))
    assert told(service) == [("article.corrected", found, name)]
    push(service, version(4, "The year was 1901."))
    assert told(service) == []
    push(service, version(5, "The year was 1901.", "The month was May."))
    assert told(service) == [("article.corrected", found, name)]


def test_a_takedown_is_told_to_those_who_were_told_of_the_article(service, article):
    name = make(service, {"q": "harbour"})
    found, never = (
        push(service, article("urn:a")),
        push(service, article("urn:b", headline="Else", body_text="Else.")),
    )
    assert told(service) == [("article.published", found, name)]
    make(service, {"q": "council"})
    take_down(service, found)
    take_down(service, never)
    assert told(service) == [("article.withdrawn", found, name)]
    push(service, article("urn:a", version="2", pubstatus="canceled"))
    assert told(service) == []


def test_a_version_that_is_held_withdraws_the_one_before_it(service, article):
    name = make(service, {"q": "harbour"})
    found = push(service, article())
    told(service)
    push(service, article(version="2", embargoed=in_minutes(60)))
    assert told(service) == [("article.withdrawn", found, name)]


def test_what_was_taken_down_before_it_was_matched_is_not_told_of(service, article):
    make(service, {"q": "harbour"})
    take_down(service, push(service, article()))
    assert told(service) == []


def test_what_readers_may_not_see_is_not_told_of(service, article):
    make(service, {"q": "harbour"})
    push(service, article("urn:held", embargoed=in_minutes(60)))
    push(service, article("urn:withheld", pubstatus="withheld"))
    push(service, article("urn:expired", expires=in_minutes(-1)))
    assert told(service) == []


def test_an_article_that_a_fast_clock_brought_into_the_index_is_told_of_when_its_time_comes(
    service, article, monkeypatch
):
    name = make(service, {"q": "harbour"})
    clocks = Clocks(monkeypatch)
    due = clocks.now + timedelta(minutes=4)
    clocks.at(clocks.now, index=timedelta(minutes=5))
    found = push(service, article(embargoed=due.isoformat()))
    by = service.engine.get(index="articles", id=found)["_source"]["changed_by"]
    news = {"news": {"article": found, "by": by, "due": due.isoformat()}}
    event = {"Records": [{"messageId": "early", "body": json.dumps(news)}]}
    assert alert.lambda_handler(event, CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "early"}]}
    assert len(service.match()) == 1  # that of the queue waits too
    clocks.at(clocks.now + timedelta(minutes=6))
    assert alert.lambda_handler(event, CONTEXT) == {"batchItemFailures": []}
    assert told(service) == [("article.published", found, name)]


def test_an_alert_that_told_of_an_article_tells_that_its_time_is_over(service, article, monkeypatch):
    name = make(service, {"q": "harbour"})
    clocks = Clocks(monkeypatch, datetime.now(UTC))  # not the second that began before there was the alert
    found = push(service, article(expires=(clocks.now + timedelta(minutes=10)).isoformat()))
    assert told(service) == [("article.published", found, name)]
    clocks.at(clocks.now + timedelta(minutes=10))
    assert service.administer("release") == 1
    assert service.drain() == []
    assert told(service) == [("article.withdrawn", found, name)]


def test_what_became_visible_before_an_alert_was_made_is_not_told_of(service, article):
    push(service, article())
    make(service, {"q": "harbour"})
    service.deliver(list(service.deliveries))
    push(service, article("urn:else", body_text="Nothing.", headline="Else"))
    assert told(service) == []


def test_neither_a_redelivery_nor_a_rebuild_tells_again(service, article):
    make(service, {"q": "harbour"})
    push(service, article("urn:a"))
    push(service, article("urn:b", body_text="The harbour of another town."))
    assert len(told(service)) == 2
    assert service.deliver(list(service.deliveries)) == []
    assert told(service) == []
    for key in service.stored("fired/"):  # not even what nobody remembers
        service.s3.delete_object(Bucket="copydesk-raw", Key=key)
    service.engine.indices.delete(index="articles-*,alerts-*")
    assert service.administer("reconcile") == 2
    assert service.drain() == []
    assert told(service) == []
    push(service, article("urn:c", body_text="The harbour of a third town."))
    assert len(told(service)) == 1  # the alert is there again


def test_an_article_whose_function_ended_after_it_was_written_is_told_of_when_it_comes_again(service, article):
    name = make(service, {"q": "harbour"})
    service.push(article())
    records = service.receive()
    assert service.deliver(records) == []
    lost = service.receive(service.alert_queue)
    service.delete(service.alert_queue, lost)
    assert len(lost) == 1  # as if it had never been sent
    assert service.deliver(records) == []
    assert [one[::2] for one in told(service)] == [("article.published", name)]


def test_a_takedown_whose_function_ended_after_it_was_written_is_told_of_when_it_comes_again(service, article):
    name = make(service, {"q": "harbour"})
    found = push(service, article())
    told(service)
    assert service.request("DELETE", f"/v1/articles/{found}", source="demo").status == 202
    records = service.receive()
    assert service.deliver(records) == []
    service.delete(service.alert_queue, service.receive(service.alert_queue))
    assert service.deliver(records) == []
    assert told(service) == [("article.withdrawn", found, name)]


def test_news_of_a_version_that_is_not_the_last_tell_nothing(service, article):
    make(service, {"q": "harbour"})
    found = push(service, article())
    service.delete(service.alert_queue, service.receive(service.alert_queue))
    news = {"article": found, "by": "another", "due": datetime.now(UTC).isoformat()}
    service.sqs.send_message(QueueUrl=service.alert_queue, MessageBody=json.dumps({"news": news}))
    assert told(service) == []


@pytest.mark.parametrize(("version", "kind"), [("1", "article.published"), ("2", "article.updated")])
def test_an_alert_that_was_cut_off_before_its_message_was_sent_is_told_when_news_come_again(
    service, article, monkeypatch, version, kind
):
    name = make(service, {"q": "harbour"})
    found = push(service, article())
    with monkeypatch.context() as patch:
        patch.setattr(SqsWebhookQueue, "send", unavailable)
        assert len(service.match()) == 1
    push(service, article(version=version))  # the same, or one that came meanwhile
    assert service.deliver(list(service.deliveries)) == []
    assert told(service) == [(kind, found, name)]


def unavailable(*_):
    raise Unavailable("The queue does not answer.")


def test_alerts_whose_index_is_lost_are_registered_before_the_next_article_is_matched(service, article):
    name = make(service, {"q": "harbour"})
    service.engine.indices.delete(index="alerts-*")
    found = push(service, article())
    assert told(service) == [("article.published", found, name)]


def test_a_deleted_alert_is_silent_at_once(service, article):
    name = make(service, {"q": "harbour"})
    kept = make(service, {"q": "council"})
    found = push(service, article())
    service.request("DELETE", f"/v1/alerts/{name}", source="demo")
    assert told(service) == [("article.published", found, kept)]
