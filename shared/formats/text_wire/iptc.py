"""IPTC 7901: a header line, the catchline, and the text between STX and ETX; and wires framed by ZCZC and NNNN.

The lines above the text end with one that ends with `=`; where an agency leaves it out, with the first empty line.
"""

import re

from shared.formats.text_wire.body import dateline, unwrapped, without_initials, without_notebook
from shared.formats.text_wire.message import Message, holds_or_kills, is_embargo, put_head
from shared.formats.text_wire.trailer import is_month

HEADER = re.compile(
    r"(?P<service>[A-Za-z]{1,6})[ ]?(?P<number>\d{2,6})[ ]{1,4}(?P<priority>[1-9])[ ]{1,4}"
    r"(?P<category>[A-Za-z]{1,5})[ ]{1,4}(?P<words>\d{1,5})?(?P<rest>[ ][^\r\n]{0,200})?[ \r]*(?=\n|$)"
)
_AGENCY = re.compile(r"([^\W\d_]{2,10}(?:-[^\W\d_]{2,10})?)(?=\s+\d+\s*$|\s*$)")
_CODES = re.compile(r"[A-Z0-9_/.,* -]{2,40}")
_MAX_HEAD = 8


def read_iptc(text: str) -> Message:
    """Take a message of IPTC 7901 apart."""
    message = Message()
    framed, _, message.trailer = text.lstrip("\x00\x01\x16\r\n ").partition("\x03")
    above, marked, below = framed.partition("\x02")
    if not marked:
        above, _, below = framed.partition("\n\n") if "\n\n" in framed else framed.partition("\n")
    header = HEADER.match(above)
    if header:
        _put_header(message, header)
        above = above[header.end() :]
    lines = [line for line in map(str.strip, above.split("\n")) if line]
    message.advisories += [line for line in lines if holds_or_kills(line)]
    message.slug = " ".join(" ".join(line for line in lines if not holds_or_kills(line)).split()).strip(" /")
    lines = below.rstrip("\x7f\x04 \r\n").split("\n")
    if not marked and not message.trailer:
        message.trailer = lines.pop()
    put_text(message, lines)
    return message


def _put_header(message: Message, header: re.Match[str]) -> None:
    message.service, message.number = header["service"], header["number"]
    message.priority, message.category = header["priority"], header["category"].lower()
    rest = (header["rest"] or "").strip()
    if is_embargo(rest):
        message.advisories.append(rest)
    found = _AGENCY.search(rest)
    message.agency = found[1] if found and not is_month(found[1]) else ""


def put_text(message: Message, lines: list[str]) -> None:
    """Keep the head, the text, the notebook and the initials of these lines."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    lines = lines[first:]
    head = _head(lines)
    put_head(message, [line.strip() for line in lines[:head]])
    body, notebook = without_notebook(lines[head:])
    message.paragraphs, initials = without_initials(unwrapped(body))
    if notebook:
        below, signed = without_initials(unwrapped(notebook))
        message.notes.append("\n\n".join(below))
        initials = initials or signed
    if initials:
        message.dropped.append(("initials", initials))


def _head(lines: list[str]) -> int:
    """Give how many lines stand above the text."""
    above = [line.strip() for line in lines[:_MAX_HEAD]]
    for number, line in enumerate(above):
        if line.endswith("="):
            return number + 1
    written = next((n for n in range(len(above)) if dateline(f"{above[n]} ")[1]), None)
    gap = next((number for number, line in enumerate(above) if not line), len(above))
    if written is not None and written <= gap + 1:
        return written
    indented = next((n for n in range(1, gap) if lines[n].startswith("  ") and not lines[0].startswith(" ")), None)
    if indented is not None:
        return indented
    return 0 if gap == len(lines) else gap


def read_zczc(text: str) -> Message:
    """Take a message apart that begins with ZCZC and ends with NNNN."""
    message = Message()
    inner, _, after = text.strip("\x00\x01\x02\x03\x04\x16\x7f \r\n").removeprefix("ZCZC").rpartition("NNNN")
    lines = inner.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    message.trailer = f"{lines[-1] if lines else ''}\n{after}"
    codes = lines[:1]
    rest = lines[1:]
    while rest and len(codes) < 5 and (not rest[0].strip() or _is_code(rest[0].strip())):
        codes.append(rest.pop(0))
    message.slug = ""
    if header := next((found for line in codes if (found := HEADER.match(line.strip()))), None):
        _put_header(message, header)
    else:
        message.number = "".join("".join(codes).split())[:60]
    if rest and re.search(r"\d\d[:.]\d\d\s*$", rest[-1]) and len(rest[-1].strip()) <= 40:
        rest.pop()
    put_text(message, rest)
    return message


def _is_code(line: str) -> bool:
    return (
        _CODES.fullmatch(line) is not None
        and not holds_or_kills(line)
        and (any(map(str.isdigit, line)) or "_" in line)
    )
