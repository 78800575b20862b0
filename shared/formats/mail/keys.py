"""Fields that a newsroom's form or its habits put into a mail's text: JSON, or lines like `Headline: …`."""

import re
from typing import Any

from shared.domain.errors import BadInput
from shared.formats.payload import strict_json
from shared.formats.values import listed, text

_NAMES = {
    "headline": "headline", "title": "headline", "überschrift": "headline", "titel": "headline",
    "titre": "headline",
    "abstract": "summary", "summary": "summary", "teaser": "summary", "standfirst": "summary", "intro": "summary",
    "slugline": "slug", "slug": "slug", "keyword": "slug",
    "byline": "byline", "by": "byline", "author": "byline", "authors": "byline", "autor": "byline",
    "dateline": "dateline", "location": "dateline",
    "body": "body", "story": "body", "text": "body", "content": "body", "article": "body",
    "category": "section", "section": "section", "desk": "desk",
    "priority": "urgency", "urgency": "urgency",
    "embargo": "embargo", "embargoed": "embargo", "sperrfrist": "embargo", "embargoed until": "embargo",
    "release date": "release", "for release": "release",
    "editorial note": "note", "ed note": "note", "ednote": "note", "note to editors": "note",
    "sign off": "sign off",
    "keywords": "keywords", "tags": "keywords", "language": "language", "source": "publisher",
    "username": "username", "news value": "news value", "timestamp": "timestamp",
}  # fmt: skip
_LINE = re.compile(r"\W{0,2}([^\W\d_][^:\n]{1,20}?)\W{0,2}:(?:\s+(.*))?$")
_MOST_KEYS_WITHIN = 40  # lines


def from_json(words: str) -> dict[str, str] | None:
    """Give the fields of a form that was mailed as JSON; None where the text is none."""
    words = words.strip()
    if not (words.startswith("{") and words.endswith("}")):
        return None
    try:
        value = strict_json(words.replace("\n", " "))
    except BadInput:
        return None
    return {name: found for key, item in value.items() if (name := _name(key)) and (found := _first(item))}


def _name(key: str) -> str | None:
    return _NAMES.get(" ".join(key.casefold().split()))


def _first(item: Any) -> str | None:
    """Give the first answer that was filled in: a form has a question once for each way through it."""
    return next((found for one in listed(item) if (found := text(one))), None)


def from_lines(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Give the fields of the lines that name one, and the lines of the story itself."""
    found: dict[str, str] = {}
    above: list[str] = []
    rest: list[str] = []
    waiting = ""  # a field whose value stands in the next line
    for number, line in enumerate(lines):
        match = _LINE.match(line.strip()) if number < _MOST_KEYS_WITHIN else None
        name = _name(match[1]) if match else None
        if match is None or name is None or name in found:
            if waiting and line.strip():
                found[waiting] = line.strip()
                waiting = ""
            else:
                rest.append(line)
            continue
        if name == "body":
            rest = [match[2] or "", *lines[number + 1 :]]
            found[name] = ""
            break
        if not found:  # what stood above was for whoever takes the mail in
            above, rest = rest, []
        found[name] = (match[2] or "").strip()
        waiting = "" if found[name] else name
    if "headline" not in found:
        return {}, lines
    note = "\n".join(above).strip()
    return found | ({"above": note} if note else {}), rest
