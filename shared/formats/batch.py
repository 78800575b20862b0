"""Many articles in one push: a JSON array, or one JSON object on each line (NDJSON).

A JSON-LD document may be an array as well; its nodes name their `@type` and belong together.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.formats.payload import Payload, strict_json, under

_DECODER = json.JSONDecoder()
_MAX_LINES = 10_000  # of a push of one object a line: ten times the articles that one push may hold
_NEXT_ELEMENT = re.compile(r"[\s,]*")


def items(payload: Payload) -> Iterator[Payload | BadInput]:
    """Give the parts of a push, or an error in the place of a part that is broken.

    Raises BadInput when the whole push cannot be read.
    """
    if not payload.is_json:
        yield payload
    elif _is_lines(payload):
        yield from _lines(payload)
    elif isinstance(payload.json, list) and not _is_linked_data(payload.json):
        yield from _elements(payload)
    else:
        yield payload


def _is_linked_data(value: list[Any]) -> bool:
    return any(isinstance(node, dict) and ("@type" in node or "@context" in node) for node in value)


def _elements(payload: Payload) -> Iterator[Payload | BadInput]:
    if not payload.json:
        raise BadInput("The array holds no article.", [FieldError("an empty array", pointer="")])
    for index, (element, written) in enumerate(zip(payload.json, _slices(payload.text), strict=True)):
        if isinstance(element, dict):
            yield Payload(written.encode(), "application/json")
        else:
            yield BadInput("This is no article.", [FieldError("an object is expected", pointer=f"/{index}")])


def _slices(text: str) -> Iterator[str]:
    """Give each element of a JSON array as it is written there: what is kept is what was sent."""
    position = text.index("[") + 1
    while (start := _NEXT_ELEMENT.match(text, position).end()) < len(text) and text[start] != "]":  # type: ignore[union-attr]
        _, position = _DECODER.raw_decode(text, start)
        yield text[start:position]


def _is_lines(payload: Payload) -> bool:
    if payload.media_type == "application/x-ndjson":
        return True
    if payload.text.count("\n") > _MAX_LINES:
        return False
    lines = [line.strip() for line in payload.text.split("\n") if line.strip()]
    return len(lines) > 1 and all(line.startswith("{") and line.endswith("}") for line in lines)


def _lines(payload: Payload) -> Iterator[Payload | BadInput]:
    if payload.text.count("\n") > _MAX_LINES:
        raise BadInput("The body has too many lines.", [FieldError(f"at most {_MAX_LINES}", pointer="")])
    numbered = [(n, line) for n, line in enumerate(payload.text.split("\n"), 1) if line.strip()]
    if not numbered:
        raise BadInput("The body holds no article.", [FieldError("no line with JSON", pointer="")])
    for number, line in numbered:
        try:
            strict_json(line)
        except BadInput as error:
            yield under(f"line {number}: ")(error)
        else:
            yield Payload(line.encode(), "application/json")
