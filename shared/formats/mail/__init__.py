"""E-mail (RFC 5322 and MIME): a story or a press release mailed to the newsroom, or forms that are mailed to it.

Read from mails of Gmail, Apple Mail and Outlook, Google's forms, and correspondents' mails with lines like
`Headline: …`.

    source_id     Message-ID                                published_at  Date
    headline      a field of the text, else Subject without Re: and Fwd:
    body_text     text/plain, else text/html                summary, slug …   fields of the text
    byline        a field, or a line "By …" above the text  authors       those people, else From if a person
    publisher     From where it names no person             language      Content-Language
    embargo       fields, the subject, first paragraphs, short lines; withheld where no time can be read in them
    story_links   In-Reply-To                               internal_note notes for editors, wherever they stand

Dropped, with the reason: signatures, quoted replies, what was forwarded below the sender's own text, small print.
Ignored: routes, lists, priorities, addresses. Attachments are told of and not read.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from email.message import Message
from email.utils import parseaddr

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.byline import people
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.embargo_words import begins_with_an_embargo, is_embargo_line, names_an_embargo
from shared.formats.hold import WORK_WORDS, Place, read_hold
from shared.formats.html_text import read_html
from shared.formats.mail.keys import from_json, from_lines
from shared.formats.mail.parts import header, own_text, read_message, without_text
from shared.formats.mail.text import paragraphs
from shared.formats.pasted_text.embargo import end_of_embargo
from shared.formats.payload import Payload
from shared.formats.text_wire.message import is_byline, is_for_editors
from shared.formats.values import put_names, put_people, whole

NAME = "email"

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):")
_MUST = frozenset({"from", "sender"})
_ALSO = frozenset({"subject", "date", "message-id"})
_ROUTE = frozenset(
    {
        "received",
        "return-path",
        "delivered-to",
        "mime-version",
        "message-id",
        "content-type",
        "x-mailer",
        "reply-to",
    }
)
_HEAD_WITHIN = 64_000  # characters; long ways through many servers take some 20,000
_REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs|antw|i)\s?(?:\[\d{1,3}\])?:\s*)+", re.IGNORECASE)
_BLANK = re.compile(r"\n[^\S\n]*\n")
_MBOX = re.compile(r"(?m)^From \S{1,200} [^\n]{10,60}\d{4}[^\n]{0,20}\n(?=[A-Za-z-]{2,60}:)")
_MAX_MAILS = 1_000
_MOST_EMBARGOES = 20


def recognises(payload: Payload) -> bool:
    """Tell whether it begins with the header of a mail."""
    if payload.is_json:
        return False
    head = _BLANK.split(payload.text[:_HEAD_WITHIN].replace("\r\n", "\n").lstrip(), maxsplit=1)[0]
    lines = head.split("\n")
    first = lines[1:] if lines[0].startswith("From ") else lines
    if not first or not _HEADER.match(first[0]):
        return False
    names = {match[1].lower() for line in first if (match := _HEADER.match(line))}
    odd = sum(1 for line in first if line and not line[0].isspace() and not _HEADER.match(line))
    return bool(names & _MUST and names & _ALSO and (names & _ROUTE or "to" in names)) and odd <= 1


def split(payload: Payload) -> list[Payload]:
    """Give the mails of a mailbox one by one, and a mail as it came."""
    text = payload.text.lstrip()
    starts = [match.start() for match in _MBOX.finditer(text)] if text.startswith("From ") else []
    if len(starts) < 2:
        return [payload]
    if len(starts) > _MAX_MAILS:
        raise BadInput("Too many mails.", [FieldError(f"at most {_MAX_MAILS} in one push", pointer="")])
    ends = [*starts[1:], len(text)]
    return [
        Payload(text[start:end].encode(), "message/rfc822", "utf-8")
        for start, end in zip(starts, ends, strict=True)
    ]


def parse(payload: Payload) -> Parsed:
    """Read one mail; raise BadInput where it carries no text."""
    message = read_message(_unmarked(payload))
    draft = Draft(NAME)
    lines, markup = own_text(draft, message)
    fields = from_json("\n".join(lines)) or {}
    if fields:
        body = paragraphs(draft, read_html(fields.pop("body", "")).text.split("\n"))
    else:
        fields, lines = from_lines(markup.split("\n") if markup else lines)
        body = _BLANK.split("\n".join(lines)) if markup else paragraphs(draft, lines)
    body, notes = _without_notes(body)
    fields["note"] = "\n\n".join(filter(None, (fields.get("note"), *notes)))
    fields.setdefault("byline", _byline(body))
    if not any(body):
        raise without_text(message)
    _put_header(draft, message, fields)
    draft.put("body_text", "\n\n".join(part for part in body if part), "/body")
    _put_fields(draft, fields)
    _put_hold(draft, message, fields, body)
    return draft.finish()


def _unmarked(payload: Payload) -> bytes:
    """Give the mail without a byte order mark before its headers, and with one byte for each of their letters."""
    if payload.body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return payload.text.encode()
    return payload.body.removeprefix(BOM_UTF8)


def _without_notes(body: list[str]) -> tuple[list[str], list[str]]:
    """Give the paragraphs of the story, and those that are for editors: notes, and lines that name an embargo."""
    told = [(one, is_for_editors(one) or is_embargo_line(one)) for one in body]
    return [one for one, is_note in told if not is_note], [one for one, is_note in told if is_note]


def _byline(body: list[str]) -> str:
    """Take a byline out of the lines above the story."""
    for number, line in enumerate(body[:4]):
        words = line.strip()
        if is_byline(words) and len(words) <= 80 and people(words):
            del body[number]
            return words
    return ""


def _put_header(draft: Draft, message: Message, fields: dict[str, str]) -> None:
    draft.put("source_id", header(message, "message-id").strip("<> "), "/Message-ID")
    put_instant(draft, "published_at", header(message, "date"), "/Date")
    subject = _REPLY.sub("", header(message, "subject"), count=1)
    draft.put("headline", fields.get("headline") or subject, "/body" if fields.get("headline") else "/Subject")
    draft.put("language", header(message, "content-language").partition(",")[0].strip(), "/Content-Language")
    answered = header(message, "in-reply-to").strip("<> ")
    draft.put("story_links", tuple(answered.split()[:1]), "/In-Reply-To")
    put_people(draft, [], "/body", fields["byline"])
    name = parseaddr(header(message, "from"))[0]
    if not draft.has("authors"):
        draft.derive("authors", [{"name": one} for one in people(name) if " " in one], "From", confidence=0.7)
    if not people(name) and name.istitle():
        draft.derive("publisher", name, "From", confidence=0.6)


def _put_fields(draft: Draft, fields: dict[str, str]) -> None:
    draft.put("slug", fields.get("slug", "").partition("\n")[0], "/body")
    for field in ("summary", "byline", "dateline", "section", "publisher"):
        draft.put(field, fields.get(field), "/body")
    draft.put("urgency", whole(fields.get("urgency")), "/body")
    notes = [fields[name] for name in ("note", "above") if fields.get(name)]
    draft.put("internal_note", "\n\n".join(notes), "/body")
    put_names(draft, "keywords", filter(None, map(str.strip, fields.get("keywords", "").split(","))), "/body")
    unused = sorted(set(fields) & {"desk", "sign off", "username", "news value", "timestamp"})
    if unused:
        draft.notice("unknown-property", f"fields of the mail that were not read: {', '.join(unused)}", "/body")


def _put_hold(draft: Draft, message: Message, fields: dict[str, str], body: list[str]) -> None:
    """Withhold until the latest time that the mail names for it; where one cannot be read, without an end."""
    named = re.split(r"\n+", fields["embargo"]) if "embargo" in fields else []
    notes = [line for name in ("above", "note") for line in fields.get(name, "").split("\n")]
    told = [header(message, "subject"), *notes, *body[:3]]
    named += [line[:200] for line in told if names_an_embargo(line) or begins_with_an_embargo(line)]
    named += [one for one in fields.get("release", "").split("\n") if one and "immediate" not in one.lower()]
    embargoes: list[Place] = [("/body", end_of_embargo(words)) for words in named[:_MOST_EMBARGOES]]
    embargoes += [("/body", "one of too many") for _ in named[_MOST_EMBARGOES:][:1]]
    statuses: list[Place] = [("/body", fields["status"])] if "status" in fields else []
    read_hold(statuses, embargoes, WORK_WORDS).put(draft)
