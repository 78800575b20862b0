from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.change import Change, Told, changed_at, told_of
from shared.domain.change_log import (
    SETTLED_AFTER,
    LoggedChange,
    Place,
    next_page,
    parse_changes,
    read_since,
    write_cursor,
)
from shared.domain.errors import BadInput
from shared.domain.identity import Stage, milliseconds

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
SECRET = b"s" * 64


def change(name: str, seconds_ago: float) -> LoggedChange:
    told = Told(Change.PUBLISHED, NOW - timedelta(seconds=seconds_ago), f"version of {name}")
    return LoggedChange(name, "demo", told)


def after(place: Place, log: list[LoggedChange], size: int) -> list[LoggedChange]:
    """What the index gives: the next of the log after a place."""
    ordered = sorted(log, key=lambda one: (milliseconds(one.told.at), one.id))
    return [one for one in ordered if (milliseconds(one.told.at), one.id) > (place.at, place.id)][
        : size + len(place.given)
    ]


def follow(place: Place, log: list[LoggedChange], size: int = 10) -> tuple[list[str], Place]:
    page, place = next_page(place, after(place, log, size), size, NOW)
    return [one.id for one in page], read_since(write_cursor(place, SECRET), lambda: SECRET)


def test_a_change_that_turns_up_behind_one_that_was_read_is_given_and_no_other_is_given_again():
    log = [change("old", 1_000), change("new", 1)]
    given, place = follow(Place(), log)
    assert given == ["old", "new"]
    log.append(change("late", 20))
    given, place = follow(place, log)
    assert given == ["late"]
    assert follow(place, log)[0] == []


def test_pages_give_each_change_once_however_many_are_new():
    log = [change(f"{n:03}", n / 10) for n in range(250)] + [change(f"old {n:03}", 100 + n) for n in range(30)]
    given: list[str] = []
    place = Place()
    for _ in range(20):
        page, place = follow(place, log, 20)
        given += page
    assert len(given) == len(set(given)) == 30 + 100  # of what has not settled as many as a cursor can hold
    rest, _ = next_page(place, after(place, log, 500), 500, NOW + SETTLED_AFTER)
    assert sorted([one.id for one in rest] + given) == sorted(one.id for one in log)


def test_the_place_of_a_follower_is_the_last_change_that_had_settled():
    log = [change("a", 100), change("b", 90), change("c", 1)]
    _, place = follow(Place(), log)
    assert place == Place(milliseconds(log[1].told.at), "b", frozenset({log[2].mark}))


def test_a_page_that_is_cut_keeps_in_mind_what_was_given_beyond_it():
    log = [change("x", 5)]
    _, place = follow(Place(), log)
    log += [change("late 1", 20), change("late 2", 15)]
    given, place = follow(place, log, 1)
    assert given == ["late 1"]
    assert follow(place, log, 10)[0] == ["late 2"]


def test_a_version_that_is_withdrawn_is_another_change_than_the_version():
    published = change("a", 5)
    withdrawn = LoggedChange("a", "demo", Told(Change.WITHDRAWN, published.told.at, published.told.by))
    assert published.mark != withdrawn.mark


@pytest.mark.parametrize("since", ["", "tomorrow", "a.b", "a", "é.é", "W10.AAAA", "x" * 5_000])
def test_what_is_no_cursor_is_refused(since):
    with pytest.raises(BadInput) as refused:
        read_since(parse_changes({"since": since}).since, lambda: SECRET)
    assert [error.parameter for error in refused.value.errors] == ["since"]


def test_a_cursor_that_was_altered_is_refused():
    position, signature = write_cursor(Place(1, "a"), SECRET).split(".")
    other, _ = write_cursor(Place(2, "a"), SECRET).split(".")
    assert read_since(f"{position}.{signature}", lambda: SECRET) == Place(1, "a")
    for forged in (f"{other}.{signature}", f"{position}.{signature[1:]}"):
        with pytest.raises(BadInput):
            read_since(forged, lambda: SECRET)


@pytest.mark.parametrize("written", ["2025-03-01T12:00:00Z", "2025-03-01T13:00:00 01:00", "2025-03-01T12:00:00"])
def test_a_time_stands_for_the_changes_from_then_on(written):
    assert read_since(written, lambda: SECRET) == Place(milliseconds(NOW))


@pytest.mark.parametrize(
    ("parameters", "name"),
    [({"page-size": "0"}, "page-size"), ({"page-size": "501"}, "page-size"), ({"sinze": ""}, "sinze")],
)
def test_a_parameter_that_is_wrong_is_named(parameters, name):
    with pytest.raises(BadInput) as refused:
        parse_changes(parameters)
    assert [error.parameter for error in refused.value.errors] == [name]


BEFORE = NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("stage", "before", "is_known", "told"),
    [
        (Stage.PUBLISHED, None, False, Told(Change.PUBLISHED, NOW, "new")),
        (Stage.PUBLISHED, None, True, Told(Change.PUBLISHED, NOW, "new")),
        (Stage.PUBLISHED, Told(Change.PUBLISHED, BEFORE, "old"), True, Told(Change.UPDATED, NOW, "new")),
        (Stage.PUBLISHED, Told(Change.UPDATED, BEFORE, "old"), True, Told(Change.UPDATED, NOW, "new")),
        (Stage.PUBLISHED, Told(Change.WITHDRAWN, BEFORE, "old"), True, Told(Change.PUBLISHED, NOW, "new")),
        (Stage.HELD, None, False, None),
        (Stage.HELD, None, True, None),
        (Stage.HELD, Told(Change.PUBLISHED, BEFORE, "old"), True, Told(Change.WITHDRAWN, NOW, "new")),
        (Stage.HELD, Told(Change.WITHDRAWN, BEFORE, "old"), True, Told(Change.WITHDRAWN, BEFORE, "old")),
        (Stage.WITHDRAWN, Told(Change.UPDATED, BEFORE, "old"), True, Told(Change.WITHDRAWN, NOW, "new")),
        (Stage.WITHDRAWN, None, True, None),
        (Stage.WITHDRAWN, None, False, Told(Change.WITHDRAWN, NOW, "new")),
    ],
)
def test_what_readers_are_told_follows_from_what_they_were_told(stage, before, is_known, told):
    assert told_of(stage, NOW, "new", before, is_known=is_known) == told


@pytest.mark.parametrize(
    ("due", "made", "at"),
    [
        (-10, -100, 0),  # it is told when it is indexed
        (30, -100, 30),  # or when it is due, should the clock that indexed it be fast
        (-10, -5, -10),  # an index made anew tells what the one before it told
        (-10, None, -10),  # the index is about to be made
    ],
)
def test_a_change_is_told_when_readers_can_see_it(due, made, at):
    def moment(seconds: int) -> datetime:
        return NOW + timedelta(seconds=seconds)

    told = changed_at(moment(due), index_made_at=None if made is None else moment(made), now=NOW)
    assert told == moment(at)
