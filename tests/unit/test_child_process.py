"""What may end its process is done in another one."""

import os
import signal
import subprocess
import time

import pytest

from shared.adapters.child_process import ChildProcess
from shared.domain.errors import BadInput, Deadly, FieldError, Unavailable

MEGABYTE = 1_000_000


def apart(*, seconds_left=lambda: 60.0, most_bytes=1_000 * MEGABYTE, most_seconds=30):
    return ChildProcess(most_bytes=most_bytes, most_seconds=most_seconds, seconds_left=seconds_left)


def only(results):
    [one] = results
    if isinstance(one, Exception):
        raise one
    return one


def eat():
    return bytes(2_000 * MEGABYTE)


def hang():
    while True:
        pass


@pytest.fixture(autouse=True)
def nobody_is_left():
    """Each test ends with the children that it began with: those of other tests, as an engine, live on."""
    before = children()
    yield
    assert children() == before


def children():
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,pid=,comm="], check=True, capture_output=True, text=True)
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    return {pid for parent, pid, command in rows if int(parent) == os.getpid() and command != "ps"}


def test_the_work_is_done_in_another_process_and_its_result_comes_back_whole():
    pid, result = only(apart()([lambda: (os.getpid(), b"x" * MEGABYTE)]))
    assert (pid == os.getpid(), result) == (False, b"x" * MEGABYTE)


def test_what_kills_the_other_process_is_told_with_the_signal():
    with pytest.raises(Deadly) as told:
        only(apart()([lambda: os.kill(os.getpid(), signal.SIGKILL)]))
    assert (
        told.value.detail == "Reading it ends the process that reads it (signal SIGKILL); others were not held up."
    )


def test_what_takes_more_memory_than_there_is_is_told_as_that():
    with pytest.raises(Deadly) as told:
        only(apart()([eat]))
    assert told.value.detail == "Reading it takes more memory than the function has; others were not held up."


def test_what_never_ends_is_told_as_that():
    with pytest.raises(Deadly) as told:
        only(apart(most_seconds=1)([hang]))
    assert told.value.detail == "Reading it takes more time than there is; others were not held up."


def test_when_the_time_of_the_whole_is_over_nothing_is_said_against_the_work():
    ends = time.monotonic() + 0.5
    with pytest.raises(Unavailable):
        only(apart(seconds_left=lambda: ends - time.monotonic())([hang]))
    with pytest.raises(Unavailable):
        only(apart(seconds_left=lambda: -1.0)([lambda: 1]))


def test_what_raises_is_raised_as_if_it_had_been_done_here():
    def refuse():
        raise BadInput("No.", [FieldError("no", pointer="/a")])

    with pytest.raises(BadInput) as told:
        only(apart()([refuse]))
    assert told.value.errors == (FieldError("no", pointer="/a"),)


def test_what_cannot_be_sent_back_is_done_here():
    function, pid = only(apart()([lambda: ((lambda: 7), os.getpid())]))
    assert (function(), pid) == (7, os.getpid())


def test_one_child_does_all_and_one_that_kills_costs_the_others_nothing():
    def kill():
        os.kill(os.getpid(), signal.SIGKILL)

    first, second, *refused, last = apart()([os.getpid, os.getpid, kill, eat, kill, os.getpid])
    assert first == second != last
    assert os.getpid() not in (first, last)
    assert [type(one) for one in refused] == [Deadly] * 3
    assert "memory" in str(refused[1])


def test_what_is_killed_after_others_is_not_to_blame_before_it_was_tried_alone(tmp_path):
    first = tmp_path / "first"

    def kill_once():
        if not first.exists():
            first.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return "lived"

    assert apart()([lambda: 1, kill_once, lambda: 3]) == [1, "lived", 3]
