"""Atom 1.0 (RFC 4287), with the next page as RFC 5005 has it."""

from xml.etree.ElementTree import Element

from shared.http.feeds.feed import NAME, Entry, Feed, document, instant, put

_TYPE = "application/atom+xml"


def write(feed: Feed) -> str:
    """Give the feed as Atom."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    put(root, "id", f"urn:copydesk:feed:{feed.path.partition('?')[2]}")
    put(root, "title", feed.title)
    put(root, "updated", instant(feed.updated_at))
    put(put(root, "author"), "name", NAME)  # for entries that have none
    put(root, "link", rel="self", type=_TYPE, href=feed.path)
    if feed.next_path:
        put(root, "link", rel="next", type=_TYPE, href=feed.next_path)
    if feed.website:
        put(root, "link", rel="alternate", type="text/html", href=feed.website)
    for entry in feed.entries:
        _put_entry(root, entry)
    return document(root)


def _put_entry(root: Element, entry: Entry) -> None:
    one = put(root, "entry")
    if entry.language:
        one.set("xml:lang", entry.language)
    put(one, "id", entry.id)
    put(one, "title", entry.headline)
    if entry.url:
        put(one, "link", rel="alternate", href=entry.url)
    put(one, "published", instant(entry.published_at))
    put(one, "updated", instant(entry.updated_at))
    for name in entry.authors:
        put(put(one, "author"), "name", name)
    for term, label in entry.categories:
        put(one, "category", term=term, label=label)
    if entry.text:
        put(one, "summary", entry.text)
    if not entry.url:  # an entry has an address or a content
        put(one, "content", entry.text or entry.headline)
