"""The facet of dates: how many articles each year, month or day has, in the reader's zone, without gaps."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.instant import instant
from shared.domain.search_request import SearchRequest

MOST = 1_000  # years, months or days; the latest count
_MOMENT = timedelta(microseconds=1)
_HALF_A_DAY = timedelta(hours=12)


def query(name: str, field: str, zone: str) -> dict[str, Any]:
    """Give the counting; the engine tells of what has articles alone, the rest is filled in here."""
    return {
        "date_histogram": {
            "field": field,
            "calendar_interval": _interval(name),
            "time_zone": zone,
            "min_doc_count": 1,
        }
    }


def read(name: str, buckets: Iterable[Mapping[str, Any]], request: SearchRequest) -> dict[str, Any]:
    """Give the facet without gaps between its ends; `other` counts what is before them, where there is any."""
    interval, zone = _interval(name), ZoneInfo(request.zone)
    counts = {_day(one["key"], zone): one["doc_count"] for one in buckets}
    shown = [_FROM_NUMBER[interval](number) for number in _numbers(counts, interval, request, zone)]
    values = [{"from": _written(day, zone), "count": counts.pop(day, 0)} for day in shown]
    facet = {"interval": interval, "values": values}
    return facet | {"other": sum(counts.values())} if counts else facet


def _numbers(counts: Iterable[date], interval: str, request: SearchRequest, zone: ZoneInfo) -> range:
    """Give what to show: from the asked start to the asked end where that is not too much, else what there is."""
    number = _NUMBER[interval]
    there = [number(day) for day in counts]
    asked = [
        moment.astimezone(zone).date()
        for moment in (request.start, request.end and request.end - _MOMENT)
        if moment
    ]
    known = [*there, *map(number, asked)]
    if there and max(known) - min(known) >= MOST:
        known = there
    elif not there and not (request.start and request.end and request.start < request.end):
        return range(0)
    return range(max(min(known), max(known) - MOST + 1), max(known) + 1)


_NUMBER: Mapping[str, Callable[[date], int]] = {
    "year": lambda day: day.year,
    "month": lambda day: day.year * 12 + day.month - 1,
    "day": date.toordinal,
}
_FROM_NUMBER: Mapping[str, Callable[[int], date]] = {
    "year": lambda number: date(number, 1, 1),
    "month": lambda number: date(number // 12, number % 12 + 1, 1),
    "day": date.fromordinal,
}


def _interval(name: str) -> str:
    return name.partition(":")[2]


def _day(milliseconds: int, zone: ZoneInfo) -> date:
    """Give the day that begins here; by its noon, for the engine's zones may differ from ours by minutes."""
    noon = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds) + _HALF_A_DAY
    return noon.astimezone(zone).date()


def _written(day: date, zone: ZoneInfo) -> str:
    """Give the moment at which a day begins; where midnight does not exist, the first that does."""
    begins = datetime.combine(day, time(), zone).astimezone(UTC).astimezone(zone)
    return instant(begins, "auto") if zone.key == "UTC" else begins.isoformat()
