"""An embargo that only stands in words: in the headline, at an edge of the text, in the note for editors.

Systems have a field for it, and people write it where they write. An article whose words hold it back is held, in
whatever format it came, unless a field of its own says when the embargo ends: that field counts.
"""

from shared.domain.article import Content, Notice, Provenance, Status
from shared.formats.embargo_words import begins_with_an_embargo, is_embargo_line, names_an_embargo
from shared.formats.hold import read_hold

_FIRST = 3  # paragraphs of the body


def held_by_words(content: Content) -> tuple[Content, tuple[Notice, ...]]:
    """Give the article held as its words say, and what there was to say about it."""
    if content.status is not Status.USABLE or content.embargo_until is not None:
        return content, ()
    found = _spoken(content)
    if found is None:
        return content, ()
    from shared.formats.pasted_text.embargo import end_of_embargo  # noqa: PLC0415  few articles need it

    field, words = found
    origin = content.provenance.get(field)
    pointer = origin.rule if origin else field
    hold = read_hold([], [("embargo", end_of_embargo(words))])
    values = {"status": hold.status, "embargo_until": hold.until}
    derived = Provenance(origin="derived", rule=f"words in {field}")
    provenance = content.provenance | {name: derived for name, value in values.items() if value is not None}
    detail = f"{words[:80]!r} holds the article back; a new version with the embargo in its field changes that"
    notice = Notice(code="embargo-in-words", detail=detail, pointer=pointer)
    return content.model_copy(update={**values, "provenance": provenance}), (notice, *hold.notices)


def _spoken(content: Content) -> tuple[str, str] | None:
    """Give the field and the words that hold the article back."""
    if begins_with_an_embargo(content.headline or ""):
        return "headline", content.headline or ""
    paragraphs = (content.body_text or "").split("\n\n", _FIRST)
    last = (content.body_text or "").rpartition("\n\n")[2]
    for paragraph in (*paragraphs[:_FIRST], last):
        if is_embargo_line(paragraph):
            return "body_text", paragraph
    for line in (content.internal_note or "").split("\n\n"):
        if names_an_embargo(line):
            return "internal_note", line
    return None
