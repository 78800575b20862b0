"""The parts of a form that carries a file (multipart/form-data, RFC 7578), read strictly and within bounds."""

import re
from dataclasses import dataclass

from shared.domain.errors import BadInput, FieldError, UnsupportedInput

_MOST_PARTS = 20
_LONGEST_HEAD = 4_096  # bytes, of the headers of one part
_BOUNDARY = re.compile(r";\s*boundary=(?:\"([^\"\r\n]{1,70})\"|([^\s\";,]{1,70}))", re.IGNORECASE)
_NAME = re.compile(r";\s*name=\"([^\"]{0,200})\"")


@dataclass(frozen=True)
class Part:
    """One field of a form."""

    content: bytes
    type: str | None

    @property
    def text(self) -> str:
        """Give a field that is no file."""
        return self.content.decode("utf-8", "replace").strip()


def form_parts(body: bytes, content_type: str | None) -> dict[str, Part]:
    """Give the fields by their names, the first of each; raise BadInput where it is no such form."""
    found = _BOUNDARY.search(content_type or "")
    if found is None or not (content_type or "").lower().startswith("multipart/form-data"):
        raise UnsupportedInput("A form is expected: Content-Type: multipart/form-data with its boundary.")
    mark = b"--" + (found[1] or found[2]).encode("utf-8", "replace")
    pieces = (b"\r\n" + body).split(b"\r\n" + mark, _MOST_PARTS + 2)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise _bad(f"the form does not end with its boundary, or has more than {_MOST_PARTS} fields")
    parts: dict[str, Part] = {}
    for piece in pieces[1:-1]:
        name, part = _part(piece)
        parts.setdefault(name, part)
    return parts


def _part(piece: bytes) -> tuple[str, Part]:
    head, separator, content = piece.partition(b"\r\n\r\n")
    if not separator or len(head) > _LONGEST_HEAD:
        raise _bad("a field has no headers of its own, or too long ones")
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        key, _, value = line.partition(":")
        headers[key.strip().lower()] = value.strip()
    name = _NAME.search(headers.get("content-disposition", ""))
    if name is None:
        raise _bad("a field has no name")
    written = headers.get("content-type", "").partition(";")[0].strip().lower()
    return name[1], Part(content, written or None)


def _bad(why: str) -> BadInput:
    return BadInput(f"The form cannot be read: {why}.", [FieldError(why, pointer="")])
