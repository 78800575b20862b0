"""What a dry run promises: what a push would make of it, and nothing kept."""

import gzip
import json

import pytest

from shared.usecases.preview_articles import MOST

PAGE = """Harbour wall to be raised by a metre

By Maren Holt

The council of Port Ellery voted on Tuesday to raise the harbour wall by a metre before the winter storms.

Read more
"""


def preview(service, article, url="/v1/preview", **headers):
    return service.push(article, url, **headers)


def test_a_preview_shows_what_was_kept_dropped_and_derived_and_keeps_nothing(service):
    answer = preview(service, PAGE, "/v1/preview?language=en&section=Local", content_type="text/plain")
    [item] = answer.json["items"]
    assert (answer.status, answer.json["articles"], answer.json["previewed"]) == (200, 1, 1)
    assert item.keys() == {"article", "format", "state", "warnings", "dropped", "provenance"}
    assert (item["format"], item["state"]) == ("pasted-text", "published")
    assert item["article"]["headline"] == "Harbour wall to be raised by a metre"
    assert item["article"]["authors"] == [{"name": "Maren Holt"}]
    assert "no-id" in {warning["code"] for warning in item["warnings"]}
    assert {"reason": "read-more", "text": "Read more"} in item["dropped"]
    assert item["provenance"]["section"] == {"origin": "hint", "rule": "caller"}
    assert service.stored("") == []


def test_a_preview_is_the_article_that_a_push_makes(service, article):
    previewed = preview(service, article()).json["items"][0]["article"]
    pushed = service.push(article()).json["items"][0]
    service.drain()
    served = service.get(pushed["links"]["article"]).json
    for_editors = {"status", "embargo_until", "expires_at", "internal_note", "takes_down"}
    # What belongs to the receipt or to the other articles of the index is not known beforehand.
    of_index = {"received_at", "provenance", "story_id", "fingerprint", "published_at"}
    kept = {name: value for name, value in previewed.items() if name not in for_editors | of_index}
    assert kept == {name: value for name, value in served.items() if name not in of_index}


def test_a_preview_shows_an_editor_what_no_reader_sees(service, article):
    sent = article(embargoed="2099-01-01T06:00:00Z", ednote="Check the name.", pubstatus="usable")
    [item] = preview(service, sent).json["items"]
    shown = item["article"]
    assert (item["state"], shown["status"], shown["embargo_until"], shown["internal_note"]) == (
        "held",
        "usable",
        "2099-01-01T06:00:00Z",
        "Check the name.",
    )


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "published"),
        ({"pubstatus": "canceled"}, "withdrawn"),
        ({"pubstatus": "withheld"}, "held"),
        ({"embargoed": ""}, "held"),
        ({"expires": "2024-03-06T00:00:00Z"}, "expired"),
    ],
)
def test_a_preview_tells_whether_readers_would_find_the_article(service, article, fields, state):
    [item] = preview(service, article(**fields)).json["items"]
    assert item["state"] == state


def test_of_many_articles_the_first_are_previewed_and_all_are_counted(service, article):
    answer = preview(service, [article(f"urn:{n}") for n in range(MOST + 5)])
    assert (answer.json["articles"], answer.json["previewed"], len(answer.json["items"])) == (MOST + 5, MOST, MOST)


def test_an_article_that_would_be_refused_has_its_problem_in_its_place(service, article):
    answer = preview(service, [article("urn:a"), {"uri": "urn:b"}, article("urn:c")])
    kinds = ["article" if "article" in item else item["status"] for item in answer.json["items"]]
    assert (answer.status, kinds) == (200, ["article", 400, "article"])
    assert answer.json["items"][1]["type"] == "urn:copydesk:problem:bad-request"


def test_what_cannot_be_read_at_all_is_refused_as_a_push_is(service):
    answers = [service.push(b"[]", path) for path in ("/v1/preview", "/v1/articles")]
    assert [answer.status for answer in answers] == [400, 400]
    assert answers[0].json["detail"] == answers[1].json["detail"]


def test_a_preview_needs_the_key_of_a_source_and_knows_the_parameters_of_a_push(service, article):
    assert service.request("POST", "/v1/preview", json.dumps(article())).status == 401
    answer = preview(service, article(), "/v1/preview?langauge=en")
    assert (answer.status, answer.json["errors"][0]["parameter"]) == (400, "langauge")


@pytest.mark.parametrize("dropped", [False, True])
def test_an_article_that_would_fill_the_answer_is_shortened_and_says_so(service, article, dropped):
    words = "The council voted on the harbour. " * 110_000
    sent = {"body_text": words} if not dropped else {"body_html": "<p>Text.</p>" + f"<script>{words}</script>"}
    answer = preview(service, gzip.compress(json.dumps(article(**sent)).encode()))
    [item] = answer.json["items"]
    assert answer.status == 200
    assert len(answer.text) < 3.5 * 1024 * 1024
    if len(json.dumps(sent)) > 3 * 1024 * 1024 and not dropped:
        assert item["warnings"][-1]["code"] == "preview-shortened"
        assert len(item["article"]["body_text"]) == 200_000
