"""Finds the block about the author: a name, perhaps a title, and a biography that says the name again."""

from dataclasses import dataclass

from shared.domain.article import Author
from shared.formats.byline import people
from shared.formats.pasted.lines import Kind
from shared.formats.pasted.main_text import prose_size
from shared.formats.pasted.page import Page

_MARKS = ("author-marker", "image-marker")
_LOOK = 150  # characters at the beginning of a biography among which the name stands
_TITLE = 80
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
        if block is None or (not block.last and page.chrome[block.begin] not in _MARKS):
            at += 1
            continue
        found.append(block)
        at = block.end
    return found


def _block_at(page: Page, at: int) -> AuthorBlock | None:
    name = page.lines[at]
    if name.kind > Kind.TITLE or len(name.text) > 60 or people(name.text) != (name.text,):
        return None
    bio = at + 1
    while bio < min(at + 3, len(page.lines)) and _is_title_of_person(page, bio):
        bio += 1
    if bio >= len(page.lines) or not _repeats(page, bio, name.text):
        return None
    marked = at > 0 and page.chrome[at - 1] in _MARKS
    if not marked and bio == at + 1:
        return None
    begin = at - 1 if marked else at
    role = page.lines[at + 1].text if bio > at + 1 else None
    author = Author(name=name.text, role=role, biography=page.lines[bio].text)
    before, after = prose_size(page, 0, begin), prose_size(page, bio + 1, len(page.lines))
    return AuthorBlock(begin, bio + 1, author, before >= _ENOUGH and after <= 0.5 * before)


def _is_title_of_person(page: Page, at: int) -> bool:
    line = page.lines[at]
    return line.kind <= Kind.TITLE and len(line.text) <= _TITLE and not line.ends and page.chrome[at] is None


def _repeats(page: Page, at: int, name: str) -> bool:
    line = page.lines[at]
    return line.kind >= Kind.SENTENCE and name.casefold() in line.text[:_LOOK].casefold()
