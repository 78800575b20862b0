"""JSON Feed 1.1."""

from typing import Any

import orjson

from shared.http.feeds.feed import Entry, Feed, instant


def write(feed: Feed) -> str:
    """Give the feed as JSON Feed."""
    content = _present(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.website,
            "feed_url": feed.path,
            "next_url": feed.next_path,
        }
    )
    return orjson.dumps(content | {"items": [_item(entry) for entry in feed.entries]}).decode()


def _item(entry: Entry) -> dict[str, Any]:
    updated_at = instant(entry.updated_at) if entry.updated_at != entry.published_at else None
    return _present(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.headline,
            "summary": entry.summary,
            "image": entry.image,
            "date_published": instant(entry.published_at),
            "date_modified": updated_at,
            "authors": [{"name": name} for name in entry.authors],
            "tags": [name for _, name in entry.categories],
            "language": entry.language,
        }
    ) | {"content_text": entry.text or entry.headline}


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
