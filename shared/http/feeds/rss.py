"""RSS 2.0, with Dublin Core for authors, who in RSS alone need a mail address, and Atom for updates and links."""

from email.utils import format_datetime
from xml.etree.ElementTree import Element

from shared.http.feeds.feed import Entry, Feed, document, instant, put

_SPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def write(feed: Feed) -> str:
    """Give the feed as RSS."""
    root = Element("rss", {"version": "2.0", **_SPACES})
    channel = put(root, "channel")
    put(channel, "title", feed.title)
    put(channel, "link", feed.website or feed.path)
    put(channel, "description", feed.title)
    put(channel, "lastBuildDate", format_datetime(feed.updated_at, usegmt=True))
    put(channel, "atom:link", rel="self", type="application/rss+xml", href=feed.path)
    if feed.next_path:
        put(channel, "atom:link", rel="next", type="application/rss+xml", href=feed.next_path)
    for entry in feed.entries:
        _put_item(channel, entry)
    return document(root)


def _put_item(channel: Element, entry: Entry) -> None:
    item = put(channel, "item")
    put(item, "guid", entry.id, isPermaLink="false")
    put(item, "title", entry.headline)
    if entry.url:
        put(item, "link", entry.url)
    if entry.text:
        put(item, "description", _as_html(entry.text))
    put(item, "pubDate", format_datetime(entry.published_at, usegmt=True))
    if entry.updated_at != entry.published_at:
        put(item, "atom:updated", instant(entry.updated_at))
    for name in entry.authors:
        put(item, "dc:creator", name)
    for _, name in entry.categories:
        put(item, "category", name)
    if entry.language:
        put(item, "dc:language", entry.language)


def _as_html(text: str) -> str:
    """Escape a plain text once more: readers of RSS take a description for HTML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n\n", "<br/><br/>")
