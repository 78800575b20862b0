"""The facet of dates: no gaps, the reader's zone, at most a thousand."""

from datetime import UTC, datetime

import pytest

from shared.adapters import date_facet
from shared.domain.search_request import parse_search

NOW = datetime(2024, 3, 31, 22, 30, tzinfo=UTC)


def read(interval, *days, **parameters):
    buckets = [{"key": int(datetime.fromisoformat(day).timestamp() * 1000), "doc_count": n} for day, n in days]
    request = parse_search({name.replace("_", "-"): value for name, value in parameters.items()}, NOW)
    facet = date_facet.read(f"date:{interval}", buckets, request)
    return [(one["from"], one["count"]) for one in facet["values"]], facet.get("other")


def test_months_between_are_there_with_none():
    assert read("month", ("2023-12-01T00:00Z", 2), ("2024-02-01T00:00Z", 1)) == (
        [("2023-12-01T00:00:00Z", 2), ("2024-01-01T00:00:00Z", 0), ("2024-02-01T00:00:00Z", 1)],
        None,
    )


def test_days_change_their_offset_with_summer_time():
    days = [("2024-03-30T22:00Z", 1), ("2024-03-31T21:00Z", 2)]
    assert read("day", *days, tz="Europe/Kyiv") == (
        [("2024-03-31T00:00:00+02:00", 1), ("2024-04-01T00:00:00+03:00", 2)],
        None,
    )


def test_a_day_without_midnight_begins_when_its_clock_does():
    assert read("day", ("2018-11-04T03:00Z", 1), tz="America/Sao_Paulo") == (
        [("2018-11-04T01:00:00-02:00", 1)],
        None,
    )


@pytest.mark.parametrize(
    ("parameters", "months"),
    [
        ({"from_date": "2024-01-15", "to_date": "2024-03-05"}, ["2024-01", "2024-02", "2024-03"]),
        ({"from_date": "2024-01-15"}, ["2024-01", "2024-02"]),
        ({"to_date": "2024-03-01"}, ["2024-02", "2024-03"]),
        ({"from_date": "1000-01-01", "to_date": "9998-12-31"}, ["2024-02"]),
    ],
)
def test_asked_dates_are_the_ends_unless_they_are_too_far_apart(parameters, months):
    values, _ = read("month", ("2024-02-01T00:00Z", 1), **parameters)
    assert [day[:7] for day, _ in values] == months


def test_without_articles_there_are_the_asked_dates_or_nothing():
    assert read("year", from_date="2023-05-01", to_date="2024-05-01")[0] == [
        ("2023-01-01T00:00:00Z", 0),
        ("2024-01-01T00:00:00Z", 0),
    ]
    assert read("year", from_date="2023-05-01") == ([], None)
    assert len(read("day", from_date="1000-01-01", to_date="9998-12-31")[0]) == date_facet.MOST


def test_what_is_before_the_last_thousand_counts_as_other():
    values, other = read("day", ("1951-07-01T00:00Z", 3), ("2024-02-01T00:00Z", 1))
    assert (len(values), values[-1], other) == (1000, ("2024-02-01T00:00:00Z", 1), 3)
