import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import ghost, ninjs, schema_org, wordpress
from shared.formats.payload import Payload
from tests.unit.feed_cases import codes, fields

REST = {
    "id": 5,
    "date": "2024-03-05T10:00:00",
    "date_gmt": "2024-03-05T09:00:00",
    "guid": {"rendered": "https://gazette.example.com/?p=5"},
    "modified": "2024-03-05T12:00:00",
    "modified_gmt": "2024-03-05T11:00:00",
    "slug": "harbour",
    "status": "publish",
    "type": "post",
    "link": "https://gazette.example.com/harbour/",
    "title": {"rendered": "Harbour &amp; bridge reopen"},
    "content": {"rendered": "<p>One.</p>\n<p>Two.</p>", "protected": False},
    "excerpt": {"rendered": "<p>After two years.</p>", "protected": False},
    "author": 3,
    "featured_media": 9,
    "categories": [1],
    "tags": [2],
    "_embedded": {
        "author": [
            {
                "id": 3,
                "name": "Jane Doe",
                "description": "Writes about ports.",
                "link": "https://gazette.example.com/author/jane/",
                "avatar_urls": {"24": "https://a.example/24", "96": "https://a.example/96"},
            }
        ],
        "wp:featuredmedia": [
            {
                "source_url": "https://gazette.example.com/crane.jpg",
                "alt_text": "Crane",
                "caption": {"rendered": "<p>A crane</p>"},
                "media_details": {"width": 1200, "height": 800},
            }
        ],
        "wp:term": [
            [{"id": 1, "name": "Ports &amp; ships", "taxonomy": "category"}],
            [{"id": 2, "name": "sea", "taxonomy": "post_tag"}],
        ],
    },
    "yoast_head_json": {"og_site_name": "Harbour Gazette", "og_locale": "en_US"},
}
HOOK = {
    "post_id": 5,
    "post": {
        "ID": 5,
        "post_author": "3",
        "post_date": "2024-03-05 10:00:00",
        "post_date_gmt": "2024-03-05 09:00:00",
        "post_content": "One.\n\nTwo [gallery ids=\"1,2\"] [sic].",
        "post_title": "Harbour reopens",
        "post_excerpt": "",
        "post_status": "publish",
        "post_password": "",
        "post_name": "harbour",
        "post_modified_gmt": "2024-03-05 11:00:00",
        "guid": "https://gazette.example.com/?p=5",
        "post_type": "post",
    },
    "post_thumbnail": "https://gazette.example.com/crane.jpg",
    "post_permalink": "https://gazette.example.com/harbour/",
    "taxonomies": {
        "category": {"ports": {"term_id": 1, "name": "Ports", "taxonomy": "category"}},
        "post_tag": {"sea": {"term_id": 2, "name": "sea", "taxonomy": "post_tag"}},
        "region": {"north": {"term_id": 3, "name": "North"}},
    },
}  # fmt: skip


def payload(value: Any) -> Payload:
    return Payload(json.dumps(value).encode(), "application/json")


def parse(value: Any) -> Parsed:
    (part,) = wordpress.split(payload(value))
    return wordpress.parse(Payload(part.body, part.media_type))


def hook(**changes: Any) -> dict[str, Any]:
    return HOOK | {"post": HOOK["post"] | changes}  # type: ignore[operator]


def test_a_post_of_the_rest_api_is_read_whole() -> None:
    parsed = parse(REST)
    assert parsed.notices == ()
    assert fields(parsed) == {
        "source_id": "https://gazette.example.com/?p=5",
        "url": "https://gazette.example.com/harbour/",
        "published_at": "2024-03-05T09:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour & bridge reopen",
        "slug": "harbour",
        "summary": "After two years.",
        "body_text": "One.\n\nTwo.",
        "byline": "Jane Doe",
        "authors": [
            {
                "name": "Jane Doe",
                "biography": "Writes about ports.",
                "image_url": "https://a.example/96",
                "url": "https://gazette.example.com/author/jane/",
            }
        ],
        "language": "en-US",
        "section": "Ports & ships",
        "topics": [{"name": "Ports & ships"}],
        "keywords": ["sea"],
        "images": [
            {
                "url": "https://gazette.example.com/crane.jpg",
                "width": 1200,
                "height": 800,
                "caption": "A crane",
                "alt_text": "Crane",
            }
        ],
        "publisher": "Harbour Gazette",
    }


def test_a_webhooks_post_is_read_whole() -> None:
    parsed = parse(HOOK)
    assert codes(parsed) == ["shortcodes-left-out", "reference-not-found"]
    assert fields(parsed) == {
        "source_id": "https://gazette.example.com/?p=5",
        "url": "https://gazette.example.com/harbour/",
        "published_at": "2024-03-05T09:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour reopens",
        "slug": "harbour",
        "body_text": "One.\n\nTwo [sic].",
        "section": "Ports",
        "topics": [{"name": "Ports"}, {"name": "North"}],
        "keywords": ["sea"],
        "images": [{"url": "https://gazette.example.com/crane.jpg"}],
    }
    assert parsed.content.provenance["headline"].rule == "/post/post_title"


def test_a_list_of_wordpress_com_is_read_post_by_post() -> None:
    post = {
        "ID": 5,
        "site_ID": 2,
        "author": {"login": "jane", "name": "Jane Doe", "URL": "https://jane.example"},
        "date": "2024-03-05T10:00:00+01:00",
        "modified": "2024-03-05T12:00:00+01:00",
        "title": "Harbour reopens",
        "URL": "https://gazette.example.com/harbour/",
        "content": "<p>One.</p>",
        "excerpt": "<p>After two years.</p>",
        "slug": "harbour",
        "guid": "https://gazette.example.com/?p=5",
        "status": "publish",
        "type": "post",
        "post_thumbnail": {"ID": 9, "URL": "https://gazette.example.com/crane.jpg"},
        "categories": {"Ports": {"ID": 1, "name": "Ports"}},
        "tags": {"sea": {"ID": 2, "name": "sea"}},
    }
    assert wordpress.recognises(payload({"found": 2, "posts": [post, post]}))
    first, second = wordpress.split(payload({"found": 2, "posts": [post, post]}))
    assert first.body == second.body
    assert fields(wordpress.parse(first)) == {
        "source_id": "https://gazette.example.com/?p=5",
        "url": "https://gazette.example.com/harbour/",
        "published_at": "2024-03-05T09:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour reopens",
        "slug": "harbour",
        "summary": "After two years.",
        "body_text": "One.",
        "byline": "Jane Doe",
        "authors": [{"name": "Jane Doe", "url": "https://jane.example"}],
        "section": "Ports",
        "topics": [{"name": "Ports"}],
        "keywords": ["sea"],
        "images": [{"url": "https://gazette.example.com/crane.jpg"}],
    }


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("publish", Status.USABLE),
        ("draft", Status.WITHHELD),
        ("pending", Status.WITHHELD),
        ("private", Status.WITHHELD),
        ("unheard-of", Status.WITHHELD),
        ("trash", Status.CANCELED),
    ],
)
def test_only_what_is_published_is_shown(status: str, expected: Status) -> None:
    assert parse(REST | {"status": status}).content.status is expected
    assert parse(hook(post_status=status)).content.status is expected


def test_a_scheduled_post_is_held_until_its_date() -> None:
    content = parse(REST | {"status": "future", "date_gmt": "2030-01-01T00:00:00"}).content
    assert (content.status, content.embargo_until) == (Status.USABLE, datetime(2030, 1, 1, tzinfo=UTC))
    assert parse(hook(post_status="future", post_date_gmt="")).content.embargo_until == datetime(
        2024, 3, 5, 22, tzinfo=UTC
    )
    assert parse(REST | {"status": "future", "date_gmt": None, "date": "soon"}).content.status is Status.WITHHELD


def test_a_scheduled_post_without_any_date_is_withheld() -> None:
    bare = {name: value for name, value in REST.items() if not name.startswith("date")}
    assert parse(bare | {"status": "future"}).content.status is Status.WITHHELD


def test_a_password_withholds() -> None:
    hidden = parse(REST | {"content": {"rendered": "", "protected": True}})
    assert hidden.content.status is Status.WITHHELD
    assert codes(hidden) == ["password", "no-body"]
    assert parse(hook(post_password="x")).content.status is Status.WITHHELD


@pytest.mark.parametrize(
    "value",
    [
        {"deleted": True, "previous": REST},
        HOOK | {"event": "post_deleted"},
        HOOK | {"action": "wp_trash_post"},
        hook(post_status="draft") | {"post_before": {"post_status": "publish"}},
        hook(post_status="private") | {"old_status": "publish"},
        {"post": {"post_title": "", "post_status": "trash", "guid": "https://gazette.example.com/?p=5"}},
    ],
)
def test_a_deletion_takes_the_article_down(value: dict[str, Any]) -> None:
    content = parse(value).content
    assert content.status is Status.CANCELED
    assert content.source_id == "https://gazette.example.com/?p=5"
    assert content.headline


def test_numbers_without_names_are_told_of() -> None:
    bare = {name: value for name, value in REST.items() if name not in ("_embedded", "yoast_head_json")}
    parsed = parse(bare)
    assert codes(parsed) == ["reference-not-found", "reference-not-found"]
    assert parsed.content.authors == ()


@pytest.mark.parametrize("kind", ["page", "attachment", "revision", "nav_menu_item"])
def test_what_is_no_post_is_refused(kind: str) -> None:
    with pytest.raises(BadInput, match=f"type {kind}"):
        parse(REST | {"type": kind})


def test_only_wordpress_is_recognised() -> None:
    others: list[Any] = [{"headline": "x", "body_text": "y"}, {"title": "x", "content": "y"}, {"posts": []}, []]
    for other in others:
        assert not wordpress.recognises(payload(other))
    for own in (REST, HOOK):
        assert wordpress.recognises(payload(own))
        assert not any(module.recognises(payload(own)) for module in (ghost, ninjs, schema_org))


def test_what_plugins_add_is_told() -> None:
    (notice,) = parse(REST | {"mood": "good", "price": 3, "empty": ""}).notices
    assert notice.detail == "2 properties are not WordPress's own: mood, price"


@pytest.mark.parametrize(
    ("told", "until", "status"),
    [
        ({"embargo_until": "2027-01-01T00:00:00Z"}, datetime(2027, 1, 1, tzinfo=UTC), Status.USABLE),
        ({"meta": {"embargo": ["2027-01-01T00:00:00Z"]}}, datetime(2027, 1, 1, tzinfo=UTC), Status.USABLE),
        ({"acf": {"embargo": "next week"}}, None, Status.WITHHELD),
        ({"meta": {"embargo": ""}, "acf": {"embargo": False}}, None, Status.USABLE),
    ],
)
def test_an_embargo_in_a_newsrooms_own_fields_holds(
    told: dict[str, Any], until: datetime | None, status: Status
) -> None:
    content = parse(REST | told).content
    assert (content.embargo_until, content.status) == (until, status)


@pytest.mark.parametrize("status", [["draft"], None, "", {"raw": "draft"}, 1])
def test_a_status_that_is_none_withholds(status: Any) -> None:
    assert parse(REST | {"status": status}).content.status is Status.WITHHELD


def test_a_whole_post_without_a_status_is_withheld() -> None:
    assert parse({key: value for key, value in REST.items() if key != "status"}).content.status is Status.WITHHELD


@pytest.mark.parametrize(
    "change", [{"content": {"rendered": "x", "protected": "true"}}, {"password": " "}, {"post_password": "x"}]
)
def test_whatever_speaks_of_a_password_withholds(change: dict[str, Any]) -> None:
    assert parse(REST | change).content.status is Status.WITHHELD


def test_blanks_within_an_id_are_kept_apart() -> None:
    assert parse(REST | {"guid": "a b"}).content.source_id == "a%20b"
