"""The dates of a search: days of the reader's zone, instants, and days counted from today."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.date_range import fixed, read_end, read_start

NOW = datetime(2024, 3, 31, 22, 30, tzinfo=UTC)  # April in Kyiv already
KYIV = ZoneInfo("Europe/Kyiv")


def moment(written):
    return datetime.fromisoformat(written)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("today", "2024-04-01T00:00+03:00", "2024-04-02T00:00+03:00"),
        ("yesterday", "2024-03-31T00:00+02:00", "2024-04-01T00:00+03:00"),
        ("-0d", "2024-04-01T00:00+03:00", "2024-04-02T00:00+03:00"),
        ("-7d", "2024-03-25T00:00+02:00", "2024-03-26T00:00+02:00"),
        ("2024-03-05", "2024-03-05T00:00+02:00", "2024-03-06T00:00+02:00"),
        ("2024-03-05T20:15:00Z", "2024-03-05T20:15Z", "2024-03-05T20:15Z"),
        ("2024-03-05T20:15 02:00", "2024-03-05T20:15+02:00", "2024-03-05T20:15+02:00"),
        ("2024-03-05T20:15", "2024-03-05T20:15+02:00", "2024-03-05T20:15+02:00"),
    ],
)
def test_a_day_counts_in_whole_in_the_readers_zone(written, start, end):
    assert (read_start(written, KYIV, NOW), read_end(written, KYIV, NOW)) == (moment(start), moment(end))


@pytest.mark.parametrize("written", ["tomorrow", "-d", "7d", "-7", "-999999d", "2024-3-5", "0999-01-01", "Today "])
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValueError, match="is no date"):
        read_start(written, KYIV, NOW)


@given(st.text(max_size=40))
def test_anything_is_a_date_in_utc_or_refused(written):
    try:
        read = read_end(written, KYIV, NOW)
    except ValueError:
        return
    assert read.tzinfo is UTC


def test_a_page_that_follows_is_of_the_same_days():
    given = {"from-date": "-7d", "to-date": "2024-04-01", "q": "-7d"}
    start, end = read_start("-7d", KYIV, NOW), read_end("2024-04-01", KYIV, NOW)
    assert fixed(given, start, end) == {"from-date": "2024-03-24T22:00:00Z", "to-date": "2024-04-01", "q": "-7d"}
    assert read_start("2024-03-24T22:00:00Z", KYIV, NOW) == start
