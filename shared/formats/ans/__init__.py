"""ANS, the JSON of Arc XP (Washington Post): versions 0.5 to 0.10.9 and what its Content API wraps them in.

Read from the schemas 0.10.9, the examples of 0.9.1, and what Arc's Content API and story operations send.

    source_id     _id | canonical_url                       url           canonical_url | website_url | short_url
    status        status, publishing, revision.published    embargo       content_restrictions.embargo
    created_at    created_date                              updated_at    last_updated_date
    published_at  first_publish_date | publish_date | display_date, else last_updated_date or created_date
    headline      headlines.basic | any other headline      slug          slug
    summary       description.basic | subheadlines.basic    body_text     content_elements[] (elements.py)
    byline        credits.by[]: their bylines               authors       credits.by[]: name, role, bio, image, url
    dateline      location                                  language      language
    section       taxonomy.primary_section | primary_site   topics        taxonomy.topics, other sections
    keywords      taxonomy.tags, seo_keywords, keywords     people …      taxonomy.named_entities by type
    images        promo_items, pictures and galleries among the elements
    related       links and stories among the elements, related_content       corrections   corrections[]
    publisher     distributor | source | owner              rights        copyright
    genre         label.basic | subtype                     free_to_read  content_restrictions.content_code
    internal_note editor_note

Ignored: workflow, planning, pitches, tracking, comments, geo, streams of video; `version` is the schema's.
Redirects, restricted stubs, authors and sections are refused, and so is an operation without its story.
"""

import json
import re
from typing import Any

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.ans.elements import Elements, basic, correction, read_elements
from shared.formats.ans.hold import hold_of
from shared.formats.ans.media import put_media
from shared.formats.ans.parts import put_credits, put_taxonomy, put_terms
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.hold import AROUND, around
from shared.formats.html_text import plain_line, read_html
from shared.formats.payload import Payload
from shared.formats.values import Fields, few, listed, put_address, text

NAME = "ans"

_TYPES = frozenset({"story", "video", "gallery", "image", "audio"})
_LISTS = frozenset({"results", "collection"})
_NO_ARTICLES = {
    "redirect": "it only says that one address now leads to another",
    "restricted": "its content was held back by its own system",
    "author": "it describes an author",
    "site": "it describes a section of a site",
    "section": "it describes a section of a site",
    "tag": "it describes a tag",
    "reference": "it only refers to another document",
}
_OPERATION = re.compile(r"[a-z]+[_-]operation")
_VERSION = re.compile(r"0\.\d{1,2}(?:\.\d{1,2})?")
_KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        type version content_elements headlines subheadlines description credits vanity_credits taxonomy
        promo_items canonical_url canonical_website website website_url websites short_url publish_date
        first_publish_date display_date last_updated_date created_date revision publishing content_restrictions
        workflow planning pitches subtype additional_properties language location geo address copyright label
        source distributor owner status editor_note corrections comments slug related_content
        syndication tracking channels alignment
        content_aliases variations rendering_guides caption subtitle url width height alt_text image_type
        focal_point auth seo_filename duration transcript rating video_type youtube_content_id streams promo_image
        subtitles video_location licensable contributors operation pubstatus voice_transcripts
        """,
    )
)


def recognises(payload: Payload) -> bool:
    """Tell whether it is JSON with a type of ANS and ANS's version or own words."""
    return payload.is_json and isinstance(payload.json, dict) and _is_document(payload.json)


def _is_document(value: dict[str, Any]) -> bool:
    kind = value.get("type")
    if not isinstance(kind, str) or "$schema" in value or "@type" in value:
        return False
    if _OPERATION.fullmatch(kind):
        return "operation" in value
    if kind not in _TYPES | _LISTS | _NO_ARTICLES.keys():
        return False
    if _VERSION.fullmatch(text(value.get("version")) or "") or isinstance(value.get("headlines"), dict):
        return True
    elements = value.get("content_elements")
    typed = isinstance(elements, list) and any(isinstance(one, dict) and "type" in one for one in elements)
    return typed or "redirect_url" in value or "restricted_content" in value


def split(payload: Payload) -> list[Payload]:
    """Give the stories of a list of results one by one, the story of an operation, and a document as it came."""
    document = payload.json
    if not isinstance(document, dict):
        return [payload]
    held = around(document)
    if _OPERATION.fullmatch(str(document.get("type"))):
        return [_part(_story_of(document), {"operation": document.get("operation"), **held})]
    if document.get("type") not in _LISTS:
        return [payload]
    inside = listed(few(document.get("content_elements"), "/content_elements"))
    found = [one for one in inside if isinstance(one, dict) and one.get("type") in _TYPES]
    if not found:
        raise BadInput(
            f"This ANS {document['type']} lists no stories.",
            [FieldError("documents of type story, video or gallery are expected", pointer="/content_elements")],
        )
    return [_part(one, held) for one in found]


def _story_of(operation: dict[str, Any]) -> dict[str, Any]:
    inside = operation.get("story") or operation.get("body") or operation.get("content")
    if isinstance(inside, dict) and inside.get("type") in _TYPES:
        return inside
    named = text(operation.get("operation")) or "operation"
    raise BadInput(
        f"This ANS {named[:40]!r} names a document without it. Push the document, or take it down by its id.",
        [FieldError("the whole story is expected", pointer="/story")],
    )


def _part(document: dict[str, Any], held: dict[str, Any]) -> Payload:
    kept = {**document, AROUND: [held, document.get(AROUND)]} if held else document
    return Payload(json.dumps(kept, ensure_ascii=False).encode(), "application/json")


def parse(payload: Payload) -> Parsed:
    """Read one document; raise BadInput, with pointers, where it cannot become an article."""
    document = payload.json
    if not isinstance(document, dict) or document.get("type") not in _TYPES:
        raise _refusal(document)
    fields = Fields(few(document, ""))
    draft = Draft(NAME)
    hold = hold_of(fields)
    hold.put(draft)
    _put_identity(draft, fields)
    _put_dates(draft, fields)
    _put_headline(draft, fields)
    elements = read_elements(draft, *fields.get("content_elements"), hold)
    _put_texts(draft, fields, elements)
    put_media(draft, fields, elements, hold)
    put_credits(draft, fields)
    put_taxonomy(draft, fields)
    put_terms(draft, fields)
    _tell_of_unknown(draft, fields)
    return draft.finish()


def _refusal(document: Any) -> BadInput:
    kind = text(document.get("type")) if isinstance(document, dict) else None
    why = _NO_ARTICLES.get(kind or "", "its type is none of those that carry text")
    return BadInput(
        f"An ANS document of type {(kind or 'unknown')[:40]!r} is no article: {why}.",
        [FieldError(f"one of {', '.join(sorted(_TYPES))} is expected", pointer="/type")],
    )


def _put_identity(draft: Draft, fields: Fields) -> None:
    kind = {"story": "text", "image": "picture", "gallery": "composite"}.get(fields.text("type") or "")
    draft.put("type", kind or fields.text("type"), "/type")
    identity, pointer = fields.get("_id", "canonical_url")
    draft.put("source_id", text(identity), pointer)
    addresses = [fields.get(name) for name in ("canonical_url", "website_url", "short_url")]
    whole = [
        (address, at) for address, at in addresses if (text(address) or "").lower().startswith(("http", "//"))
    ]
    if whole:
        put_address(draft, "url", *whole[0])
    elif addresses[0][0] is not None:
        draft.notice("relative-url", "the address names no site and was left out as a link", addresses[0][1])
    fields.put(draft, "slug", "slug")


def _put_dates(draft: Draft, fields: Fields) -> None:
    created = put_instant(draft, "created_at", *fields.get("created_date"))
    updated = put_instant(draft, "updated_at", *fields.get("last_updated_date"))
    put_instant(draft, "published_at", *fields.get("first_publish_date", "publish_date", "display_date"))
    draft.derive("published_at", updated, "last_updated_date stands for the time of publication")
    draft.derive("published_at", created, "created_date stands for the time of publication")


def _put_headline(draft: Draft, fields: Fields) -> None:
    headline = basic(fields, "headlines") or fields.text("subtitle")
    draft.put("headline", plain_line(headline or ""), "/headlines/basic")


def _put_texts(draft: Draft, fields: Fields, elements: Elements) -> None:
    draft.put("body_text", "\n\n".join(elements.paragraphs), "/content_elements")
    words = {
        name: read_html(basic(fields, name) or "").text for name in ("description", "subheadlines", "caption")
    }
    given = [(name, value) for name, value in words.items() if value]
    for name, value in given[:1]:
        draft.put("summary", value, f"/{name}")
        if fields.text("type") == "image" and not draft.has("headline"):
            draft.derive("body_text", value, "a picture's caption stands for its text")
    for name, value in given[1:]:
        if value != given[0][1]:
            draft.drop(f"second-{name}", value)
    if transcript := fields.text("transcript"):
        draft.derive("body_text", read_html(transcript).text, "the transcript stands for the text")
    listed_ = listed(few(*fields.get("corrections")))
    given_ = [correction(Fields(one)) for one in listed_ if isinstance(one, dict)]
    corrected = dict.fromkeys(filter(None, [*given_, *elements.corrections]))
    draft.put("corrections", [{"text": words} for words in corrected], "/corrections")


def _tell_of_unknown(draft: Draft, fields: Fields) -> None:
    unknown = [name for name, _, _ in fields if name not in _KNOWN and not name.startswith("_")]
    if unknown:
        named = ", ".join(name[:40] for name in unknown[:10])
        draft.notice("unknown-property", f"{len(unknown)} properties are not of ANS and were not read: {named}")
