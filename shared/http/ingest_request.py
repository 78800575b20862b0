"""A push as it comes over HTTP: who sends it, how large it is, and what the caller says of it."""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.envelope import LONGEST_HINTS, Hints
from shared.domain.errors import BadInput, FieldError, NotAuthenticated, TooLarge
from shared.domain.text import WEB_ADDRESS
from shared.http.encodings import content_type, unpacked

MAX_BODY_BYTES = 4 * 1024 * 1024
_HINTS = {"url": "url", "published-at": "published_at", "language": "language", "section": "section"}
_MAX_HINT, _MAX_SECTION = 1_000, 100
_PARAMETERS = ("format", *_HINTS)
_XML_ENCODING = re.compile(r"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def authenticated_source(event: APIGatewayProxyEventV2, source_of: Callable[[str], str | None]) -> str:
    """Give the source whose key the request carries; raise NotAuthenticated, always with the same words."""
    scheme, _, key = event.headers.get("authorization", "").partition(" ")
    source = source_of(key.strip()) if scheme.lower() == "bearer" and key.strip() else None
    if source is None:
        raise NotAuthenticated("Send the key of your source: Authorization: Bearer <key>.")
    return source


@dataclass(frozen=True)
class Body:
    """The body of a request, unpacked, with what its headers say of it."""

    content: bytes
    media_type: str | None
    charset: str | None


def read_body(event: APIGatewayProxyEventV2) -> Body:
    """Give what a request holds.

    Raises BadInput when it is empty or broken, TooLarge beyond 4 MiB, before anything reads it, and
    UnsupportedInput for a compression other than gzip and a charset that nobody knows.
    """
    media_type, charset = content_type(event.headers.get("content-type"))
    sent = sent_bytes(event)
    if not event.is_base64_encoded:
        charset = _charset_of_text(event.get("body") or "", charset)
    content = unpacked(sent, limit=MAX_BODY_BYTES, named=event.headers.get("content-encoding", "identity"))
    if not content.strip():
        raise BadInput("The body is empty; it holds the article.", [FieldError("an empty body", pointer="")])
    return Body(content, media_type, charset)


def sent_bytes(event: APIGatewayProxyEventV2) -> bytes:
    """Give the body as it was sent; raise TooLarge beyond 4 MiB."""
    written = event.get("body") or ""
    if len(written) > MAX_BODY_BYTES * 4 // 3 + 4:
        raise _too_large()
    try:
        body = b64decode(written, validate=True) if event.is_base64_encoded else written.encode()
    except (Base64Error, UnicodeEncodeError):
        raise BadInput("The body cannot be decoded.", [FieldError("not readable", pointer="")]) from None
    if len(body) > MAX_BODY_BYTES:
        raise _too_large()
    return body


def _too_large() -> TooLarge:
    return TooLarge(f"The body is larger than {MAX_BODY_BYTES} bytes (4 MiB). Send fewer articles at once.")


def _charset_of_text(text: str, charset: str | None) -> str | None:
    """Give the charset of a body that the gateway handed on as text; raise BadInput where that cost characters.

    API Gateway does so for JSON, XML and text/*, and reads them as UTF-8. What is text already has no other
    charset; ASCII keeps it, for the encodings that are written in ASCII.
    """
    if text.isascii():
        return charset
    if "\ufffd" in text and (charset not in (None, "utf-8") or _is_of_other_bytes(text)):
        raise BadInput(
            "The gateway reads this media type as UTF-8, so other bytes were lost on the way. Send them with "
            "Content-Encoding: gzip, or with the media type application/octet-stream and the charset.",
            [FieldError("bytes that are not UTF-8 did not arrive", pointer="")],
        )
    return None if charset is None else "utf-8"


def _is_of_other_bytes(text: str) -> bool:
    if text.startswith("\x1f\ufffd"):  # what is left of the first two bytes of gzip
        return True
    found = _XML_ENCODING.match(text)
    return found is not None and found[1].lower() not in ("utf-8", "utf8")


def read_hints(parameters: Mapping[str, str], *, source_id: str | None = None) -> tuple[str | None, Hints]:
    """Give the name of the format, if the caller names one, and the hints; raise BadInput for an unknown one."""
    for name in parameters:
        if name not in _PARAMETERS:
            near = get_close_matches(name, _PARAMETERS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(_PARAMETERS)}"
            raise _bad(name, f"is not known; {hint}")
        if len(parameters[name]) > _MAX_HINT or not parameters[name].strip():
            raise _bad(name, f"has 1 to {_MAX_HINT} characters")
    published = parameters.get("published-at")
    language = parameters.get("language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise _bad("language", "is no language tag; write it as in en or pt-BR")
    if not WEB_ADDRESS.fullmatch(parameters.get("url", "https://a")):
        raise _bad("url", "is no address of the web; write it as in https://news.example/story")
    if len(parameters.get("section", "")) > _MAX_SECTION:
        raise _bad("section", f"has 1 to {_MAX_SECTION} characters")
    hints = Hints(
        source_id=source_id,
        url=parameters.get("url"),
        published_at=None if published is None else _instant(published),
        language=language,
        section=parameters.get("section"),
    )
    if hints.size > LONGEST_HINTS:
        raise _bad("url", "is too long together with the other parameters")
    return parameters.get("format"), hints


def _instant(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1000 <= moment.year <= 9998:
        raise _bad("published-at", "is no instant with a zone; write it as in 2024-03-05T20:15:00Z")
    return moment


def _bad(parameter: str, detail: str) -> BadInput:
    return BadInput(f"The parameter {parameter[:100]} {detail}.", [FieldError(detail, parameter=parameter[:100])])
