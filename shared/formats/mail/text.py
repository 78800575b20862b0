"""The text of a mail as its writer meant it: lines joined again, without signature, quotations and small print."""

import re

from shared.formats.draft import Draft
from shared.formats.html_text import plain_paragraphs

_QUOTED = re.compile(r"\s{0,3}>")
_ATTRIBUTION = re.compile(
    r"(?:On|Am|Le|El|Il|Op|Den|W dniu|Em|В)\s.{4,200}(?:wrote|schrieb.{0,80}|a écrit|escribió|ha scritto|schreef|"
    r"skrev.{0,80}|napisał\w*|escreveu)\s?:\s*$"
)
_FORWARDED = re.compile(
    r"\W{2,20}\s*(?:Forwarded message|Original Message|Original-Nachricht|Ursprüngliche Nachricht|Weitergeleitete "
    r"Nachricht|Message transféré|Mensaje reenviado|Messaggio inoltrato|Doorgestuurd bericht)\b.{0,40}$|"
    r"(?:Begin forwarded message|Anfang der weitergeleiteten Nachricht):\s*$",
    re.IGNORECASE,
)
_FORWARDED_HEADER = re.compile(
    r"\W{0,3}(?:From|To|Cc|Date|Sent|Subject|Reply-To|Von|An|Datum|Gesendet|Betreff|De|À|Objet|Envoyé)\s*:"
    r".{0,300}$",
    re.IGNORECASE,
)
_SMALL_PRINT = re.compile(
    r"(?:This (?:e-?mail|message|communication)\b.{0,80}\b(?:confidential|intended|attachments?|privileged)|"
    r"(?:CONFIDENTIALITY|DISCLAIMER)\b|Diese (?:E-?Mail|Nachricht) .{0,60}vertraulich|Sent from my \w+|"
    r"Von meinem \w+ gesendet|Get Outlook for|Please consider the environment|(?:To )?unsubscribe\b|"
    r"Ce message .{0,40}confidentiel)",
    re.IGNORECASE,
)
_MAX_LINES = 50_000


def flowed(text: str, *, delete_space: bool) -> str:
    """Join the lines of format=flowed (RFC 3676): a space at the end of a line says that it goes on."""
    joined: list[str] = []
    open_line = False
    for line in text.split("\n"):
        stuffed = line[1:] if line.startswith(" ") else line
        goes_on = stuffed.endswith(" ") and stuffed != "-- "
        words = stuffed[:-1] if goes_on and delete_space else stuffed
        if open_line:
            joined[-1] += words
        else:
            joined.append(words)
        open_line = goes_on
    return "\n".join(joined)


def own_lines(draft: Draft, text: str) -> list[str]:
    """Give the lines that the sender wrote; what was quoted, forwarded or signed is told as dropped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_MAX_LINES]
    lines = _without_forwarded(draft, lines)
    for number, line in enumerate(lines):
        if line.rstrip() == "--" and any(one.strip() for one in lines[:number]):
            _drop(draft, "signature", lines[number + 1 :])
            lines = lines[:number]
            break
    kept = [line for line in lines if not _QUOTED.match(line) and not _ATTRIBUTION.match(line.strip())]
    _drop(draft, "quoted-reply", [line for line in lines if _QUOTED.match(line)])
    return kept


def _without_forwarded(draft: Draft, lines: list[str]) -> list[str]:
    """Give the lines above a forwarded mail; of one that only forwards, those of the mail within."""
    at = next((number for number, line in enumerate(lines) if _FORWARDED.match(line.strip())), None)
    if at is None:
        return lines
    if len("".join(lines[:at]).strip()) > 40:
        _drop(draft, "forwarded-mail", lines[at + 1 :])
        return lines[:at]
    rest = lines[at + 1 :]
    while rest and (not rest[0].strip() or _FORWARDED_HEADER.match(rest[0].strip())):
        rest.pop(0)
    return rest


def _drop(draft: Draft, reason: str, lines: list[str]) -> None:
    words = "\n".join(lines).strip()
    if words:
        draft.drop(reason, words[:2_000])


def paragraphs(draft: Draft, lines: list[str]) -> list[str]:
    """Give the paragraphs without the small print below them."""
    found = [part for part in re.split(r"\n\s*\n", plain_paragraphs("\n".join(lines))) if part.strip()]
    kept: list[str] = []
    for part in found:
        words = " ".join(part.split()) if _is_wrapped(part) else part
        if kept and _SMALL_PRINT.match(words.strip("*_ \n")):
            draft.drop("small-print", words[:2_000])
        else:
            kept += [line.strip() for line in words.split("\n") if line.strip()]
    return kept


def _is_wrapped(part: str) -> bool:
    """Tell a paragraph broken at a width from lines that each stand for themselves."""
    lines = part.split("\n")
    return all(len(line) <= 80 for line in lines) and all(len(line) >= 50 for line in lines[:-1])
