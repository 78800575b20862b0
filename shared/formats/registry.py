"""Finds the format of what was sent, takes a push apart into articles, and reads each.

A format is a module with a `NAME` and three functions; a new one is added to a table below and nowhere else.
It is loaded when it is first asked: loading all of them takes 0.3 s, which a push in JSON need not wait for.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from shared.domain.article import Notice, Parsed
from shared.domain.errors import BadInput, CopydeskError, FieldError, ReadingFailed, UnsupportedInput
from shared.domain.text import HIDDEN
from shared.formats import batch
from shared.formats.other_json import what_it_is
from shared.formats.payload import Payload
from shared.formats.spoken_hold import held_by_words

_ESCAPED_CONTROL = re.compile(r"\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)", re.IGNORECASE)  # JSON's way to write one
_FRAMED = "iptc7901"
MAX_ARTICLES = 1_000  # of one push: as many conditional PUTs as a function makes well within its time


class Format(Protocol):
    """What a format's module offers."""

    NAME: str

    def recognises(self, payload: Payload) -> bool:
        """Tell from the content whether it is in this format; raise BadInput or UnsupportedInput alone."""

    def split(self, payload: Payload) -> list[Payload]:
        """Give one payload for each article, each readable by `parse` alone."""

    def parse(self, payload: Payload) -> Parsed:
        """Read one article; raise BadInput, with pointers, where it cannot become one."""


# Each format's name and its module, asked in this order: the surest first, and what takes any text last.
_JSON = {
    "ghost": "ghost",
    "wordpress": "wordpress",
    "json-feed": "feeds.json_feed",
    "ans": "ans",
    "ap": "ap",
    "guardian": "guardian",
    "scraped": "scraped",
    "ninjs": "ninjs",
    "schema-org": "schema_org",
}
_XML = {
    "newsml-g2": "newsml_g2",
    "newsml-1": "newsml_1",
    "nitf": "nitf",
    "ritzau": "ritzau",
    "wxr": "wxr",
    "rss": "feeds.rss",
    "atom": "feeds.atom",
}
_TEXT = {
    "iptc7901": "text_wire",
    "email": "mail",
    "markdown": "markdown",
    "html-page": "html_page",
    "pasted-text": "pasted_text",
}
FORMATS = _JSON | _XML | _TEXT


def take_apart(
    payload: Payload, format_name: str | None = None
) -> Iterator[tuple[Payload, Format | CopydeskError]]:
    """Give each article of a push with its format, or with the reason why it cannot be read.

    Raises BadInput or UnsupportedInput when nothing of the push can be read.
    """
    for part in batch.items(payload):
        if isinstance(part, BadInput):
            yield payload, part
            continue
        try:
            found = named(format_name) if format_name else find(part)
            articles = found.split(part)
        except (BadInput, UnsupportedInput) as error:
            yield part, error
            continue
        except Exception as error:  # noqa: BLE001 - one part must not cost the others of its push
            yield part, ReadingFailed(error)
            continue
        yield from ((article, found) for article in articles)


def find(payload: Payload) -> Format:
    """Give the first format that recognises the content; raise BadInput or UnsupportedInput when none does."""
    asked = [*(_JSON if payload.is_json else ()), *(_XML if payload.root else ()), *_TEXT]
    for name in asked:
        if (candidate := _loaded(name)).recognises(payload):
            return candidate
    if payload.is_json:
        kind = what_it_is(payload.json)
        seen = f"This is {kind}; it is no article." if kind else "This JSON is no article that is read here."
        raise BadInput(
            f'{seen} The smallest article is {{"headline": "…", "body_text": "…"}}.',
            [FieldError("the fields of no format that is read here were found", pointer="")],
        )
    raise UnsupportedInput(f"The body is in no format that is read here. Formats: {', '.join(FORMATS)}.")


def named(name: str) -> Format:
    """Give the format of this name; raise UnsupportedInput for a name that is not known."""
    if name not in FORMATS:
        raise UnsupportedInput(f"There is no format {name[:50]!r}. Formats: {', '.join(FORMATS)}.")
    return _loaded(name)


@cache
def _loaded(name: str) -> Format:
    return cast(Format, import_module(f"shared.formats.{FORMATS[name]}"))


def parse(payload: Payload, reader: Format) -> Parsed:
    """Read one article, hold it where its words say so, and tell of hidden characters and a guessed encoding."""
    parsed = reader.parse(payload)
    content, held = held_by_words(parsed.content)
    notices = [*parsed.notices, *held]
    if payload.decoded.remark:
        notices.append(Notice(code="other-encoding", detail=payload.decoded.remark))
    framed = reader.NAME == _FRAMED  # by control characters, which are no text
    if (HIDDEN.search(payload.text) and not framed) or _ESCAPED_CONTROL.search(payload.text):
        detail = "control or invisible characters were removed from the text"
        notices.append(Notice(code="hidden-characters", detail=detail))
    return parsed.model_copy(update={"content": content, "notices": tuple(notices)})


def names() -> list[str]:
    """Give the names of all formats, as `?format=` takes them."""
    return list(FORMATS)
