"""Whatever the format: an embargo that is empty or cannot be read holds until a newer version says otherwise."""

import json
from datetime import UTC, datetime

import pytest

from shared.formats.payload import Payload
from shared.usecases.preview_articles import Preview, State, preview_articles

FAR_AHEAD = datetime(2125, 1, 1, tzinfo=UTC)
UNREADABLE = ("", "when the minister says so", "Redebeginn", "31.02.2026 25:61")
NITF = """<nitf><head><title>Ferry</title><docdata management-status="embargoed">
  <date.issue norm="20240105T120000Z"/>{embargo}</docdata></head>
  <body><body.head><hedline><hl1>Ferry aground</hl1></hedline></body.head>
  <body.content><p>A ferry ran aground.</p></body.content></body></nitf>"""
G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:g2" version="1"><itemMeta>
  <itemClass qcode="ninat:text"/><versionCreated>2024-01-05T12:00:00Z</versionCreated>
  <pubStatus qcode="stat:usable"/>{embargo}</itemMeta>
  <contentMeta><headline>Ferry aground</headline></contentMeta>
  <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
  <p>A ferry ran aground.</p></body></html></inlineXML></contentSet></newsItem>"""
RSS = """<rss version="2.0"><channel><title>Desk</title><item><title>Ferry aground</title><guid>urn:rss</guid>
  <description>A ferry ran aground.</description>{embargo}</item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><id>urn:desk</id><entry><id>urn:atom</id>
  <title>Ferry aground</title><summary>A ferry ran aground.</summary>{embargo}</entry></feed>"""
MARKDOWN = "---\ntitle: Ferry aground\nembargo: {embargo}\n---\n\nA ferry ran aground.\n"
PASTED = "Ferry aground\n\nBy Jane Doe\n\nEmbargo: {embargo}\n\nA ferry ran aground on Tuesday.\n"
FORM = "Headline: Ferry aground\nEmbargo: {embargo}\n\nA ferry ran aground on Tuesday.\n"


def written(embargo: str) -> dict[str, str]:
    """Give an article of each format with this embargo."""
    story = {"headline": "Ferry aground", "body_text": "A ferry ran aground."}
    linked = {"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": story["body_text"]}
    feed_item = {"id": "urn:json", "title": "Ferry aground", "content_text": story["body_text"]}
    return {
        "ninjs": json.dumps({"uri": "urn:ninjs", **story, "embargoed": embargo}),
        "schema-org": json.dumps(linked | {"headline": "Ferry aground", "embargoed": embargo}),
        "json-feed": json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "items": [feed_item | {"_desk": {"embargo": embargo}}]}
        ),
        "nitf": NITF.format(embargo=f'<date.release norm="{embargo}"/>'),
        "newsml-g2": G2.format(embargo=f"<embargoed>{embargo}</embargoed>"),
        "rss": RSS.format(embargo=f"<embargo>{embargo}</embargo>"),
        "atom": ATOM.format(embargo=f"<embargo>{embargo}</embargo>"),
        "markdown": MARKDOWN.format(embargo=json.dumps(embargo)),
        "pasted text": PASTED.format(embargo=embargo),
        "pasted form": FORM.format(embargo=embargo),
    }


@pytest.mark.parametrize("embargo", UNREADABLE)
@pytest.mark.parametrize("name", written(""))
def test_an_embargo_that_cannot_be_read_holds_for_as_long_as_nothing_else_is_said(name: str, embargo: str) -> None:
    [item] = preview_articles(Payload(written(embargo)[name].encode()), source="demo", now=FAR_AHEAD).items
    assert isinstance(item, Preview), item
    assert (item.state, "aground" in (item.article.headline or "")) == (State.HELD, True)
    assert item.notices
