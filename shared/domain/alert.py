"""A saved search with an address that is told when a new article matches it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from hashlib import sha256

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.domain.errors import BadInput, FieldError
from shared.domain.filters import FILTERS
from shared.domain.search_request import SearchRequest, parse_search

MOST_ALERTS = 100  # of one source
ALERT_ID = re.compile(r"[0-9a-f]{32}")
# What else a search takes is about one answer to one reader: its pages, its order, the days before it.
QUERY_PARAMETERS = ("q", *FILTERS)


class Alert(BaseModel):
    """What one source wants to be told of, where, and since when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: str
    query: dict[str, str]
    webhook: str
    created_at: AwareDatetime

    @property
    def key(self) -> "AlertKey":
        """Give its name in the store."""
        return AlertKey(self.source, self.id)


@dataclass(frozen=True)
class AlertKey:
    """The name of an alert in the store."""

    source: str
    id: str

    _PATTERN = re.compile(r"alerts/(?P<source>[a-z0-9][a-z0-9-]{0,62})/(?P<id>[0-9a-f]{32})\.json")

    def __str__(self) -> str:
        return f"alerts/{self.source}/{self.id}.json"

    @classmethod
    def parse(cls, key: str) -> "AlertKey":
        """Read a key; raise ValueError for one that is no alert's."""
        match = cls._PATTERN.fullmatch(key)
        if match is None:
            raise ValueError(f"not the key of an alert: {key[:200]!r}")
        return cls(match["source"], match["id"])


@dataclass(frozen=True)
class AllAlerts:
    """In the place of one alert: whatever alerts there are."""


def alert_id(source: str, query: Mapping[str, str], webhook: str) -> str:
    """Give the id of an alert: asking twice for the same makes one."""
    written = json.dumps([source, sorted(query.items()), webhook])
    return sha256(written.encode()).hexdigest()[:32]


def alert_search(query: Mapping[str, str], now: datetime) -> SearchRequest:
    """Read the query of an alert as that of a search; raise BadInput with pointers to what is wrong."""
    if unknown := [_unknown(name) for name in query if name not in QUERY_PARAMETERS]:
        raise BadInput(f"An alert's query {unknown[0].detail}", unknown)
    try:
        request = parse_search(query, now)
    except BadInput as error:
        errors = [FieldError(one.detail, pointer=f"/query/{one.parameter}") for one in error.errors]
        raise BadInput(error.detail, errors) from None
    if request.query.tree is None and not request.filters:
        raise BadInput("The query looks for nothing.", [FieldError("names nothing to look for", pointer="/query")])
    return request


def _unknown(name: str) -> FieldError:
    near = get_close_matches(name, QUERY_PARAMETERS, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(QUERY_PARAMETERS)}"
    return FieldError(f"knows no {name[:100]!r}; {hint}", pointer=pointer_to("query", name))


def pointer_to(*names: str) -> str:
    """Give the JSON Pointer to a member of what was sent, whatever its sender called it."""
    return "".join(f"/{name[:100].replace('~', '~0').replace('/', '~1')}" for name in names)
