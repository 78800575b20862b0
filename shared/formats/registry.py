"""Finds the format of what was sent, takes a push apart into articles, and reads each.

A format is a module with a `NAME` and three functions; a new one is added to `FORMATS`, nowhere else.
"""

import re
from collections.abc import Iterator
from typing import Protocol

from shared.domain.article import Notice, Parsed
from shared.domain.errors import BadInput, CopydeskError, FieldError, UnsupportedInput
from shared.domain.text import HIDDEN
from shared.formats import batch, ninjs, pasted_text, schema_org
from shared.formats.payload import Payload

_ESCAPED_CONTROL = re.compile(r"\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)", re.IGNORECASE)  # JSON's way to write one
MAX_ARTICLES = 1_000  # of one push: as many conditional PUTs as a function makes well within its time


class Format(Protocol):
    """What a format's module offers."""

    NAME: str

    def recognises(self, payload: Payload) -> bool:
        """Tell from the content whether it is in this format; raise nothing but BadInput."""

    def split(self, payload: Payload) -> list[Payload]:
        """Give one payload for each article, each readable by `parse` alone."""

    def parse(self, payload: Payload) -> Parsed:
        """Read one article; raise BadInput, with pointers, where it cannot become one."""


FORMATS: tuple[Format, ...] = (ninjs, schema_org, pasted_text)  # asked in this order, the most certain first


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
        yield from ((article, found) for article in articles)


def find(payload: Payload) -> Format:
    """Give the first format that recognises the content; raise BadInput or UnsupportedInput when none does."""
    for candidate in FORMATS:
        if candidate.recognises(payload):
            return candidate
    if payload.is_json:
        raise BadInput(
            'This JSON is no article that is read here. The smallest one is {"headline": "…", "body_text": "…"}.',
            [FieldError("neither the fields of ninjs nor a schema.org @type were found", pointer="")],
        )
    raise UnsupportedInput(f"The body is in no format that is read here. Formats: {', '.join(names())}.")


def named(name: str) -> Format:
    """Give the format of this name; raise UnsupportedInput for a name that is not known."""
    for candidate in FORMATS:
        if name == candidate.NAME:
            return candidate
    raise UnsupportedInput(f"There is no format {name[:50]!r}. Formats: {', '.join(names())}.")


def names() -> list[str]:
    """Give the names of all formats, as `?format=` takes them."""
    return [candidate.NAME for candidate in FORMATS]


def parse(payload: Payload, reader: Format) -> Parsed:
    """Read one article, and tell of characters that nobody can see and of an encoding that had to be guessed."""
    parsed = reader.parse(payload)
    notices = list(parsed.notices)
    if payload.decoded.guessed:
        detail = f"the body names no encoding and is not UTF-8; it was read as {payload.decoded.encoding}"
        notices.append(Notice(code="encoding-guessed", detail=detail))
    if HIDDEN.search(payload.text) or _ESCAPED_CONTROL.search(payload.text):
        detail = "control or invisible characters were removed from the text"
        notices.append(Notice(code="hidden-characters", detail=detail))
    return parsed.model_copy(update={"notices": tuple(notices)})
