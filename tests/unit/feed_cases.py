"""Small feeds and their readings, for the tests of RSS, Atom and JSON Feed."""

from types import ModuleType
from typing import Any

from shared.domain.article import Parsed
from shared.formats.feeds import atom, rss
from shared.formats.payload import Payload

SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
LONG = " ".join(f"Sentence {number} says what happened in the harbour on that day." for number in range(20))


def rss_feed(items: str, channel: str = "", spaces: str = SPACES) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {spaces}><channel>'
        f"<title>Harbour Gazette</title><link>https://gazette.example.com/</link>{channel}{items}</channel></rss>"
    )


def atom_feed(entries: str, feed: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>Harbour Gazette</title><link rel="self" href="https://gazette.example.com/feed"/>{feed}{entries}</feed>'
    )


def read(module: ModuleType, document: str | bytes) -> list[Parsed]:
    body = document.encode() if isinstance(document, str) else document
    # Parts are kept and read again later, from their bytes alone.
    return [module.parse(Payload(part.body)) for part in module.split(Payload(body))]


def read_item(item: str, channel: str = "") -> Parsed:
    return read(rss, rss_feed(f"<item>{item}</item>", channel))[0]


def read_entry(entry: str, feed: str = "") -> Parsed:
    return read(atom, atom_feed(f"<entry>{entry}</entry>", feed))[0]


def fields(parsed: Parsed) -> dict[str, Any]:
    return parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"})


def codes(parsed: Parsed) -> list[str]:
    return [notice.code for notice in parsed.notices]


BLOG = """
<item>
  <title>Harbour reopens after two years</title>
  <link>https://gazette.example.com/harbour/</link>
  <dc:creator><![CDATA[Jane Doe]]></dc:creator>
  <pubDate>Tue, 05 Mar 2024 09:00:00 +0000</pubDate>
  <category><![CDATA[Ports]]></category><category><![CDATA[Local]]></category>
  <guid isPermaLink="false">https://gazette.example.com/?p=5</guid>
  <description><![CDATA[<p>The harbour reopened on Tuesday [&#8230;]</p>
  <p>The post <a>Harbour reopens after two years</a> appeared first on <a>Harbour Gazette</a>.</p>]]>
  </description>
  <content:encoded><![CDATA[
  <div class="wp-caption" style="width: 300px"><img src="/a-300x200.jpg" width="300" alt="Crane"/>
  <p class="wp-caption-text">A crane. Photo: Kai</p></div>
  <p>The harbour reopened on Tuesday.</p><p>It had been shut.</p>
  <p>Der Beitrag <a>Harbour reopens after two years</a> erschien zuerst auf <a>Harbour Gazette</a>.</p>
  <img src="https://stats.wordpress.com/b.gif" height="1" width="1"/>]]></content:encoded>
</item>"""
