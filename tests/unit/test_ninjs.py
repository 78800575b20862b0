from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Status
from tests.unit.ninjs_cases import STORY, codes, parse, read


def test_a_plain_item_of_version_1_is_read_without_a_notice() -> None:
    parsed = parse(
        STORY
        | {
            "$standard": {"name": "ninjs", "version": "1.6"},
            "version": "3",
            "pubstatus": "usable",
            "urgency": 3,
            "language": "en",
            "byline": "By Jane Doe, Example Agency",
            "located": "Port Town",
            "slugline": "harbour-open",
            "description_text": "After two years the harbour is open.",
            "ednote": "Check the year.",
            "copyrightnotice": "© 2024 Example Agency",
            "usageterms": "No archives.",
            "copyrightholder": "Example Agency",
            "firstcreated": "2024-03-05T09:00:00Z",
            "expires": "2025-03-05T09:00:00Z",
            "subject": [
                {"code": "20000001", "scheme": "http://cv.iptc.org/newscodes/mediatopic/", "name": "culture"},
                {"code": "subj:15054000", "name": "football"},
            ],
            "person": [{"name": "Ada Other", "rel": "about"}],
            "organisation": [{"name": "Port Authority"}],
            "place": [{"name": "Port Town", "code": "pt"}],
            "event": [{"name": "Harbour Day"}],
            "infosource": [{"name": "City Desk"}],
            "genre": [{"name": "Report"}],
        }
    )
    assert parsed.notices == ()
    content = parsed.content
    assert content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "https://agency.example.com/items/7",
        "version": "3",
        "expires_at": "2025-03-05T09:00:00Z",
        "created_at": "2024-03-05T09:00:00Z",
        "published_at": "2024-03-05T10:00:00Z",
        "updated_at": "2024-03-05T10:00:00Z",
        "headline": "Harbour reopens",
        "slug": "harbour-open",
        "summary": "After two years the harbour is open.",
        "body_text": "The harbour reopened on Tuesday.",
        "byline": "By Jane Doe, Example Agency",
        "authors": [{"name": "Jane Doe"}],
        "dateline": "Port Town",
        "language": "en",
        "genre": "Report",
        "topics": [
            {"id": "http://cv.iptc.org/newscodes/mediatopic/20000001", "name": "culture"},
            {"id": "subj:15054000", "name": "football"},
        ],
        "people": ["Ada Other"],
        "organisations": ["Port Authority"],
        "places": ["Port Town"],
        "events": ["Harbour Day"],
        "publisher": "City Desk",
        "rights": "© 2024 Example Agency\n\nNo archives.",
        "urgency": 3,
        "internal_note": "Check the year.",
    }
    assert content.provenance["headline"].rule == "/headline"
    assert content.provenance["authors"].origin == "derived"
    assert content.provenance["published_at"].origin == "derived"


LISTS = {
    "uri": "urn:example:8",
    "type": "text",
    "headlines": [{"role": "short", "value": "Open"}, {"role": "main", "value": "Harbour reopens"}],
    "bodies": [
        {"role": "teaser", "value": "It is open."},
        {"role": "text", "contentType": "text/plain", "value": "One. Two."},
        {"role": "nitf", "contentType": "application/xml", "value": "<nitf/>"},
        {"role": "main", "contentType": "text/html", "value": "<h1>Harbour reopens</h1><p>One.</p><p>Two.</p>"},
    ],
    "descriptions": [{"role": "creditline", "value": "EX"}, {"role": "summary", "value": "It is open again."}],
    "subjects": [
        {"uri": "http://cv.example.com/1", "literal": "1", "name": "ports"},
        {"literal": "medtop:20000002"},
    ],
    "people": [{"name": "Ada Other"}, {"name": "Jane Doe", "rel": "http://cv.example.com/rel/author"}],
    "by": "Jane Doe",
}


@pytest.mark.parametrize(
    "names",
    [
        {
            "versioncreated": "2024-03-05T10:00:00Z",
            "pubstatus": "usable",
            "ednote": "n",
            "infosources": [{"name": "EX"}],
        },
        {
            "versionCreated": "2024-03-05T10:00:00Z",
            "pubStatus": "usable",
            "edNote": "n",
            "infoSources": [{"name": "EX"}],
        },
    ],
    ids=["version 2", "version 3"],
)
def test_versions_2_and_3_are_read_alike(names: dict[str, Any]) -> None:
    parsed = parse(LISTS | names)
    assert parsed.notices == ()
    assert [(piece.reason, piece.text) for piece in parsed.dropped] == [("headline-repeated", "Harbour reopens")]
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "urn:example:8",
        "published_at": "2024-03-05T10:00:00Z",
        "updated_at": "2024-03-05T10:00:00Z",
        "headline": "Harbour reopens",
        "summary": "It is open again.",
        "body_text": "One.\n\nTwo.",
        "byline": "Jane Doe",
        "authors": [{"name": "Jane Doe"}],
        "topics": [{"id": "http://cv.example.com/1", "name": "ports"}, {"id": "medtop:20000002"}],
        "people": ["Ada Other"],
        "publisher": "EX",
        "internal_note": "n",
    }


SUPERDESK = {
    "guid": "tag:desk.example.com:2024:9",
    "type": "text",
    "version": 4,
    "versioncreated": "2024-03-05T10:00:00+0000",
    "firstpublished": "2024-03-04T10:00:00+0000",
    "pubstatus": "usable",
    "headline": "Harbour &amp; bridge reopen",
    "body_html": '<p>One.</p><figure><img src="https://img.example.com/body.jpg"><figcaption>Kai</figcaption></figure>',
    "authors": [
        {
            "name": "Jane Doe",
            "role": "writer",
            "biography": "Writes.",
            "avatar_url": "https://img.example.com/j.jpg",
        },
        {"name": "Desk", "role": "editor"},
    ],
    "service": [{"code": "n", "name": "National"}],
    "keywords": ["port", "bridge", "port"],
    "place": [{"code": "NSW", "name": "NSW"}],
    "source": "EXA",
    "readtime": 2,
    "evolvedfrom": "tag:desk.example.com:2024:8",
    "extra": {"seo": "x"},
    "associations": {
        "featuremedia": {
            "type": "picture",
            "guid": "p1",
            "headline": "Crane",
            "description_text": "A crane in the harbour",
            "body_text": "Crane against the sky",
            "byline": "Pia Photo",
            "ednote": "Not for print",
            "renditions": {
                "thumbnail": {
                    "href": "https://img.example.com/s.jpg",
                    "width": 100,
                    "height": 50,
                    "mimetype": "image/jpeg",
                },
                "original": {"href": "https://img.example.com/o.jpg", "width": "2000", "height": "1000"},
            },
        },
        "related--1": {
            "type": "text",
            "guid": "t1",
            "headline": "Bridge closed",
            "description_html": "<p>Since May.</p>",
        },
        "video": {"type": "video", "headline": "A film", "renditions": {}},
        "removed": None,
    },
}


def test_superdesks_dialect_is_read() -> None:
    parsed = parse(SUPERDESK)
    assert codes(parsed) == ["no-person"]
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "tag:desk.example.com:2024:9",
        "version": "4",
        "published_at": "2024-03-04T10:00:00Z",
        "updated_at": "2024-03-05T10:00:00Z",
        "headline": "Harbour & bridge reopen",
        "body_text": "One.",
        "authors": [
            {
                "name": "Jane Doe",
                "role": "writer",
                "biography": "Writes.",
                "image_url": "https://img.example.com/j.jpg",
            }
        ],
        "section": "National",
        "keywords": ["port", "bridge"],
        "places": ["NSW"],
        "images": [
            {
                "url": "https://img.example.com/o.jpg",
                "width": 2000,
                "height": 1000,
                "caption": "A crane in the harbour",
                "credit": "Pia Photo",
                "alt_text": "Crane against the sky",
            },
            {"url": "https://img.example.com/body.jpg", "caption": "Kai"},
        ],
        "related": [{"headline": "Bridge closed", "teaser": "Since May."}],
        "publisher": "EXA",
        "reading_minutes": 2,
        "evolved_from": "tag:desk.example.com:2024:8",
    }


def test_an_editors_note_goes_nowhere_else() -> None:
    content = parse(SUPERDESK | {"ednote": "SECRET"}).content
    assert content.internal_note == "SECRET"
    assert "SECRET" not in content.model_copy(update={"internal_note": None}).model_dump_json()
    assert "Not for print" not in content.model_dump_json()


@pytest.mark.parametrize(
    "name",
    [
        "embargoed",
        "embargoedUntil",
        "EmbargoedUntil",
        "embargo",
        "embargo_until",
        "embargoUntil",
        "publish_schedule",
    ],
)
def test_an_embargo_is_found_under_each_of_its_names(name: str) -> None:
    content = read(**{name: "2030-01-01T12:00:00+02:00"})
    assert content.embargo_until == datetime(2030, 1, 1, 10, tzinfo=UTC)
    assert content.provenance["embargo_until"].rule == f"/{name}"


@pytest.mark.parametrize(
    "value", ["", None, " ", "next week", True, [], {}, 0, "2030", "2030-05", "0000-00-00", ["2030-01-01"]]
)
@pytest.mark.parametrize("name", ["embargoed", "embargoedUntil"])
def test_an_embargo_without_a_readable_time_withholds(name: str, value: Any) -> None:
    parsed = parse(STORY | {name: value, "pubstatus": "usable"})
    assert parsed.content.status is Status.WITHHELD
    assert codes(parsed) == ["embargo-without-time"]
    assert parsed.notices[0].pointer == f"/{name}"


def test_the_latest_of_several_embargoes_counts_and_an_unreadable_one_withholds() -> None:
    assert read(embargoed="2030-01-01T00:00:00Z", embargoedUntil="2031-01-01T00:00:00Z").embargo_until == datetime(
        2031, 1, 1, tzinfo=UTC
    )
    assert read(embargoed="2030-01-01T00:00:00Z", embargoedUntil="").status is Status.WITHHELD


def test_a_reason_alone_withholds_and_beside_a_time_it_does_not() -> None:
    assert read(embargoedreason="The report is public at noon.").status is Status.WITHHELD
    assert read(embargoedreason="The report.", embargoed="2030-01-01T00:00:00Z").status is Status.USABLE
    assert read(embargoed=False).status is Status.USABLE


def test_superdesks_schedules_hold_and_its_nulls_do_not() -> None:
    nothing = {"utc_embargo": None, "utc_publish_schedule": None, "time_zone": None}
    assert read(publish_schedule=None, schedule_settings=nothing).status is Status.USABLE
    assert read(publish_schedule="").status is Status.WITHHELD
    scheduled = nothing | {"utc_embargo": "2030-01-01T00:00:00Z"}
    assert read(schedule_settings=scheduled).embargo_until == datetime(2030, 1, 1, tzinfo=UTC)


def test_an_embargo_without_a_zone_ends_in_the_last_zone_on_earth_with_a_notice() -> None:
    parsed = parse(STORY | {"embargoed": "2030-01-01T09:00:00"})
    assert parsed.content.embargo_until == datetime(2030, 1, 1, 21, tzinfo=UTC)
    assert codes(parsed) == ["date-without-zone"]


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("usable", Status.USABLE),
        ("Usable ", Status.USABLE),
        ("stat:usable", Status.USABLE),
        ("withheld", Status.WITHHELD),
        ("canceled", Status.CANCELED),
        ("cancelled", Status.CANCELED),
        ("CANCELLED", Status.CANCELED),
    ],
)
@pytest.mark.parametrize("name", ["pubstatus", "pubStatus"])
def test_the_status_is_read(name: str, value: str, status: Status) -> None:
    parsed = parse(STORY | {name: value})
    assert parsed.content.status is status
    assert parsed.notices == ()


@pytest.mark.parametrize("value", ["embargoed", "published", "", None, 1, ["usable"]])
def test_an_unknown_status_withholds_with_a_notice(value: Any) -> None:
    parsed = parse(STORY | {"pubstatus": value})
    assert parsed.content.status is Status.WITHHELD
    assert codes(parsed) == ["unknown-status"]


def test_the_gravest_of_two_statuses_counts_and_a_kill_stays_a_kill() -> None:
    assert read(pubstatus="usable", pubStatus="canceled").status is Status.CANCELED
    assert read(pubstatus="canceled", embargoed="").status is Status.CANCELED


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("published", Status.USABLE),
        ("draft", Status.WITHHELD),
        ("killed", Status.CANCELED),
        ("New South Wales", Status.USABLE),
    ],
)
def test_superdesks_own_state_counts(state: str, status: Status) -> None:
    assert read(state=state).status is status


def test_an_associated_item_that_is_held_itself_is_left_out() -> None:
    held = {"type": "text", "headline": "SECRET", "embargoed": "2031-01-01T00:00:00Z"}
    killed = {"type": "text", "headline": "SECRET", "pubstatus": "canceled"}
    parsed = parse(STORY | {"associations": {"a": held, "b": killed}})
    assert parsed.content.related == ()
    assert codes(parsed) == ["associated-item-held"]
    assert "SECRET" not in parsed.model_dump_json()
    assert read(embargoed="2031-01-01T00:00:00Z", associations={"a": held}).related[0].headline == "SECRET"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("headline", ["a"]),
        ("headline", {"x": "a"}),
        ("body_text", ["a", "b"]),
        ("ednote", {"a": 1}),
        ("urgency", "high"),
    ],
)
def test_a_value_of_a_wrong_type_is_told_of(name: str, value: Any) -> None:
    item = {"uri": "urn:x", "headline": "A headline", "body_text": "A body.", name: value}
    if name in ("headline", "body_text"):
        item |= {"body_html": "<p>Another body.</p>"}
    parsed = parse(item)
    assert [(one.code, one.pointer) for one in parsed.notices] == [("unexpected-type", f"/{name}")]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"state": "unheard of"}, Status.WITHHELD),
        ({"state": ""}, Status.WITHHELD),
        ({"state": None}, Status.USABLE),
        ({"state": "published"}, Status.USABLE),
        ({"status": "draft"}, Status.WITHHELD),
        ({"status": "published"}, Status.USABLE),
        ({"flags": {"marked_for_not_publication": True}}, Status.WITHHELD),
        ({"flags": {"marked_for_not_publication": False}}, Status.USABLE),
        ({"extra": {"state": "Ohio"}}, Status.USABLE),
    ],
)
def test_a_state_or_status_that_is_not_known_withholds(changes: dict[str, Any], status: Status) -> None:
    assert read(**changes).status is status
