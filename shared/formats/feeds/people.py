"""Who wrote an entry: `dc:creator`, RSS's "mail (name)", Atom's author with an address of his own."""

import re
from typing import Any

from shared.domain.text import clean_line
from shared.formats.byline import is_nobody, people
from shared.formats.draft import Draft
from shared.formats.html_text import plain_line
from shared.formats.values import put_people

_MAIL = r"[^\s@<>()]{1,100}@[^\s@<>()]{1,100}"
_MAIL_AND_NAME = re.compile(rf"\s*(?:mailto:)?{_MAIL}\s*[(<]([^()<>]{{1,200}})[)>]\s*")
_NAME_AND_MAIL = re.compile(rf"([^<(]{{1,200}}?)\s*[<(]\s*(?:mailto:)?{_MAIL}\s*[)>]\s*")
_ONLY_MAIL = re.compile(rf"\s*(?:mailto:)?{_MAIL}\s*")
_NOT_IN_A_NAME = re.compile(r"[\d@:/|,;()\[\]_]")


def written_name(text: str | None) -> str | None:
    """Give the name without the mail address that RSS asks for beside it; addresses are nobody's business."""
    line = clean_line(plain_line(text or ""))
    if len(line) > 500 or _ONLY_MAIL.fullmatch(line):
        return None if _ONLY_MAIL.fullmatch(line[:250]) else line[:500]
    match = _MAIL_AND_NAME.fullmatch(line) or _NAME_AND_MAIL.fullmatch(line)
    return (match[1].strip() if match else line) or None


def put_authors(draft: Draft, given: list[dict[str, Any]], pointer: str, publisher: str | None) -> None:
    """Keep the names as the byline, and those of people as authors; the feed's own name is nobody."""
    named = [one for one in given if one["name"]]
    draft.put("byline", ", ".join(dict.fromkeys(one["name"] for one in named)), pointer)
    authors = [author for one in named for author in _people_of(one, publisher)]
    put_people(draft, authors, pointer, None)


def _people_of(one: dict[str, Any], publisher: str | None) -> list[dict[str, Any]]:
    """Give the people of one name, which may be a whole byline."""
    name = one["name"]
    found = people(name)
    if found == (name,):
        return [one] if " " in name or _may_be_a_name(name) else []
    if found:
        return [{"name": person} for person in found]
    if name == publisher:
        return []
    return [one] if is_nobody(name) or _may_be_a_name(name) else []


def _may_be_a_name(name: str) -> bool:
    """Tell whether it may be a pen name; a login (`jdoe`, `desk2`) is none."""
    words = name.split()
    if _NOT_IN_A_NAME.search(name) or len(words) > 4:
        return False
    return len(words) > 1 or name[0] != name[0].lower() or name.lower() == name.upper()
