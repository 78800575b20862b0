"""What comes first, why, and how a page of results is laid out."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from shared.adapters.article_index import OpenSearchArticleIndex
from shared.domain.wording import wording

NEW = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
OLD = "1999-03-05T20:15:00Z"


def ask(service, **parameters):
    answer = service.get(f"/v1/search?{urlencode({name.replace('_', '-'): v for name, v in parameters.items()})}")
    assert answer.status == 200, answer.text
    return answer.json


def pin(service, query, article_ids):
    OpenSearchArticleIndex(service.engine).put_pins({wording(query): article_ids})
    service.restart()


def ids(answer):
    return [one["source_id"].removeprefix("urn:") for one in answer["results"]]


@pytest.fixture
def publish(service, article):
    def push(**items):
        pushed = [article(f"urn:{name}", **fields) for name, fields in items.items()]
        assert service.push(pushed).status == 202
        service.drain()

    return push


def test_of_equals_the_newer_comes_first_unless_the_archive_is_searched(service, publish):
    publish(a={"versioncreated": OLD}, b={"versioncreated": NEW}, c={"versioncreated": OLD})
    assert ids(ask(service, q="harbour"))[0] == "b"
    scores = {one["score"] for one in ask(service, q="harbour", profile="archive")["results"]}
    assert len(scores) == 1


def test_an_exact_headline_is_first_however_old(service, publish):
    many = {f"n{n}": {"versioncreated": NEW, "headline": "The Mayor’s U.S. trip: the harbour"} for n in range(5)}
    publish(old={"versioncreated": OLD, "headline": "The Mayor’s U.S. trip", "body_text": "Nothing."}, **many)
    for q in ("The Mayor’s U.S. trip", "the mayors us trip", '"The Mayor\'s U.S. trip"'):
        answer = ask(service, q=q, explain="1")
        assert ids(answer)[0] == "old"
        assert answer["results"][0]["explanation"][0]["reason"] == "its headline is just what was typed"


def test_the_text_counts_more_than_a_caption_and_a_caption_may_hold_one_of_the_words(service, publish):
    picture = {"renditions": {"r": {"href": "https://news.example/a.jpg"}}, "type": "picture"}
    publish(
        text={"headline": "One", "body_text": "A lighthouse and a ferry stand here."},
        caption={"headline": "Two", "body_text": "A ferry stands here.",
                 "associations": {"main": picture | {"description_text": "A lighthouse at night."}}},
    )  # fmt: skip
    assert ids(ask(service, q="lighthouse")) == ["text", "caption"]
    assert sorted(ids(ask(service, q="lighthouse ferry"))) == ["caption", "text"]
    assert ids(ask(service, q='"at night"')) == ["caption"]


def test_an_explanation_is_in_words_and_its_shares_make_a_whole(service, publish):
    publish(a={"versioncreated": NEW, "headline": "Troops return", "body_text": "The troops came home by ferry."})
    [result] = ask(service, q="troop ferry", explain="1")["results"]
    reasons = {one["reason"] for one in result["explanation"]}
    found = {
        "“troop” in the text",
        "“ferry” in the text",
        "“troop” in the headline or first words",
        "it is recent",
    }
    assert found <= reasons
    assert sum(one["share"] for one in result["explanation"]) == pytest.approx(1, abs=0.03)
    assert "explanation" not in ask(service, q="troop ferry")["results"][0]


def test_a_story_is_shown_once_with_the_number_of_its_others(service, publish):
    publish(
        a={"headline": "Harbour", "versioncreated": OLD},
        b={"headline": "Harbour again", "evolvedfrom": "urn:a", "version": "2"},
        c={"headline": "Ferry", "body_text": "A ferry left the harbour in a storm."},
    )
    whole = ask(service, q="harbour")
    assert len(whole["results"]) == 3
    stories = {one["source_id"]: one["story_id"] for one in whole["results"]}
    assert stories["urn:a"] == stories["urn:b"] != stories["urn:c"]
    collapsed = ask(service, q="harbour", collapse="story")
    assert {one["story_id"]: one["others_in_story"] for one in collapsed["results"]} == {
        stories["urn:a"]: 1,
        stories["urn:c"]: 0,
    }
    assert collapsed["total"]["value"] == 3


def test_fields_and_highlights_are_those_asked_for(service, publish):
    publish(a={})
    [result] = ask(service, q="harbour", fields="headline,section", highlight="headline")["results"]
    assert {*result} == {"id", "headline", "score", "highlights"}
    assert result["highlights"] == {"headline": ["Council votes on the <mark>harbour</mark>"]}
    assert "highlights" not in ask(service, q="harbour", highlight="none")["results"][0]


@pytest.mark.parametrize(
    ("parameter", "written", "detail"),
    [
        ("profile", "sports", "is one of news, archive"),
        ("collapse", "yes", "is one of story, none"),
        ("explain", "yes", "is one of 0, 1"),
        ("highlight", "byline", "knows no 'byline'; known: headline, body"),
    ],
)
def test_a_parameter_that_is_wrong_says_what_is_right(service, parameter, written, detail):
    answer = service.get(f"/v1/search?{parameter}={written}")
    assert (answer.status, answer.json["errors"]) == (400, [{"detail": detail, "parameter": parameter}])


def test_what_is_pinned_to_a_query_comes_first_in_its_order_and_only_there(service, publish):
    publish(a={}, b={}, c={"headline": "Elsewhere", "body_text": "Nothing of the kind."}, d={"section": "x"})
    found = {one["source_id"]: one["id"] for one in ask(service, q="council OR nothing")["results"]}
    pin(service, "The Harbour?", [found["urn:c"], found["urn:b"]])
    assert ids(ask(service, q="the harbour"))[:2] == ["c", "b"]
    first = ask(service, q="the harbour", explain="1")["results"][0]
    assert first["pinned"] is True
    assert first["explanation"][0]["reason"] == "it is pinned"
    assert "c" not in ids(ask(service, q="harbour"))
    assert "c" not in ids(ask(service, q="the harbour", order_by="newest"))
    service.request("DELETE", f"/v1/articles/{found['urn:c']}", source="demo")
    service.drain()
    assert ids(ask(service, q="the harbour"))[0] == "b"
    pin(service, "the harbour", [])
    assert "pinned" not in str(ask(service, q="the harbour"))
