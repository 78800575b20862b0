from datetime import UTC, datetime

import pytest

from shared.domain.article import Status
from shared.domain.errors import BadInput
from shared.formats import ninjs
from shared.formats.feeds import atom, rss
from shared.formats.payload import Payload
from tests.unit.feed_cases import LONG, atom_feed, codes, fields, read, read_entry

ENTRY = """
<entry>
  <id>tag:gazette.example.com,2024:5</id>
  <title type="html">Harbour &amp;amp; bridge &lt;em&gt;reopen&lt;/em&gt;</title>
  <link rel="replies" href="https://gazette.example.com/5/comments"/>
  <link href="/5" type="text/html"/>
  <link rel="enclosure" type="image/jpeg" href="/crane.jpg"/>
  <link rel="related" href="https://gazette.example.com/4" title="Bridge closed"/>
  <published>2024-03-05T10:00:00+01:00</published><updated>2024-03-05T11:00:00Z</updated>
  <author><name>Jane Doe</name><uri>https://gazette.example.com/jane</uri><email>jane@gazette.example.com</email></author>
  <category term="ports" scheme="https://gazette.example.com/topics#" label="Ports"/>
  <summary>After two years.</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><ul><li>Two.</li></ul>
    <img src="/map.png" alt="A map"/></div></content>
</entry>"""


def test_an_entry_is_read_whole() -> None:
    (parsed,) = read(atom, atom_feed(ENTRY, '<link rel="license" href="https://cc.example/by"/>'))
    assert parsed.notices == ()
    assert fields(parsed) == {
        "source_id": "tag:gazette.example.com,2024:5",
        "url": "https://gazette.example.com/5",
        "published_at": "2024-03-05T09:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour & bridge reopen",
        "summary": "After two years.",
        "body_text": "One.\n\nTwo.",
        "byline": "Jane Doe",
        "authors": [{"name": "Jane Doe", "url": "https://gazette.example.com/jane"}],
        "section": "Ports",
        "topics": [{"id": "https://gazette.example.com/topics#ports", "name": "Ports"}],
        "images": [
            {"url": "https://gazette.example.com/crane.jpg"},
            {"url": "https://gazette.example.com/map.png", "alt_text": "A map"},
        ],
        "related": [{"headline": "Bridge closed", "url": "https://gazette.example.com/4"}],
        "publisher": "Harbour Gazette",
        "rights": "https://cc.example/by",
    }


def test_a_document_of_one_entry_is_read_with_its_base_address() -> None:
    document = (
        '<a:entry xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://b.example/x/" xml:lang="fr">'
        '<a:id>urn:1</a:id><a:title>T</a:title><a:link href="p.html"/>'
        '<a:content type="html">&lt;p&gt;Un.&lt;/p&gt;</a:content></a:entry>'
    )
    assert atom.recognises(Payload(document.encode()))
    (parsed,) = read(atom, document)
    assert fields(parsed) == {
        "source_id": "urn:1",
        "url": "https://b.example/x/p.html",
        "headline": "T",
        "body_text": "Un.",
        "language": "fr",
    }


@pytest.mark.parametrize("base", ["https://b.example/x/", "/x/", "http://[broken"])
def test_a_base_address_may_be_relative_itself(base: str) -> None:
    (parsed,) = read(atom, atom_feed(f'<entry xml:base="{base}"><title>T</title><link href="p.html"/></entry>'))
    expected = {
        "/x/": "https://gazette.example.com/x/p.html",
        "https://b.example/x/": "https://b.example/x/p.html",
    }
    assert parsed.content.url == expected.get(base, "https://gazette.example.com/p.html")


def test_version_0_3_is_read() -> None:
    document = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en"><title>Old</title>'
        '<link rel="alternate" type="text/html" href="http://o.example/"/><author><name>Jane Doe</name></author>'
        '<entry><title>Title</title><link rel="alternate" type="text/html" href="http://o.example/1"/>'
        "<id>tag:o,1</id><issued>2003-12-13T08:29:29-04:00</issued><modified>2003-12-13T18:30:02Z</modified>"
        '<content type="text/html" mode="escaped">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content>'
        "</entry></feed>"
    )
    (parsed,) = read(atom, document)
    assert fields(parsed) == {
        "source_id": "tag:o,1",
        "url": "http://o.example/1",
        "published_at": "2003-12-13T12:29:29Z",
        "updated_at": "2003-12-13T18:30:02Z",
        "headline": "Title",
        "body_text": "One.\n\nTwo.",
        "byline": "Jane Doe",
        "authors": [{"name": "Jane Doe"}],
        "language": "en",
        "publisher": "Old",
    }


def test_text_content_is_taken_literally() -> None:
    content = read_entry(
        '<title type="text">a &lt; b</title><content type="text">If x &lt; y: stop.</content>'
    ).content
    assert (content.headline, content.body_text) == ("a < b", "If x < y: stop.")


def test_content_that_is_elsewhere_or_no_text_is_told_of() -> None:
    parsed = read_entry('<title>T</title><content src="https://x.example/film.mp4" type="video/mp4"/>')
    assert codes(parsed) == ["content-elsewhere"]
    parsed = read_entry('<title>T</title><content type="image/png">iVBORw0KGgo=</content>')
    assert codes(parsed) == ["content-not-text"]


def test_the_author_of_the_feed_counts_where_the_entry_has_none() -> None:
    feed = "<author><name>Jane Doe</name></author>"
    assert read_entry("<title>T</title>", feed).content.authors[0].name == "Jane Doe"
    own = "<title>T</title><author><name>John Roe</name></author>"
    assert [one.name for one in read_entry(own, feed).content.authors] == ["John Roe"]
    source = "<title>T</title><source><title>Other</title><author><name>Kim Poe</name></author></source>"
    content = read_entry(source, feed).content
    assert ([one.name for one in content.authors], content.publisher) == (["Kim Poe"], "Other")


def test_updated_stands_for_the_time_of_publication_where_there_is_none() -> None:
    content = read_entry("<title>T</title><updated>2024-01-01T00:00:00Z</updated>").content
    assert content.published_at == content.updated_at == datetime(2024, 1, 1, tzinfo=UTC)
    assert content.provenance["published_at"].origin == "derived"


@pytest.mark.parametrize(
    ("word", "status"), [("yes", Status.WITHHELD), ("", Status.WITHHELD), ("no", Status.USABLE)]
)
def test_a_draft_is_withheld(word: str, status: Status) -> None:
    control = f'<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>{word}</app:draft></app:control>'
    assert read_entry(f"<title>T</title>{control}").content.status is status


def test_a_deleted_entry_takes_its_article_down() -> None:
    tombstone = (
        '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:g,5" '
        'when="2024-03-06T00:00:00Z">'
        "<at:comment>Withdrawn</at:comment></at:deleted-entry>"
    )
    (deleted, kept) = read(atom, atom_feed(tombstone + ENTRY))
    assert fields(deleted) == {
        "source_id": "tag:g,5",
        "status": "canceled",
        "updated_at": "2024-03-06T00:00:00Z",
        "headline": "Withdrawn",
    }
    assert kept.content.status is Status.USABLE


def test_comments_pages_and_settings_of_a_blog_are_refused() -> None:
    kind = '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
    assert read_entry("<title>T</title>" + kind.format("post")).content.topics == ()
    for other in ("comment", "page", "settings", "template"):
        with pytest.raises(BadInput, match=f"is a {other} of a blog"):
            read_entry("<title>T</title>" + kind.format(other))


def test_an_answer_names_what_it_answers() -> None:
    thread = '<thr:in-reply-to xmlns:thr="http://purl.org/syndication/thread/1.0" ref="tag:g,1"/>'
    assert read_entry(f"<title>T</title>{thread}").content.story_links == ("tag:g,1",)


def test_an_agencys_own_body_counts_where_it_is_longer() -> None:
    entry = (
        '<title>T</title><content type="text">First line.</content><x:data xmlns:x="urn:x"><x:first_line>Intro.'
        f"</x:first_line><x:body>{LONG}</x:body></x:data>"
    )
    content = read_entry(entry).content
    assert (content.summary, content.body_text) == ("Intro.", LONG)


def test_a_feed_without_an_entry_is_refused_with_a_reason() -> None:
    with pytest.raises(BadInput, match="no entry"):
        atom.split(Payload(atom_feed("").encode()))


def test_an_entry_gives_the_same_bytes_whatever_its_neighbours() -> None:
    other = '<entry><title>Other</title><g:point xmlns:g="http://www.georss.org/georss">1 2</g:point></entry>'
    one = atom.split(Payload(atom_feed(ENTRY, "<updated>2024-03-05T00:00:00Z</updated>").encode()))
    two = atom.split(Payload(atom_feed(other + ENTRY, "<updated>2024-03-06T00:00:00Z</updated>").encode()))
    assert one[0].body == two[1].body
    assert atom.recognises(Payload(one[0].body))


def test_only_atom_is_recognised() -> None:
    for text in ("<feed><story/></feed>", '<feed xmlns="urn:other"><entry/></feed>', "<entry/>", "<html/>", "{}"):
        assert not atom.recognises(Payload(text.encode()))
    feed = Payload(atom_feed(ENTRY).encode())
    assert atom.recognises(feed)
    assert not any(module.recognises(feed) for module in (rss, ninjs))


def test_no_long_notice_of_rights_hides_the_feeds_embargo() -> None:
    feed = f"<rights>{'Terms. ' * 540}</rights><embargo>2030-01-01T00:00:00Z</embargo>"
    assert [one.content.embargo_until for one in read(atom, atom_feed(ENTRY + ENTRY, feed))] == [
        datetime(2030, 1, 1, tzinfo=UTC)
    ] * 2


@pytest.mark.parametrize(
    "said", ["<x:status xmlns:x='urn:x'>pending</x:status>", "<post_password>a</post_password>"]
)
def test_a_status_in_a_producers_own_words_withholds(said: str) -> None:
    parsed = read_entry(f"<id>urn:a</id><title>Harbour</title><content>Open.</content>{said}")
    assert parsed.content.status is Status.WITHHELD
