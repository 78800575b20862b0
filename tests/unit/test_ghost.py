import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import ghost, ninjs, schema_org, wordpress
from shared.formats.payload import Payload
from tests.unit.feed_cases import codes, fields

POST = {
    "id": "63f1a0c2e4b0a1b2c3d4e5f6",
    "uuid": "0b1c2d3e-0000-4000-8000-000000000000",
    "title": "Harbour reopens",
    "slug": "harbour-reopens",
    "html": "<p>The harbour reopened.</p><figure class='kg-card kg-image-card'><img src='/map.png' alt='Map'>"
    "<figcaption>A map</figcaption></figure><p>It had been shut.</p>",
    "plaintext": "The harbour reopened. It had been shut.",
    "lexical": None,
    "comment_id": "63f1a0c2e4b0a1b2c3d4e5f6",
    "feature_image": "https://gazette.example.com/crane.jpg",
    "feature_image_alt": "Crane",
    "feature_image_caption": "A crane. <b>Kai</b>",
    "status": "published",
    "visibility": "public",
    "created_at": "2024-03-04T09:00:00.000Z",
    "updated_at": "2024-03-05T11:00:00.000Z",
    "published_at": "2024-03-05T09:00:00.000Z",
    "custom_excerpt": "After two years.",
    "excerpt": "After two years.",
    "url": "https://gazette.example.com/harbour-reopens/",
    "reading_time": 2,
    "tags": [
        {"name": "Ports", "slug": "ports", "visibility": "public"},
        {"name": "#desk", "slug": "hash-desk", "visibility": "internal"},
    ],
    "primary_tag": {"name": "Ports", "slug": "ports"},
    "authors": [
        {
            "name": "Jane Doe",
            "bio": "Writes about ports.",
            "profile_image": "https://gazette.example.com/jane.jpg",
            "url": "https://gazette.example.com/author/jane/",
        }
    ],
}


def payload(value: Any) -> Payload:
    return Payload(json.dumps(value).encode(), "application/json")


def parse(value: Any) -> Parsed:
    (part,) = ghost.split(payload(value))
    return ghost.parse(Payload(part.body, part.media_type))


def changed(previous: dict[str, Any] | None = None, event: str | None = None, **changes: Any) -> dict[str, Any]:
    hook: dict[str, Any] = {"post": {"current": POST | changes, "previous": previous or {}}}
    return hook | ({"event": event} if event else {})


def test_a_published_post_is_read_whole() -> None:
    parsed = parse(changed({"status": "draft"}))
    assert parsed.notices == ()
    assert fields(parsed) == {
        "source_id": "63f1a0c2e4b0a1b2c3d4e5f6",
        "url": "https://gazette.example.com/harbour-reopens/",
        "created_at": "2024-03-04T09:00:00Z",
        "published_at": "2024-03-05T09:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour reopens",
        "slug": "harbour-reopens",
        "summary": "After two years.",
        "body_text": "The harbour reopened.\n\nIt had been shut.",
        "byline": "Jane Doe",
        "authors": [
            {
                "name": "Jane Doe",
                "biography": "Writes about ports.",
                "image_url": "https://gazette.example.com/jane.jpg",
                "url": "https://gazette.example.com/author/jane/",
            }
        ],
        "section": "Ports",
        "topics": [{"name": "Ports"}],
        "images": [
            {"url": "https://gazette.example.com/crane.jpg", "caption": "A crane. Kai", "alt_text": "Crane"},
            {"url": "https://gazette.example.com/map.png", "caption": "A map", "alt_text": "Map"},
        ],
        "free_to_read": True,
        "reading_minutes": 2,
    }
    assert parsed.content.provenance["headline"].rule == "/post/current/title"


@pytest.mark.parametrize(
    ("hook", "status"),
    [
        (changed(status="draft"), Status.WITHHELD),
        (changed(status="sent"), Status.WITHHELD),
        (changed(status="unheard-of"), Status.WITHHELD),
        (changed(status=None), Status.WITHHELD),
        (changed({"status": "published"}, status="draft"), Status.CANCELED),
        (changed(event="post.unpublished", status="draft"), Status.CANCELED),
        (changed({"title": "Older"}, event="post.published.edited"), Status.USABLE),
        ({"post": {"current": {}, "previous": POST}}, Status.CANCELED),
        ({"event": "post.deleted", "post": {"current": {}, "previous": {"id": POST["id"]}}}, Status.CANCELED),
    ],
)
def test_the_status_follows_what_happened_to_the_post(hook: dict[str, Any], status: Status) -> None:
    content = parse(hook).content
    assert content.status is status
    assert content.source_id == POST["id"]


def test_a_scheduled_post_is_held_until_its_date() -> None:
    content = parse(changed(status="scheduled", published_at="2030-01-01T00:00:00.000Z")).content
    assert (content.status, content.embargo_until) == (Status.USABLE, datetime(2030, 1, 1, tzinfo=UTC))
    assert parse(changed(status="scheduled", published_at=None)).content.status is Status.WITHHELD
    assert parse(POST | {"status": "scheduled", "published_at": None}).content.status is Status.WITHHELD


@pytest.mark.parametrize(
    ("visibility", "free"), [("public", True), ("members", False), ("paid", False), ("tiers", False)]
)
def test_a_post_is_free_to_read_or_not(visibility: str, free: bool) -> None:
    assert parse(changed(visibility=visibility)).content.free_to_read is free


def test_a_list_of_the_api_is_read_post_by_post() -> None:
    api = {name: value for name, value in POST.items() if name != "status"}
    document = payload({"posts": [api, api | {"id": "2", "access": False}], "meta": {"pagination": {"page": 1}}})
    assert ghost.recognises(document)
    first, second = map(ghost.parse, ghost.split(document))
    assert (first.content.status, first.content.source_id) == (Status.USABLE, POST["id"])
    assert codes(second) == ["body-cut-off"]


def test_a_text_in_ghosts_own_form_is_read() -> None:
    lexical = {
        "root": {
            "type": "root",
            "children": [
                {"type": "extended-heading", "children": [{"type": "extended-text", "text": "After two years"}]},
                {
                    "type": "paragraph",
                    "children": [
                        {"type": "extended-text", "text": "The harbour & "},
                        {
                            "type": "link",
                            "url": "https://x.example",
                            "children": [{"type": "text", "text": "the bridge"}],
                        },
                    ],
                },
                {"type": "image", "src": "https://i.example/a.jpg", "alt": "A", "caption": "<span>Kai</span>"},
                {
                    "type": "list",
                    "children": [{"type": "listitem", "children": [{"type": "text", "text": "one"}]}],
                },
                {"type": "html", "html": "<p>Typed in.</p>"},
            ],
        }
    }
    content = parse(changed(html=None, plaintext=None, lexical=json.dumps(lexical))).content
    assert content.body_text == "After two years\n\nThe harbour & the bridge\n\none\n\nTyped in."
    assert [(image.url, image.caption) for image in content.images[1:]] == [("https://i.example/a.jpg", "Kai")]
    assert parse(changed(html=None, plaintext=None, lexical="no JSON")).content.body_text is None


def test_an_excerpt_that_ghost_made_of_the_body_is_no_summary() -> None:
    assert parse(changed(custom_excerpt=None, excerpt="The harbour reopened.")).content.summary is None


def test_the_address_of_a_preview_is_not_kept() -> None:
    preview = f"https://gazette.example.com/p/{POST['uuid']}/"
    assert parse(changed(status="draft", url=preview)).content.url is None


def test_a_page_is_refused() -> None:
    page = {"page": {"current": POST, "previous": {}}}
    assert ghost.recognises(payload(page))
    with pytest.raises(BadInput, match="page of Ghost"):
        parse(page)


def test_only_ghost_is_recognised() -> None:
    others: list[Any] = [
        {"posts": [{"title": "x"}]},
        {"post": {"title": "x"}},
        {"headline": "x"},
        [],
        {"post": "x"},
    ]
    for value in others:
        assert not ghost.recognises(payload(value))
    own: list[dict[str, Any]] = [changed(), POST, {"posts": [POST]}]
    for value in own:
        assert ghost.recognises(payload(value))
        assert not any(module.recognises(payload(value)) for module in (wordpress, ninjs, schema_org))


@pytest.mark.parametrize("status", [["draft"], {"a": 1}, "", False, "unheard of"])
def test_a_status_that_is_odd_or_empty_withholds(status: Any) -> None:
    assert parse(POST | {"status": status}).content.status is Status.WITHHELD
    assert parse({"posts": [POST | {"status": status}]}).content.status is Status.WITHHELD


def test_a_status_in_two_spellings_holds_as_the_gravest_does() -> None:
    assert parse(POST | {"Status": "draft"}).content.status is Status.WITHHELD


def test_a_single_post_without_a_status_is_withheld_and_one_of_the_content_api_is_not() -> None:
    post = {name: value for name, value in POST.items() if name != "status"}
    assert parse(post).content.status is Status.WITHHELD
    assert parse({"posts": [post]}).content.status is Status.USABLE


def test_the_event_around_a_list_counts_for_each_post() -> None:
    assert parse({"event": "post.unpublished", "posts": [POST]}).content.status is Status.CANCELED
