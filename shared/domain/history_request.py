"""Which versions of an article to show, and which two to compare: the parameters of two requests."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.parameters import ParameterReader, number

MOST, DEFAULT = 50, 20  # versions of a page: each is read anew from what was sent
_LONGEST = 40  # of a version's id


@dataclass(frozen=True)
class HistoryRequest:
    """How many versions to give, and the one before which they begin; None for the newest."""

    page_size: int = DEFAULT
    before: str | None = None


@dataclass(frozen=True)
class DiffRequest:
    """Two versions by their ids; None for the newest, and for the one before the other."""

    since: str | None = None
    to: str | None = None


def parse_history(parameters: Mapping[str, str]) -> HistoryRequest:
    """Read the parameters; raise BadInput that names every one that is wrong."""
    reader = ParameterReader(parameters)
    request = HistoryRequest(
        page_size=reader.read("page-size", number(1, MOST), DEFAULT),
        before=reader.read("before", _version_id, None),
    )
    reader.finish()
    return request


def parse_diff(parameters: Mapping[str, str]) -> DiffRequest:
    """Read the parameters; raise BadInput that names every one that is wrong."""
    reader = ParameterReader(parameters)
    request = DiffRequest(since=reader.read("from", _version_id, None), to=reader.read("to", _version_id, None))
    reader.finish()
    return request


def _version_id(written: str) -> str:
    if not 0 < len(written) <= _LONGEST:
        raise ValueError("is the version_id of a version, as the list of versions has it")
    return written
