"""ANPA 1312: American agencies' wire, whose lines are marked for the typesetter.

`^` begins a line that is set on its own, `<` ends it flush left, `=` centred; a tab begins a paragraph; BS
begins a row of a table. Two grave accents and two apostrophes are quotation marks, an underscore between spaces
is a dash, `{` is one half.
"""

import re

from shared.formats.text_wire.iptc import put_text
from shared.formats.text_wire.message import Message, holds_or_kills, is_advisory, is_byline, is_for_editors

_HEADER = re.compile(
    r"(?P<service>[A-Za-z])(?P<number>\d{3,5})\x1f(?P<selector>[^\r\n]{0,20})\r?\n"
    r"\s*(?P<priority>[A-Za-z])\s{1,3}(?P<category>[A-Za-z])[\x11-\x14]{1,2}\s*(?P<keyword>[^\r\n\x02]{0,120})"
)
_SLUG = re.compile(r"(?P<slug>[^<]{1,200}?)(?:,\s*(?P<words>\d{1,5})?)?\s*$")
_PREFIX = re.compile(r"(?:BC|AM|PM|AP|HFR)-(?:[A-Z]{2,4}--)?")
_CODE = re.compile(r"\*\d{1,6}<\s*\^?")
_PICTURES = re.compile(r"[A-Z]{2,5}\s+(?:Photos?|Graphics?|Videos?|Audio|Interactive)\b")
# Only on a line that the typesetter sets on its own: elsewhere Ed is a name, and editors say something.
_MARKED_FOR_EDITORS = re.compile(r"\W{0,2}(?:Eds|EDS|Editors|Ed)\b[.: ]")
_CREDIT = re.compile(
    r"(?i:writers?|press|reporters?|editors?|correspondents?|staff|news|service|bureau|columnist|agency|times|"
    r"post|journal|tribune|herald|globe)\b"
)
_COLUMNS = re.compile(r"[;\x1e\x1f\x10\x11-\x14]+ ?")
_HALF = re.compile(r"(?<=[\d\s]){(?=\s|$)")


def read_anpa(text: str) -> Message:
    """Take a message of ANPA 1312 apart."""
    message = Message()
    above, _, rest = text.partition("\x02")
    message.advisories += [line for line in map(str.strip, above.split("\n")) if holds_or_kills(line)]
    if header := _HEADER.search(above):
        message.service, message.number = header["service"], header["number"]
        message.priority, message.category = header["priority"].lower(), header["category"].lower()
        message.slug = " ".join(re.sub(r"\s\d\d-\d\d(?:\s+\d+)?\s*$", "", header["keyword"].strip()).split())
    body, _, message.trailer = rest.partition("\x03")
    if found := re.match(r"\s*([A-Z]{2,5})-", message.trailer):
        message.agency = found[1]
    lines = body.split("\n")
    if "^" not in body and "\t" not in body:  # without the typesetter's marks it is laid out as other wires are
        put_text(message, lines)
    else:
        _put_text(message, lines, _put_head(message, lines))
    return message


def headline_of(slug: str) -> str:
    """Give the words of a slug without the cycle, the desk and the number of the lead."""
    return _PREFIX.sub("", slug.partition(",")[0]).strip()


def _put_head(message: Message, lines: list[str]) -> int:
    """Read the lines above the text; give the number of the first that is part of it."""
    credited = False
    for number, line in enumerate(lines):
        words = line.strip()
        if not words:
            continue
        if not words.startswith("^") or line.startswith(("\t", "\x08")) or words[-1] not in "<=":
            if message.headline or not words.startswith("^") or number == 0:
                return number
            message.headline = _plain(words)  # a headline without its mark
            continue
        credited = _put_line(message, words, credited)
    return len(lines)


def _put_line(message: Message, words: str, credited: bool) -> bool:
    """Keep one line of the head; tell whether a byline may go on below it."""
    if words.startswith("^*"):
        words = _CODE.sub("", words[1:])
    plain = _plain(words)
    if words.endswith("<") and not message.marked_slug:
        found = _SLUG.match(plain)
        message.slug = (found["slug"] if found else plain).strip(" ,")
        message.marked_slug = True
    elif _MARKED_FOR_EDITORS.match(plain) or is_for_editors(plain):
        message.notes.append(plain)
    elif _PICTURES.match(plain) and words.endswith("<") and re.search(r"[A-Z]{2,}\d|:", plain):
        message.dropped.append(("picture-numbers", plain))
    elif is_advisory(plain):
        message.advisories.append(plain)
    elif is_byline(plain):
        message.byline = f"{message.byline}, {plain}" if message.byline else plain
        return True
    elif credited and words.endswith("=") and _CREDIT.search(plain):
        message.byline = f"{message.byline}, {plain}"
    elif not message.headline:
        message.headline = plain
    elif words.endswith("<") and not message.summary and not plain.startswith("EDITOR"):
        message.summary = plain
    else:
        message.paragraphs.append(plain)
    return False


def _put_text(message: Message, lines: list[str], first: int) -> None:
    parts: list[str] = []
    for line in [*lines[first:], ""]:
        starts = line.startswith(("\t", "^", "\x08", "   "))
        if parts and (starts or not line.strip()):
            message.paragraphs.append(" ".join(parts))
            parts = []
        if words := _plain(line):
            parts.append(words)
    message.paragraphs = [one for one in message.paragraphs if one.strip("_-—= ") and one != "END"]


def _plain(line: str) -> str:
    """Give a line without the typesetter's marks."""
    words = line.strip(" \r\n\t").removeprefix("^").rstrip("<= ")
    if line.startswith("\x08") or words.count(";") >= 3:
        words = _HALF.sub("½", _COLUMNS.sub(" ", words.replace("\x08", "").removeprefix("^")))
    words = words.replace("``", "“").replace("''", "”").replace("`", "‘")
    return " ".join(re.sub(r"(?<=\s)_(?=\s|$)", "—", words.replace("\x10", "")).split())
