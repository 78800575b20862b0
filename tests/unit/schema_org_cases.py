"""A small JSON-LD article and its reading, for the tests of this format."""

import json
from typing import Any

from shared.domain.article import Content, Parsed
from shared.formats import schema_org
from shared.formats.payload import Payload

STORY: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "@id": "https://news.example.com/harbour#article",
    "headline": "Harbour reopens",
    "datePublished": "2024-03-05T10:00:00Z",
    "articleBody": "The harbour reopened on Tuesday.",
}


def payload(document: Any) -> Payload:
    return Payload(json.dumps(document).encode(), "application/ld+json")


def parse(document: Any) -> Parsed:
    return schema_org.parse(payload(document))


def read(**changes: Any) -> Content:
    return parse(STORY | changes).content


def split(document: Any) -> list[Content]:
    return [schema_org.parse(part).content for part in schema_org.split(payload(document))]


def codes(parsed: Parsed) -> list[str]:
    return [notice.code for notice in parsed.notices]
