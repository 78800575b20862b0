"""What a process knows of the index: the languages that it holds, and what is pinned.

To ask in every language there is costs half as much again as in one. So the first search of a process, which asks
in all of them, and then one search each minute carry two small aggregations beside their own work; all later ones
ask in the languages that were found. An article in a language that is new is found by its spelling at once, in
`exact`, and by its stems after the next search that learns.
"""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from shared.adapters.analysis import LANGUAGES

PINS = "pins"  # the id of the one document that holds them
_FRESH_SECONDS = 60.0
LEARNING: dict[str, Any] = {
    "global": {},
    "aggs": {
        "languages": {"terms": {"field": "words_in", "size": len(LANGUAGES)}},
        "pins": {
            "filter": {"term": {"id": PINS}},
            "aggs": {"document": {"top_hits": {"size": 1, "_source": [PINS]}}},
        },
    },
}


class Learnt:
    """Keeps what the last answer that told of it said."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._until = clock()
        self._languages = LANGUAGES
        self._pins: Mapping[str, list[str]] = {}

    @property
    def is_stale(self) -> bool:
        """Tell whether the next search has to ask."""
        return self._clock() >= self._until

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the languages to ask, the most frequent first: all before it is known which there are."""
        return self._languages

    def pinned(self, wording: str) -> tuple[str, ...]:
        """Give the ids that stand first for a query, the first of them before the others."""
        return tuple(self._pins.get(wording, ()))

    def read(self, aggregation: Mapping[str, Any]) -> None:
        """Learn from an answer."""
        held = [bucket["key"] for bucket in aggregation["languages"]["buckets"]]
        self._languages = tuple(one for one in held if one in LANGUAGES) or LANGUAGES
        hits = aggregation["pins"]["document"]["hits"]["hits"]
        self._pins = hits[0]["_source"][PINS] if hits else {}
        self._until = self._clock() + _FRESH_SECONDS
