"""Reads a push as ingest does, and shows what would become of it. Nothing is kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from shared.domain.article import Article, Dropped, Notice, Status
from shared.domain.envelope import Envelope, Hints
from shared.domain.errors import CopydeskError
from shared.domain.identity import Stage
from shared.domain.visibility import stage_at
from shared.formats import registry
from shared.formats.payload import Payload
from shared.usecases.accept_articles import or_error, taken_apart
from shared.usecases.enrich_article import enrich_article
from shared.usecases.read_article import read_article

_NOT_SHOWN = {"provenance", "order", "fingerprint"}  # the first stands beside the article, the others are numbers
MOST = 20  # articles; their topics and names take longer to find than the articles to read


class State(StrEnum):
    """What readers would find of an article at this moment."""

    PUBLISHED = "published"
    HELD = "held"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Preview:
    """One article as it would be served, and what became of everything that was sent."""

    article: Article
    format: str
    state: State
    notices: tuple[Notice, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True)
class Previews:
    """The first articles of a push, each or the reason why it would be refused, and how many it holds in all."""

    items: list[Preview | CopydeskError]
    articles: int


def preview_articles(
    payload: Payload,
    *,
    source: str,
    format_name: str | None = None,
    hints: Hints | None = None,
    now: datetime,
    most: int = MOST,
) -> Previews:
    """Show the first `most` articles of a push.

    Raises BadInput or UnsupportedInput when nothing of the push can be read, as ingest does.
    """
    given = hints or Hints()
    parts = taken_apart(payload, format_name, given)

    def shown(document: Payload, reader: registry.Format | CopydeskError) -> Preview | CopydeskError:
        if isinstance(reader, CopydeskError):
            return reader
        envelope = Envelope(source=source, format=reader.NAME, received_at=now, hints=given)
        return or_error(lambda: _preview(document, envelope, now))

    return Previews([shown(*part) for part in islice(parts, most)], len(parts))


def _preview(document: Payload, envelope: Envelope, now: datetime) -> Preview:
    reading = read_article(document, envelope)
    article, notices = enrich_article(reading.article)
    noticed = (*reading.notices, *notices)
    return Preview(article, envelope.format, _state(article, now), noticed, reading.dropped)


def _state(article: Article, now: datetime) -> State:
    stage = stage_at(article, now)
    if stage is Stage.WITHDRAWN:
        return State.WITHDRAWN if article.status is Status.CANCELED else State.EXPIRED
    return State.PUBLISHED if stage is Stage.PUBLISHED else State.HELD


def as_json(one: Preview) -> dict[str, Any]:
    """Give one article as values of JSON: as it would be served, and what is for editors alone."""
    article = one.article.model_dump(mode="json", exclude=_NOT_SHOWN, exclude_none=True)
    origins = one.article.provenance.items()
    return {
        "article": article,
        "format": one.format,
        "state": one.state.value,
        "warnings": [notice.model_dump(exclude_none=True) for notice in one.notices],
        "dropped": [piece.model_dump() for piece in one.dropped],
        "provenance": {name: origin.model_dump(exclude_none=True) for name, origin in origins},
    }
