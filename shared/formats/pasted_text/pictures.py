"""Reads a picture's caption with its credit, and the alternative text that stands above it."""

import re

from shared.domain.article import Image
from shared.formats.pasted_text import labels
from shared.formats.pasted_text.head import NAME
from shared.formats.pasted_text.lines import Kind, overlap, stems
from shared.formats.pasted_text.page import Page

_LONGEST = 600  # characters of a caption
_LONGEST_IN_TEXT = 400
_LONGEST_ALONE = 160  # without a credit
_LONGEST_CREDIT = 60
_ALIKE = 0.5  # of the shorter one's words stand in the other, too: alternative text and caption of one picture
_NEARLY_THE_SAME = 0.7
_IN_BRACKETS = re.compile(r"(?P<caption>.+?)\s*[(（\[](?P<credit>[^()（）\[\]]{2,100})[)）\]]\.*")
_AFTER_SENTENCE = re.compile(r"(?P<caption>.+[.!?。][\"'»”’]?)\s+(?P<credit>[^.!?。]{2,60})")
_LABEL_SIGN = re.compile(r"[:：©]|photo by|photograph by|fot\.", re.IGNORECASE)
_NAMED = re.compile(r"[^\W\d_]{2}[\w.'’-]*\s+[^\W\d_]|getty|photo|foto|фото|©", re.IGNORECASE)


def picture_at(page: Page, at: int, *, in_head: bool) -> tuple[int, Image] | None:
    """Give how many lines from this one are a picture's, and the picture; None when they are not.

    Text directly above a caption is its alternative text when both say much the same, or when it stands in the
    head of a page whose paragraphs have empty lines between them.
    """
    alone = _captioned(page.lines[at].text, in_head=in_head)
    if alone is not None or not _has_text_below(page, at):
        return None if alone is None else (1, alone)
    alt, caption = page.lines[at], page.lines[at + 1].text
    image = _captioned(caption, in_head=True)
    if image is None:
        return None
    if (
        labels.CAPTION_LABEL.match(caption)
        or (in_head and page.spaced and alt.kind >= Kind.TITLE)
        or _alike(alt.text, caption)
    ):
        return 2, image.model_copy(update={"alt_text": alt.text})
    return None


def pair_at(page: Page, at: int) -> tuple[int, Image] | None:
    """Read an alternative text and a caption without a credit: short, apart from the text, and nearly the same."""
    after = at + 2
    if not _has_text_below(page, at) or not page.lines[at].gap or page.lines[at + 1].gap:
        return None
    if page.lines[at + 1].size > _LONGEST_ALONE or (after < len(page.lines) and not page.lines[after].gap):
        return None
    alt, caption = page.lines[at].text, page.lines[at + 1].text
    return (2, Image(caption=caption, alt_text=alt)) if _alike(alt, caption, _NEARLY_THE_SAME) else None


def _has_text_below(page: Page, at: int) -> bool:
    below = at + 1
    if not page.free(below) or (page.lines[below].gap and page.spaced):
        return False
    return len(page.lines[at].text) <= _LONGEST_IN_TEXT and page.chrome[at] is None and page.chrome[below] is None


def _alike(one: str, other: str, share: float = _ALIKE) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return overlap(shorter, stems(longer)) >= share


def has_credit(text: str) -> bool:
    """Tell whether the text ends with a picture's credit."""
    return _captioned(text, in_head=False) is not None


def _captioned(text: str, *, in_head: bool) -> Image | None:
    """Read a caption that says so in its first words, or ends with a credit."""
    if len(text) > (_LONGEST if in_head else _LONGEST_IN_TEXT):
        return None
    opening = labels.CAPTION_LABEL.match(text)
    if opening is not None:
        caption = text[opening.end() :]
        return _credited(caption, in_head=True) or Image(caption=caption)
    return _credited(text, in_head=in_head)


def _credited(text: str, *, in_head: bool) -> Image | None:
    """Read a credit and what it stands behind.

    In the text proper it must name a person or a picture: paragraphs end with an agency in brackets as well.
    """
    labelled = labels.CREDIT_LABEL.search(text) if _LABEL_SIGN.search(text) else None
    if labelled is not None:
        return _labelled(text, labelled)
    if len(text) <= _LONGEST_CREDIT and "/" in text and labels.AGENCY.search(text) and text[-1:] not in ".!?":
        return Image(credit=text)
    found = (_IN_BRACKETS if text.rstrip(".")[-1:] in ")）]" else _AFTER_SENTENCE).fullmatch(text)
    if found is None or ";" in found["credit"]:
        return None
    credit = found["credit"].strip()
    agency = labels.AGENCY.search(credit) is not None
    sure = (agency or "/" in credit) and _NAMED.search(credit) is not None
    is_credit = sure or (in_head and (agency or NAME.fullmatch(credit)))
    return Image(caption=found["caption"], credit=credit) if is_credit else None


def _labelled(text: str, found: re.Match[str]) -> Image | None:
    before = text[: found.start()].strip(" ([|/–—-")
    credit = found["credit"].strip(" )]")
    if not before and len(credit) > 60:
        return Image(caption=credit)
    if len(credit) > 100 or (re.search(r"[.!?]\s+\S", credit.rstrip(".")) and len(credit) > 50):
        return None
    return Image(caption=before or None, credit=credit)
