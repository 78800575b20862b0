"""Finds other stories that a page shows between the paragraphs of this one."""

import re

from shared.domain.article import RelatedStory
from shared.formats.pasted_text.lines import Kind, Line, overlap, stems
from shared.formats.pasted_text.page import Page

_MARKS = ("image-marker", "read-more")
_CUT_OFF = ("…", "...", "[…]", "[...]")
_BEHIND = re.compile(r"[:»>–—]")  # stands between "read also" and the headline
_SHORTEST_TITLE = 20
_SHORTEST_TEASER = 50
_SURE_TEASER = 80  # without the word for a picture
_LONG_TITLE = 45  # characters: more than a subheading has, mostly
_LONGEST_SUBHEADING = 60
_ALIKE = 0.3  # of a headline's words stand in its teaser, too


def is_title(line: Line) -> bool:
    """Tell whether the line could be the headline of another story."""
    return (
        line.kind in (Kind.TITLE, Kind.SENTENCE)
        and _SHORTEST_TITLE <= len(line.text) <= 200
        and line.text[-1:] not in ".:;,"
    )


def teaser_at(page: Page, at: int) -> RelatedStory | None:
    """Read a headline with its teaser directly below it.

    A subheading with its paragraph looks much the same. A teaser is cut off, or the word for a picture stands
    beside it, or its headline is too long for a subheading and says what the teaser says.
    """
    if not page.free(at + 1) or not is_title(page.lines[at]) or page.chrome[at] or page.chrome[at + 1]:
        return None
    title, text = page.lines[at], page.lines[at + 1]
    if (page.spaced and text.gap) or text.kind < Kind.TITLE or text.size < _SHORTEST_TEASER:
        return None
    cut_off = text.text.endswith(_CUT_OFF) or not (text.ends or text.text.endswith(":"))
    marked = _mark(page, at + 2) or (_mark(page, at - 1) and not title.gap)
    if marked:
        is_teaser = cut_off or len(title.text) >= _LONG_TITLE
    else:
        is_teaser = _stands_apart(page, at) and (
            (cut_off and text.size >= _SURE_TEASER) or _says_again(title, text)
        )
    return RelatedStory(headline=title.text, teaser=text.text) if is_teaser else None


def _stands_apart(page: Page, at: int) -> bool:
    """Tell whether empty lines surround the two lines on a page that separates its paragraphs so."""
    below = at + 2
    return page.spaced and page.lines[at].gap and (below >= len(page.lines) or page.lines[below].gap)


def _says_again(title: Line, text: Line) -> bool:
    return len(title.text) >= _LONGEST_SUBHEADING and overlap(title.text, stems(text.text)) >= _ALIKE


def _mark(page: Page, at: int) -> bool:
    return 0 <= at < len(page.lines) and page.chrome[at] in _MARKS


def announced_story(text: str) -> str | None:
    """Give the headline that stands behind the words for "read also" on the same line."""
    story = _BEHIND.split(text, maxsplit=1)[-1].strip()
    return story if len(story) >= _SHORTEST_TITLE and story != text else None


def announced_at(page: Page, at: int) -> tuple[int, list[RelatedStory]] | None:
    """Read the words for "read also" with the headlines behind or below them; give how many lines those are."""
    if page.chrome[at] != "related":
        return None
    story = announced_story(page.lines[at].text)
    if story is not None:
        return 1, [RelatedStory(headline=story)]
    end = at + 1
    while page.free(end) and is_title(page.lines[end]) and page.chrome[end] is None:
        if page.lines[end].gap and page.spaced and end > at + 1:
            break
        end += 1
    return end - at, [RelatedStory(headline=line.text) for line in page.lines[at + 1 : end]]
