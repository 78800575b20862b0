import json
from typing import Any

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import ans
from shared.formats.payload import Payload

STORY: dict[str, Any] = {
    "_id": "HARBOUR7",
    "type": "story",
    "version": "0.10.9",
    "created_date": "2024-03-05T08:00:00Z",
    "first_publish_date": "2024-03-05T09:00:00Z",
    "last_updated_date": "2024-03-05T10:00:00Z",
    "headlines": {"basic": "Harbour reopens", "web": "Port Town's harbour is open"},
    "description": {"basic": "After two years the harbour is open."},
    "canonical_url": "https://news.example.com/local/harbour/",
    "content_elements": [{"type": "text", "content": "The harbour <b>reopened</b> on Tuesday."}],
}


def payload(value: Any) -> Payload:
    return Payload(json.dumps(value).encode(), "application/json")


def parse(**changes: Any) -> Parsed:
    return ans.parse(payload(STORY | changes))


def test_a_story_is_read_without_a_notice() -> None:
    parsed = parse(
        language="en",
        location="Port Town",
        copyright="© 2024 Example News",
        subtype="longform",
        distributor={"name": "Example Agency", "category": "wires"},
        credits={
            "by": [
                {
                    "type": "author",
                    "name": "Jane Doe",
                    "byline": "Jane Doe",
                    "role": "Harbour Correspondent",
                    "bio": "Jane writes about ports.",
                    "url": "https://news.example.com/people/jane",
                    "image": {"url": "https://img.example.com/jane.jpg"},
                    "org": "Example News",
                }
            ],
            "photos_by": [{"type": "author", "name": "John Roe"}],
        },
        taxonomy={
            "primary_section": {"_id": "/local", "name": "Local"},
            "sections": [{"_id": "/local", "name": "Local"}, {"_id": "/sea", "name": "Sea"}],
            "tags": [{"text": "harbour", "slug": "harbour"}],
            "topics": [{"_id": "medtop:20000337", "name": "transport"}],
            "named_entities": [{"name": "Ada Other", "type": "person"}, {"name": "Port Town", "type": "location"}],
        },
        corrections=[{"type": "correction", "correction_type": "clarification", "text": "The year was wrong."}],
        editor_note="Check the year.",
        content_restrictions={"content_code": "premium", "embargo": {"active": False}},
        promo_items={
            "basic": {"type": "image", "url": "https://img.example.com/a.jpg", "caption": "The harbour."}
        },
    )
    assert parsed.notices == ()
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "HARBOUR7",
        "url": "https://news.example.com/local/harbour/",
        "created_at": "2024-03-05T08:00:00Z",
        "published_at": "2024-03-05T09:00:00Z",
        "updated_at": "2024-03-05T10:00:00Z",
        "headline": "Harbour reopens",
        "summary": "After two years the harbour is open.",
        "body_text": "The harbour reopened on Tuesday.",
        "byline": "Jane Doe",
        "authors": [
            {
                "name": "Jane Doe",
                "role": "Harbour Correspondent",
                "biography": "Jane writes about ports.",
                "image_url": "https://img.example.com/jane.jpg",
                "url": "https://news.example.com/people/jane",
            }
        ],
        "dateline": "Port Town",
        "language": "en",
        "section": "Local",
        "genre": "longform",
        "topics": [{"id": "medtop:20000337", "name": "transport"}, {"id": "/sea", "name": "Sea"}],
        "keywords": ["harbour"],
        "people": ["Ada Other"],
        "places": ["Port Town"],
        "images": [{"url": "https://img.example.com/a.jpg", "caption": "The harbour."}],
        "corrections": [{"text": "The year was wrong."}],
        "publisher": "Example Agency",
        "rights": "© 2024 Example News",
        "free_to_read": False,
        "internal_note": "Check the year.",
    }


def test_elements_become_paragraphs_in_their_order() -> None:
    parsed = parse(
        content_elements=[
            {"type": "header", "level": 2, "content": "What happened"},
            {"type": "text", "content": "One."},
            {
                "type": "list",
                "list_type": "unordered",
                "items": [
                    {"type": "text", "content": "Two"},
                    {"type": "list", "items": [{"type": "text", "content": "Three"}]},
                ],
            },
            {
                "type": "quote",
                "content_elements": [{"type": "text", "content": "“Four.”"}],
                "citation": {"type": "text", "content": "The mayor"},
            },
            {
                "type": "table",
                "header": [{"type": "text", "content": "Ship"}, {"type": "text", "content": "Tons"}],
                "rows": [[{"type": "text", "content": "Ada"}, {"type": "text", "content": "12"}]],
            },
            {"type": "raw_html", "content": "<script>x()</script><p>Five.</p>"},
            {"type": "divider"},
            {"type": "element_group", "content_elements": [{"type": "text", "content": "Six."}]},
        ]
    )
    assert parsed.content.body_text == (
        "What happened\n\nOne.\n\nTwo\n\nThree\n\n“Four.”\n\nThe mayor\n\nShip Tons\n\nAda 12\n\nFive.\n\nSix."
    )


def test_what_is_not_the_storys_text_goes_elsewhere() -> None:
    parsed = parse(
        content_elements=[
            {"type": "text", "content": "One."},
            {"type": "image", "url": "https://img.example.com/b.jpg", "caption": "Ships.", "width": 800},
            {"type": "interstitial_link", "url": "https://news.example.com/b", "content": "Another story"},
            {"type": "oembed_response", "raw_oembed": {"url": "https://social.example.com/1"}},
            {"type": "correction", "text": "It was Monday."},
            {"type": "text", "content": "See page 3.", "channels": ["print"]},
            {"type": "ghost", "content": "Boo."},
        ]
    )
    assert parsed.content.body_text == "One.\n\nBoo."
    assert [image.url for image in parsed.content.images] == ["https://img.example.com/b.jpg"]
    assert [story.headline for story in parsed.content.related] == ["Another story"]
    assert [correction.text for correction in parsed.content.corrections] == ["It was Monday."]
    assert [(one.reason, one.text) for one in parsed.dropped] == [
        ("embedded-oembed-response", "https://social.example.com/1"),
        ("for-print-only", "See page 3."),
    ]
    assert [notice.code for notice in parsed.notices] == ["unknown-element"]


@pytest.mark.parametrize(
    ("restriction", "status", "until"),
    [
        ({"active": True}, Status.WITHHELD, None),
        ({"active": True, "end_time": "2030-01-01T00:00:00Z"}, Status.USABLE, "2030-01-01T00:00:00+00:00"),
        ({"end_time": "soon"}, Status.WITHHELD, None),
        ({"active": False, "end_time": "2030-01-01T00:00:00Z"}, Status.USABLE, None),
        (True, Status.WITHHELD, None),
    ],
)
def test_an_active_embargo_holds_until_its_end(restriction: Any, status: Status, until: str | None) -> None:
    content = parse(content_restrictions={"embargo": restriction}).content
    assert content.status is status
    assert (content.embargo_until and content.embargo_until.isoformat()) == until


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "published"}, Status.USABLE),
        ({"status": "Working"}, Status.WITHHELD),
        ({"revision": {"published": False}}, Status.WITHHELD),
        ({"publishing": {"has_published_edition": False}}, Status.WITHHELD),
        ({"workflow": {"status_code": 2}, "planning": {"internal_note": "secret"}}, Status.USABLE),
    ],
)
def test_what_is_not_published_is_withheld(changes: dict[str, Any], status: Status) -> None:
    parsed = parse(**changes)
    assert parsed.content.status is status
    assert "secret" not in str(parsed)


def test_a_picture_that_is_held_longer_does_not_leak() -> None:
    held = {
        "type": "image",
        "url": "https://img.example.com/c.jpg",
        "content_restrictions": {"embargo": {"active": True}},
    }
    parsed = parse(content_elements=[{"type": "text", "content": "One."}, held], promo_items={"basic": held})
    assert parsed.content.images == ()
    assert [notice.code for notice in parsed.notices] == ["part-held"]


def test_results_are_split_and_the_embargo_around_them_holds_each() -> None:
    parts = ans.split(
        payload(
            {
                "type": "results",
                "version": "0.10.9",
                "content_elements": [STORY, STORY | {"_id": "B"}, {"type": "author", "name": "Jane Doe"}],
                "content_restrictions": {"embargo": {"active": True}},
            }
        )
    )
    read = [ans.parse(part).content for part in parts]
    assert [(one.source_id, one.status) for one in read] == [
        ("HARBOUR7", Status.WITHHELD),
        ("B", Status.WITHHELD),
    ]


def test_an_unpublishing_operation_cancels_its_story() -> None:
    operation = {
        "type": "story_operation",
        "operation": "unpublish_edition",
        "story_id": "HARBOUR7",
        "story": STORY,
    }
    assert ans.recognises(payload(operation))
    (part,) = ans.split(payload(operation))
    assert ans.parse(part).content.status is Status.CANCELED


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"type": "redirect", "version": "0.10.9", "canonical_url": "/a", "redirect_url": "/b"}, "another"),
        ({"type": "story_operation", "operation": "delete", "story_id": "X"}, "without it"),
        ({"type": "results", "version": "0.10.9", "content_elements": []}, "no stories"),
        ({"type": "image", "version": "0.10.9", "url": "https://img.example.com/a.jpg"}, "neither a headline"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(document: dict[str, Any], reason: str) -> None:
    assert ans.recognises(payload(document))
    with pytest.raises(BadInput, match=reason):
        for part in ans.split(payload(document)):
            ans.parse(part)


@pytest.mark.parametrize(
    "document",
    [
        {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "properties": {}},
        {"type": "text", "uri": "urn:example:1", "headline": "A", "version": "1"},
        {"@type": "NewsArticle", "headline": "A"},
        {"type": "story", "title": "A"},
    ],
)
def test_other_json_is_left_to_others(document: dict[str, Any]) -> None:
    assert not ans.recognises(payload(document))


def test_a_deep_nest_of_groups_is_read_without_recursion() -> None:
    element: dict[str, Any] = {"type": "text", "content": "Deep."}
    for _ in range(40):
        element = {"type": "element_group", "content_elements": [element]}
    assert parse(content_elements=[element]).content.body_text == "Deep."


@pytest.mark.parametrize("status", ["", [], {"a": 1}, False, "unheard of"])
def test_a_status_that_is_odd_or_empty_withholds(status: Any) -> None:
    assert parse(status=status).content.status is Status.WITHHELD


def test_a_list_with_an_endless_embargo_is_refused() -> None:
    listed = {"type": "results", "version": "0.10.9", "content_elements": [STORY] * 3}
    with pytest.raises(BadInput, match="embargo is too long"):
        ans.split(payload(listed | {"embargo_note": "x" * 6_000}))
