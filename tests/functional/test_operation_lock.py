"""Only one at a time does what takes long; whoever ends without a word is succeeded, and learns of it."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.operation_store import S3Operations
from shared.usecases.operation_lock import AtWork, only_one
from tests.functional.conftest import BUCKET

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def operations(service):
    return S3Operations(service.s3, BUCKET)


def is_not_gone(_):
    return False


def test_the_second_is_told_who_holds_the_lock_until_it_is_given_back(operations):
    assert operations.take("rebuild", "one", NOW, is_not_gone) is None
    assert operations.take("rebuild", "two", NOW, is_not_gone) == "one"
    operations.leave("rebuild", "two")  # it is not its own
    assert operations.take("rebuild", "two", NOW, is_not_gone) == "one"
    operations.leave("rebuild", "one")
    assert operations.take("rebuild", "two", NOW, is_not_gone) is None


def test_who_gave_no_sign_of_life_for_a_minute_is_succeeded_and_learns_of_it(operations):
    operations.take("rebuild", "one", NOW, is_not_gone)
    assert operations.beat("rebuild", "one", NOW + timedelta(seconds=30))
    assert operations.take("rebuild", "two", NOW + timedelta(seconds=85), is_not_gone) == "one"
    assert operations.take("rebuild", "two", NOW + timedelta(seconds=90), is_not_gone) is None
    assert not operations.beat("rebuild", "one", NOW + timedelta(seconds=91))
    assert operations.beat("rebuild", "two", NOW + timedelta(seconds=91))


def test_who_is_known_to_be_gone_is_succeeded_at_once(operations):
    operations.take("rebuild", "one", NOW, is_not_gone)
    assert operations.take("rebuild", "two", NOW, lambda holder: holder == "one") is None


def test_of_two_successors_at_the_same_moment_one_gets_the_lock(operations):
    operations.take("rebuild", "one", NOW, is_not_gone)

    def meanwhile(_):
        assert operations.take("rebuild", "three", NOW, lambda _: True) is None
        return True

    assert operations.take("rebuild", "two", NOW, meanwhile) == "another"
    assert operations.beat("rebuild", "three", NOW)


def held(operations, holder):
    return only_one(
        "rebuild", operations=operations, holder=holder, is_gone=is_not_gone, seconds_between_beats=0.01
    )


def test_work_goes_on_only_while_the_lock_is_held(operations):
    with held(operations, "one") as check:
        check()
        with (
            pytest.raises(AtWork, match="one is at this now"),
            held(operations, "two"),
        ):
            pass
        while operations.take("rebuild", "two", datetime.now(UTC), lambda _: True):
            pass  # a sign of life came at the same moment
        with pytest.raises(AtWork, match="taken this over"):
            while True:
                check()
    assert operations.beat("rebuild", "two", datetime.now(UTC))  # it was not given back for the other
