import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import ninjs, schema_org
from shared.formats.feeds import json_feed
from shared.formats.payload import Payload
from tests.unit.feed_cases import codes, fields

FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour Gazette",
    "home_page_url": "https://gazette.example.com/",
    "language": "en-US",
    "authors": [{"name": "Jane Doe", "url": "https://gazette.example.com/jane"}],
}
ITEM = {
    "id": "5",
    "url": "/5",
    "title": "Harbour reopens",
    "summary": "After two years.",
    "content_html": "<p>One.</p><p>Two.</p><img src='/map.png' alt='A map'>",
    "content_text": "One. Two.",
    "image": "https://gazette.example.com/crane.jpg",
    "date_published": "2024-03-05T10:00:00+01:00",
    "date_modified": "2024-03-05T11:00:00Z",
    "tags": ["ports", "sea"],
}


def payload(*items: Any, **feed: Any) -> Payload:
    return Payload(json.dumps(FEED | feed | {"items": list(items)}).encode(), "application/feed+json")


def read(item: Any, **feed: Any) -> Parsed:
    (part,) = json_feed.split(payload(item, **feed))
    return json_feed.parse(Payload(part.body, part.media_type))


def test_an_item_is_read_whole() -> None:
    parsed = read(ITEM)
    assert parsed.notices == ()
    assert fields(parsed) == {
        "source_id": "5",
        "url": "https://gazette.example.com/5",
        "published_at": "2024-03-05T09:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour reopens",
        "summary": "After two years.",
        "body_text": "One.\n\nTwo.",
        "byline": "Jane Doe",
        "authors": [{"name": "Jane Doe", "url": "https://gazette.example.com/jane"}],
        "language": "en-US",
        "keywords": ["ports", "sea"],
        "images": [
            {"url": "https://gazette.example.com/crane.jpg"},
            {"url": "https://gazette.example.com/map.png", "alt_text": "A map"},
        ],
        "publisher": "Harbour Gazette",
    }


def test_version_1_0_and_a_note_without_a_title_are_read() -> None:
    parsed = read(
        {"id": 7, "content_text": "A note.", "author": {"name": "John Roe"}, "language": "de"},
        version="https://jsonfeed.org/version/1",
    )
    assert fields(parsed) == {
        "source_id": "7",
        "body_text": "A note.",
        "byline": "John Roe",
        "authors": [{"name": "John Roe"}],
        "language": "de",
        "publisher": "Harbour Gazette",
    }


def test_attachments_are_pictures_or_told_of() -> None:
    attachments = [
        {"url": "https://g.example/a.jpg", "mime_type": "image/jpeg"},
        {"url": "https://g.example/a.mp3", "mime_type": "audio/mpeg"},
    ]
    parsed = read({"id": "1", "title": "T", "attachments": attachments})
    assert [image.url for image in parsed.content.images] == ["https://g.example/a.jpg"]
    assert codes(parsed) == ["media-left-out"]


def test_an_embargo_in_an_extension_or_of_the_feed_holds() -> None:
    assert read({"id": "1", "title": "T", "_desk": {"embargo": ""}}).content.status is Status.WITHHELD
    held = read({"id": "1", "title": "T"}, embargoed="2030-01-01T00:00:00Z")
    assert held.content.embargo_until == datetime(2030, 1, 1, tzinfo=UTC)


def test_a_feed_becomes_one_article_for_each_item_and_a_broken_one_is_refused_alone() -> None:
    parts = json_feed.split(payload("no item", ITEM))
    with pytest.raises(BadInput, match="no article"):
        json_feed.parse(parts[0])
    assert json_feed.parse(parts[1]).content.headline == "Harbour reopens"
    assert parts[1].body == json_feed.split(payload(ITEM))[0].body


def test_a_feed_without_items_is_refused_with_a_reason() -> None:
    with pytest.raises(BadInput, match="no items"):
        json_feed.split(payload())


def test_only_json_feeds_are_recognised() -> None:
    def recognised(value: Any) -> bool:
        return json_feed.recognises(Payload(json.dumps(value).encode(), "application/json"))

    assert recognised(FEED | {"items": [ITEM]})
    assert recognised({"feed_url": "https://x.example/f", "items": [{"id": "1", "content_text": "x"}]})
    assert not recognised({"version": "1.3", "items": [{"uri": "urn:1", "headline": "x"}]})
    assert not recognised({"headline": "x", "body_text": "y"})
    assert not any(module.recognises(payload(ITEM)) for module in (ninjs, schema_org))
