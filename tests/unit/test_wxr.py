from datetime import UTC, datetime

import pytest

from shared.domain.article import Status
from shared.domain.errors import BadInput
from shared.formats import wxr
from shared.formats.feeds import rss
from shared.formats.payload import Payload
from tests.cost import within
from tests.unit.feed_cases import codes, fields, read

SPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)
CHANNEL = (
    "<title>Harbour Gazette</title><link>https://gazette.example.com</link><language>en-US</language>"
    "<wp:author><wp:author_login>jdoe</wp:author_login><wp:author_email>j@gazette.example.com</wp:author_email>"
    "<wp:author_display_name><![CDATA[Jane Doe]]></wp:author_display_name></wp:author>"
    "<wp:author><wp:author_login>kim</wp:author_login><wp:author_display_name>kim</wp:author_display_name>"
    "<wp:author_first_name>Kim</wp:author_first_name><wp:author_last_name>Poe</wp:author_last_name></wp:author>"
)
BODY = """<![CDATA[The harbour <em>reopened</em>
on Tuesday.

[caption id="a" width="300"]<img src="/map.png" alt="Map" /> A map. Photo: Kai[/caption]

It had been shut [sic].[gallery ids="1,2"]

[vc_row width="1"]Boats came back.[/vc_row]]]>"""
PICTURE = (
    "<item><title>crane</title><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type>"
    "<wp:status>inherit</wp:status><excerpt:encoded>A crane</excerpt:encoded>"
    "<wp:attachment_url>https://gazette.example.com/crane.jpg</wp:attachment_url><wp:postmeta>"
    "<wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Crane</wp:meta_value></wp:postmeta></item>"
)


def export(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0" {SPACES}><channel>{CHANNEL}{"".join(items)}</channel></rss>'


def post(
    changes: str = "", *, status: str = "publish", kind: str = "post", date: str = "2024-03-05 09:00:00"
) -> str:
    return (
        "<item><title>Harbour reopens</title><link>https://gazette.example.com/harbour/</link>"
        "<pubDate>Tue, 05 Mar 2024 09:00:00 +0000</pubDate><dc:creator><![CDATA[jdoe]]></dc:creator>"
        '<guid isPermaLink="false">https://gazette.example.com/?p=5</guid><description></description>'
        f"<content:encoded>{BODY}</content:encoded><excerpt:encoded>After two years.</excerpt:encoded>"
        "<wp:post_id>5</wp:post_id><wp:post_date>2024-03-05 10:00:00</wp:post_date>"
        f"<wp:post_date_gmt>{date}</wp:post_date_gmt>"
        "<wp:post_modified_gmt>2024-03-05 11:00:00</wp:post_modified_gmt>"
        f"<wp:post_name>harbour</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        '<category domain="category" nicename="ports">Ports</category>'
        '<category domain="post_tag" nicename="sea">sea</category>'
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
        f"{changes}</item>"
    )


def test_a_post_is_read_with_its_author_and_its_picture() -> None:
    (parsed,) = read(wxr, export(PICTURE, post()))
    assert codes(parsed) == ["items-left-out", "shortcodes-left-out"]
    assert fields(parsed) == {
        "source_id": "https://gazette.example.com/?p=5",
        "url": "https://gazette.example.com/harbour/",
        "published_at": "2024-03-05T09:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour reopens",
        "slug": "harbour",
        "summary": "After two years.",
        "body_text": (
            "The harbour reopened on Tuesday.\n\nIt had been shut [sic].\n\nBoats came back."
        ),
        "byline": "Jane Doe",
        "authors": [{"name": "Jane Doe"}],
        "language": "en-US",
        "section": "Ports",
        "topics": [{"name": "Ports"}],
        "keywords": ["sea"],
        "images": [
            {"url": "https://gazette.example.com/crane.jpg", "caption": "A crane", "alt_text": "Crane"},
            {"url": "https://gazette.example.com/map.png", "caption": "A map. Photo: Kai", "alt_text": "Map"},
        ],
        "publisher": "Harbour Gazette",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("publish", Status.USABLE),
        ("draft", Status.WITHHELD),
        ("pending", Status.WITHHELD),
        ("private", Status.WITHHELD),
        ("auto-draft", Status.WITHHELD),
        ("my-plugins-own", Status.WITHHELD),
        ("", Status.WITHHELD),
        ("trash", Status.CANCELED),
    ],
)
def test_only_what_is_published_is_shown(status: str, expected: Status) -> None:
    assert read(wxr, export(post(status=status)))[0].content.status is expected


def test_a_post_that_is_scheduled_is_held_until_its_date() -> None:
    content = read(wxr, export(post(status="future", date="2030-01-01 00:00:00")))[0].content
    assert (content.status, content.embargo_until) == (Status.USABLE, datetime(2030, 1, 1, tzinfo=UTC))
    without = read(wxr, export(post(status="future", date="0000-00-00 00:00:00")))[0].content
    assert without.status is Status.WITHHELD


def test_a_password_withholds() -> None:
    (parsed,) = read(wxr, export(post("<wp:post_password>secret</wp:post_password>")))
    assert parsed.content.status is Status.WITHHELD
    assert "password" in codes(parsed)


def test_pages_attachments_and_menus_are_no_articles_and_a_sites_own_type_is() -> None:
    items = [post(kind=kind) for kind in ("page", "nav_menu_item", "wp_block", "news")]
    (parsed,) = read(wxr, export(PICTURE, *items))
    assert "1 of type page" in parsed.notices[0].detail
    with pytest.raises(BadInput, match="holds no post") as error:
        wxr.split(Payload(export(PICTURE, post(kind="page")).encode()))
    assert "1 of type attachment, 1 of type page" in error.value.errors[0].detail


def test_a_category_that_version_1_0_gives_twice_is_one_and_a_tag_is_none() -> None:
    twice = "<category><![CDATA[Ports]]></category><category><![CDATA[sea]]></category>"
    content = read(wxr, export(post(twice)))[0].content
    assert ([topic.name for topic in content.topics], content.keywords) == (["Ports"], ("sea",))


@pytest.mark.parametrize(("login", "byline"), [("jdoe", "Jane Doe"), ("kim", "Kim Poe"), ("nobody1", "nobody1")])
def test_the_authors_name_stands_for_the_login(login: str, byline: str) -> None:
    content = read(wxr, export(post().replace("[jdoe]", f"[{login}]")))[0].content
    assert content.byline == byline
    assert [one.name for one in content.authors] == ([] if login == "nobody1" else [byline])


def test_an_export_that_is_broken_is_refused_for_a_word_that_withholds_might_get_lost() -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        wxr.split(Payload(export(post()).replace("</wp:status>", "").encode()))


def test_only_exports_are_recognised() -> None:
    assert wxr.recognises(Payload(export(post()).encode()))
    assert wxr.recognises(wxr.split(Payload(export(post()).encode()))[0])
    assert not wxr.recognises(Payload(b'<rss version="2.0"><channel/></rss>'))


@pytest.mark.parametrize(
    "spaces",
    [SPACES.replace(' xmlns:wp="http://wordpress.org/export/1.2/"', ""), f'x="{" " * 19_000}" {SPACES}'],
    ids=["undeclared", "declared late"],
)
def test_an_export_is_one_wherever_its_words_are_declared(spaces: str) -> None:
    text = export(post(status="draft")).replace(SPACES, spaces).replace("?><rss", f"?><!--{' ' * 5_000}--><rss")
    assert wxr.recognises(Payload(text.encode())) and not rss.recognises(Payload(text.encode()))
    assert [parsed.content.status for parsed in read(wxr, text)] == [Status.WITHHELD]


@pytest.mark.parametrize("prefix", ["wp", "x"])
def test_a_post_of_an_export_is_no_item_of_rss(prefix: str) -> None:
    text = export(post(status="draft")).replace("<wp:", f"<{prefix}:").replace("</wp:", f"</{prefix}:")
    with pytest.raises(BadInput, match="export of WordPress"):
        read(rss, text.replace("xmlns:wp", f"xmlns:{prefix}"))


def test_an_author_too_long_for_every_post_is_left_out_once_and_told() -> None:
    long = "x" * 2_000_000
    text = export(*[post()] * 200).replace("Jane Doe", long)
    parts = within(2, lambda: wxr.split(Payload(text.encode())))
    assert codes(wxr.parse(parts[-1])) == ["feed-context-left-out", "shortcodes-left-out"]


def test_blanks_within_an_id_tell_it_from_another() -> None:
    (parsed,) = read(wxr, export(post().replace("?p=5</guid>", "a b</guid>")))
    assert parsed.content.source_id == "https://gazette.example.com/a%20b"
