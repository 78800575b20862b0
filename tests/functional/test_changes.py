"""The log of changes: published, updated and withdrawn, in order, nothing twice and nothing left out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from shared.domain.identity import article_id
from tests.clocks import Clocks
from tests.functional.conftest import Service


def changes(answer: Any) -> list[tuple[str, str]]:
    return [(one["change"], one["id"]) for one in answer["changes"]]


def log(service: Service, path: str = "/v1/changes") -> Any:
    answer = service.get(path)
    assert answer.status == 200, answer.text
    return answer.json


def since(service: Service, answer: Any) -> Any:
    return log(service, answer["links"]["next"])


def push(service: Service, document: dict[str, Any]) -> str:
    receipt = service.push(document).json["items"][0]
    assert service.drain() == []
    return str(receipt["id"])


def take_down(service: Service, name: str) -> None:
    assert service.request("DELETE", f"/v1/articles/{name}", source="demo").status == 202
    assert service.drain() == []


def in_minutes(minutes: float) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def test_the_log_tells_each_article_once_with_its_last_change_in_order(service, article):
    first = push(service, article("urn:first"))
    second = push(service, article("urn:second"))
    third = push(service, article("urn:third"))
    push(service, article("urn:first", version="2", headline="Council votes again"))
    take_down(service, second)
    told = log(service)
    assert changes(told) == [("published", third), ("updated", first), ("withdrawn", second)]
    assert [set(one) for one in told["changes"]] == [
        {"id", "source", "change", "at"},
        {"id", "source", "change", "at"},
        {"id", "change", "at"},
    ]
    times = [datetime.fromisoformat(one["at"]) for one in told["changes"]]
    assert times == sorted(times)
    assert all(datetime.now(UTC) - moment < timedelta(minutes=1) for moment in times)


def test_one_who_follows_gets_each_change_once(service, article):
    first = push(service, article("urn:first"))
    told = log(service)
    assert changes(told) == [("published", first)]
    told = since(service, told)
    assert changes(told) == []
    second = push(service, article("urn:second"))
    push(service, article("urn:first", version="2"))
    told = since(service, told)
    assert changes(told) == [("published", second), ("updated", first)]
    take_down(service, first)
    told = since(service, told)
    assert changes(told) == [("withdrawn", first)]
    push(service, article("urn:first", version="3"))
    told = since(service, told)
    assert changes(told) == [("published", first)]
    assert changes(since(service, told)) == []


def test_pages_of_the_log_have_no_repeats_and_no_gaps_while_articles_arrive(service, article):
    expected = [push_many(service, article, "early", 25)]
    told = log(service, "/v1/changes?page-size=10")
    given = changes(told)
    for n in range(3):
        expected.append(push_many(service, article, f"late-{n}", 7))
        told = since(service, told)
        given += changes(told)
    while told["changes"]:
        told = since(service, told)
        given += changes(told)
    assert sorted(name for _, name in given) == sorted(name for names in expected for name in names)


def push_many(service: Service, article: Any, name: str, count: int) -> list[str]:
    answer = service.push([article(f"urn:{name}:{n}") for n in range(count)])
    assert service.drain() == []
    return [one["id"] for one in answer.json["items"]]


def test_a_held_article_is_not_told_of_before_its_time(service, article):
    push(service, article("urn:held", embargoed=in_minutes(60)))
    push(service, article("urn:withheld", pubstatus="withheld"))
    assert changes(log(service)) == []


def test_an_article_that_a_fast_clock_brought_into_the_index_is_told_of_when_its_time_comes(
    service, article, monkeypatch
):
    shown = push(service, article("urn:shown"))
    due = datetime.now(UTC) + timedelta(minutes=4)
    clocks = Clocks(monkeypatch)
    clocks.at(clocks.now, index=timedelta(minutes=5))
    waiting = push(service, article("urn:waiting", embargoed=due.isoformat()))
    told = log(service)
    assert changes(told) == [("published", shown)]
    clocks.at(due + timedelta(milliseconds=1))
    told = since(service, told)
    assert changes(told) == [("published", waiting)]
    assert datetime.fromisoformat(told["changes"][0]["at"]) >= due


def test_a_version_that_is_held_withdraws_the_one_before_it_and_tells_nothing_else(service, article):
    name = push(service, article(version="1"))
    told = log(service)
    push(service, article(version="2", embargoed=in_minutes(60), headline="Secretword"))
    told = since(service, told)
    assert changes(told) == [("withdrawn", name)]
    assert set(told["changes"][0]) == {"id", "change", "at"}
    push(service, article(version="3", embargoed=in_minutes(90)))
    assert changes(since(service, told)) == []


def test_an_article_that_readers_never_saw_is_not_told_of_when_it_is_taken_down(service, article):
    name = push(service, article(embargoed=in_minutes(60)))
    take_down(service, name)
    assert changes(log(service)) == []


def test_an_article_that_expired_is_not_in_the_log_and_one_that_will_says_when(service, article):
    push(service, article("urn:expired", expires=in_minutes(-1)))
    lasting = push(service, article("urn:lasting", expires=in_minutes(60)))
    told = log(service)
    assert changes(told) == [("published", lasting)]
    assert set(told["changes"][0]) == {"id", "source", "change", "at", "expires_at"}


def test_a_version_that_has_expired_already_withdraws_the_one_before_it(service, article):
    first = push(service, article("urn:a", version="1"))
    told = log(service)
    push(service, article("urn:a", version="2", expires=in_minutes(-5)))
    assert service.get(f"/v1/articles/{first}").status == 410
    assert changes(since(service, told)) == [("withdrawn", first)]
    assert changes(log(service)) == [("withdrawn", first)]


def test_the_forming_of_a_story_is_no_change(service, article):
    first = push(service, article("urn:news:a"))
    third = push(service, article("urn:news:c", evolvedfrom="urn:news:b"))
    told = log(service)
    assert changes(told) == [("published", first), ("published", third)]
    second = push(service, article("urn:news:b", evolvedfrom="urn:news:a"))
    story = service.get(f"/v1/articles/{third}").json["story_id"]
    assert story == min(first, second, third)
    told = since(service, told)
    assert changes(told) == [("published", second)]
    service.administer("release")
    service.refresh()
    assert changes(since(service, told)) == []


def test_what_is_delivered_again_is_no_change(service, article):
    push(service, article())
    told = log(service)
    assert service.deliver(list(service.deliveries)) == []
    service.refresh()
    assert changes(since(service, told)) == []


def test_an_index_that_is_made_anew_tells_no_change(service, article):
    push(service, article("urn:first"))
    push(service, article("urn:second"))
    push(service, article("urn:second", version="2"))
    gone = push(service, article("urn:third"))
    take_down(service, gone)
    push(service, article("urn:held", embargoed=in_minutes(60)))
    told = log(service)
    service.engine.indices.delete(index="articles-*")
    assert service.administer("reconcile") == 4
    assert service.drain() == []
    assert changes(since(service, told)) == []
    assert sorted(changes(log(service))) == [
        ("published", min(article_id("demo", "urn:first"), article_id("demo", "urn:second"))),
        ("published", max(article_id("demo", "urn:first"), article_id("demo", "urn:second"))),
        ("withdrawn", gone),
    ]
    new = push(service, article("urn:new"))
    assert changes(since(service, told)) == [("published", new)]


def test_the_log_can_be_read_from_a_time_on(service, article):
    push(service, article("urn:first"))
    told = log(service)
    second = push(service, article("urn:second"))
    moment = since(service, told)["changes"][0]["at"]
    assert changes(log(service, f"/v1/changes?{urlencode({'since': moment})}")) == [("published", second)]
    ahead = urlencode({"since": in_minutes(1)})
    assert changes(log(service, f"/v1/changes?{ahead}")) == []


@pytest.mark.parametrize("written", ["forged.cursor", "tomorrow", "", "é"])
def test_a_cursor_that_is_not_ours_is_refused(service, written):
    service.administer("release")  # makes the index
    answer = service.get(f"/v1/changes?{urlencode({'since': written})}")
    assert answer.status == 400
    assert [one["parameter"] for one in answer.json["errors"]] == ["since"]


def test_the_log_answers_304_while_nothing_changes(service, article):
    push(service, article())
    answer = service.get("/v1/changes")
    assert service.get("/v1/changes", if_none_match=answer.headers["etag"]).status == 304
