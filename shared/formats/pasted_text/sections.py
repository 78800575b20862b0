"""Reads what a page says of its place and subjects: the breadcrumb above the headline, the tags below the text."""

import re

from shared.formats.byline import has_common_given_name
from shared.formats.pasted_text import labels, words
from shared.formats.pasted_text.lines import Kind
from shared.formats.pasted_text.page import FIELD, Page
from shared.formats.pasted_text.reading import Reading

_ABOVE = 25  # lines above the headline among which the breadcrumb stands
_BELOW = 3
_STEP = re.compile(r"\s*[>›»→▸⟩]\s*|\s+[/|•·]\s+")
_SURE_STEP = re.compile(r"[>›»→▸⟩]")
_QUOTES = re.compile(r"[«„“\"]")
_LONGEST_STEP = 40
_MOST_STEPS = 6
_HOME = re.compile(rf"(?:{labels.HOME})", re.IGNORECASE)
_TAG_LABEL = re.compile(rf"\W*(?:{words.TAG_LABELS})\s*(?P<behind>:.*)?", re.IGNORECASE)
_BETWEEN_TAGS = re.compile(r"\s*[,;|•·/#]\s*")
_HASHTAGS = re.compile(r"(?:#[\w-]{2,50}[\s,;]*)+")
_LONGEST_TAG = 60
_MOST_TAGS = 40
_AFTER = 25  # lines below the text among which tags stand


def read_section(reading: Reading) -> None:
    """Take the last step of the breadcrumb beside the headline: "Home > World > Europe" is the section Europe."""
    page, headline = reading.page, reading.headline
    if headline is None:
        return
    near = [*range(headline - 1, max(-1, headline - 1 - _ABOVE), -1), *range(headline + 1, headline + 1 + _BELOW)]
    for at in near:
        if not _may_be_read(page, at):
            continue
        section = _section_at(page, at, page.lines[headline].text, below=at > headline)
        if section is not None:
            page.places[at] = "breadcrumb"  # its other steps are in no field
            reading.section = (at, section)
            return


def _may_be_read(page: Page, at: int) -> bool:
    return at < len(page.lines) and page.places.get(at) in (None, "label") and page.lines[at].kind < Kind.PROSE


def _section_at(page: Page, at: int, headline: str, *, below: bool) -> str | None:
    text = page.lines[at].text
    steps = [step for step in _STEP.split(text) if step.strip()]
    begins_at_home = bool(steps) and _HOME.fullmatch(steps[0].strip()) is not None
    if begins_at_home:
        steps = steps[1:]
    elif below or len(steps) < 2 or not _SURE_STEP.search(text.strip(" >›»→")) or _QUOTES.search(text):
        return None
    if steps and steps[-1].rstrip("….") and headline.startswith(steps[-1].rstrip("….")):
        steps = steps[:-1]
    if not 1 <= len(steps) <= _MOST_STEPS or not all(3 <= len(step) <= _LONGEST_STEP for step in steps):
        return None
    section = steps[-1].strip()
    return section if section[:1].isalpha() and not section.endswith((".", "?", "!", ":")) else None


def read_keywords(reading: Reading, top: int) -> None:
    """Take the tags behind or below a word for them, or a line of hashtags, from the text or soon after it."""
    page = reading.page
    at, last = top, min(reading.end + _AFTER, len(page.lines))
    while at < last:
        at += max(1, _take_tags(reading, at))


def _take_tags(reading: Reading, at: int) -> int:
    page = reading.page
    if page.places.get(at) == FIELD or page.lines[at].kind == Kind.PROSE:
        return 0
    text = page.lines[at].text
    if _HASHTAGS.fullmatch(text):
        return _keep(reading, [at], text.split())
    label = _TAG_LABEL.fullmatch(text)
    if label is None:
        return 0
    if label["behind"] and label["behind"].strip(": "):
        return _keep(reading, [at], [label["behind"].strip(": ")])
    below = at + 1
    while below < min(at + 1 + _MOST_TAGS, len(page.lines)) and _is_tag(page, below):
        below += 1
    lines = list(range(at + 1, below))
    return _keep(reading, lines, [page.lines[one].text for one in lines])


def _is_tag(page: Page, at: int) -> bool:
    line = page.lines[at]
    if page.places.get(at) == FIELD or page.chrome[at] not in (None, "repeated-line"):
        return False
    if line.kind > Kind.TITLE or line.ends or line.text.endswith(":") or len(line.text) > _LONGEST_TAG:
        return False
    return (line.kind == Kind.LABEL or "," in line.text) and not has_common_given_name(line.text)


def _keep(reading: Reading, lines: list[int], tags: list[str]) -> int:
    """Keep tags that look like some, and tell how many lines they took."""
    found = [part.strip(" #,;.–-") for tag in tags for part in _BETWEEN_TAGS.split(tag)]
    found = [tag for tag in found if any(letter.isalpha() for letter in tag)]
    if not found or len(found) > _MOST_TAGS or any(len(tag) > _LONGEST_TAG for tag in found):
        return 0
    for at in lines:
        reading.page.places[at] = FIELD
    reading.keywords.extend((lines[0], tag) for tag in found)
    return len(lines)
