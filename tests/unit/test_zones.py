from datetime import UTC, datetime, timedelta

import pytest

from shared.formats.zones import zone

SUMMER, WINTER = datetime(2024, 7, 1, 12), datetime(2024, 1, 1, 12)  # noqa: DTZ001  the zone follows


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Z", 0),
        ("gmt", 0),
        ("CET", 1),
        ("MESZ", 2),
        ("EEST", 3),
        ("мск", 3),
        ("EST", -5),
        ("JST", 9),
        ("NPT", 5.75),
        ("+02:00", 2),
        ("-0330", -3.5),
        ("+05", 5),
        ("GMT+3", 3),
        ("UTC-10", -10),
        ("UTC +5:30", 5.5),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_distance_from_utc(written: str, hours: float) -> None:
    known = zone(written)
    assert known is not None
    assert known.utcoffset(SUMMER) == timedelta(hours=hours)


def test_the_american_names_without_a_season_follow_the_day() -> None:
    eastern = zone("ET")
    assert eastern is not None
    assert (eastern.utcoffset(SUMMER), eastern.utcoffset(WINTER)) == (timedelta(hours=-4), timedelta(hours=-5))


@pytest.mark.parametrize("written", ["IST", "BST", "AST", "A", "", "Berlin", "+", "GMT+"])
def test_a_name_that_means_several_zones_or_none_is_not_known(written: str) -> None:
    assert zone(written) is None


def test_utc_is_utc() -> None:
    assert zone("UTC") is UTC
