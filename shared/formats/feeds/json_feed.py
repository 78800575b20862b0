"""JSON Feed 1.0 and 1.1, one article for each item.

Read from the specifications of both versions and the feeds of blogs; a feed of one item is also what services send
to a webhook.

    source_id     id | url                                  url          url | external_url
    published_at  date_published                            updated_at   date_modified
    headline      title                                     summary      summary; see `texts`
    body_text     content_html | content_text               images       image | banner_image, pictures in the text
    authors       authors[] | author, of the item or of the feed: name, url, avatar
    keywords      tags                                      language     language of the item or of the feed
    publisher     the feed's title                          status, embargo   words of a producer's extension

Ignored: attachments but pictures (they are told of), hubs, icons, what extensions (`_name`) say but an embargo.
"""

import json
import re
from typing import Any

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.feeds import media, texts
from shared.formats.feeds.common import STATUS_WORDS, put_line
from shared.formats.feeds.parts import MOST_PARTS
from shared.formats.feeds.people import put_authors, written_name
from shared.formats.hold import Place, read_hold, restricts
from shared.formats.payload import Payload
from shared.formats.values import Fields, few, listed, put_address, put_names, text

NAME = "json-feed"

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/", re.IGNORECASE)
_ADDRESSES = frozenset({"feed_url", "home_page_url"})
_CONTEXT = ("version", "title", "home_page_url", "feed_url", "author", "authors", "language", "description")
_MAX_CONTEXT = 4_000  # characters; every part gets a copy


def recognises(payload: Payload) -> bool:
    """Tell whether it is JSON that calls itself a JSON Feed, or has its addresses and items with content."""
    if not payload.is_json or not isinstance(payload.json, dict):
        return False
    feed = payload.json
    if _VERSION.match(str(feed.get("version"))):
        return True
    items = feed.get("items")
    return bool(_ADDRESSES & feed.keys()) and isinstance(items, list) and any(map(_has_content, items))


def split(payload: Payload) -> list[Payload]:
    """Give a feed of one item for each item; refuse a feed without any."""
    feed = payload.json
    items = _items(feed)
    context = {name: feed[name] for name in _CONTEXT if name in feed}
    context |= {name: value for name, value in feed.items() if restricts(name)}
    if len(json.dumps(context)) > _MAX_CONTEXT:
        raise BadInput(
            "What the feed says of itself is too long.",
            [FieldError(f"at most {_MAX_CONTEXT} characters", pointer="")],
        )
    return [
        Payload(json.dumps({**context, "items": [item]}, ensure_ascii=False).encode(), "application/feed+json")
        for item in items[:MOST_PARTS]
    ]


def parse(payload: Payload) -> Parsed:
    """Read the first item; raise BadInput where it cannot become an article."""
    item = _items(payload.json)[0]
    if not isinstance(item, dict):
        raise BadInput("This item is no article.", [FieldError("an object is expected", pointer="/items/0")])
    fields, feed = Fields(few(item, "/items/0"), "/items/0"), Fields(payload.json)
    for _, value, pointer in fields:
        few(value, pointer)
    draft = Draft(NAME)
    _hold_of(draft, fields, feed)
    base = text(feed.get("home_page_url", "feed_url")[0])
    _put_identity(draft, fields, base)
    for field, name in {"published_at": "date_published", "updated_at": "date_modified"}.items():
        put_instant(draft, field, *fields.get(name))
    _put_texts(draft, fields, feed, base)
    tags, pointer = fields.get("tags")
    put_names(draft, "keywords", listed(tags), pointer)
    return draft.finish()


def _has_content(item: Any) -> bool:
    return isinstance(item, dict) and ("content_html" in item or "content_text" in item)


def _items(feed: Any) -> list[Any]:
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        raise BadInput(
            "The JSON Feed has no items, so there is no article in it.",
            [FieldError("a list of at least one item is expected", pointer="/items")],
        )
    return items


def _hold_of(draft: Draft, fields: Fields, feed: Fields) -> None:
    statuses: list[Place] = []
    embargoes: list[Place] = []
    extensions = [
        Fields(value, pointer) for name, value, pointer in fields if name[:1] == "_" and isinstance(value, dict)
    ]
    for one in (fields, feed, *extensions):
        for name, value, pointer in one:
            if "embargo" in name:
                embargoes.append((pointer, value))
            elif name in ("status", "pubstatus"):
                statuses.append((pointer, value))
    read_hold(statuses, embargoes, STATUS_WORDS).put(draft)


def _put_identity(draft: Draft, fields: Fields, base: str | None) -> None:
    address, pointer = fields.get("url", "external_url")
    put_address(draft, "url", media.absolute(text(address), base) or address, pointer)
    name, pointer = fields.get("id", "guid", "url")
    draft.put("source_id", "".join((text(name) or "").split()), pointer)


def _put_texts(draft: Draft, fields: Fields, feed: Fields, base: str | None) -> None:
    headline, publisher = fields.line("title"), feed.line("title")
    fields.put(draft, "headline", "title")
    put_line(draft, "publisher", publisher, feed.get("title")[1])
    contents = [_read(fields, name, headline, publisher) for name in ("content_html", "content_text")]
    pictured = texts.put_texts(
        draft,
        [one for one in contents if one.text or one.figures][:1],
        [_read(fields, "summary", headline, publisher)],
        headline,
    )
    image, pointer = fields.get("image", "banner_image")
    images = [media.picture(text(image), base)] if image else []
    attached = [one for one in listed(fields.get("attachments")[0]) if isinstance(one, dict)]
    pictures = [one for one in attached if str(one.get("mime_type", "")).startswith("image/")]
    images += [media.picture(text(one.get("url")), base) for one in pictures]
    media.put_images(draft, images + media.in_text(pictured.figures if pictured else (), base), pointer)
    if len(attached) > len(pictures):
        detail = f"{len(attached) - len(pictures)} files that are no pictures were not kept"
        draft.notice("media-left-out", detail, fields.get("attachments")[1])
    _put_people(draft, fields, feed, publisher)
    language, pointer = fields.get("language") if fields.get("language")[0] else feed.get("language")
    draft.put("language", (text(language) or "").replace("_", "-"), pointer)


def _put_people(draft: Draft, fields: Fields, feed: Fields, publisher: str | None) -> None:
    for one in (fields, feed):
        value, pointer = one.get("authors", "author")
        given = [_author(entry) for entry in listed(few(value, pointer))]
        if any(author["name"] for author in given):
            put_authors(draft, given, pointer, publisher)
            return


def _author(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {"name": written_name(text(value))}
    return {
        "name": written_name(text(value.get("name"))),
        "url": media.absolute(text(value.get("url")), None),
        "image_url": media.absolute(text(value.get("avatar")), None),
    }


def _read(fields: Fields, name: str, headline: str | None, publisher: str | None) -> texts.Reading:
    value, pointer = fields.get(name)
    return texts.read_text(
        text(value) or "", pointer, headline=headline or "", feed=publisher or "", plain=name == "content_text"
    )
