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
