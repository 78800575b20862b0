"""The encoding of what was sent: what it says of itself counts, then UTF-8, and for old wires a guess.

In this order: a byte order mark, the `charset` of the Content-Type, the declaration of an XML document or an HTML
page, UTF-8. Text that names no encoding and is not UTF-8 is guessed: agencies' text wires never name theirs.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Any

from shared.domain.encodings import OF_NO_TEXT
from shared.domain.errors import BadInput, FieldError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNMARKED_UTF_16 = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_META = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_PAGE = re.compile(rb"\s*<(?!\?xml)", re.IGNORECASE)
_CHARACTERS_FOR_ONE_BROKEN = 1_000
_META_WITHIN = 2_048  # bytes; HTML asks for the first 1,024
# What a web page calls ISO-8859-1 or US-ASCII is read as windows-1252 (WHATWG, Encoding Standard).
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252"}
# A file that was saved anew often keeps its old declaration. UTF-8 is told from these by its form.
_ONE_BYTE = re.compile(
    r"cp(?!9(?:32|49|50)$|65001$)\d{3,4}|iso8859[-_]\d+|koi8[-_]\w|mac[-_]\w+|tis[-_]620|kz1048|ptcp154|hp[-_]roman8"
)
_GUESSED_FROM = 8_000  # bytes, from a little before the first that is not ASCII; the guess takes 10 ms for them
_BEFORE = 200
# What wires and old content systems write in; of those that read it alike the first counts.
# fmt: off
_CANDIDATES = [
    "cp1252", "cp1250", "iso8859_2", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]
# fmt: on
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_WIRE = re.compile(rb"[\x16\s]{0,16}\x01[ -~]{4}")  # of eight bits; it has controls of its own
_VISIBLE = bytes(byte if byte > 31 or byte in b"\t\n\r" else 32 for byte in range(256))
_BINARY = re.compile(rb"[\x00\x05-\x08\x0b\x0e-\x19]")  # a text wire has SOH, STX, ETX, EOT and a few others


@dataclass(frozen=True)
class Decoded:
    """The text, the encoding it was read in, and what there was to say about that."""

    text: str
    encoding: str
    remark: str | None = None


def decode(body: bytes, charset: str | None = None) -> Decoded:
    """Read the bytes as text; raise BadInput where they are not in the encoding that they claim."""
    declared = _mark(body) or _known(charset) or _declared(body)
    if declared is not None:
        if charset is None and _ONE_BYTE.fullmatch(declared) and _is_utf_8(body):
            remark = f"the body calls itself {declared} and is UTF-8; it was read as that"
            return Decoded(body.decode("utf-8"), "utf-8", remark)
        return _mended(body, declared, charset) or Decoded(_decoded(body, declared), declared)
    try:
        return Decoded(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        guess = _guess(body)
        if guess is None:
            raise _not_readable("UTF-8", error.start) from None
        return guess


def _mended(body: bytes, declared: str, charset: str | None) -> Decoded | None:
    """Read a web page of UTF-8 with a few broken bytes, as browsers do; None of anything else."""
    if charset is not None or declared != "utf-8" or not _PAGE.match(body, 0, _META_WITHIN):
        return None
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not 0 < broken <= max(1, len(text) // _CHARACTERS_FOR_ONE_BROKEN):
        return None
    return Decoded(text, "utf-8", f"{broken} broken bytes of this page were read as the sign for what is unknown")


def _mark(body: bytes) -> str | None:
    return next((name for mark, name in (*_MARKS, *_UNMARKED_UTF_16) if body.startswith(mark)), None)


def _declared(body: bytes) -> str | None:
    found = _DECLARATION.match(body, 0, _META_WITHIN)
    if found is None and body.lstrip()[:1] == b"<":
        found = _META.search(body, 0, _META_WITHIN)
    name = _known(found[1].decode("ascii")) if found else None
    # Bytes that are read here are no UTF-16, whatever they say of themselves.
    return "utf-8" if name and name.startswith("utf-16") else name


def _known(name: str | None) -> str | None:
    """Give Python's name of an encoding of text; raise BadInput for one that nobody knows."""
    if name is None:
        return None
    try:
        codec = codecs.lookup(name)
    except LookupError:
        codec = None
    if codec is None or not codec._is_text_encoding or codec.name in OF_NO_TEXT:
        raise BadInput(
            f"The encoding {name[:40]!r} is not known. Send the body as UTF-8.",
            [FieldError("an encoding with an IANA name is expected", pointer="")],
        )
    return _AS_BROWSERS_DO.get(codec.name, codec.name)


def _is_utf_8(body: bytes) -> bool:
    if body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "cp1252":
            return body.decode("latin-1")  # five bytes that windows-1252 leaves out
        raise _not_readable(encoding, error.start) from None
    except UnicodeError:
        raise _not_readable(encoding, 0) from None


def _not_readable(encoding: str, at: int) -> BadInput:
    return BadInput(
        f"The body is not {encoding}: byte {at} cannot be read. Send it as UTF-8.",
        [FieldError(f"invalid byte at offset {at}", pointer="")],
    )


def _guess(body: bytes) -> Decoded | None:
    """Guess the encoding of a text or a page; JSON has to be UTF-8, and XML without a declaration too."""
    if body.lstrip()[:5].startswith((b"{", b"[", b"<?xml")) or (_BINARY.search(body) and not _WIRE.match(body)):
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415  only what is not UTF-8 pays for it

    first = _NOT_ASCII.search(body)
    start = max(0, first.start() - _BEFORE) if first else 0
    sample = body[start : start + _GUESSED_FROM].translate(_VISIBLE)
    found = from_bytes(sample, cp_isolation=_CANDIDATES)
    alike = {name for one in found if _rank(one) == _rank(found[0]) for name in one.could_be_from_charset}
    best = next((name for name in _CANDIDATES if name in alike), None)
    if best is None:
        return None
    remark = f"the body names no encoding and is not UTF-8; it was read as {best}"
    return Decoded(body.decode(best, "replace"), best, remark)


def _rank(match: Any) -> tuple[float, float]:
    return match.chaos, match.coherence
