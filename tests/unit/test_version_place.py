import pytest

from shared.domain.version_place import LARGEST, are_of_one_kind, placed

SPAN = LARGEST + 1
MONDAY, TUESDAY, WEDNESDAY = 1_709_500_000_000, 1_709_600_000_000, 1_709_700_000_000


@pytest.mark.parametrize(
    ("value", "before", "order"),
    [
        (2, [], 2),
        (2, [1, 3], 2),
        (TUESDAY, [MONDAY, WEDNESDAY], TUESDAY),
        (TUESDAY, [7], TUESDAY),
    ],
)
def test_versions_of_one_kind_and_dates_after_numbers_stand_at_their_own_value(value, before, order):
    assert placed(value, before) == order


def test_a_number_after_dates_is_newer_than_they_and_numbers_after_it_compare_with_it():
    first = placed(2, [MONDAY])
    assert first > MONDAY
    assert placed(3, [MONDAY, first]) > first > placed(1, [MONDAY, first]) > MONDAY


def test_each_change_of_kind_makes_the_newest_received_the_newest():
    orders: list[int] = []
    for value in (1, MONDAY, 2, TUESDAY, 3, WEDNESDAY):
        orders.append(placed(value, orders))
    assert orders == sorted(orders)
    assert len(set(orders)) == len(orders)


def test_what_is_older_than_others_of_its_kind_stays_older_after_a_change_of_kind():
    first = placed(2, [MONDAY, WEDNESDAY])
    assert placed(TUESDAY, [MONDAY, WEDNESDAY, first]) == TUESDAY


def test_the_same_value_gets_the_same_order_again():
    orders = [MONDAY, placed(2, [MONDAY])]
    assert placed(2, orders) == orders[1]


def test_an_order_never_grows_beyond_what_the_index_can_hold():
    orders = [LARGEST]
    for day in range(100):
        orders.append(placed(MONDAY + day if day % 2 else day, orders))
    assert max(orders) < 2**60


def test_numbers_of_twelve_digits_that_are_written_like_a_time_are_no_dates():
    assert not are_of_one_kind(202_603_011_205, MONDAY)
    first = placed(202_603_011_205, [MONDAY])
    assert placed(202_603_011_210, [MONDAY, first]) > first > MONDAY


def test_numbers_of_fourteen_digits_are_no_dates():
    assert are_of_one_kind(20241120100000, 3)
    assert not are_of_one_kind(MONDAY, 3)
    assert are_of_one_kind(SPAN + MONDAY, TUESDAY)
