"""Text as it is kept: Unicode NFC, no controls, no invisible characters, plain spaces."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator

# C0 and C1 controls (tab, line feed and carriage return are white space), zero-width and bidirectional
# controls, tag characters, the byte order mark, and the two private-use characters that mark highlights.
# Zero-width joiner and non-joiner (U+200C, U+200D) stay: Persian, Hindi and emoji need them.
_HIDDEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ue000\ue001\U000e0000-\U000e007f"
)
HIDDEN = re.compile(f"[{_HIDDEN}]+")  # a run at once: text may be nothing but such characters
# Where combining marks may run on: neither letters, digits, white space nor ASCII punctuation.
_MAY_BE_MARKS = re.compile(r"[^\w\s!-~]{9,}")
_MOST_MARKS = 8  # no language needs more on one letter; Unicode's stream-safe format (UAX 15, D4) allows 30


def clean_line(text: str) -> str:
    """Give text on one line: NFC, hidden characters removed, runs of white space made one space."""
    if text.isascii():  # the common case, in half the time
        visible = text if text.isprintable() else HIDDEN.sub("", text)
    else:
        visible = HIDDEN.sub("", unicodedata.normalize("NFC", _MAY_BE_MARKS.sub(_few_marks, text)))
    return " ".join(visible.split())


def _few_marks(run: re.Match[str]) -> str:
    """Cut marks before normalisation sorts them, which takes quadratic time."""
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def clean_text(text: str) -> str:
    """Give paragraphs separated by one empty line, each of them a clean line."""
    paragraphs = (clean_line(part) for part in re.split(r"\n[^\S\n]*\n\s*", text.replace("\r\n", "\n")))
    return "\n\n".join(part for part in paragraphs if part)


# No other scheme gets through: a `javascript:` address would run on the website that shows the article.
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\\x00-\x1f]{1,2000}", re.IGNORECASE)

Line = Annotated[str, AfterValidator(clean_line)]
Text = Annotated[str, AfterValidator(clean_text)]
