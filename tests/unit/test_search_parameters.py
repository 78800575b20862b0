from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cursor import make_cursor, read_cursor
from shared.domain.errors import BadInput
from shared.domain.filters import AnyOf, parse_filter, selected
from shared.domain.position import Position
from shared.domain.search_request import Order, parse_search

NOW = datetime(2024, 3, 31, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        ("politics", [AnyOf(("politics",))]),
        ("politics|war,-sport", [AnyOf(("politics", "war")), AnyOf(("sport",), True)]),
        ('"Pedersen, Terje"|Ann Lee', [AnyOf(("Pedersen, Terje", "Ann Lee"))]),
        ("-a|b", [AnyOf(("a", "b"), True)]),
        (" a , b ", [AnyOf(("a",)), AnyOf(("b",))]),
        ('-"a|b"', [AnyOf(("a|b",), True)]),
        ("O'Neil-Smith", [AnyOf(("O'Neil-Smith",))]),
    ],
)
def test_a_filter_reads_and_or_not_and_quotes(written, groups):
    assert parse_filter(written, "topic") == tuple(groups)


@pytest.mark.parametrize(
    "written", ["", ",", "|", "a,", "a|", "a,,b", "-", '"', '"a', '"a"b', "a|-b", "x" * 201, ",".join("a" * 51)]
)
def test_a_filter_that_cannot_be_read_names_its_parameter(written):
    with pytest.raises(BadInput) as error:
        parse_filter(written, "topic")
    assert error.value.errors[0].parameter == "topic"


@given(st.text(max_size=300))
def test_any_filter_is_read_or_refused(written):
    try:
        groups = parse_filter(written, "topic")
    except BadInput:
        return
    assert all(group.values and all(group.values) for group in groups)


def test_the_selected_values_are_those_asked_for():
    assert selected(parse_filter("a|b,-c,_none", "x")) == ("a", "b")


def test_the_default_order_is_relevance_only_where_there_are_words():
    assert parse_search({}, NOW).order is Order.NEWEST
    assert parse_search({"q": "a"}, NOW).order is Order.RELEVANCE
    assert parse_search({"q": "?"}, NOW).order is Order.NEWEST
    assert parse_search({"q": "-a"}, NOW).order is Order.NEWEST


@pytest.mark.parametrize("q", [{}, {"q": ""}, {"q": "?"}, {"q": "-a"}])
def test_where_there_are_no_words_to_rank_by_the_newest_come_first_and_who_asked_otherwise_is_told(q):
    told = "there are no words to rank by; the newest come first"
    plain, asked = parse_search(q, NOW), parse_search({**q, "order-by": "relevance"}, NOW)
    assert (plain.order, asked.order) == (Order.NEWEST, Order.NEWEST)
    assert asked.query.warnings == (*plain.query.warnings, told)
    assert told not in plain.query.warnings
    assert told not in parse_search({"q": "a", "order-by": "relevance"}, NOW).query.warnings


def test_a_cursor_serves_its_own_search_alone():
    search, other = parse_search({"q": "a"}, NOW), parse_search({"q": "b"}, NOW)
    start = Position(
        NOW, after=(1.25, "id"), seen=("a",), snapshot="s", skip=3, languages=("en",), total=4, forgiving=True,
        pinned=("b", "c"),
    )  # fmt: skip
    cursor = make_cursor(start, search, b"secret")
    assert read_cursor(cursor, search, b"secret") == start
    assert read_cursor(cursor, replace(search, page_size=3, fields=("id",), explain=True), b"secret") == start
    for request, secret in ((other, b"secret"), (search, b"other")):
        with pytest.raises(BadInput):
            read_cursor(cursor, request, secret)


@given(st.text(alphabet="abcABC012_-.", max_size=60))
def test_no_cursor_that_was_not_signed_is_taken(cursor):
    with pytest.raises(BadInput):
        read_cursor(cursor, parse_search({}, NOW), b"secret")
