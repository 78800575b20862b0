"""A search as the website asks for it, checked and complete."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.domain.errors import BadInput, FieldError
from shared.domain.filters import Filter, parse_filter
from shared.domain.query_text import QueryText, parse_query

FILTERS = ("author", "topic", "section", "source", "lang")
FACETS = ("author", "topic", "section", "source", "lang")
DATE_FACETS = ("date:year", "date:month", "date:day")
MAX_PAGE_SIZE = 100
_DEFAULT_PAGE_SIZE = 20
_MAX_CURSOR_LENGTH = 2_000
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
_FIRST_YEAR, _LAST_YEAR = 1000, 9998  # a day later must still be a date, in any zone


class Order(StrEnum):
    """The order of the results."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True)
class SearchRequest:
    """What to find. `published_from` counts in, `published_before` does not; both are UTC."""

    query: QueryText = field(default_factory=QueryText)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    published_from: datetime | None = None
    published_before: datetime | None = None
    zone: str = "UTC"
    order: Order = Order.NEWEST
    page_size: int = _DEFAULT_PAGE_SIZE
    facets: tuple[str, ...] = ()
    cursor: str | None = None


def parse_search(parameters: Mapping[str, str]) -> SearchRequest:
    """Read the query parameters of a search; raise BadInput that names every one that is wrong."""
    reader = _Reader(parameters)
    zone = reader.read("tz", _zone, ZoneInfo("UTC"))
    query = reader.read("q", parse_query, QueryText())
    has_words = bool(query.words or query.phrases)
    request = SearchRequest(
        query=query,
        filters={
            name: reader.read(name, lambda written, name=name: parse_filter(written, name), ())  # type: ignore[misc]
            for name in FILTERS
            if name in parameters
        },
        published_from=reader.read("from-date", lambda written: _start(written, zone), None),
        published_before=reader.read("to-date", lambda written: _end(written, zone), None),
        zone=zone.key,
        order=reader.read("order-by", _order, Order.RELEVANCE if has_words else Order.NEWEST),
        page_size=reader.read("page-size", _page_size, _DEFAULT_PAGE_SIZE),
        facets=reader.read("facets", _facets, ()),
        cursor=reader.read("cursor", _cursor, None),
    )
    reader.finish()
    if request.published_from and request.published_before and request.published_from >= request.published_before:
        detail = "is not after from-date"
        raise BadInput(f"The parameter to-date {detail}.", [FieldError(detail, parameter="to-date")])
    return request


class _Reader:
    """Reads each parameter and gathers what is wrong, so that the caller learns of everything at once."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters
        self._known: set[str] = set(FILTERS)
        self._errors: list[FieldError] = []

    def read[T](self, name: str, parse: Callable[[str], T], default: T) -> T:
        self._known.add(name)
        if name not in self._parameters:
            return default
        try:
            return parse(self._parameters[name])
        except BadInput as error:
            self._errors.extend(error.errors)
        except ValueError as error:
            self._errors.append(FieldError(str(error), parameter=name))
        return default

    def finish(self) -> None:
        for name in self._parameters:
            if name not in self._known:
                self._errors.append(FieldError(self._unknown(name), parameter=name[:100]))
        if self._errors:
            first = self._errors[0]
            end = "" if first.detail.endswith("?") else "."
            raise BadInput(f"The parameter {first.parameter} {first.detail}{end}", self._errors)

    def _unknown(self, name: str) -> str:
        near = get_close_matches(name, self._known, n=1, cutoff=0.6)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(self._known))}"
        return f"is not known; {hint}"


def _zone(written: str) -> ZoneInfo:
    try:
        # Names without an area (EST, localtime) are aliases of the system's, which OpenSearch does not know.
        if re.fullmatch(r"UTC|(?!posix/|right/)[A-Za-z]+/[A-Za-z0-9_+\-/]{1,60}", written):
            return ZoneInfo(written)
    except (KeyError, OSError, ValueError):
        pass  # not in the zone database
    raise ValueError("is no time zone; write it as in Europe/Kyiv")


def _start(written: str, zone: ZoneInfo) -> datetime:
    return _moment(written, zone, timedelta(0))


def _end(written: str, zone: ZoneInfo) -> datetime:
    """Give the moment before which to look: a date counts in whole, an instant to its end."""
    return _moment(written, zone, timedelta(days=1))


def _moment(written: str, zone: ZoneInfo, whole_day: timedelta) -> datetime:
    bad = ValueError("is no date; write 2024-03-05 or 2024-03-05T20:15:00Z")
    try:
        if _DATE.fullmatch(written):
            moment = datetime.combine(_in_range(date.fromisoformat(written)) + whole_day, time(), zone)
        elif _INSTANT.fullmatch(written.replace(" ", "+") if "T" in written.upper() else written):
            moment = datetime.fromisoformat(written.replace(" ", "+") if "T" in written.upper() else written)
            _in_range(moment)
            moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
        else:
            raise bad
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad from None


def _in_range[D: date](day: D) -> D:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(day)
    return day


def _order(written: str) -> Order:
    try:
        return Order(written)
    except ValueError:
        raise ValueError("is one of relevance, newest, oldest") from None


def _page_size(written: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", written) or not 0 <= int(written) <= MAX_PAGE_SIZE:
        raise ValueError(f"is a number from 0 to {MAX_PAGE_SIZE}")
    return int(written)


def _facets(written: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in written.split(",")))
    known = (*FACETS, *DATE_FACETS)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"knows no {unknown[0][:50]!r}; known: {', '.join(known)}")
    if sum(name in DATE_FACETS for name in names) > 1:
        raise ValueError("takes one of date:year, date:month and date:day")
    return names


def _cursor(written: str) -> str:
    if len(written) > _MAX_CURSOR_LENGTH or not re.fullmatch(r"[A-Za-z0-9_.\-]+", written):
        raise ValueError("is no cursor of ours; take it from links.next as it is")
    return written
