"""Tells people, agencies and roles of a byline apart; one part that is none of them makes the whole doubtful."""

import re
from dataclasses import dataclass, field

from shared.domain.article import Author
from shared.formats.byline import words
from shared.formats.byline.credits import (
    agency_of,
    is_initials,
    is_nobody,
    read_credit,
)
from shared.formats.byline.names import (
    is_given_names,
    is_name_without_spaces,
    is_pen_name,
    is_surname,
    written,
)
from shared.formats.byline.parts import is_place_or_employer, is_small_name, name_and_credit
from shared.formats.byline.segments import writers_parts

_MAX_LENGTH = 300
_AND = re.compile(
    r"\s+(?:and|And|AND|und|UND|et|y|e|och|og|ja|en|oraz|un|ir|ve|és|și|и|та|і|й|και|with|With|avec|con|com|mit|met|med)\s+"
    r"|\s*[;&]\s*|\s*،\s*"
)
_COMMA = re.compile(r"[,|•·()\[\]]|\s[/–—-]\s|(?<=\w\w)/(?=\w\w)|\s/|/\s|、")
# "in Berlin", "for the Gazette": a place or an employer, which ends the name.
_PREPOSITION = re.compile(
    r"\s+(?:in|In|IN|from|From|for|For|FOR|of|at|At|bei|aus|für|im|à|pour|para|dans|desde|vanuit|från|fra|i|в|у|из|з)\s+"
    r"(?=\S*[^\W\d_a-zà-ÿ]|the\s|der\s|die\s).*"
)
_TRAILING = re.compile(r"[\s,]+(?:with|mit|avec|con|and|und|et|y|e|&)$", re.IGNORECASE)
_JOINT = re.compile(r"\s*[-/+,]\s*")  # "AFP/dpa"
_FOREIGN_REPORTER = re.compile(r"\s*(?:記者|记者|기자|특파원)$")


@dataclass(frozen=True)
class Byline:
    """The people and the agencies that a byline names."""

    authors: tuple[Author, ...] = ()
    agencies: tuple[str, ...] = ()


@dataclass
class _Found:
    names: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)


def read_byline(text: str) -> Byline:
    """Read who a byline names; one that is not plain names nobody."""
    if len(text) > _MAX_LENGTH:
        return Byline()
    found = _Found()
    for part, introduced in writers_parts(text):
        if not _read_part(found, part, introduced):
            return Byline(agencies=tuple(dict.fromkeys(found.agencies)))
    return Byline(_authors(found), tuple(dict.fromkeys(found.agencies)))


def _authors(found: _Found) -> tuple[Author, ...]:
    names = dict.fromkeys(found.names)
    return tuple(Author(name=written(name), role=found.roles.get(name)) for name in names)


def _read_part(found: _Found, part: str, introduced: bool) -> bool:
    """Read what stands behind one word for writing, or in the whole byline; tell whether all of it is plain."""
    part = _TRAILING.sub("", part)
    alone = _FOREIGN_REPORTER.sub("", part)
    if is_name_without_spaces(alone) or (is_pen_name(alone) and not is_nobody(alone)):
        found.names.append(alone)
        return True
    known = [agency_of(one) for one in _JOINT.split(part)] if agency_of(part) is None else [agency_of(part)]
    if all(known):
        found.agencies.extend(filter(None, known))
        return True
    if is_initials(part.replace(" ", "")):
        found.agencies.extend(filter(None, known))
        return True
    before = len(found.names)
    groups = [group.strip(" ,") for group in _AND.split(part)]
    plain = [group for group in groups if group]
    return all(_read_group(found, group, introduced, first=before) for group in plain)


def _read_group(found: _Found, group: str, introduced: bool, *, first: int) -> bool:
    """Read a name with what belongs to it, or names with commas between them."""
    parts = [
        part.strip(" .:") if part.strip(" .:") in words.DEGREES else part.strip(" :")
        for part in _COMMA.split(group)
    ]
    parts = [part for part in parts if part]
    if not parts or all(is_initials(part) and agency_of(part) is None for part in parts):
        return True
    if len(parts) >= 2 and "," in group and _turned(found, parts):
        parts = parts[2:]
    elif not _read_first(found, parts.pop(0), introduced, alone=len(found.names) == first):
        return False
    return all(_read_beside(found, part, first) for part in parts)


def _turned(found: _Found, parts: list[str]) -> bool:
    """Read "Doe, Jane" as Jane Doe."""
    if not is_surname(parts[0]) or not is_given_names(parts[1]):
        return False
    if agency_of(parts[0]) or agency_of(parts[1]) or is_initials(parts[1]):
        return False
    found.names.append(f"{parts[1]} {written(parts[0], alone=True)}")
    return True


def _read_first(found: _Found, part: str, introduced: bool, *, alone: bool) -> bool:
    """Read the first part of a group: a name, perhaps with its credit behind it, an agency, a desk or nobody."""
    if _read_name(found, part):
        return True
    if introduced and is_small_name(part):
        found.names.append(part.title())
        return True
    credit = read_credit(part)
    if credit is not None:
        found.agencies.extend(filter(None, [credit.agency]))
        return True
    return is_nobody(part) or (not alone and is_place_or_employer(part))


def _read_name(found: _Found, part: str) -> bool:
    """Read a name with the credit that stands before or behind it, if it is one."""
    at_work = _PREPOSITION.search(part)
    if at_work is not None:
        workplace = read_credit(at_work[0].strip())
        part = part[: at_work.start()]
    name, behind = name_and_credit(part)
    if name is None:
        return False
    first = len(found.names)
    found.names.append(name)
    if at_work is not None and workplace is not None and workplace.agency:
        found.agencies.append(workplace.agency)
    return behind is None or _read_beside(found, behind, first)


def _read_beside(found: _Found, part: str, first: int) -> bool:
    """Read what stands behind a name and a comma: another name, an agency, a role, a place, a degree."""
    part = part.strip()
    if part.casefold() in words.GENERATIONS and found.names:
        found.names[-1] = f"{found.names[-1]} {part}"
        return True
    credit = read_credit(part)
    if credit is not None:
        if credit.agency:
            found.agencies.append(credit.agency)
        if credit.role and found.names:
            _give_role(found, credit.role, first)
        return True
    if _read_name(found, part):
        return True
    return bool(found.names) and is_place_or_employer(part)


def _give_role(found: _Found, role: str, first: int) -> None:
    """Give the role to the name before it; "Staff Writers" to all of them."""
    names = found.names[first:] or found.names
    one = role.casefold().removesuffix("s").rsplit(maxsplit=1)[-1]
    if len(found.names) > 1 and role.endswith(("s", "S")) and one in words.ROLES:
        found.roles.update(dict.fromkeys(found.names, role[:-1]))
    else:
        found.roles.setdefault(names[-1], role)
