import json
from typing import Any

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import guardian
from shared.formats.payload import Payload

ITEM: dict[str, Any] = {
    "id": "world/2024/mar/05/harbour-reopens",
    "type": "article",
    "sectionId": "world",
    "sectionName": "World news",
    "webPublicationDate": "2024-03-05T10:00:00Z",
    "webTitle": "Harbour reopens",
    "webUrl": "https://www.example.com/world/harbour-reopens",
    "apiUrl": "https://api.example.com/world/harbour-reopens",
    "fields": {"body": "<p>The harbour reopened.</p><p>Ships came.</p>", "byline": "Jane Doe in Port Town"},
}
RICH_LINK = (
    '<aside class="element element-rich-link element--thumbnail"> <p> <span>Related: </span>'
    '<a href="https://www.example.com/b">Another story</a> </p> </aside>'
)


def payload(value: Any) -> Payload:
    return Payload(json.dumps(value).encode(), "application/json")


def parse(**changes: Any) -> Parsed:
    return guardian.parse(payload(ITEM | changes))


def test_an_item_is_read_without_a_notice() -> None:
    fields = ITEM["fields"] | {
        "headline": "Harbour reopens at last",
        "standfirst": "<p>After two years</p>",
        "trailText": "short",
        "lastModified": "2024-03-05T11:00:00Z",
        "publication": "The Example",
        "lang": "en",
        "body": f"<p>One.</p>{RICH_LINK}<p>Two.</p><p><em>• This article was amended on 6 March.</em></p>",
    }
    tags = [
        {
            "id": "profile/jane-doe",
            "type": "contributor",
            "webTitle": "Jane Doe",
            "bio": "<p>Jane writes about ports.</p>",
            "bylineImageUrl": "https://img.example.com/jane.jpg",
            "webUrl": "https://www.example.com/profile/jane-doe",
        },
        {"id": "world/ports", "type": "keyword", "webTitle": "Ports"},
        {"id": "tone/news", "type": "tone", "webTitle": "News"},
        {"id": "world/series/sea", "type": "series", "webTitle": "At sea"},
    ]
    image = {
        "type": "image",
        "relation": "main",
        "assets": [
            {"file": "https://img.example.com/500.jpg", "typeData": {"width": "500", "height": "300"}},
            {
                "file": "https://img.example.com/1000.jpg",
                "typeData": {"width": "1000", "caption": "Ships.", "credit": "John Roe"},
            },
        ],
    }
    parsed = parse(fields=fields, tags=tags, elements=[image])
    assert parsed.notices == ()
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "world/2024/mar/05/harbour-reopens",
        "url": "https://www.example.com/world/harbour-reopens",
        "published_at": "2024-03-05T10:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour reopens at last",
        "summary": "After two years",
        "body_text": "One.\n\nTwo.\n\n• This article was amended on 6 March.",
        "byline": "Jane Doe in Port Town",
        "authors": [
            {
                "name": "Jane Doe",
                "biography": "Jane writes about ports.",
                "image_url": "https://img.example.com/jane.jpg",
                "url": "https://www.example.com/profile/jane-doe",
            }
        ],
        "language": "en",
        "section": "World news",
        "genre": "News",
        "topics": [{"id": "world/ports", "name": "Ports"}],
        "keywords": ["Ports", "At sea"],
        "images": [
            {"url": "https://img.example.com/1000.jpg", "width": 1000, "caption": "Ships.", "credit": "John Roe"}
        ],
        "related": [{"headline": "Another story", "url": "https://www.example.com/b"}],
        "corrections": [{"text": "• This article was amended on 6 March."}],
        "publisher": "The Example",
    }


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        (
            {
                "fields": {},
                "blocks": {"body": [{"bodyHtml": "<p>New.</p>", "title": "10:00"}, {"bodyHtml": "<p>Old.</p>"}]},
            },
            "10:00\n\nNew.\n\nOld.",
        ),
        (
            {
                "fields": {},
                "blocks": {"body": [{"bodyHtml": "<p>No.</p>", "published": False}, {"bodyHtml": "Yes."}]},
            },
            "Yes.",
        ),
        ({"fields": {}, "elements": [{"type": "text", "textTypeData": {"html": "<p>Text.</p>"}}]}, "Text."),
        ({"fields": {"bodyText": "Plain."}}, "Plain."),
    ],
)
def test_the_body_is_found_wherever_it_was_asked_for(changes: dict[str, Any], body: str) -> None:
    assert parse(**changes).content.body_text == body


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"isExpired": True}, Status.CANCELED),
        ({"isExpired": "true"}, Status.CANCELED),
        ({"fields": ITEM["fields"] | {"isLive": "false"}}, Status.WITHHELD),
        ({"fields": ITEM["fields"] | {"isLive": "true"}}, Status.USABLE),
        ({"fields": ITEM["fields"] | {"embargo": ""}}, Status.WITHHELD),
    ],
)
def test_what_is_taken_down_or_held_is_not_shown(changes: dict[str, Any], status: Status) -> None:
    assert parse(**changes).content.status is status


@pytest.mark.parametrize(
    "answer", [{"response": {"status": "ok", "results": [ITEM, ITEM]}}, {"response": {"content": ITEM}}, ITEM]
)
def test_items_are_found_in_every_answer(answer: dict[str, Any]) -> None:
    assert guardian.recognises(payload(answer))
    (part,) = guardian.split(payload(answer))
    assert guardian.parse(part).content.headline == "Harbour reopens"


def test_an_answer_without_an_article_is_refused_with_what_it_says() -> None:
    answer = payload({"response": {"status": "error", "message": "The requested resource could not be found."}})
    assert guardian.recognises(answer)
    with pytest.raises(BadInput, match="could not be found"):
        guardian.split(answer)


def test_a_tag_is_no_article() -> None:
    assert not guardian.recognises(
        payload({"id": "world/ports", "webTitle": "Ports", "apiUrl": "https://a.example.com"})
    )


def test_the_byline_names_the_authors_where_no_contributor_is_tagged() -> None:
    assert [author.name for author in parse(fields=ITEM["fields"] | {"byline": "Jane Doe"}).content.authors] == [
        "Jane Doe"
    ]


def test_properties_that_are_not_the_apis_are_told() -> None:
    (notice,) = parse(mood="good", fields=ITEM["fields"] | {"price": 3, "wordcount": "12"}).notices
    assert notice.detail == "2 properties are not of the API and were not read: mood, fields/price"
