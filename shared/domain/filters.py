"""A filter on one field: `politics|war,-sport` is (politics or war) and not sport."""

import re
from dataclasses import dataclass

from shared.domain.errors import BadInput, FieldError
from shared.domain.text import clean_line

FILTERS = (
    "author", "topic", "media-topic", "section", "source", "lang", "type", "genre", "keyword", "place", "person",
    "organisation", "mention",
)  # fmt: skip
NONE = "_none"  # the value that finds articles without one
_MAX_VALUES = 50
_MAX_LENGTH = 200
# A value in quotes may hold the operators: author="Pedersen, Terje".
_TOKEN = re.compile(r'\s*(?P<not>-?)(?:"(?P<quoted>[^"]*)"|(?P<plain>[^",|\s-][^,|]*))\s*(?P<next>[,|]|$)')


@dataclass(frozen=True)
class AnyOf:
    """One of the values must be there, or, negated, none of them."""

    values: tuple[str, ...]
    negated: bool = False


Filter = tuple[AnyOf, ...]  # all of them must hold


def parse_filter(written: str, parameter: str) -> Filter:
    """Read a filter; raise BadInput that names the parameter and shows the form."""
    groups: list[AnyOf] = []
    values: list[str] = []
    negated, position = False, 0
    while position < len(written) or not groups:
        token = _TOKEN.match(written, position)
        value = clean_line(token["quoted"] or token["plain"] or "") if token else ""  # as articles have theirs
        if token is None or not value or len(value) > _MAX_LENGTH or (values and bool(token["not"])):
            raise _bad(parameter, f"cannot be read at {written[position:][:40]!r}; write values as a|b,-c")
        negated = negated or bool(token["not"])
        values.append(value)
        if token["next"] != "|":
            groups.append(AnyOf(tuple(values), negated))
            values, negated = [], False
        position = token.end()
        if token["next"] and position == len(written):
            raise _bad(parameter, f"ends in {token['next']!r}; a value must follow")
    if sum(len(group.values) for group in groups) > _MAX_VALUES:
        raise _bad(parameter, f"takes at most {_MAX_VALUES} values")
    return tuple(groups)


def selected(chosen: Filter) -> tuple[str, ...]:
    """Give the values that a filter asks for, in the order written."""
    return tuple(value for group in chosen if not group.negated for value in group.values if value != NONE)


def _bad(parameter: str, detail: str) -> BadInput:
    return BadInput(f"The filter {parameter} {detail}.", [FieldError(detail, parameter=parameter)])
