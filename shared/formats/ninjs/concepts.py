"""The people, topics and names of a ninjs item: concepts with a name, a code or an address, or a text alone."""

import re
from typing import Any

from shared.formats.draft import Draft
from shared.formats.values import Fields, few, listed, put_names, put_people, put_topics, text, web_address

_AUTHOR_REL = re.compile(r"(?:^|[:/#])(?:author|creator|byline)$", re.IGNORECASE)


def put_first_name(draft: Draft, field: str, fields: Fields, *names: str) -> None:
    """Keep the name of the first concept of the first of these properties."""
    value, pointer = fields.get(*names)
    named = (_name(entry) for entry in listed(value))
    draft.put(field, next(filter(None, named), None), pointer)


def _name(entry: Any) -> str | None:
    """Give the name of a concept, which some write as a text alone; a code when it has no name."""
    if not isinstance(entry, dict):
        return text(entry)
    return Fields(entry).text("name", "title", "text", "code", "qcode", "literal")


def put_persons(draft: Draft, fields: Fields) -> None:
    """Keep the authors, and the people who are not among them."""
    persons, pointer = fields.get("person", "people")
    wrote: list[Any] = []
    named: list[Any] = []
    for entry in listed(persons):
        (wrote if isinstance(entry, dict) and _is_writer(entry) else named).append(entry)
    authors, at = fields.get("authors")
    given = [_author(entry) for entry in listed(authors) or wrote]
    put_people(draft, given, at if authors else pointer, fields.text("byline", "by"))
    put_names(draft, "people", map(_name, named), pointer)


def _is_writer(person: dict[str, Any]) -> bool:
    return any(_AUTHOR_REL.search(text(rel) or "") for rel in listed(Fields(person).get("rel", "rels")[0]))


def _author(entry: Any) -> dict[str, Any]:
    fields = Fields(entry if isinstance(entry, dict) else {"name": entry})
    return {
        "name": fields.text("name"),
        "role": _name(fields.get("jobtitle", "role")[0]),
        "biography": fields.line("biography"),
        "image_url": web_address(fields.get("avatar_url")[0]),
        "url": web_address(fields.get("url", "uri")[0]),
    }


def put_subjects(draft: Draft, fields: Fields) -> None:
    """Keep what the item is about."""
    subjects, pointer = fields.get("subject", "subjects")
    put_topics(draft, (_topic(entry) for entry in listed(subjects)), pointer)
    for field, names in {
        "organisations": ("organisation", "organisations"),
        "places": ("place", "places"),
        "events": ("event", "events"),
    }.items():
        value, pointer = fields.get(*names)
        put_names(draft, field, (_name(entry) for entry in listed(value)), pointer)
    keywords, pointer = fields.get("keywords")
    words = few(keywords.split(","), pointer) if isinstance(keywords, str) else listed(keywords)
    put_names(draft, "keywords", map(_name, words), pointer)


def _topic(entry: Any) -> tuple[str | None, str | None]:
    """Give a topic's id and name. A code alone means something only together with its scheme."""
    if not isinstance(entry, dict):
        return None, text(entry)
    fields = Fields(entry)
    code, scheme = fields.text("code", "qcode"), fields.text("scheme")
    if code and scheme and ":" not in code:
        joint = "" if scheme.endswith(("/", "#", ":", "=")) else "/" if "://" in scheme else ":"
        code = f"{scheme}{joint}{code}"
    return fields.text("uri") or code or fields.text("literal"), fields.text("name")
