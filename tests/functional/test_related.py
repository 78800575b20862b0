"""More articles like one: of other stories, one of each, visible, the new preferred."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.functional.conftest import Service

HARBOUR = (
    "The council voted on Tuesday to rebuild the old harbour. The quay wall has crumbled since the storm surge, "
    "and fishing boats have moored at the ferry terminal for two winters. Dredging begins in spring."
)
QUAY = (
    "Engineers found new cracks in the quay wall of the old harbour. Dredging will be delayed, said the harbour "
    "master, and fishing boats stay at the ferry terminal."
)
FERRY = (
    "The ferry terminal is crowded with fishing boats while the quay wall of the harbour is dredged and rebuilt."
)
OPERA = "The soprano sang the final aria to a full house. Critics praised the staging and the orchestra."


def push(service: Service, document: dict[str, Any], source: str = "demo") -> str:
    receipt = service.push(document, source=source).json["items"][0]
    assert service.drain() == []
    return str(receipt["id"])


def related(service: Service, name: str, query: str = "") -> list[str]:
    answer = service.get(f"/v1/articles/{name}/related{query}")
    assert answer.status == 200, answer.text
    return [one["id"] for one in answer.json["results"]]


@pytest.fixture
def harbour(service, article):
    return push(service, article("urn:harbour", body_text=HARBOUR))


def test_articles_on_the_same_subject_are_given_and_no_others(service, article, harbour):
    quay = push(service, article("urn:quay", headline="Cracks in the quay wall", body_text=QUAY))
    ferry = push(service, article("urn:ferry", headline="Boats at the terminal", body_text=FERRY))
    push(service, article("urn:opera", headline="An aria to remember", body_text=OPERA))
    assert sorted(related(service, harbour)) == sorted([quay, ferry])
    assert related(service, harbour, "?page-size=1") in ([quay], [ferry])


def test_a_related_article_is_shown_as_a_search_shows_it(service, article, harbour):
    push(service, article("urn:quay", headline="Cracks in the quay wall", body_text=QUAY, byline="By Ines Carrow"))
    [shown] = service.get(f"/v1/articles/{harbour}/related").json["results"]
    [found] = service.get("/v1/search?q=cracks").json["results"]
    assert shown == {name: value for name, value in found.items() if name not in ("score", "highlights")}


def test_of_a_story_one_article_is_given_and_of_its_own_none(service, article, harbour):
    push(service, article("urn:harbour:2", body_text=HARBOUR, evolvedfrom="urn:harbour"))
    quay = push(service, article("urn:quay", headline="Cracks in the quay wall", body_text=QUAY))
    later = push(
        service, article("urn:quay:2", headline="Cracks in the quay", body_text=QUAY, evolvedfrom="urn:quay")
    )
    [given] = related(service, harbour)
    assert given in (quay, later)


def test_of_two_alike_the_newer_comes_first(service, article, harbour):
    old = push(service, article("urn:old", headline="Quay wall", body_text=QUAY))
    today = datetime.now(UTC).isoformat()
    new = push(service, article("urn:new", headline="Quay wall", body_text=QUAY, versioncreated=today))
    assert related(service, harbour) == [new, old]


def test_what_a_reader_may_not_see_is_related_to_nothing(service, article, harbour):
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    held = push(service, article("urn:held", body_text=QUAY, embargoed=later))
    push(service, article("urn:expired", body_text=QUAY, expires="2024-06-01T00:00:00Z"))
    gone = push(service, article("urn:gone", body_text=QUAY))
    assert related(service, harbour) == [gone]
    service.request("DELETE", f"/v1/articles/{gone}", source="demo")
    service.drain()
    assert related(service, harbour) == []
    assert service.get(f"/v1/articles/{held}/related").status == 404
    assert service.get(f"/v1/articles/{gone}/related").status == 410


def test_an_embargoed_article_is_related_at_its_time(service, article, harbour):
    due = datetime.now(UTC) + timedelta(seconds=2)
    waiting = push(service, article("urn:waiting", body_text=QUAY, embargoed=due.isoformat()))
    assert related(service, harbour) == []
    time.sleep(max(0, (due - datetime.now(UTC)).total_seconds()) + 1)  # a delay of SQS has whole seconds
    service.drain()
    assert related(service, harbour) == [waiting]


def test_articles_are_related_within_their_language(service, article):
    german = "Der Stadtrat stimmte für den Neubau des alten Hafens. Die Kaimauer bröckelt seit der Sturmflut."
    other = "Die Kaimauer des alten Hafens bröckelt weiter, der Neubau des Hafens verzögert sich im Stadtrat."
    first = push(service, article("urn:de:1", headline="Neuer Hafen", body_text=german, language="de"))
    second = push(service, article("urn:de:2", headline="Kaimauer", body_text=other, language="de-AT"))
    push(service, article("urn:en", headline="Harbour", body_text=HARBOUR, language="en"))
    assert related(service, first) == [second]


def test_an_article_of_a_headline_alone_has_related_ones(service, article):
    first = push(service, article("urn:1", headline="Quay wall cracks", body_text="", language="en"))
    words = "Nothing more is known."
    second = push(service, article("urn:2", headline="Cracks in quay wall", body_text=words, language="en"))
    assert related(service, first) == [second]


@pytest.mark.parametrize(("path", "status"), [("none", 404), ("0" * 32, 404), ("0" * 32 + "?page-size=99", 400)])
def test_an_article_that_is_not_there_has_no_related_ones(service, article, harbour, path, status):
    name, _, query = path.partition("?")
    assert service.get(f"/v1/articles/{name}/related?{query}").status == status
