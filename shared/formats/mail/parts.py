"""The parts of a mail: headers in whatever encoding they are, its text, and what is attached."""

import codecs
import re
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from shared.domain.encodings import OF_NO_TEXT
from shared.domain.errors import BadInput, FieldError
from shared.formats.draft import Draft
from shared.formats.html_text import read_html
from shared.formats.mail.text import flowed, own_lines
from shared.formats.values import listed

_MAX_NESTED = 50
_MAX_PARTS = 1_000
_BOUNDARY = re.compile(rb'boundary\s*=\s*"?([^"\s;]{1,100})', re.IGNORECASE)
_MAX_HEADER = 4_000


def read_message(body: bytes) -> Message:
    """Take a mail apart; raise BadInput where its parts stand in too many others."""
    lowered = body.lower()
    if lowered.count(b"boundary") + lowered.count(b"message/rfc822") > _MAX_NESTED:
        raise BadInput(
            "The mail has too many parts within each other. Send the story's text alone.",
            [FieldError(f"at most {_MAX_NESTED} boundaries", pointer="")],
        )
    if sum(body.count(b"--" + name) for name in set(_BOUNDARY.findall(body))) > _MAX_PARTS:
        raise BadInput("The mail has too many parts.", [FieldError(f"at most {_MAX_PARTS}", pointer="")])
    written = body.lstrip()
    if written.startswith(b"From "):
        written = written.partition(b"\n")[2]
    # The newer policy takes seconds for a long Content-Type, and fails for some.
    try:
        return message_from_bytes(written, policy=policy.compat32)
    except (LookupError, ValueError):  # a boundary in an encoding that is none
        raise BadInput(
            "The mail cannot be taken apart: its Content-Type names its parts in no encoding of text.",
            [FieldError("a boundary in plain letters is expected", pointer="/Content-Type")],
        ) from None


def header(message: Message, name: str) -> str:
    """Give a header as text, in whatever encoding it is; the library's own reading fails for broken ones."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    unfolded = re.sub(r"\r?\n[ \t]", " ", raw[:_MAX_HEADER])
    try:
        chunks = decode_header(unfolded)
    except (HeaderParseError, ValueError):
        chunks = [(unfolded, None)]
    return "".join(_decoded(chunk, charset) for chunk, charset in chunks).strip()


def _decoded(chunk: bytes | str, charset: str | None) -> str:
    data = chunk.encode("utf-8", "surrogateescape") if isinstance(chunk, str) else chunk
    for encoding in (charset, "utf-8", "cp1252"):
        try:
            if codecs.lookup(encoding or "ascii").name in OF_NO_TEXT:
                continue
            return data.decode(encoding or "ascii")
        except (LookupError, ValueError):  # of names with a NUL, too
            continue
    return data.decode("latin-1")


def own_text(draft: Draft, message: Message) -> tuple[list[str], str]:
    """Give the lines of the text, and the text of HTML where there is no plain one."""
    plain, rich = "", ""
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_type()
        if part.is_multipart() and kind.startswith("multipart/"):
            inside = part.get_payload()
            waiting += reversed([one for one in listed(inside) if isinstance(one, Message)])
        elif kind in ("text/plain", "text/html") and not _is_attached(part):
            words = _content(part)
            plain, rich = (plain or words, rich) if kind == "text/plain" else (plain, rich or words)
        elif name := _file_name(part) or kind:
            draft.drop("attachment", name)
    markup = "" if plain.strip() else read_html(rich).text
    return own_lines(draft, plain.replace("\r\n", "\n")), markup


def _is_attached(part: Message) -> bool:
    return "attachment" in header(part, "content-disposition").lower()[:40]


def _file_name(part: Message) -> str:
    named = re.search(r'(?:file)?name\*?="?([^";\r\n]{1,200})', header(part, "content-disposition"))
    named = named or re.search(r'name\*?="?([^";\r\n]{1,200})', header(part, "content-type"))
    return named[1] if named else ""


def _content(part: Message) -> str:
    data = part.get_payload(decode=True)
    written = data if isinstance(data, bytes) else b""
    kind = header(part, "content-type")
    charset = re.search(r'charset="?([\w.:-]{1,40})', kind, re.IGNORECASE)
    words = _decoded(written, charset[1] if charset else None).replace("\r\n", "\n")
    if "flowed" in kind.lower():
        return flowed(words, delete_space=re.search(r'delsp="?yes', kind, re.IGNORECASE) is not None)
    return words


def without_text(message: Message) -> BadInput:
    """Give the refusal of a mail that has no words, with the reason."""
    kind = message.get_content_type()
    why = "it has no text of its own"
    if kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        why = "it is encrypted"
    elif kind == "multipart/report":
        why = "it reports on the delivery of another mail"
    return BadInput(
        f"The mail carries no article: {why}. Send the story as the mail's text, not as an attachment.",
        [FieldError("a part of type text/plain or text/html with words is expected", pointer="/body")],
    )
