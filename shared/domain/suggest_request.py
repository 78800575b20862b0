"""What a reader has typed so far, and which related articles to give: the parameters of two small requests."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.errors import BadInput, FieldError
from shared.domain.parameters import ParameterReader, number
from shared.domain.text import clean_line

_MAX_LENGTH = 512  # as of a search, whose box this is
_MOST_WORDS = 10  # that are looked at
_MOST, _DEFAULT = 20, 5


@dataclass(frozen=True)
class SuggestRequest:
    """What was typed, and how many of each kind to suggest."""

    typed: str
    size: int = _DEFAULT


@dataclass(frozen=True)
class RelatedRequest:
    """How many related articles to give."""

    size: int = _DEFAULT


def parse_suggest(parameters: Mapping[str, str]) -> SuggestRequest:
    """Read the parameters; raise BadInput that names every one that is wrong."""
    reader = ParameterReader(parameters)
    typed = reader.read("q", _typed, None)
    size = reader.read("page-size", number(1, _MOST), _DEFAULT)
    reader.finish()
    if typed is None:
        detail = "is missing; it is what was typed so far"
        raise BadInput(f"The parameter q {detail}.", [FieldError(detail, parameter="q")])
    return SuggestRequest(typed, size)


def parse_related(parameters: Mapping[str, str]) -> RelatedRequest:
    """Read the parameters; raise BadInput that names every one that is wrong."""
    reader = ParameterReader(parameters)
    request = RelatedRequest(reader.read("page-size", number(1, _MOST), _DEFAULT))
    reader.finish()
    return request


def _typed(written: str) -> str:
    if len(written) > _MAX_LENGTH:
        raise ValueError(f"takes at most {_MAX_LENGTH} characters")
    return " ".join(clean_line(written).split()[:_MOST_WORDS])
