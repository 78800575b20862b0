"""Who made an ANS document, what it is about, and its terms."""

from collections.abc import Iterator
from typing import Any

from shared.formats.draft import Draft
from shared.formats.html_text import read_html
from shared.formats.values import (
    Fields,
    few,
    listed,
    put_names,
    put_people,
    put_topics,
    text,
    web_address,
)

_ENTITIES = {
    "people": ("person", "per", "people"),
    "organisations": ("organization", "organisation", "company", "org"),
    "places": ("location", "place", "loc", "gpe", "city", "country"),
}
_FREE = {"free": True, "open": True, "premium": False, "metered": False, "subscriber": False, "paid": False}


def put_credits(draft: Draft, fields: Fields) -> None:
    """Keep the authors and the line that names them."""
    credited, at = fields.get("credits")
    vanity, _ = fields.get("vanity_credits")
    given = list(_people(credited, "by", at))
    if isinstance(credited, dict) and len(given) < len(listed(credited.get("by"))):
        draft.notice("author-reference", "authors that are only referred to have no name and were left out", at)
    shown = [one["byline"] for one in _people(vanity, "by", at)] or [one["byline"] for one in given]
    draft.put("byline", ", ".join(dict.fromkeys(shown)), f"{at}/by")
    authors = [{key: value for key, value in one.items() if key != "byline"} for one in given]
    put_people(draft, authors, f"{at}/by", ", ".join(shown))


def _people(credited: Any, role: str, pointer: str) -> Iterator[dict[str, Any]]:
    entries = listed(few(credited.get(role), f"{pointer}/{role}")) if isinstance(credited, dict) else []
    for one in entries:
        fields = Fields(one) if isinstance(one, dict) else Fields({"name": one})
        joined = " ".join(filter(None, (fields.text("first_name"), fields.text("last_name"))))
        name = fields.line("name") or joined or fields.line("byline")
        if not name:  # a reference to an author that was not filled in
            continue
        image, _ = fields.get("image")
        yield {
            "name": name,
            "byline": fields.line("byline") or name,
            "role": fields.line("role"),
            "biography": read_html(fields.text("bio", "long_bio") or "").text or None,
            "image_url": web_address(image.get("url") if isinstance(image, dict) else image),
            "url": web_address(fields.get("url")[0]),
        }


def put_taxonomy(draft: Draft, fields: Fields) -> None:
    """Keep section, topics, keywords and the names that were found in the text."""
    value, at = fields.get("taxonomy")
    taxonomy = Fields(value if isinstance(value, dict) else {}, at)
    sections = [*_objects(taxonomy, "sections"), *_objects(taxonomy, "sites")]
    main = [*_objects(taxonomy, "primary_section"), *_objects(taxonomy, "primary_site"), *sections]
    sites, _ = fields.get("websites")
    for site in few(sites, at).values() if isinstance(sites, dict) else ():
        main += _objects(Fields(site), "website_section") if isinstance(site, dict) else []
    named = next((name for one in main if (name := one.line("name", "title"))), None)
    draft.put("section", named, f"{at}/primary_section")
    topics = [(one.text("_id", "uid"), one.line("name")) for one in _objects(taxonomy, "topics")]
    topics += [(one.text("_id"), name) for one in sections if (name := one.line("name")) and name != named]
    put_topics(draft, topics, f"{at}/topics")
    tags = [one.text("text", "slug") for one in _objects(taxonomy, "tags")]
    words = listed(few(*taxonomy.get("seo_keywords")))
    found = [one.text("keyword") for one in _objects(taxonomy, "keywords")]
    put_names(draft, "keywords", [*filter(None, tags), *filter(text, words), *filter(None, found)], f"{at}/tags")
    entities = _objects(taxonomy, "named_entities")
    for field, kinds in _ENTITIES.items():
        named_so = [one for one in entities if (one.text("type") or "").lower() in kinds]
        put_names(draft, field, [one.line("name") for one in named_so], f"{at}/named_entities")


def _objects(fields: Fields, name: str) -> list[Fields]:
    value, pointer = fields.get(name)
    return [Fields(one, pointer) for one in listed(few(value, pointer)) if isinstance(one, dict)]


def put_terms(draft: Draft, fields: Fields) -> None:
    """Keep where it comes from, whose it is, and the few lines beside."""
    for name in ("distributor", "source", "owner"):
        for one in _objects(fields, name)[:1]:
            if not draft.has("publisher"):
                draft.put("publisher", one.line("name"), f"/{name}/name")
    fields.put(draft, "rights", "copyright")
    fields.put(draft, "dateline", "location")
    fields.put(draft, "internal_note", "editor_note")
    language, pointer = fields.get("language")
    draft.put("language", (text(language) or "").replace("_", "-"), pointer)
    for label in _objects(fields, "label"):
        kicker = label.source.get("basic")
        if isinstance(kicker, dict) and kicker.get("display") is not False:
            draft.put("genre", Fields(kicker).line("text"), "/label/basic")
    if not draft.has("genre"):
        fields.put(draft, "genre", "subtype")
    for restriction in _objects(fields, "content_restrictions"):
        code = (restriction.text("content_code") or "").lower()
        draft.put("free_to_read", _FREE.get(code), "/content_restrictions/content_code")
