"""A search as the website asks for it, checked and complete."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.domain.date_range import UseDate, read_end, read_start, read_use_date, read_zone
from shared.domain.errors import BadInput, FieldError
from shared.domain.filters import FILTERS, Filter, parse_filter
from shared.domain.parameters import ParameterReader, number
from shared.domain.profile import NEWS, PROFILES, Profile
from shared.domain.query_text import QueryText, parse_query
from shared.domain.query_tree import leaves

FACETS = FILTERS
DATE_FACETS = ("date:year", "date:month", "date:day")
MAX_PAGE_SIZE = 100
DEFAULT_PAGE_SIZE = 20
_MAX_CURSOR_LENGTH = 7_000  # of a page of 100 collapsed results, ten pins, and a snapshot of five shards
HIGHLIGHTS = ("headline", "body")
# What a result shows; the whole article is one request away.
RESULT_FIELDS = (
    "id", "source_id", "source", "headline", "url", "summary", "authors", "section", "topics", "type",
    "language", "images", "published_at", "updated_at", "word_count", "reading_minutes", "story_id", "corrections",
)  # fmt: skip
_NOT_RANKED = "there are no words to rank by; the newest come first"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


class Order(StrEnum):
    """The order of the results."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True)
class Inside:
    """The values of one facet: those that hold `needle`, `size` of them after the first `skip`.

    `among` are the only values that count, None for all: topics are looked for by labels that the index lacks.
    """

    needle: str
    skip: int
    size: int
    among: tuple[str, ...] | None = None


@dataclass(frozen=True)
class SearchRequest:
    """What to find. `start` counts in, `end` does not; both are UTC and of the date that `use_date` says.

    `forgiving` says that what comes near is wanted where nothing is found as it was typed.
    """

    query: QueryText = field(default_factory=QueryText)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    start: datetime | None = None
    end: datetime | None = None
    use_date: UseDate = UseDate.PUBLISHED
    zone: str = "UTC"
    order: Order = Order.NEWEST
    page_size: int = DEFAULT_PAGE_SIZE
    facets: tuple[str, ...] = ()
    labels: str = "en"
    inside: Inside | None = None
    media_topics: Mapping[str, str] = field(default_factory=dict)
    cursor: str | None = None
    profile: Profile = NEWS
    collapse: bool = False
    fields: tuple[str, ...] = RESULT_FIELDS
    highlight: tuple[str, ...] = HIGHLIGHTS
    explain: bool = False
    forgiving: bool = True


def parse_search(parameters: Mapping[str, str], now: datetime) -> SearchRequest:
    """Read the query parameters of a search made at `now`; raise BadInput that names every one that is wrong."""
    reader = ParameterReader(parameters, FILTERS)
    zone = reader.read("tz", read_zone, ZoneInfo("UTC"))
    query = reader.read("q", parse_query, QueryText())
    has_words = query.tree is not None and any(leaves(query.tree))
    order = reader.read("order-by", _order, Order.RELEVANCE if has_words else Order.NEWEST)
    if order is Order.RELEVANCE and not has_words:
        order, query = Order.NEWEST, replace(query, warnings=(*query.warnings, _NOT_RANKED))
    request = SearchRequest(
        query=query,
        filters={
            name: reader.read(name, lambda written, name=name: parse_filter(written, name), ())  # type: ignore[misc]
            for name in FILTERS
            if name in parameters
        },
        start=reader.read("from-date", lambda written: read_start(written, zone, now), None),
        end=reader.read("to-date", lambda written: read_end(written, zone, now), None),
        use_date=reader.read("use-date", read_use_date, UseDate.PUBLISHED),
        zone=zone.key,
        order=order,
        page_size=reader.read("page-size", number(0, MAX_PAGE_SIZE), DEFAULT_PAGE_SIZE),
        facets=reader.read("facets", _facets, ()),
        labels=reader.read("labels", _language, "en"),
        cursor=reader.read("cursor", _cursor, None),
        profile=reader.read("profile", _profile, NEWS),
        collapse=reader.read("collapse", _collapse, False),
        fields=reader.read("fields", _fields, RESULT_FIELDS),
        highlight=reader.read("highlight", _highlight, HIGHLIGHTS),
        explain=reader.read("explain", _explain, False),
    )
    reader.finish()
    same = parameters.get("from-date") == parameters.get("to-date")  # a day that the zone left out has no length
    if request.start and request.end and request.start >= request.end and not same:
        detail = "is not after from-date"
        raise BadInput(f"The parameter to-date {detail}.", [FieldError(detail, parameter="to-date")])
    return request


def _order(written: str) -> Order:
    try:
        return Order(written)
    except ValueError:
        raise ValueError("is one of relevance, newest, oldest") from None


def _facets(written: str) -> tuple[str, ...]:
    names = _some_of(written, (*FACETS, *DATE_FACETS))
    if sum(name in DATE_FACETS for name in names) > 1:
        raise ValueError("takes one of date:year, date:month and date:day")
    return names


def _language(written: str) -> str:
    if not _LANGUAGE.fullmatch(written):
        raise ValueError("is no code of a language; write it as in de or en-GB")
    return written


def _profile(written: str) -> Profile:
    return PROFILES[_one_of(written, tuple(PROFILES))]


def _collapse(written: str) -> bool:
    return _one_of(written, ("story", "none")) == "story"


def _explain(written: str) -> bool:
    return _one_of(written, ("0", "1")) == "1"


def _fields(written: str) -> tuple[str, ...]:
    chosen = _some_of(written, RESULT_FIELDS)
    return tuple(name for name in RESULT_FIELDS if name == "id" or name in chosen)


def _highlight(written: str) -> tuple[str, ...]:
    return () if written in ("", "none") else _some_of(written, HIGHLIGHTS)


def _one_of(written: str, known: tuple[str, ...]) -> str:
    if written not in known:
        raise ValueError(f"is one of {', '.join(known)}")
    return written


def _some_of(written: str, known: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in written.split(",")))
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"knows no {unknown[0][:50]!r}; known: {', '.join(known)}")
    return names


def _cursor(written: str) -> str:
    if len(written) > _MAX_CURSOR_LENGTH or not re.fullmatch(r"[A-Za-z0-9_.\-]+", written):
        raise ValueError("is no cursor of ours; take it from links.next as it is")
    return written
