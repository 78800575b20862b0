import json
from typing import Any

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import ap
from shared.formats.payload import Payload

ITEM: dict[str, Any] = {
    "uri": "https://api.example.com/content/a1?qt=x",
    "altids": {"itemid": "a1", "etag": "a1_0", "friendlykey": "1"},
    "version": 2,
    "type": "text",
    "pubstatus": "usable",
    "versioncreated": "2024-03-05T10:00:00Z",
    "firstcreated": "2024-03-05T09:00:00Z",
    "headline": "Harbour reopens",
    "provider": "AP",
    "body_nitf": "<p>The harbour reopened on Tuesday.</p><p>Ships came.</p>",
}


def payload(value: Any) -> Payload:
    return Payload(json.dumps(value).encode(), "application/json")


def parse(**changes: Any) -> Parsed:
    return ap.parse(payload(ITEM | changes))


def test_aps_own_fields_stand_where_ninjs_has_them() -> None:
    parsed = parse(
        bylines=[{"by": "By JANE DOE", "title": "Associated Press"}],
        datelinelocation={"city": "Port Town", "countryname": "EXAMPLELAND"},
        subject=[
            {"rels": ["category"], "code": "a", "name": "Domestic News"},
            {"rels": ["category"], "code": "s", "name": "s"},
            {"rels": ["direct"], "code": "x1", "name": "Ports", "scheme": "http://cv.ap.org/id/"},
            {"rels": ["ancestor"], "code": "x2", "name": "Everything", "scheme": "http://cv.ap.org/id/"},
        ],
        place=[{"name": "Port Town", "rels": ["direct"]}, {"name": "Europe", "rels": ["ancestor"]}],
        signals=["newscontent"],
        editorialpriority="r",
    )
    assert parsed.format == "ap"
    assert parsed.notices == ()
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "a1",
        "version": "2",
        "created_at": "2024-03-05T09:00:00Z",
        "published_at": "2024-03-05T10:00:00Z",
        "updated_at": "2024-03-05T10:00:00Z",
        "headline": "Harbour reopens",
        "body_text": "The harbour reopened on Tuesday.\n\nShips came.",
        "byline": "By JANE DOE",
        "authors": [{"name": "Jane Doe"}],
        "dateline": "Port Town",
        "section": "Domestic News",
        "topics": [{"name": "Domestic News"}, {"id": "http://cv.ap.org/id/x1", "name": "Ports"}],
        "places": ["Port Town"],
        "publisher": "AP",
    }
    assert parsed.content.provenance["source_id"].rule == "/altids/itemid"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"editorialtypes": ["Kill"]}, Status.CANCELED),
        ({"signals": ["isKill"]}, Status.CANCELED),
        ({"editorialtypes": ["Withhold"]}, Status.WITHHELD),
        ({"pubstatus": "embargoed"}, Status.WITHHELD),
        ({"pubstatus": "embargoed", "embargoed": "2030-01-01T00:00:00Z"}, Status.USABLE),
        ({"pubstatus": "embargoed", "embargoed": "later"}, Status.WITHHELD),
    ],
)
def test_a_kill_cancels_and_an_embargo_without_its_time_withholds(changes: dict[str, Any], status: Status) -> None:
    assert parse(**changes).content.status is status


def test_an_embargo_with_its_time_holds_until_then() -> None:
    until = parse(pubstatus="embargoed", embargoed="2030-01-01T00:00:00Z").content.embargo_until
    assert until is not None
    assert until.isoformat() == "2030-01-01T00:00:00+00:00"


def test_a_text_that_is_elsewhere_is_told_and_not_fetched() -> None:
    parsed = parse(
        body_nitf=None,
        renditions={"nitf": {"href": "https://api.example.com/download", "mimetype": "text/xml", "type": "text"}},
    )
    assert parsed.content.body_text is None
    assert [notice.code for notice in parsed.notices] == ["body-elsewhere"]


def test_the_body_of_a_nitf_document_is_read() -> None:
    body = "<body><body.content><hl2>In short</hl2><p>One.</p></body.content></body>"
    nitf = f"<nitf><head><title>x</title></head>{body}</nitf>"
    assert parse(body_nitf=nitf).content.body_text == "In short\n\nOne."


@pytest.mark.parametrize(
    "answer",
    [
        {"api_version": "1.1", "data": {"item": ITEM}},
        {"data": {"items": [{"meta": {}, "item": ITEM}]}},
        {"meta": {}, "item": ITEM},
        ITEM,
    ],
)
def test_items_are_found_in_every_envelope(answer: dict[str, Any]) -> None:
    assert ap.recognises(payload(answer))
    (part,) = ap.split(payload(answer))
    assert ap.parse(part).content.source_id == "a1"


def test_an_embargo_of_the_envelope_holds_each_item() -> None:
    answer = {"data": {"embargoed": "2030-01-01T00:00:00Z", "items": [{"item": ITEM}, {"item": ITEM}]}}
    for part in ap.split(payload(answer)):
        until = ap.parse(part).content.embargo_until
        assert until is not None
        assert until.year == 2030


def test_an_empty_answer_is_refused() -> None:
    answer = payload({"api_version": "1.1", "data": {"items": []}})
    assert ap.recognises(answer)
    with pytest.raises(BadInput, match="no items"):
        ap.split(answer)


@pytest.mark.parametrize(
    "other",
    [
        {"uri": "urn:example:1", "headline": "A", "altIds": [{"role": "x", "value": "y"}]},
        {"uri": "urn:example:1", "headline": "A", "altids": {"role": "x"}},
        {"data": {"id": 1}},
        {"$standard": {"name": "ninjs"}, "altids": {"itemid": "a1"}, "headline": "A"},
    ],
)
def test_other_ninjs_is_left_to_ninjs(other: dict[str, Any]) -> None:
    assert not ap.recognises(payload(other))


@pytest.mark.parametrize("name", ["signals", "editorialtypes"])
@pytest.mark.parametrize(
    ("word", "status"),
    [
        *((word, Status.CANCELED) for word in ("MandatoryKill", "Mandatory Kill", "Elim", "cancel", "delete")),
        *((word, Status.WITHHELD) for word in ("HFR", "HoldForRelease", "Embargo")),
        ("newscontent", Status.USABLE),
    ],
)
def test_a_signal_kills_or_holds(name: str, word: str, status: Status) -> None:
    assert parse(**{name: [word]}).content.status is status


@pytest.mark.parametrize("word", ["Correction", "Corrective", "isCorrection", "Clarification"])
def test_readers_are_told_of_a_version_that_is_marked_as_a_correction(word: str) -> None:
    content = parse(signals=[word]).content
    assert [one.text for one in content.corrections] == ["This version corrects an earlier one."]
    assert content.provenance["corrections"].origin == "derived"


def test_an_answer_with_an_endless_embargo_is_refused() -> None:
    with pytest.raises(BadInput, match="embargo is too long"):
        ap.split(payload({"data": {"embargoed": "x" * 6_000, "items": [{"item": ITEM}]}}))
