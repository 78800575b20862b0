"""Where a version stands among those that were received before it: one integer for all of them.

A sender orders its versions by numbers or by dates, and now and then changes from one to the other: a system
begins to number, two systems send the same article. Numbers and dates do not compare. So the order of a version
has two parts, `turn * 2^55 + value`: when the kind changes, and the new kind would stand below the old one, a new
turn begins, above all that came before.
"""

from collections.abc import Collection
from dataclasses import dataclass

LARGEST = 2**55 - 1  # of a version: its digits hold a date down to the millisecond, or microseconds since 1970
_SPAN = LARGEST + 1
_LAST_TURN = 31  # an order stays below 2^60
# A value from here (1979) to there (2286) is a date in milliseconds, others are numbers: YYYYMMDDhhmm is one too.
_LEAST_DATE = 3 * 10**11
_FIRST_BEYOND_DATES = 10**13


@dataclass(frozen=True, order=True)
class Place:
    """The two parts of an order; later places compare as greater."""

    turn: int
    value: int

    @property
    def is_date(self) -> bool:
        """Tell a date in milliseconds from a number."""
        return _LEAST_DATE <= self.value < _FIRST_BEYOND_DATES

    @property
    def order(self) -> int:
        """Give the integer."""
        return self.turn * _SPAN + self.value


def place_of(order: int) -> Place:
    """Give the parts of an order."""
    return Place(*divmod(order, _SPAN))


def placed(value: int, before: Collection[int]) -> int:
    """Give the order of a version with this value, among the orders of those received before.

    Versions of one kind are compared by their values, in whatever sequence they arrive. One of another kind than
    the newest is newer than it when it is the newest of its own kind.
    """
    own = Place(0, value)
    places = [place_of(order) for order in before]
    alike = [each for each in places if each.is_date == own.is_date and each.value >= value]
    if alike:
        return Place(min(alike, key=lambda each: (each.value, each.turn)).turn, value).order
    newest = max(places, default=own)
    turn = newest.turn if value > newest.value or newest.is_date == own.is_date else newest.turn + 1
    return Place(min(turn, _LAST_TURN), value).order


def are_of_one_kind(one: int, other: int) -> bool:
    """Tell whether both orders are dates or both are numbers."""
    return place_of(one).is_date == place_of(other).is_date
