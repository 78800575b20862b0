"""What a body says of its own form: compressed or not, its media type, its charset."""

import re
import zlib
from codecs import lookup

from shared.domain.encodings import OF_NO_TEXT
from shared.domain.errors import BadInput, FieldError, TooLarge, UnsupportedInput

GZIP = b"\x1f\x8b"
_GZIP_ALONE = 31  # zlib's window size for a gzip member with its header and checksum
_MOST_MEMBERS = 100  # gzip files may be joined; thousands of tiny ones only cost time
_LONGEST_MEDIA_TYPE = 80  # S3 keeps at most 2 KB beside an object
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_CHARSET = re.compile(r"[A-Za-z0-9._:-]{1,40}")


def content_type(header: str | None) -> tuple[str | None, str | None]:
    """Give the media type and the charset of a Content-Type; raise UnsupportedInput for one that cannot be used.

    A charset that is an encoding of text is taken whatever its name, and given in one spelling.
    """
    name, *parameters = (header or "").split(";")
    if "," in name:
        raise UnsupportedInput("There are several Content-Types. Send one.")
    media_type = name.strip().lower() or None
    if media_type is not None and (len(media_type) > _LONGEST_MEDIA_TYPE or not _MEDIA_TYPE.fullmatch(media_type)):
        raise UnsupportedInput(f"The Content-Type {media_type[:40]!r} is none. Send one, as in application/json.")
    named = (part.partition("=") for part in parameters)
    written = next((value.strip(" \t\"'") for key, _, value in named if key.strip().lower() == "charset"), None)
    return media_type, None if written is None else _charset(written)


def _charset(written: str) -> str | None:
    try:
        codec = lookup(written) if _CHARSET.fullmatch(written) else None
    except LookupError:
        codec = None
    if codec is None or not codec._is_text_encoding or codec.name in OF_NO_TEXT:
        raise UnsupportedInput(
            f"The charset {written[:40]!r} is no encoding of text that is known here. Send the body as UTF-8."
        )
    return None if codec.name == "ascii" else codec.name  # libraries say ASCII of what they know nothing of


def unpacked(body: bytes, *, limit: int, named: str = "identity") -> bytes:
    """Give the body without its compression; `named` is the Content-Encoding.

    What begins as gzip does is unpacked whatever the header says. Raises TooLarge when more than `limit` bytes
    come out, before they are all there, BadInput for what is broken, UnsupportedInput for another compression.
    """
    coding = named.strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise UnsupportedInput(f"The Content-Encoding {named[:40]!r} is not read here. Send gzip, or none.")
    if not body.startswith(GZIP):
        if "gzip" in coding:
            raise _broken("it does not begin as gzip does")
        return body
    plain = _gunzipped(body, limit)
    if plain.startswith(GZIP):
        raise UnsupportedInput("The body is compressed twice. Compress it once.")
    return plain


def _gunzipped(body: bytes, limit: int) -> bytes:
    plain: list[bytes] = []
    left, rest = limit, body
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(_GZIP_ALONE)
        try:
            piece = member.decompress(rest, left + 1)
        except zlib.error:
            raise _broken("its bytes are damaged") from None
        left -= len(piece)
        if left < 0:
            most = f"{limit} bytes ({limit / 2**20:g} MiB)"
            raise TooLarge(f"The body has more than {most} when it is unpacked. Send fewer articles.")
        if not member.eof:
            raise _broken("it ends too early")
        plain.append(piece)
        rest = member.unused_data
        if not rest.strip(b"\0"):  # the filling of whole blocks
            return b"".join(plain)
        if not rest.startswith(GZIP):
            raise _broken("something else stands after it")
    raise _broken(f"it is made of more than {_MOST_MEMBERS} pieces")


def _broken(why: str) -> BadInput:
    return BadInput(f"The body is no gzip that can be unpacked: {why}.", [FieldError(why, pointer="")])
