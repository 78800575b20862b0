"""Suggestions while a reader types: of visible articles alone, one error forgiven."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.functional.conftest import Service


def suggest(service: Service, typed: str, **more: Any) -> Any:
    answer = service.get(f"/v1/suggest?{urlencode({'q': typed} | more)}")
    assert answer.status == 200, answer.text
    return answer.json


def headlines(service: Service, typed: str) -> list[str]:
    return [one["headline"] for one in suggest(service, typed)["headlines"]]


def values(service: Service, kind: str, typed: str) -> list[tuple[str, int]]:
    return [(one["value"], one["count"]) for one in suggest(service, typed)[kind]]


def push(service: Service, *documents: dict[str, Any]) -> list[str]:
    answer = service.push(list(documents))
    assert service.drain() == []
    return [one["id"] for one in answer.json["items"]]


@pytest.fixture
def harbour(service, article):
    return push(
        service,
        article("urn:1", byline="By Ines Carrow and Tomas Berg", subject=[{"name": "maritime transport"}]),
        article(
            "urn:2",
            headline="Harbour bridge reopens",
            byline="By Ines Carrow",
            versioncreated="2024-03-06T20:15:00Z",
            subject=[{"name": "maritime transport"}, {"name": "market"}],
            url="https://news.example/bridge",
        ),
        article("urn:3", headline="Élan vital: Kraków’s new theatre", byline="By Øyvind Lund"),
    )


def test_each_kind_is_suggested_as_it_is_typed(service, harbour):
    assert suggest(service, "harb") == {
        "q": "harb",
        "headlines": [
            {
                "id": harbour[1],
                "headline": "Harbour bridge reopens",
                "url": "https://news.example/bridge",
                "published_at": "2024-03-06T20:15:00Z",
            },
            {"id": harbour[0], "headline": "Council votes on the harbour", "published_at": "2024-03-05T20:15:00Z"},
        ],
        "authors": [],
        "topics": [],
    }
    assert values(service, "authors", "car") == [("Ines Carrow", 2)]
    assert values(service, "topics", "mar") == [("maritime transport", 2), ("market", 1)]


BEGUN_HEADLINES = [
    ("c", ["Council votes on the harbour"]),
    ("counc", ["Council votes on the harbour"]),
    ("cuonc", ["Council votes on the harbour"]),
    ("couincil vo", ["Council votes on the harbour"]),
    ("concil", ["Council votes on the harbour"]),
    ("xouncil", ["Council votes on the harbour"]),
    ("votes harb", ["Council votes on the harbour"]),
    ("bridge council", []),
    ("cuoncli", []),
    ("elan krakow", ["Élan vital: Kraków’s new theatre"]),
    ("KRAKÓW'S", ["Élan vital: Kraków’s new theatre"]),
]


def test_every_word_typed_begins_a_word_of_the_headline_with_one_error_at_most(service, harbour):
    assert [(typed, headlines(service, typed)) for typed, _ in BEGUN_HEADLINES] == BEGUN_HEADLINES


BEGUN_NAMES = [
    ("ines car", ["Ines Carrow"]),
    ("carow", ["Ines Carrow"]),
    ("oyvind", ["Øyvind Lund"]),
    ("ines berg", []),
]


def test_every_word_typed_begins_a_word_of_one_name(service, harbour):
    got = [(typed, [name for name, _ in values(service, "authors", typed)]) for typed, _ in BEGUN_NAMES]
    assert got == BEGUN_NAMES


def test_the_words_in_their_order_come_first_and_then_the_new(service, article):
    push(
        service,
        article("urn:1", headline="Bridge over the harbour"),
        article("urn:2", headline="The harbour bridge", versioncreated="2020-01-01T00:00:00Z"),
        article("urn:3", headline="Harbours and a bridge", versioncreated="2025-01-01T00:00:00Z"),
        article("urn:4", headline="Harvour bridge", versioncreated="2025-01-01T00:00:00Z"),
    )
    assert headlines(service, "harbour br") == [
        "The harbour bridge",
        "Harbours and a bridge",
        "Bridge over the harbour",
        "Harvour bridge",
    ]


def test_of_one_story_one_headline_is_suggested(service, article):
    push(
        service,
        article("urn:1", headline="Harbour vote"),
        article("urn:2", headline="Harbour vote: update", evolvedfrom="urn:1"),
        article("urn:3", headline="HARBOUR VOTE: UPDATE"),
    )
    assert len(headlines(service, "harbour")) == 1


def test_what_is_held_expired_or_taken_down_is_suggested_nowhere(service, article):
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    fields = {"headline": "Secretword budget", "byline": "By Secretword Name", "subject": [{"name": "secretword"}]}
    ids = push(
        service,
        article("urn:held", **fields, embargoed=later),
        article("urn:expired", **fields, expires="2024-06-01T00:00:00Z"),
        article("urn:gone", **fields),
    )
    assert len(headlines(service, "secretw")) == 1
    assert service.request("DELETE", f"/v1/articles/{ids[2]}", source="demo").status == 202
    service.drain()
    nothing = {"headlines": [], "authors": [], "topics": []}
    assert suggest(service, "secretw") == {"q": "secretw"} | nothing


def test_an_embargoed_article_is_suggested_at_its_time(service, article):
    due = datetime.now(UTC) + timedelta(seconds=2)
    push(service, article(embargoed=due.isoformat(), byline="By Ines Carrow"))
    before = suggest(service, "council")
    assert (before["headlines"], values(service, "authors", "car")) == ([], [])
    time.sleep(max(0, (due - datetime.now(UTC)).total_seconds()) + 1)  # a delay of SQS has whole seconds
    service.drain()
    assert headlines(service, "council") == ["Council votes on the harbour"]
    assert values(service, "authors", "car") == [("Ines Carrow", 1)]


STRANGE = ["", " ", "?!", "\u200b", '"', "*", "a" * 512, "(" * 500, "{}[]^~:\\/", "港", "т" * 40]


def test_nothing_that_is_typed_is_an_error(service, harbour):
    for typed in STRANGE:
        assert set(suggest(service, typed)) == {"q", "headlines", "authors", "topics"}, typed


def test_how_many_are_suggested_can_be_said(service, article):
    push(service, *(article(f"urn:{n}", headline=f"Harbour day {n}", byline=f"By Hara N{n}") for n in "abcdefghi"))
    answer = suggest(service, "har", **{"page-size": 3})
    assert (len(answer["headlines"]), len(answer["authors"])) == (3, 3)
    assert len(suggest(service, "har")["headlines"]) == 5


WRONG = [
    ("", "q", "is missing; it is what was typed so far"),
    ("q=a&page-size=0", "page-size", "is a number from 1 to 20"),
    (f"q={'a' * 513}", "q", "takes at most 512 characters"),
    ("q=a&size=3", "size", "is not known; did you mean page-size?"),
]


def test_a_parameter_that_is_wrong_is_named(service):
    for query, name, detail in WRONG:
        answer = service.get(f"/v1/suggest?{query}")
        assert answer.status == 400, query
        assert answer.json["errors"] == [{"detail": detail, "parameter": name}]
