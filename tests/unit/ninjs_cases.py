"""A small ninjs item and its reading, for the tests of this format."""

import json
from typing import Any

from shared.domain.article import Content, Parsed
from shared.formats import ninjs
from shared.formats.payload import Payload

STORY = {
    "uri": "https://agency.example.com/items/7",
    "type": "text",
    "versioncreated": "2024-03-05T10:00:00Z",
    "headline": "Harbour reopens",
    "body_text": "The harbour reopened on Tuesday.",
}


def payload(item: Any) -> Payload:
    return Payload(json.dumps(item).encode(), "application/json")


def parse(item: dict[str, Any]) -> Parsed:
    return ninjs.parse(payload(item))


def read(**changes: Any) -> Content:
    return parse(STORY | changes).content


def codes(parsed: Parsed) -> list[str]:
    return [notice.code for notice in parsed.notices]
