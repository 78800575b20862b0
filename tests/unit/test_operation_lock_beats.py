"""The heart of a lock: what it cannot be told counts as a missed beat, whatever went wrong."""

import time

import pytest
from botocore.exceptions import ReadTimeoutError

from shared.usecases.operation_lock import AtWork, only_one


class Unreachable:
    """Gives the lock, and then breaks off within each answer."""

    def __init__(self):
        self.beats = 0

    def take(self, *_):
        return None

    def beat(self, *_):
        self.beats += 1
        raise ReadTimeoutError(endpoint_url="https://s3.example")

    def leave(self, *_):
        raise AssertionError("it is not held any more")


def test_a_lock_whose_signs_of_life_are_not_taken_is_lost():
    operations = Unreachable()
    with (
        pytest.raises(AtWork, match="taken this over"),
        only_one(
            "load", operations=operations, holder="one", is_gone=lambda _: False, seconds_between_beats=0.01
        ) as check,
    ):
        until = time.monotonic() + 30
        while time.monotonic() < until:
            check()
    assert operations.beats == 3
