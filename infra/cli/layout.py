"""A preview laid out for a person at a terminal."""

import re
from collections.abc import Iterator
from datetime import datetime
from textwrap import shorten, wrap

from shared.domain.article import Article, Dropped, Image, Provenance
from shared.domain.errors import CopydeskError
from shared.domain.text import clean_line
from shared.usecases.preview_articles import Preview, Previews, State

_LABEL = 14  # columns
_PARAGRAPHS = 3  # of the body; the rest is counted
_MOST_LINES_OF_PARAGRAPH = 6
_MOST_OF_A_KIND = 12  # images, stories, names: the rest is counted
_DATES = ("published_at", "updated_at", "created_at", "embargo_until", "expires_at")
_STATES = {
    State.PUBLISHED: "would be published",
    State.HELD: "would be HELD: nobody finds it yet",
    State.EXPIRED: "has EXPIRED: nobody finds it",
    State.WITHDRAWN: "would be TAKEN DOWN",
}


def lines(name: str | None, previews: Previews, width: int) -> Iterator[str]:
    """Give the lines of one file's preview; refused articles only by their place, the reason is told elsewhere."""
    if name is not None:
        yield from (f"=== {clean_line(name)} ".ljust(width, "="), "")
    many = previews.articles > 1
    for number, one in enumerate(previews.items, 1):
        if many:
            yield f"--- {number} of {previews.articles} ".ljust(width, "-")
        if isinstance(one, CopydeskError):
            yield from wrap(f"REFUSED: {clean_line(one.detail)}", width)
        else:
            yield from _article(one, width)
        yield ""
    if left := previews.articles - len(previews.items):
        yield f"{left} more were not previewed."


def _article(one: Preview, width: int) -> Iterator[str]:
    article = one.article
    yield from wrap(article.headline or "(no headline)", width)
    yield from _field("", f"{one.format}, {article.type}: {_STATES[one.state]}", width)
    yield ""
    yield from _facts(article, width)
    yield from _body(article, width)
    yield from _list("images", [_image(image) for image in article.images], width)
    stories = [" — ".join(part for part in (it.headline, it.url) if part) for it in article.related]
    yield from _list("related", stories, width)
    yield from _list("warnings", [_place(it.pointer) + f"{it.code}: {it.detail}" for it in one.notices], width)
    yield from _list("dropped", [_dropped(piece) for piece in one.dropped], width)


def _facts(article: Article, width: int) -> Iterator[str]:
    named = article.provenance
    authors = "; ".join(f"{it.name}, {it.role}" if it.role else it.name for it in article.authors)
    yield from _field("authors", _known(authors or "none", named.get("authors")), width)
    for field in _DATES:
        moment: datetime | None = getattr(article, field)
        if moment is not None:
            written = moment.isoformat(" ", "seconds").replace("+00:00", " UTC")
            label = field.removesuffix("_at").removesuffix("_until")
            yield from _field(label, _known(written, named.get(field)), width)
    for field in ("language", "section", "url", "source_id", "version", "publisher", "dateline"):
        if value := getattr(article, field):
            yield from _field(field.replace("_", " "), _known(value, named.get(field)), width)
    given = [topic.name or topic.id or "" for topic in article.topics]
    yield from _list("topics", given, width, one_line=True)
    mapped = [f"{topic.name} ({topic.id}, {topic.confidence:.0%})" for topic in article.media_topics]
    yield from _list("IPTC topics", mapped, width)
    yield from _list("mentions", [f"{it.name} ({it.kind})" for it in article.mentions], width, one_line=True)
    yield from _list("keywords", list(article.keywords), width, one_line=True)
    if article.internal_note:
        yield from _field("note", f"{article.internal_note} [for editors only]", width)


def _body(article: Article, width: int) -> Iterator[str]:
    yield ""
    if article.summary:
        yield from _paragraph(f"Summary: {article.summary}", width)
    paragraphs = (article.body_text or "").split("\n\n") if article.body_text else []
    for paragraph in paragraphs[:_PARAGRAPHS]:
        yield from _paragraph(paragraph, width)
    rest = len(paragraphs) - _PARAGRAPHS
    left = f", {rest} more paragraphs" if rest > 1 else ", 1 more paragraph" if rest == 1 else ""
    yield f"[{article.word_count} words{left}]"


def _paragraph(text: str, width: int) -> Iterator[str]:
    cut = wrap(clean_line(text), width)
    yield from cut[:_MOST_LINES_OF_PARAGRAPH]
    if len(cut) > _MOST_LINES_OF_PARAGRAPH:
        yield "[…]"
    yield ""


def _field(label: str, text: str, width: int) -> list[str]:
    written = wrap(clean_line(text), width - _LABEL) or [""]
    return [f"{label if number == 0 else '':<{_LABEL}}{line}" for number, line in enumerate(written)]


def _list(label: str, items: list[str], width: int, *, one_line: bool = False) -> Iterator[str]:
    if not items:
        return
    shown = items[:_MOST_OF_A_KIND]
    if rest := len(items) - len(shown):
        shown.append(f"and {rest} more")
    if one_line:
        yield from _field(label, "; ".join(shown), width)
        return
    for number, item in enumerate(shown):
        yield from _field(label if number == 0 else "", f"- {item}", width)


def _image(image: Image) -> str:
    size = f"{image.width}×{image.height}" if image.width and image.height else None
    parts = (image.caption or image.alt_text, image.credit and f"({image.credit})", size, image.url)
    return " ".join(part for part in parts if part)


def _dropped(piece: Dropped) -> str:
    return f"{piece.reason}: {shorten(re.sub(r'\s+', ' ', piece.text), 160, placeholder=' […]')!r}"


def _place(pointer: str | None) -> str:
    return f"{pointer} " if pointer else ""


def _known(value: str, origin: Provenance | None) -> str:
    """Give the value with where it comes from."""
    if origin is None:
        return value
    surely = "" if origin.confidence is None else f", {origin.confidence:.0%} sure"
    return f"{value} [{origin.origin}: {origin.rule}{surely}]"
