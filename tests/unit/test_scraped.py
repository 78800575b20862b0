import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import scraped
from shared.formats.payload import Payload

PAGE: dict[str, Any] = {
    "title": "Harbour reopens",
    "text": "The harbour reopened.\n\nShips came.",
    "authors": ["View All Posts", "Jane Doe", "Senior Staff Writer", "More John", "Example News"],
    "publish_date": {"$date": 1709596800000},
    "canonical_link": "https://news.example.com/harbour",
    "url": "https://short.example.com/x",
    "source": "https://news.example.com",
    "top_img": "https://img.example.com/a.jpg",
    "images": ["https://img.example.com/a.jpg", "https://img.example.com/icon.gif"],
    "movies": ["https://video.example.com/v"],
    "keywords": [],
    "summary": "",
    "meta_data": {
        "og": {"site_name": "Example News", "description": "After two years.", "locale": "en_US"},
        "article": {"published_time": "2024-03-05T10:00:00+01:00", "section": "Local", "tag": "harbour"},
    },
}


def payload(value: Any) -> Payload:
    return Payload(json.dumps(value).encode(), "application/json")


def parse(**changes: Any) -> Parsed:
    assert scraped.recognises(payload(PAGE | changes))
    return scraped.parse(payload(PAGE | changes))


def test_a_scraped_page_is_read_without_its_noise() -> None:
    parsed = parse()
    assert parsed.notices == ()
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "https://news.example.com/harbour",
        "url": "https://news.example.com/harbour",
        "published_at": "2024-03-05T09:00:00Z",
        "headline": "Harbour reopens",
        "summary": "After two years.",
        "body_text": "The harbour reopened.\n\nShips came.",
        "byline": "Jane Doe",
        "authors": [{"name": "Jane Doe"}],
        "language": "en-US",
        "section": "Local",
        "keywords": ["harbour"],
        "images": [{"url": "https://img.example.com/a.jpg"}],
        "publisher": "Example News",
    }
    assert [one.text for one in parsed.dropped] == [
        "View All Posts",
        "Senior Staff Writer",
        "More John",
        "Example News",
    ]


@pytest.mark.parametrize(
    ("own", "page", "moment"),
    [
        ({"$date": 1709632800000}, "2024-03-05T23:00:00Z", "2024-03-05T10:00:00+00:00"),
        (None, "2024-03-05T23:00:00Z", "2024-03-05T23:00:00+00:00"),
        ({"$date": 1709596800000}, "2020-01-01T10:00:00Z", "2024-03-05T00:00:00+00:00"),
        ("2024-03-05 08:00:00", "", "2024-03-05T08:00:00+00:00"),
        ("no date", "", None),
    ],
)
def test_the_date_with_time_and_zone_counts(own: Any, page: str, moment: str | None) -> None:
    published = parse(publish_date=own, meta_data={"article": {"published_time": page}}).content.published_at
    assert (published and published.isoformat()) == moment


def test_title_and_text_alone_are_an_article() -> None:
    document = payload({"title": "A", "text": "B.", "_path": "x.json"})
    assert scraped.recognises(document)
    assert scraped.parse(document).content.body_text == "B."


def test_a_page_that_was_down_is_refused() -> None:
    with pytest.raises(BadInput, match="no article when it was scraped"):
        parse(title="Website is Down For Maintenance", text="Come back later.")


@pytest.mark.parametrize(
    "other",
    [
        {"headline": "A", "text": "B"},
        {"uri": "x", "title": "A", "text": "B", "versioncreated": "2024"},
        {"title": "A", "text": "B", "price": 3},
        {"@type": "Article", "title": "A", "text": "B", "publish_date": "2024"},
    ],
)
def test_other_json_is_left_to_others(other: dict[str, Any]) -> None:
    assert not scraped.recognises(payload(other))


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"status": "draft"}, Status.WITHHELD),
        ({"pubstatus": "canceled"}, Status.CANCELED),
        ({"pubStatus": "usable"}, Status.USABLE),
        ({"status": "published"}, Status.USABLE),
        ({"status": ["x"]}, Status.WITHHELD),
        ({"status": 200}, Status.USABLE),
        ({"status": 404}, Status.WITHHELD),
        ({"draft": True}, Status.WITHHELD),
        ({"draft": False}, Status.USABLE),
        ({"is_published": False}, Status.WITHHELD),
        ({"published": "2024-03-05"}, Status.USABLE),
        ({"expires": "some day"}, Status.WITHHELD),
        ({"meta_data": {"article": {"expiration_time": "some day"}}}, Status.WITHHELD),
        ({"meta_data": {"embargo": ""}}, Status.WITHHELD),
    ],
)
def test_a_status_an_embargo_and_an_end_count(told: dict[str, Any], status: Status) -> None:
    assert parse(**told).content.status is status


def test_the_earliest_end_counts() -> None:
    content = parse(expires="2025-01-01T00:00:00Z", expiryDate="2024-06-01T00:00:00Z").content
    assert content.expires_at == datetime(2024, 6, 1, tzinfo=UTC)


def test_properties_that_are_not_read_are_told() -> None:
    (notice,) = parse(mood="good", price=3, empty=None).notices
    assert (notice.code, notice.detail) == ("unknown-property", "2 properties were not read: mood, price")


def test_what_the_page_s_head_says_is_pointed_to_there() -> None:
    read = parse().content.provenance
    assert (read["headline"].rule, read["summary"].rule) == ("/title", "/meta_data/og.description")
    own = parse(description="After three years.").content.provenance
    assert own["summary"].rule == "/description"
