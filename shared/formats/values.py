"""Loosely typed JSON of other producers: a number in quotes, one thing where a list is expected, empty texts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.domain.text import WEB_ADDRESS, clean_line
from shared.formats.byline import is_nobody, read_byline
from shared.formats.dates import read_instant
from shared.formats.draft import Draft
from shared.formats.html_text import plain_line
from shared.formats.payload import join_pointer

_MAX_ENTRIES = 2_000  # of one list that is read: several times what an article may keep of it
_MAX_NAME = 200  # characters, as the canonical article has it
_WHOLE = re.compile(r"\s*(-?[0-9]{1,9})(?:\.0{1,9})?\s*(?:px)?\s*")


class Fields:
    """An object's properties, found by any of their names in any letter case, with their JSON Pointers."""

    def __init__(self, value: Mapping[str, Any], pointer: str = "") -> None:
        self.source = dict(value)
        self.pointer = pointer
        self._all = [(key.lower(), item, join_pointer(pointer, key)) for key, item in value.items()]
        self._found: dict[str, tuple[Any, str]] = {}
        for name, item, place in self._all:
            self._found.setdefault(name, (item, place))

    def __iter__(self) -> Iterator[tuple[str, Any, str]]:
        return iter(self._all)

    def get(self, *names: str) -> tuple[Any, str]:
        """Give the first of these properties that holds anything, and its pointer."""
        for name in names:
            value, pointer = self._found.get(name, (None, ""))
            if value not in (None, "", [], {}):
                return value, pointer
        return None, self.pointer

    def text(self, *names: str) -> str | None:
        """Give the first of these properties as text."""
        return text(self.get(*names)[0])

    def line(self, *names: str) -> str | None:
        """Give the first of these properties as text without markup."""
        return plain_line(self.text(*names) or "") or None

    def put(self, draft: Draft, field: str, *names: str) -> None:
        """Keep the first of these properties as a one-line field of the article."""
        value, pointer = self.get(*names)
        if value is not None and text(value) is None:
            draft.notice("unexpected-type", f"{field} was left out: a text was expected", pointer)
        draft.put(field, plain_line(text(value) or ""), pointer)


def text(value: Any) -> str | None:
    """Give a text or number as text; None of anything else and of blanks."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def listed(value: Any) -> list[Any]:
    """Give a list as it is, one thing as a list of one, nothing as an empty list."""
    if isinstance(value, list):
        return value
    return [] if value in (None, "") else [value]


def few(value: Any, pointer: str) -> Any:
    """Give the value; raise BadInput where it is a list, or an object, beyond what any article has."""
    if isinstance(value, list | dict) and len(value) > _MAX_ENTRIES:
        detail = f"at most {_MAX_ENTRIES} entries"
        raise BadInput("The article has too many entries in one list.", [FieldError(detail, pointer=pointer)])
    return value


def latest(value: Any, pointer: str) -> Any:
    """Give the latest of several dates, else the one that stands there."""
    dates = listed(few(value, pointer))
    known = [(moment, number) for number, one in enumerate(dates) if (moment := read_instant(one).moment)]
    return dates[max(known)[1]] if known else next(iter(dates), None)


def whole(value: Any) -> int | None:
    """Give a whole number that may stand in quotes or carry `px`."""
    match = _WHOLE.fullmatch(text(value) or "")
    return int(match[1]) if match else None


def web_address(value: Any) -> str | None:
    """Give an absolute http or https address; a `//host/…` is read as https, an escaped `&amp;` as what it is."""
    address = (text(value) or "").replace("&amp;", "&")
    if address.startswith("//"):
        address = f"https:{address}"
    return address if WEB_ADDRESS.fullmatch(address) else None


def put_address(draft: Draft, field: str, value: Any, pointer: str) -> None:
    """Keep a web address; tell of anything else that stands in its place."""
    address = web_address(value)
    if address is None and value not in (None, ""):
        draft.notice("invalid-url", f"{field} was left out: no http or https address", pointer)
    draft.put(field, address, pointer)


def put_names(draft: Draft, field: str, values: Iterable[Any], pointer: str) -> None:
    """Keep a list of names, each once; one notice tells how many were no names."""
    lines = [clean_line(plain_line(text(value) or "")) for value in values]
    usable = [line for line in lines if 0 < len(line) <= _MAX_NAME]
    _tell_of_missing(draft, field, len(lines) - len(usable), pointer)
    draft.put(field, tuple(dict.fromkeys(usable)), pointer)


def put_people(draft: Draft, given: Sequence[dict[str, Any]], pointer: str, byline: str | None) -> None:
    """Keep the authors that a sender lists, else the people that a plain byline names, and whom it credits."""
    read = read_byline(plain_line(byline or ""))
    listed_people = [one for author in given for one in _persons(author)]
    people_of = {author["name"]: author for author in reversed(listed_people)}
    authors = list(reversed(people_of.values()))
    nobody = sum(not _persons(author) for author in given)
    if nobody:
        draft.notice("no-person", f"{nobody} of authors left out: no person's name", pointer)
    draft.put("authors", authors, pointer)
    sure = all(" " in author.name for author in read.authors)
    draft.derive("authors", read.authors, "byline", confidence=0.9 if sure else 0.6)
    draft.derive("publisher", next(iter(read.agencies), None), "byline", confidence=0.8)


def _persons(author: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the author as a person: the name the right way round, none of an agency, several of "A B and C D"."""
    name = clean_line(plain_line(author["name"] or ""))
    found = read_byline(name).authors
    if len(found) > 1:
        return [{"name": one.name, "role": one.role} for one in found]
    if found:
        return [author | {"name": found[0].name, "role": author.get("role") or found[0].role}]
    if len(name) > _MAX_NAME or not any(map(str.isalpha, name)) or is_nobody(name):
        return []
    return [author | {"name": name}]


def put_topics(draft: Draft, topics: Iterable[tuple[str | None, str | None]], pointer: str) -> None:
    """Keep topics given as (id, name), each once; one notice tells how many could not be used."""
    given = [(clean_line(code or "") or None, clean_line(plain_line(name or "")) or None) for code, name in topics]
    usable = [topic for topic in given if any(topic) and all(len(part or "") <= _MAX_NAME for part in topic)]
    _tell_of_missing(draft, "topics", len(given) - len(usable), pointer)
    draft.put("topics", tuple({"id": code, "name": name} for code, name in dict.fromkeys(usable)), pointer)


def _tell_of_missing(draft: Draft, field: str, count: int, pointer: str) -> None:
    if count:
        draft.notice(
            "invalid-value", f"{count} of {field} left out: no text of 1 to {_MAX_NAME} characters", pointer
        )
