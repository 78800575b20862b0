"""Finds the block about the author: a name, perhaps a title, and a biography that says the name again."""

from dataclasses import dataclass

from shared.domain.article import Author
from shared.formats.byline import has_common_given_name, role_of
from shared.formats.pasted_text import labels
from shared.formats.pasted_text.head import is_full_name
from shared.formats.pasted_text.lines import Kind
from shared.formats.pasted_text.main_text import prose_size
from shared.formats.pasted_text.page import Page

# What pages print for a picture of the author, or above the block.
MARKS = ("author-marker", "image-marker")
_LOOK = 150  # characters at the beginning of a biography among which the name stands
_TITLE = 80
_LONGEST_NAME = 60
_ENOUGH = 200  # characters of text before a block that ends an article


@dataclass(frozen=True)
class AuthorBlock:
    """Lines `begin` to `end` (not included) about an author; `last` when the article ends with it."""

    begin: int
    end: int
    author: Author
    last: bool


def author_blocks(page: Page) -> list[AuthorBlock]:
    """Give the blocks about authors, in order."""
    found: list[AuthorBlock] = []
    at = 0
    while at < len(page.lines):
        block = _block_at(page, at)
        if block is None or (not block.last and page.chrome[block.begin] not in MARKS):
            at += 1
            continue
        found.append(block)
        at = block.end
    return found


def _block_at(page: Page, at: int) -> AuthorBlock | None:
    name = _name_at(page, at)
    if name is None:
        return None
    bio = at + 1
    while bio < min(at + 3, len(page.lines)) and _is_title_of_person(page, bio):
        bio += 1
    if bio >= len(page.lines) or not _tells_of(page, at, bio, name):
        return None
    begin = at - 1 if at > 0 and page.chrome[at - 1] in MARKS else at
    role = ", ".join(line.text for line in page.lines[at + 1 : bio]) or None
    author = Author(name=name, role=role, biography=page.lines[bio].text)
    before, after = prose_size(page, 0, begin), prose_size(page, bio + 1, len(page.lines))
    return AuthorBlock(begin, bio + 1, author, before >= _ENOUGH and after <= 0.5 * before)


def _name_at(page: Page, at: int) -> str | None:
    """Give the name that a line is, or that stands behind the word for "about"."""
    line = page.lines[at]
    if line.kind > Kind.TITLE or len(line.text) > _LONGEST_NAME:
        return None
    name = labels.ABOUT.sub("", line.text)
    return name if is_full_name(name) else None


def _tells_of(page: Page, at: int, bio: int, name: str) -> bool:
    """Tell whether the line is a biography of the person named: it says the name, or the page says what it is."""
    is_about = labels.ABOUT.match(page.lines[at].text) is not None
    mark = page.chrome[at - 1] if at > 0 else None
    if (is_about or mark == "author-marker") and page.lines[bio].kind == Kind.PROSE:
        return True
    if not _repeats(page, bio, name):
        return False
    is_person = has_common_given_name(name) or role_of(page.lines[at + 1].text) is not None
    return mark in MARKS or (bio > at + 1 and is_person)


def _is_title_of_person(page: Page, at: int) -> bool:
    line = page.lines[at]
    if line.kind > Kind.TITLE or len(line.text) > _TITLE or line.ends or page.chrome[at] is not None:
        return False
    return not is_full_name(line.text)


def _repeats(page: Page, at: int, name: str) -> bool:
    line = page.lines[at]
    return line.kind >= Kind.SENTENCE and name.casefold() in line.text[:_LOOK].casefold()
