"""What a feed says, whatever its form.

The addresses of articles are those that their senders gave. The feed's own are relative: the service does not know
under which name it is reached, and a name from the request could be anybody's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

NAME = "Copydesk"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_TITLE = 200  # characters


@dataclass(frozen=True)
class Entry:
    """One article in a feed."""

    id: str
    headline: str
    summary: str
    url: str | None
    published_at: datetime
    updated_at: datetime
    authors: tuple[str, ...]
    categories: tuple[tuple[str, str], ...]  # the code, or the name where there is none, and the name
    language: str | None
    image: str | None
    corrections: tuple[str, ...] = ()  # what was corrected, as a reader is told of it

    @property
    def text(self) -> str:
        """Give what a feed reader shows of the article: its summary, and below it what was corrected."""
        return "\n\n".join(filter(None, (self.summary, *self.corrections)))


@dataclass(frozen=True)
class Feed:
    """A page of articles, the paths of it and of the next, and the website that the articles stand on."""

    title: str
    path: str
    next_path: str | None
    website: str | None
    entries: tuple[Entry, ...]

    @property
    def updated_at(self) -> datetime:
        """When the latest of the articles changed; of the article alone, so that asking again changes nothing."""
        return max((entry.updated_at for entry in self.entries), default=datetime.fromtimestamp(0, UTC))


def make_feed(
    asked: str, results: Sequence[Mapping[str, Any]], *, path: str, next_path: str | None, website: str | None
) -> Feed:
    """Give the feed of these results; `asked` is what was searched for, in words."""
    entries = tuple(_entry(result) for result in results)
    title = f"{NAME}: {asked}" if asked else NAME
    return Feed(title[:_MOST_TITLE], path, next_path, website or _website(entries), entries)


def _entry(result: Mapping[str, Any]) -> Entry:
    published_at = datetime.fromisoformat(result["published_at"])
    updated_at = datetime.fromisoformat(result.get("updated_at", result["published_at"]))
    sections = [(result["section"], result["section"])] if "section" in result else []
    topics = [(one.get("id") or one["name"], one.get("name") or one["id"]) for one in result.get("topics", ())]
    images = (image["url"] for image in result.get("images", ()) if image.get("url"))
    return Entry(
        id=f"urn:copydesk:article:{result['id']}",
        headline=result.get("headline") or result.get("summary", ""),
        summary=result.get("summary", ""),
        url=result.get("url"),
        published_at=published_at,
        updated_at=max(published_at, updated_at),
        authors=tuple(author["name"] for author in result.get("authors", ())),
        categories=tuple(dict.fromkeys(sections + topics)),
        language=result.get("language"),
        image=next(images, None),
        corrections=tuple(_correction(one) for one in result.get("corrections", ())),
    )


def _correction(one: Mapping[str, Any]) -> str:
    day = f" ({one['at'][:10]})" if "at" in one else ""
    return f"Correction{day}: {one['text']}"


def _website(entries: Sequence[Entry]) -> str | None:
    address = next((urlsplit(entry.url) for entry in entries if entry.url), None)
    return f"{address.scheme}://{address.netloc}/" if address else None


def put(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    """Add an element; what XML cannot hold is left out of its text."""
    one = SubElement(parent, name, {key: _NOT_XML.sub("", value) for key, value in attributes.items()})
    one.text = None if text is None else _NOT_XML.sub("", text)
    return one


def document(root: Element) -> str:
    """Give the XML document."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def instant(moment: datetime) -> str:
    """Give a time as RFC 3339 writes it, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
