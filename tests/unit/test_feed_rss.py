from datetime import UTC, datetime

import pytest

from shared.domain.errors import BadInput
from shared.formats import ninjs, wxr
from shared.formats.feeds import atom, rss
from shared.formats.payload import Payload
from tests.unit.feed_cases import BLOG, LONG, codes, fields, read, read_item, rss_feed


def test_a_blogs_feed_is_read_whole() -> None:
    (parsed,) = read(rss, rss_feed(BLOG, "<language>en_US</language><copyright>© Gazette</copyright>"))
    assert parsed.notices == ()
    assert {piece.reason for piece in parsed.dropped} == {"feed-footer"}
    assert fields(parsed) == {
        "source_id": "https://gazette.example.com/?p=5",
        "url": "https://gazette.example.com/harbour/",
        "published_at": "2024-03-05T09:00:00Z",
        "headline": "Harbour reopens after two years",
        "summary": "The harbour reopened on Tuesday […]",
        "body_text": "The harbour reopened on Tuesday.\n\nIt had been shut.",
        "byline": "Jane Doe",
        "authors": [{"name": "Jane Doe"}],
        "language": "en-US",
        "topics": [{"name": "Ports"}, {"name": "Local"}],
        "images": [
            {
                "url": "https://gazette.example.com/a-300x200.jpg",
                "width": 300,
                "caption": "A crane. Photo: Kai",
                "alt_text": "Crane",
            }
        ],
        "publisher": "Harbour Gazette",
        "rights": "© Gazette",
    }
    assert parsed.content.provenance["headline"].rule == "/rss/channel/item/title"


RSS_1 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://x.example/rss"><title>X</title><link>https://x.example/</link><d:language>de</d:language>
<items><rdf:Seq><rdf:li rdf:resource="https://x.example/1"/></rdf:Seq></items></channel>
<item rdf:about="https://x.example/1"><title>Hafen offen</title><link>https://x.example/1</link>
<description>Kurz.</description><d:creator>Von Jane Doe und John Roe</d:creator>
<d:date>2024-03-05T10:00:00+01:00</d:date>
<d:subject>Hafen</d:subject><c:encoded><![CDATA[<p>Eins.</p><p>Zwei.</p>]]></c:encoded></item></rdf:RDF>"""


def test_rss_1_is_read_whatever_it_calls_its_vocabularies() -> None:
    assert rss.recognises(Payload(RSS_1.encode()))
    (parsed,) = read(rss, RSS_1)
    assert fields(parsed) == {
        "source_id": "https://x.example/1",
        "url": "https://x.example/1",
        "published_at": "2024-03-05T09:00:00Z",
        "headline": "Hafen offen",
        "summary": "Kurz.",
        "body_text": "Eins.\n\nZwei.",
        "byline": "Von Jane Doe und John Roe",
        "authors": [{"name": "Jane Doe"}, {"name": "John Roe"}],
        "language": "de",
        "section": "Hafen",
        "topics": [{"name": "Hafen"}],
        "publisher": "X",
    }


def test_old_versions_with_a_document_type_are_read() -> None:
    document = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
        "<rss version='0.91'><channel><title>T</title><item><title>A &amp; B</title>"
        "<link>http://x.example/a</link></item></channel></rss>"
    )
    (parsed,) = read(rss, document)
    assert fields(parsed) == {
        "source_id": "http://x.example/a",
        "url": "http://x.example/a",
        "headline": "A & B",
        "publisher": "T",
    }


def test_a_feed_becomes_one_article_for_each_item_and_the_same_bytes_whatever_its_neighbours() -> None:
    other = "<item><title>Other</title><media:credit>x</media:credit></item>"
    one = rss.split(Payload(rss_feed(BLOG, "<lastBuildDate>Tue, 05 Mar 2024</lastBuildDate>").encode()))
    two = rss.split(Payload(rss_feed(other + BLOG, "<lastBuildDate>Wed, 06 Mar 2024</lastBuildDate>").encode()))
    assert len(one) == 1
    assert len(two) == 2
    assert one[0].body == two[1].body
    assert rss.recognises(Payload(one[0].body))


def test_a_thousand_items_become_a_thousand_parts_not_much_larger_than_the_feed() -> None:
    items = "".join(
        f"<item><title>T {n}</title><guid>{n}</guid><description>{LONG}</description></item>" for n in range(1_000)
    )
    document = rss_feed(
        items, f"<copyright>{'c' * 3_000}</copyright><webMaster>{'w' * 90_000}</webMaster>"
    ).encode()
    parts = rss.split(Payload(document))
    assert len(parts) == 1_000
    assert sum(len(part.body) for part in parts) < 4 * len(document)


@pytest.mark.parametrize("items", ["", "<item/>", "<item><category>x</category></item>"])
def test_a_feed_without_an_item_is_refused_with_a_reason(items: str) -> None:
    with pytest.raises(BadInput, match="no item") as error:
        rss.split(Payload(rss_feed(items).encode()))
    assert error.value.errors[0].pointer == "/rss/channel"


def test_an_item_without_anything_readable_is_refused_alone() -> None:
    parts = rss.split(Payload(rss_feed(f"<item><guid>1</guid></item>{BLOG}").encode()))
    with pytest.raises(BadInput, match="neither a headline nor a body"):
        rss.parse(parts[0])
    assert rss.parse(parts[1]).content.headline == "Harbour reopens after two years"


def test_a_short_description_is_a_summary_and_no_body() -> None:
    parsed = read_item("<title>T</title><description>It reopened on Tuesday.</description>")
    assert (parsed.content.summary, parsed.content.body_text) == ("It reopened on Tuesday.", None)
    assert codes(parsed) == ["no-body"]


def test_a_long_description_alone_is_the_body() -> None:
    content = read_item(f"<title>T</title><description>{LONG}</description>").content
    assert (content.summary, content.body_text) == (None, LONG)
    assert content.provenance["body_text"].origin == "derived"


@pytest.mark.parametrize(
    "end",
    [
        " [...]",
        "…",
        " Read more…",
        "&lt;p&gt;Continue reading &lt;a&gt;T&lt;/a&gt; →&lt;/p&gt;",
        "&lt;br&gt;&lt;br&gt;Weiterlesen",
        "&lt;p&gt;Lire la suite&lt;/p&gt;",
        "&lt;p&gt;More&lt;/p&gt;",
    ],
)
def test_a_text_that_breaks_off_is_never_taken_for_the_whole(end: str) -> None:
    content = read_item(f"<title>T</title><description>{LONG}{end}</description>").content
    assert content.body_text is None
    assert (content.summary or "").startswith(LONG)
    short = f"<title>T</title><content:encoded>The harbour reopened.{end}</content:encoded>"
    assert read_item(short).content.body_text is None


@pytest.mark.parametrize(
    "end", ["More than 100 people came.", "Read more than one book, she said.", "Mehr weiß man nicht."]
)
def test_a_last_sentence_that_begins_like_a_link_stays(end: str) -> None:
    body = f"&lt;p&gt;The harbour reopened.&lt;/p&gt;&lt;p&gt;{end}&lt;/p&gt;"
    content = read_item(f"<title>T</title><content:encoded>{body}</content:encoded>").content
    assert content.body_text == f"The harbour reopened.\n\n{end}"


def test_an_article_that_trails_off_is_whole_all_the_same() -> None:
    body = "&lt;p&gt;The harbour reopened.&lt;/p&gt;&lt;p&gt;Not that anyone noticed...&lt;/p&gt;"
    content = read_item(f"<title>T</title><content:encoded>{body}</content:encoded>").content
    assert content.body_text == "The harbour reopened.\n\nNot that anyone noticed..."


def test_the_picture_of_an_item_without_words_is_kept() -> None:
    item = '<title>T</title><content:encoded>&lt;img src="https://i.example/a.jpg"&gt;</content:encoded>'
    assert [image.url for image in read_item(item).content.images] == ["https://i.example/a.jpg"]


def test_without_a_title_the_description_is_the_body() -> None:
    parsed = read_item("<description>Sky watchers will see &lt;b&gt;an eclipse&lt;/b&gt;.</description>")
    assert (parsed.content.headline, parsed.content.body_text) == (None, "Sky watchers will see an eclipse.")


def test_the_full_text_of_a_producers_own_vocabulary_is_the_body() -> None:
    item = (
        '<title>T</title><description>Short.</description><y:full-text xmlns:y="http://news.y.example">'
        "One.&lt;br /&gt;&lt;br /&gt;Two.</y:full-text>"
    )
    content = read_item(item).content
    assert (content.summary, content.body_text) == ("Short.", "One.\n\nTwo.")


def test_html_that_a_template_left_unescaped_or_escaped_twice_is_read() -> None:
    body = "<content:encoded><p>One.</p><p>Two.</p></content:encoded>"
    assert read_item(f"<title>T</title>{body}").content.body_text == "One.\n\nTwo."
    twice = "&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two.&amp;lt;/p&amp;gt;"
    assert (
        read_item(f"<title>T</title><content:encoded>{twice}</content:encoded>").content.body_text
        == "One.\n\nTwo."
    )


@pytest.mark.parametrize(
    ("author", "byline", "names"),
    [
        ("<author>jane@x.example (Jane Doe)</author>", "Jane Doe", ["Jane Doe"]),
        ("<author>Jane Doe &lt;jane@x.example&gt;</author>", "Jane Doe", ["Jane Doe"]),
        ("<author>jane@x.example</author>", None, []),
        ("<dc:creator>Jane Doe</dc:creator><dc:creator>John Roe</dc:creator>",
         "Jane Doe, John Roe", ["Jane Doe", "John Roe"]),
        ("<dc:creator>By Jane Doe, Reuters</dc:creator>", "By Jane Doe, Reuters", ["Jane Doe"]),
        ("<dc:creator>admin</dc:creator>", "admin", []),
        ("<dc:creator>jdoe42</dc:creator>", "jdoe42", []),
        ("<dc:creator>Harbour Gazette</dc:creator>", "Harbour Gazette", []),
    ],
)  # fmt: skip
def test_authors_are_people_and_mail_addresses_are_left_out(
    author: str, byline: str | None, names: list[str]
) -> None:
    content = read_item(f"<title>T</title>{author}").content
    assert content.byline == byline
    assert [one.name for one in content.authors] == names


def test_the_original_address_counts_and_relative_links_are_resolved() -> None:
    burner = 'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    link = f"<link>http://burner.example/~r/1</link><feedburner:origLink {burner}>/a</feedburner:origLink>"
    assert read_item(f"<title>T</title>{link}").content.url == "https://gazette.example.com/a"
    assert read_item("<title>T</title><guid>https://x.example/9</guid>").content.url == "https://x.example/9"
    assert read_item("<title>T</title><guid isPermaLink='false'>https://x.example/9</guid>").content.url is None
    based = rss_feed("<item xml:base='https://b.example/c/'><title>T</title><link>d.html</link></item>")
    assert read(rss, based)[0].content.url == "https://b.example/c/d.html"


def test_pictures_are_kept_once_in_their_largest_size_and_other_media_are_told_of() -> None:
    parsed = read_item(
        '<title>T</title><media:content url="https://i.example/a.jpg?w=140" width="140" type="image/jpeg"/>'
        '<media:content url="https://i.example/a.jpg?w=900" width="900" medium="image">'
        "<media:credit>Kai</media:credit><media:description>A crane</media:description></media:content>"
        '<media:thumbnail url="https://i.example/small.jpg"/>'
        '<enclosure url="https://i.example/b.jpg" type="image/jpeg"/>'
        '<enclosure url="https://i.example/c.mp3" type="audio/mpeg"/>'
    )
    assert fields(parsed)["images"] == [
        {"url": "https://i.example/a.jpg?w=900", "width": 900, "caption": "A crane", "credit": "Kai"},
        {"url": "https://i.example/b.jpg"},
    ]
    assert codes(parsed) == ["media-left-out"]


def test_a_group_gives_its_largest_picture_and_a_thumbnail_counts_where_nothing_else_does() -> None:
    group = (
        '<media:group><media:content url="https://i.example/s.jpg" width="100" medium="image"/>'
        '<media:content url="https://i.example/l.jpg" width="1000" medium="image"/></media:group>'
    )
    assert [image.url for image in read_item(f"<title>T</title>{group}").content.images] == [
        "https://i.example/l.jpg"
    ]
    thumbnail = '<title>T</title><media:thumbnail url="https://i.example/t.jpg" width="240" height="135"/>'
    assert read_item(thumbnail).content.images[0].width == 240


def test_categories_keep_the_codes_of_their_scheme() -> None:
    item = (
        '<title>T</title><category domain="http://cv.iptc.org/newscodes/mediatopic/">20000002</category>'
        '<category domain="https://x.example/tags">Harbour news</category>'
        "<media:keywords>ports, sea</media:keywords>"
    )
    content = read_item(item).content
    assert [(topic.id, topic.name) for topic in content.topics] == [
        ("http://cv.iptc.org/newscodes/mediatopic/20000002", "20000002"),
        (None, "Harbour news"),
    ]
    assert (content.section, content.keywords) == (None, ("ports", "sea"))


@pytest.mark.parametrize(
    ("date", "expected", "notices"),
    [
        ("<pubDate>Wed, 17 Jan 2018 15:50:00 EST</pubDate>", datetime(2018, 1, 17, 20, 50, tzinfo=UTC), []),
        ("<pubDate>?</pubDate><dc:date>2018-01-17T00Z</dc:date>", datetime(2018, 1, 17, tzinfo=UTC), []),
        ("<pubDate>soon</pubDate>", None, ["date-unreadable"]),
    ],
)  # fmt: skip
def test_the_first_date_that_can_be_read_counts(date: str, expected: datetime | None, notices: list[str]) -> None:
    parsed = read_item(f"<title>T</title>{date}")
    assert parsed.content.published_at == expected
    assert codes(parsed) == notices


def test_only_rss_is_recognised() -> None:
    export = '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel/></rss>'
    for text in (
        "<html><body/></html>",
        '{"headline": "x"}',
        "<rdf:RDF xmlns:rdf='urn:r'/>",
        export,
        "plain text",
    ):
        assert not rss.recognises(Payload(text.encode()))
    feed = Payload(rss_feed(BLOG).encode())
    assert rss.recognises(feed)
    assert not any(module.recognises(feed) for module in (atom, ninjs, wxr))


def test_blanks_within_an_id_tell_it_from_another_id() -> None:
    ids = [read_item(f"<title>A</title><guid>{one}</guid>").content.source_id for one in ("ab", " a \n b ")]
    assert ids == ["ab", "a%20b"]
