"""The texts of a ninjs item: `headline_main`, `body_html` (1.x) or `headlines[]`, `bodies[]` (2.x, 3.x)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from shared.domain.text import clean_line
from shared.formats.draft import Draft
from shared.formats.html_text import Figure, looks_like_html, plain_line, plain_paragraphs, read_html
from shared.formats.payload import join_pointer
from shared.formats.values import listed, text

_MARKUP_ROLES = frozenset({"html", "html5", "xhtml", "richtext"})
_MAIN_ROLES = frozenset({"", "main", "text", "body", "plain", "plaintext"}) | _MARKUP_ROLES
_CREDIT_ROLES = frozenset({"creditline", "credit"})
# Texts that stand beside the body or the description and are neither.
_BESIDE = _CREDIT_ROLES | frozenset({"writer", "footer", "alt", "alttext", "note", "notes"})
_MAX_BODIES = 20  # tried until one has words
_SHORT_FORMS = frozenset({"summary", "abstract", "teaser", "caption", "lead", "intro", "short"})


class Piece(NamedTuple):
    """One of the texts under a name, with the role that its sender gives it."""

    role: str
    markup: bool
    text: str
    pointer: str


def pieces(item: dict[str, Any], stem: str, plural: str) -> list[Piece]:
    """Give the texts under `stem`, `stem_<role>` and in the list `plural`, in the sender's order."""
    found: list[Piece | None] = []
    for key, value in item.items():
        name = key.lower()
        if name == plural:
            found += [_listed_piece(entry, f"/{key}/{n}") for n, entry in enumerate(listed(value))]
        elif name == stem or name.startswith(f"{stem}_"):
            found.append(_piece(name[len(stem) + 1 :], "", value, join_pointer("", key)))
    return [piece for piece in found if piece is not None]


def _listed_piece(entry: Any, pointer: str) -> Piece | None:
    if not isinstance(entry, dict):
        return _piece("", "", entry, pointer)
    values = {key.lower(): value for key, value in entry.items()}
    return _piece(
        text(values.get("role")) or "", text(values.get("contenttype")) or "", values.get("value"), pointer
    )


def _piece(role: str, content_type: str, value: Any, pointer: str) -> Piece | None:
    kind, found = content_type.lower(), text(value)
    if found is None or ("xml" in kind and "html" not in kind):
        return None  # NITF and other XML beside the HTML says the same again
    markup = "html" in kind or (role.lower() in _MARKUP_ROLES and kind != "text/plain") or looks_like_html(found)
    return Piece(role.lower(), markup, found, pointer)


def put_texts(draft: Draft, item: dict[str, Any]) -> tuple[Figure, ...]:
    """Keep headline, summary and body; give the pictures that stood in the body."""
    headlines = by_role(pieces(item, "headline", "headlines"), _MAIN_ROLES)
    if not headlines and (title := text(item.get("title"))):
        draft.notice("headline-from-title", "there is no headline; the title was taken", "/title")
        headlines = [Piece("", False, title, "/title")]
    headline = clean_line(plain_line(headlines[0].text)) if headlines else ""
    if headlines:
        draft.put("headline", headline, headlines[0].pointer)
    if summary := summaries(item):
        draft.put("summary", as_text(summary[0]), summary[0].pointer)
    return _put_body(draft, item, headline)


def summaries(item: dict[str, Any]) -> list[Piece]:
    """Give the descriptions that may be a summary or a caption, the plain ones first."""
    described = [piece for piece in pieces(item, "description", "descriptions") if piece.role not in _BESIDE]
    return sorted(by_role(described, _MAIN_ROLES | _SHORT_FORMS), key=lambda piece: piece.markup)


def credit(item: dict[str, Any]) -> str | None:
    """Give the credit line, which is one of the descriptions."""
    described = pieces(item, "description", "descriptions")
    return next((piece.text for piece in described if piece.role in _CREDIT_ROLES), None)


def by_role(found: Iterable[Piece], preferred: frozenset[str]) -> list[Piece]:
    """Give the pieces with the preferred roles first, each group in the sender's order."""
    return sorted(found, key=lambda piece: piece.role not in preferred)


def as_text(piece: Piece) -> str:
    """Give the piece's paragraphs."""
    return read_html(piece.text).text if piece.markup else plain_paragraphs(piece.text)


def _put_body(draft: Draft, item: dict[str, Any], headline: str) -> tuple[Figure, ...]:
    """Keep the body, from HTML where there is some: it says where the paragraphs are."""
    bodies = [piece for piece in pieces(item, "body", "bodies") if piece.role not in _BESIDE | _SHORT_FORMS]
    figures: tuple[Figure, ...] = ()
    for piece in sorted(by_role(bodies, _MAIN_ROLES), key=lambda piece: not piece.markup)[:_MAX_BODIES]:
        read = read_html(piece.text) if piece.markup else None
        figures = figures or (read.figures if read else ())
        body = _without_headline(draft, read.text if read else plain_paragraphs(piece.text), headline)
        if body:
            draft.put("body_text", body, piece.pointer)
            break
    return figures


def _without_headline(draft: Draft, body: str, headline: str) -> str:
    """Give the body without a first paragraph that repeats the headline, as agencies' HTML often has it."""
    first, _, rest = body.partition("\n\n")
    if not rest or not headline or clean_line(first).casefold() != headline.casefold():
        return body
    draft.drop("headline-repeated", clean_line(first))
    return rest
