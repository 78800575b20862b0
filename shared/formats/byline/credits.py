"""What stands beside a name: agencies, employers, roles, and what is nobody at all."""

import re
from typing import NamedTuple

from shared.domain.text import clean_line
from shared.formats.byline import employers, given_names, words
from shared.formats.byline.names import has_other_word, is_other_word

_BOILERPLATE = re.compile(
    r"(?:view|see|show|read|more|all)\b.{0,20}\b(?:posts?|articles?|stories|more)", re.IGNORECASE
)
_DOMAIN = re.compile(
    r"\bwww\.|^\S+\.(?:com|net|org|info|news|online|eu|de|at|ch|fr|it|es|pl|nl|no|dk|cz|ru|ua|uk|us|br|tv|io|cl)"
    r"(?:/\S*)?$",
    re.IGNORECASE,
)
_CALL = re.compile(r"(?<!\w)[a-z]\w{0,40}\([^()\s]{0,100}\)")  # of a program
_SIGN = r"(?:[a-zäöüß]{1,4}|[A-ZÄÖÜ]{1,3})"
_INITIALS = re.compile(rf"{_SIGN}(?:/{_SIGN})+|[a-zäöüß]{{1,4}}(?:[,+-][a-zäöüß]{{1,4}})+|{_SIGN}(?<!\w{{4}})")
_SPECIAL = re.compile(
    r"^(?:special(?:ly)?\s+(?:to|for)|(?:for|from|of|at|für|pour|para|per|voor|for)\b)\s+", re.IGNORECASE
)
_ACRONYM = re.compile(r"[A-ZÄÖÜ]{2,6}|[A-Z]?[a-z]+[A-Z]{2,}\w*")
_MOST_WORDS = 8  # of an employer or a role


class Credit(NamedTuple):
    """What a part beside a name says."""

    agency: str | None = None
    role: str | None = None


def agency_of(text: str) -> str | None:
    """Give the usual spelling of the agency that the whole text names."""
    folded = _folded(text)
    if folded in words.AGENCIES:
        return words.AGENCIES[folded]
    return None


def _folded(text: str) -> str:
    line = clean_line(text).casefold().strip(" .,:()[]")
    return line.removeprefix("the ").removeprefix("mit ").removeprefix("with ")


def is_nobody(name: str) -> bool:
    """Tell whether what stands in a name's place is an agency, a desk, an office or boilerplate."""
    if _DOMAIN.search(name) or _CALL.search(name):
        return True
    together = _folded(name)
    found = [word.strip(".,:()") for word in together.split()]
    if len(found) > _MOST_WORDS:
        return _BOILERPLATE.match(together) is not None
    if together in words.NOBODY_TOGETHER or together in words.AGENCIES or _BOILERPLATE.match(together):
        return True
    if all(word in words.OFFICES or word in words.AGENCIES or word in words.ROLES for word in found):
        return True
    return len(found) > 1 and _is_employer(found)


def _is_employer(found: list[str]) -> bool:
    """Tell a desk or an employer by its words: "Example Gazette", but not "Jane Post"."""
    if len(found) == 2 and found[1] in words.SURNAMES_TOO:
        return found[0] in words.OFFICES or found[0] in words.AGENCIES
    return any(
        word in employers.NEWS_EMPLOYERS or word in words.OFFICES or word in employers.EMPLOYERS for word in found
    )


def read_credit(text: str) -> Credit | None:
    """Read an agency, an employer or a role; None for anything else."""
    line = _without_degree(_SPECIAL.sub("", text.strip(" ."), count=1))
    found = line.split()
    agency = agency_of(line)
    if agency is not None or _says_nothing(line):
        return Credit(agency=agency)
    if len(found) > _MOST_WORDS:
        return None
    leading, rest = leading_agency(found)
    if rest and _is_role(rest):
        is_desk = len(rest) == 1 and rest[0].casefold() in words.OFFICES - words.ROLES
        return Credit(leading, None if is_desk else " ".join(rest))
    if has_other_word(found) or is_nobody(line):
        return Credit(agency=leading or _news_employer(found))
    return None


def role_of(text: str) -> str | None:
    """Give the role that the whole text states: "Senior Editor"."""
    credit = read_credit(text)
    return credit.role if credit else None


def _without_degree(line: str) -> str:
    found = line.split()
    while found and found[0].casefold().strip(",") in words.DEGREES:
        found = found[1:]
    return " ".join(found)


def _says_nothing(line: str) -> bool:
    """Tell what is neither an agency nor a role, and no name: nothing, a place, initials, boilerplate."""
    folded = line.casefold()
    return not line or folded in employers.PLACES or folded in words.NOBODY_TOGETHER or is_initials(line)


def leading_agency(found: list[str]) -> tuple[str | None, list[str]]:
    """Give the agency that the words begin with, and the rest."""
    start = 1 if found[0].casefold() == "the" else 0
    for size in range(min(words.LONGEST_AGENCY, len(found) - start), 0, -1):
        known = words.AGENCIES.get(" ".join(found[start : start + size]).casefold())
        if known is not None:
            return known, found[start + size :]
    return None, found


def _is_role(found: list[str]) -> bool:
    folded = [word.casefold().strip(".,") for word in found]
    return any(word in words.ROLES for word in folded) and "posts" not in folded


def _news_employer(found: list[str]) -> str | None:
    """Give the name of a newspaper or broadcaster as it is written, without its article."""
    kept = found[1:] if found[0] in ("the", "der", "die", "das", "The") else found
    named = any(word.casefold().strip(".") in employers.NEWS_EMPLOYERS for word in kept)
    return " ".join(kept) if named and len(kept) > 1 and kept[0][0].isupper() else None


def is_initials(text: str) -> bool:
    """Tell the initials with which editors sign: "abc/de", "kr"."""
    return _INITIALS.fullmatch(text) is not None and text.casefold() not in given_names.GIVEN_NAMES


def begins_credit(found: list[str], at: int, *, capitals: bool) -> bool:
    """Tell whether the word at this place, behind a name, begins a credit that no comma parts from it."""
    word = found[at]
    folded = word.casefold().strip(".,")
    if folded in ("the", "special") or is_other_word(word, folded) or leading_agency(found[at:])[0]:
        return True
    return not capitals and _ACRONYM.fullmatch(word) is not None and folded not in words.GENERATIONS


def role_before(found: list[str]) -> tuple[Credit, list[str]]:
    """Give the role that stands before a name without a comma, and what follows: "Senior Editor Jane Doe"."""
    last = max((at for at, word in enumerate(found[:6]) if word.casefold() in words.ROLES), default=-1)
    agency, role = leading_agency(found[: last + 1]) if last >= 0 else (None, [])
    given = " ".join(role) if role and role[0][0].isupper() else None
    return Credit(agency, given), found[last + 1 :]
