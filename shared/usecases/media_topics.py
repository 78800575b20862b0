"""IPTC's Media Topics for readers: codes for the topics that they name, labels for the codes that are counted."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from shared.domain.article import Topic
from shared.domain.filters import NONE
from shared.domain.search_request import SearchRequest
from shared.enrich.media_topics import broader, fold, label, named, vocabulary
from shared.enrich.topics import media_topics

_FILTERS = ("topic", "media-topic")
_PREFIX = "medtop:"
_CODE = re.compile(r"medtop:[0-9]{8}", re.IGNORECASE)


def with_media_topics(request: SearchRequest) -> SearchRequest:
    """Give the search with the code of each topic that its filters name: by code, or by label in any language."""
    chosen = [group for name in _FILTERS for group in request.filters.get(name, ())]
    values = dict.fromkeys(value for group in chosen for value in group.values if value != NONE)
    codes = {value: code for value in values if (code := _code(value))}
    inside = request.inside
    if inside is not None and inside.needle and request.facets == ("media-topic",):
        inside = replace(inside, among=tuple(_labelled(inside.needle)))
    return replace(request, media_topics=codes, inside=inside)


def _code(value: str) -> str | None:
    if digits := named(value):
        return f"{_PREFIX}{digits}"
    found = media_topics((Topic(id=value),))
    if found and found[0].origin != "name":
        return found[0].id
    return value.lower() if _CODE.fullmatch(value) else None  # of a later edition than ours


def _labelled(needle: str) -> Iterator[str]:
    looked_for = fold(needle)
    for digits, labels in vocabulary().topics.items():
        if looked_for and any(
            looked_for in fold(text) for language, text in labels.items() if language != "broader"
        ):
            yield f"{_PREFIX}{digits}"


def with_labels(facets: dict[str, Any], language: str) -> dict[str, Any]:
    """Give the facets with the labels of topics in a reader's language, and each topic's next broader one."""
    for name in _FILTERS:
        for value in facets.get(name, {}).get("values", ()):
            _add(value, language)
    return facets


def _add(value: dict[str, Any], language: str) -> None:
    code = value["value"]
    if code.startswith(_PREFIX) and (written := label(code, language)):
        value["label"] = written
        value["broader"] = next(iter(broader(code)), None)
