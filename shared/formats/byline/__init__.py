"""Whose names stand in a byline, with their roles, and which agencies; what is doubtful is left unread.

Read from bylines like "By Jane Doe, Reuters", "Doe, Jane", "Jane Doe and John Roe The National Press", "By JANE
DOE AP Business Writer", "Text: Jane Doe Fotos: John Roe" and "abc/de" in some twenty languages. A name has two
to four words that begin with a capital letter, and particles; one word alone is a pen name. Agencies and desks
are `agencies` in their usual spelling; photographers, editors, initials and the boilerplate of content systems
are nobody. One part that is neither a name nor a credit makes the whole byline doubtful.
"""

from shared.formats.byline.credits import is_nobody, role_of
from shared.formats.byline.names import has_common_given_name, is_name
from shared.formats.byline.reader import Byline, read_byline
from shared.formats.byline.segments import is_introduced

__all__ = [
    "Byline",
    "has_common_given_name",
    "is_introduced",
    "is_name",
    "is_nobody",
    "people",
    "read_byline",
    "role_of",
]


def people(byline: str) -> tuple[str, ...]:
    """Give the names of the people in a byline, none where it is not plain."""
    return tuple(author.name for author in read_byline(byline).authors)
