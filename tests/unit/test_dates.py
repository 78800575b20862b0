from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.formats.dates import put_instant, read_instant
from shared.formats.draft import Draft
from tests.cost import within

EARLIEST, LATEST = datetime(1000, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001  hypothesis adds the zones
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOON = datetime(2013, 5, 15, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2013-05-15T12:00:00+02:00",
        "2013-05-15t10:00:00z",
        "20130515T120000+0200",
        "20130515T120000.000+02",
        "2013-05-15 12:00:00 +0200",
        "2013-05-15T10:00Z",
        "2013-05-15T10Z",
        "2013-W20-3T10:00:00Z",
        "2013W203T100000Z",
        "2013-135T10:00:00Z",
        "2013135T100000Z",
        "2013-05-15T10:00:00,000Z",
        "2013-05-15T10:00:00\u221200:00",
        "2013-05-15T12:00:00+02:00[Europe/Berlin]",
        "2013-05-15 10:00:00 UTC",
        "2013-5-15T10:00:00Z",
        "Wed, 15 May 2013 12:00:00 +0200",
        "15 May 2013 10:00:00 GMT",
        "Wednesday, 15-May-13 10:00:00 GMT",
        "Wed, 15 May 2013 06:00 EDT",
        "15 May 2013 11:00 CET",
        "15 May 2013 12:00 CEST",
        "2013-05-15T13:00 MSK",
        "15 May 2013 06:00 ET",
        "15 May 2013 12:00 GMT+2",
        "15 May 2013 12:00 UTC+02:00",
        "15 May 2013 19:30 ACST",
        "Wed May 15 10:00:00 +0000 2013",
        "Wed May 15 10:00:00 UTC 2013",
        1368612000,
        1368612000000,
        1368612000000000,
        1368612000.0,
        "1368612000",
        "1368612000000",
        {"$date": "2013-05-15T10:00:00Z"},
        {"$date": 1368612000000},
        {"$date": {"$numberLong": "1368612000000"}},
    ],
)
def test_an_instant_is_read_however_it_is_written(written: Any) -> None:
    reading = read_instant(written)
    assert (reading.moment, reading.code) == (NOON, None)


@pytest.mark.parametrize(
    "written",
    [
        "2013-05-15T10:00:00",
        "2013-05-15 10:00:00",
        "20130515100000",
        "Wed, 15 May 2013 10:00:00",
        "15 May 2013 10:00 IST",
    ],
)
def test_a_time_without_a_known_zone_is_read_as_utc_with_a_remark(written: str) -> None:
    reading = read_instant(written)
    assert (reading.moment, reading.code) == (NOON, "date-without-zone")


@pytest.mark.parametrize(
    ("written", "moment", "code"),
    [
        ("2013-05-15", datetime(2013, 5, 15, tzinfo=UTC), "date-without-zone"),
        ("20130515", datetime(2013, 5, 15, tzinfo=UTC), "date-without-zone"),
        (20130515, datetime(2013, 5, 15, tzinfo=UTC), "date-without-zone"),
        ("2013-W20", datetime(2013, 5, 13, tzinfo=UTC), "date-without-day"),
        ("2013-05", datetime(2013, 5, 1, tzinfo=UTC), "date-without-day"),
        ("2013", datetime(2013, 1, 1, tzinfo=UTC), "date-without-day"),
    ],
)
def test_a_date_alone_is_its_first_moment_with_a_remark(written: Any, moment: datetime, code: str) -> None:
    assert read_instant(written)[:2] == (moment, code)


def test_fractions_midnight_at_24_and_leap_seconds_are_read() -> None:
    assert read_instant("2016-12-31T23:59:60.5Z").moment == datetime(2016, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC)
    assert read_instant("2016-12-31T24:00:00Z").moment == datetime(2017, 1, 1, tzinfo=UTC)
    assert read_instant("2016-12-31T10:00:00.1234567891Z").moment == datetime(
        2016, 12, 31, 10, 0, 0, 123_456, tzinfo=UTC
    )


def test_two_digits_of_a_year_are_read_as_mail_has_them() -> None:
    assert read_instant("1 Jan 49 00:00:00 GMT").moment == datetime(2049, 1, 1, tzinfo=UTC)
    assert read_instant("1 Jan 50 00:00:00 GMT").moment == datetime(1950, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "March 5",
        "2013-02-30T00:00:00Z",
        "2013-05-15T25:00:00Z",
        "2013-05-15T24:30:00Z",
        "2013-05-15T10:61:00Z",
        "2013-05-15T10:00:00+99:99",
        "2013-366T00:00:00Z",
        "2013-W54-1",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00Z",
        "0999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-10:00",
        "1000-01-01T00:00:00+01:00",
        "1970-01-01T00:00:00Z",
        "32 Foo 2013 10:00:00 GMT",
        "٢٠١٣-٠٥-١٥T10:00:00Z",
        0,
        1,
        -5,
        10**18,
        float("inf"),
        float("nan"),
        1e300,
        True,
        [],
        {},
        {"$date": {"$date": "2013-05-15T10:00:00Z"}},
        {"date": "2013-05-15"},
    ],
)
def test_nonsense_is_no_instant(written: Any) -> None:
    reading = read_instant(written)
    assert (reading.moment, reading.code) == (None, "date-unreadable")


@pytest.mark.parametrize(
    "written", ["2" * 1_000_000, "1 " * 500_000, " " * 1_000_000 + "x", "2013-05-15T" + "1" * 1_000_000]
)
def test_a_hostile_text_takes_no_time(written: str) -> None:
    assert within(0.5, lambda: read_instant(written)).moment is None


@given(st.one_of(st.text(max_size=70), st.integers(), st.floats(), st.dictionaries(st.text(), st.text())))
def test_reading_never_raises_and_stays_within_its_years(written: Any) -> None:
    moment = read_instant(written).moment
    assert moment is None or 1000 <= moment.year <= 9999


@given(st.datetimes(EARLIEST, LATEST, timezones=st.timezones()))
def test_what_python_writes_is_read_as_the_same_instant(moment: datetime) -> None:
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60 == 0 and moment.astimezone(UTC) != EPOCH:
        assert read_instant(moment.isoformat()).moment == moment.astimezone(UTC)


def test_a_remark_becomes_a_notice_with_the_place() -> None:
    draft = Draft("test")
    draft.put("headline", "A headline", "/headline")
    put_instant(draft, "updated_at", "2013-05-15T10:00:00", "/versioncreated")
    put_instant(draft, "created_at", "soon", "/firstcreated")
    put_instant(draft, "expires_at", None, "/expires")
    parsed = draft.finish()
    assert [(notice.code, notice.pointer) for notice in parsed.notices] == [
        ("date-without-zone", "/versioncreated"),
        ("date-unreadable", "/firstcreated"),
    ]
    assert parsed.content.updated_at == NOON
    assert parsed.content.created_at is None
