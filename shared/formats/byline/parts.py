"""Tells what one part of a byline is: a name, a name with its credit, or a place that nobody knows."""

import re

from shared.formats.byline import employers, given_names, words
from shared.formats.byline.credits import begins_credit, is_nobody, role_before
from shared.formats.byline.names import is_name

_AT = re.compile(r"(?:in|from|at|aus|à|en|de|i|в|у|из|з)\s+(?=[^\W\d_a-zà-ÿа-яіїєґ])")
_LONGEST_UNKNOWN = 3  # words of a place or an employer that nobody knows


def is_small_name(part: str) -> bool:
    """Tell a name without capitals, which counts behind "by" alone and with a common given name."""
    found = part.split()
    return (
        len(found) == 2
        and part.islower()
        and part.isascii()
        and found[0] in given_names.GIVEN_NAMES
        and is_name(part.title())
    )


def name_and_credit(part: str) -> tuple[str | None, str | None]:
    """Give the name that a part is or begins or ends with, and the rest: "Jane Doe AP Business Writer"."""
    found = part.split()
    capitals = part.isupper()
    end = next((at for at in range(2, min(len(found), 7)) if begins_credit(found, at, capitals=capitals)), None)
    if end is None or (not is_nobody(part) and is_name(part)):
        if not is_nobody(part) and is_name(part):
            return part, None
        credit, rest = role_before(found)
        behind = " ".join(rest)
        return (behind, " ".join(found[: -len(rest)])) if credit.role and is_name(behind) else (None, None)
    if (
        end == len(found) - 1
        and end > 2
        and found[end].casefold() in employers.NEWS_EMPLOYERS | employers.EMPLOYERS
    ):
        end = 2
    name = " ".join(found[:end])
    if is_nobody(name) or not (is_name(name) or _is_surname_too(found[:end])):
        return None, None
    return name, " ".join(found[end:])


def _is_surname_too(found: list[str]) -> bool:
    return (
        len(found) == 2
        and found[1].casefold() in words.SURNAMES_TOO
        and found[0].casefold() in given_names.GIVEN_NAMES
    )


def is_place_or_employer(part: str) -> bool:
    """Tell what may stand behind a name though nobody knows it: a few words with capitals."""
    found = _AT.sub("", part).split()
    return (
        len(found) <= _LONGEST_UNKNOWN
        and not any(character.isdigit() for character in part)
        and found[0][0].isupper()
    )
