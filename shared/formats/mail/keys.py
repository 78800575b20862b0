"""Fields that a newsroom's form or its habits put into a mail's text: JSON, or lines like `Headline: …`."""

import re
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.formats.payload import strict_json
from shared.formats.values import listed, text

NAMES = {
    "headline": "headline", "title": "headline", "überschrift": "headline", "titel": "headline",
    "titre": "headline",
    "abstract": "summary", "summary": "summary", "teaser": "summary", "standfirst": "summary", "intro": "summary",
    "slugline": "slug", "slug": "slug", "keyword": "slug",
    "byline": "byline", "by": "byline", "author": "byline", "authors": "byline", "autor": "byline",
    "dateline": "dateline", "location": "dateline",
    "body": "body", "story": "body", "text": "body", "content": "body", "article": "body",
    "category": "section", "section": "section", "desk": "desk",
    "priority": "urgency", "urgency": "urgency",
    "sign off": "sign off", "signoff": "sign off",
    "keywords": "keywords", "tags": "keywords", "language": "language", "source": "publisher",
    "username": "username", "news value": "news value", "timestamp": "timestamp",
}  # fmt: skip
NAMES |= dict.fromkeys(
    (
        "embargo", "embargoed", "sperrfrist", "sperrefrist", "embargoed until", "embargoed till", "embargo until",
        "embargo till", "embargo date", "embargo time", "embargo ends", "under embargo until", "hold until",
        "hold for release", "not for release before", "do not publish before", "sperrfrist bis", "embargo bis",
        "sous embargo", "sous embargo jusqu'au", "embargo jusqu'au", "embargo hasta", "bajo embargo hasta",
    ), "embargo",
)  # fmt: skip
NAMES |= dict.fromkeys(
    ("release date", "date of release", "release time", "for release", "for release on", "release on"), "release"
)
NAMES |= dict.fromkeys(
    (
        "editorial note", "editorial notes", "ed note", "ed notes", "ednote", "ednotes", "eds note", "eds",
        "editor note", "editors note", "editor notes", "editors notes", "note to editor", "note to editors",
        "notes to editor", "notes to editors", "note for editors", "notes for editors", "note to desk",
        "note to the desk", "internal note", "internal notes", "internal", "not for publication", "advisory",
        "redaktionshinweis", "redaktioneller hinweis", "hinweis an die redaktion", "note à la rédaction",
        "note aux rédactions", "nota a la redacción", "nota alla redazione",
    ), "note",
)  # fmt: skip
# What no reader may see, wherever it stands and whatever else the mail names; a story has no such lines.
NEVER_PUBLIC = frozenset({"embargo", "release", "note", "slug", "sign off", "username", "news value"})
_IN_STORIES = frozenset({"keyword"})  # names the slug in a form, and may be a word of a story
_LINE = re.compile(r"\W{0,2}([^\W\d_][^:\n]{1,28}?)\W{0,2}:(?:\s+(.*))?$")
_MARKS = re.compile(r"(?<=s)['’]|['’](?=s\b)|\.")
_MOST_KEYS_WITHIN = 40  # lines
_MOST_FIELDS = 200  # lines
_WRAPPED = 60  # characters; a line so long may go on below


def from_json(words: str) -> dict[str, str] | None:
    """Give the fields of a form that was mailed as JSON; None where the text is none."""
    words = words.strip()
    if not (words.startswith("{") and words.endswith("}")):
        return None
    try:
        value = strict_json(words.replace("\n", " "))
    except BadInput:
        return None
    found = {name: answer for key, item in value.items() if (name := _name(key)) and (answer := _first(item))}
    embargoes = [words for key, item in value.items() if _is_embargo(key) for words in _whole(item)]
    statuses = [words for key, item in value.items() if key.casefold() == "status" for words in _whole(item)]
    found.pop("embargo", None)
    held = {"embargo": embargoes, "status": statuses}
    return found | {name: "\n".join(lines) for name, lines in held.items() if lines}


def _is_embargo(key: str) -> bool:
    return "embargo" in key.casefold() or _name(key) == "embargo"


def _whole(item: Any) -> list[str]:
    """Give every answer of a question that may not be passed over; an empty one where none was given."""
    waiting, found = [item], []
    while waiting:
        one = waiting.pop()
        if isinstance(one, list | dict):
            waiting.extend(one.values() if isinstance(one, dict) else one)
        elif one is not False:
            found.append(" ".join(str("" if one is None else one).split()))
    given = list(filter(None, found))
    return given or ([] if item is False else [""])


def _name(key: str) -> str | None:
    plain = _MARKS.sub("", key.casefold()).replace("’", "'")
    return NAMES.get(" ".join(plain.split()))


def _first(item: Any) -> str | None:
    """Give the first answer that was filled in: a form has a question once for each way through it."""
    return next((found for one in listed(item) if (found := text(one))), None)


def from_lines(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Give the fields of the lines that name one, and the lines of the story itself.

    Where no line names the headline, lines like `Location: …` are the story's own; what is for editors is not.
    """
    reader = _Reader()
    reader.read(lines)
    if "headline" not in reader.found:
        reader = _Reader(is_form=False)
        reader.read(lines)
    note = "\n".join(reader.above).strip()
    return reader.found | ({"above": note} if note else {}), reader.rest


class _Reader:
    """Tells fields from the lines of the story, line by line."""

    def __init__(self, *, is_form: bool = True) -> None:
        self.found: dict[str, str] = {}
        self.above: list[str] = []
        self.rest: list[str] = []
        self._is_form = is_form  # and the story has not begun
        self._waiting = ""  # a field that may go on in the next line
        self._left = _MOST_FIELDS
        self._begun = False  # and has some words already

    def read(self, lines: list[str]) -> None:
        for number, line in enumerate(lines):
            match = _LINE.match(line.strip())
            name = _name(match[1]) if match else None
            if match is None or name is None or not self._counts(name, match[1], number):
                self._take_other(line)
            else:
                self._take_field(name, (match[2] or "").strip(), is_wrapped=len(line.strip()) >= _WRAPPED)

    def _counts(self, name: str, written: str, number: int) -> bool:
        if name in NEVER_PUBLIC and (self._is_form or written.casefold() not in _IN_STORIES):
            return True
        return self._is_form and number < _MOST_KEYS_WITHIN and name not in self.found

    def _take_field(self, name: str, value: str, *, is_wrapped: bool) -> None:
        self._left -= 1
        if self._left < 0:
            raise BadInput(
                "The mail has too many lines that name a field. Send the story without its form.",
                [FieldError(f"at most {_MOST_FIELDS} lines like `Note: …`", pointer="/body")],
            )
        if name == "body":
            self.rest, self.found[name] = [value], ""
            self._is_form, self._waiting = False, ""
            return
        if self._is_form and not self.found:  # what stood above was for whoever takes the mail in
            self.above, self.rest = self.rest, []
        known = self.found.get(name)
        self.found[name] = value if known is None else f"{known}\n\n{value}"
        self._waiting = name if not value or (name == "note" and is_wrapped) else ""
        self._begun = bool(value)

    def _take_other(self, line: str) -> None:
        name, words = self._waiting, line.strip()
        if name and words:
            self.found[name] += f"\n{words}" if self._begun else words
            self._begun = True
            self._waiting = name if name == "note" else ""
            return
        if self._begun:  # an empty line ends a note
            self._waiting = ""
        self.rest.append(line)
