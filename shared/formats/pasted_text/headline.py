"""Finds the headline of a text whose place on the page is known."""

from shared.formats.pasted_text.lines import Kind, overlap, stems
from shared.formats.pasted_text.main_text import sentences
from shared.formats.pasted_text.opening import is_lone_byline
from shared.formats.pasted_text.page import Page
from shared.formats.pasted_text.pictures import has_credit

LONGEST_HEADLINE = 250
_LONGEST_QUESTION = 160
_FIRST = 3  # sentences that say again what the headline says
_FAR = 120  # lines above the text among which its headline stands
_LOOK = 20_000  # characters of the text that a headline is compared with


def find_headline(page: Page, begin: int, end: int) -> int | None:
    """Give the line that is most like the headline of the text, among those before its first paragraph."""
    last = _first_paragraph(page, begin, end)
    prose = sentences(page, begin, end)
    all_words, first_words = stems(" ".join(prose)[:_LOOK]), stems(" ".join(prose[:_FIRST])[:_LOOK])
    meta = {at for at in range(max(0, last - _FAR), min(last + 4, len(page.lines))) if _is_meta(page, at)}
    candidates = [at for at in range(max(0, last - _FAR), last) if at not in meta and _may_be_headline(page, at)]
    above = " ".join(page.lines[at].text.casefold() for at in candidates)

    def likeness(at: int) -> float:
        text = page.lines[at].text
        return (
            2 * overlap(text, all_words)
            + 1.5 * overlap(text, first_words)
            + _shape(page, at)
            + 1.0 * (len(text) >= 15 and above.count(text.casefold()) > 1)  # the page's title says it again
            + 1.4 * any(below in meta for below in range(at + 1, at + 4))
            + 0.5 * (at - 1 in meta)
            - min(1.8, 0.035 * max(0, begin - at))
            - 1.3 * (at >= begin)
        )

    return max(candidates, key=likeness, default=None)


def _is_meta(page: Page, at: int) -> bool:
    return page.meta(at) is not None or is_lone_byline(page, at)


def _first_paragraph(page: Page, begin: int, end: int) -> int:
    """Give the first line of the text that cannot be a headline."""
    return next((at for at in range(begin, end) if not _may_be_headline(page, at)), begin)


def _may_be_headline(page: Page, at: int) -> bool:
    line = page.lines[at]
    if not page.free(at) or page.chrome[at] not in (None, "repeated-line"):
        return False
    if not 8 <= len(line.text) <= LONGEST_HEADLINE or has_credit(line.text):
        return False
    return line.kind != Kind.PROSE or (len(line.text) <= _LONGEST_QUESTION and not line.text.endswith("."))


def _shape(page: Page, at: int) -> float:
    """Rate length, end and the empty lines around it. The weights were fitted to pages whose title is known."""
    line = page.lines[at]
    gap_below = at + 1 == len(page.lines) or page.lines[at + 1].gap
    return (
        1.0 * (line.kind >= Kind.TITLE)
        + 1.0 * (30 <= line.size <= 130)
        + 0.75 * line.gap
        + 1.5 * gap_below
        + 2.0 * (line.gap and gap_below)
        - 1.3 * line.text.endswith((".", ",", ":", "…"))
        - 0.5 * (line.size < 15)
    )
