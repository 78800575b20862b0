import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cursor import make_cursor, read_cursor
from shared.domain.errors import BadInput
from shared.domain.filters import AnyOf, parse_filter, selected
from shared.domain.query_text import parse_query
from shared.domain.search_request import Order, parse_search


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


def test_words_and_phrases_are_told_apart():
    query = parse_query("us “foreign  troops” ukraine « kyiv »")
    assert (query.words, query.phrases) == (("us", "ukraine"), ("foreign troops", "kyiv"))
    assert query.interpreted == 'us AND ukraine AND "foreign troops" AND "kyiv"'
    assert parse_query("one two three").interpreted == "2 OF (one, two, three)"


def test_a_quote_that_does_not_close_is_passed_over_with_a_warning():
    query = parse_query('zelensky "troops')
    assert (query.words, query.phrases, len(query.warnings)) == (("zelensky", "troops"), (), 1)


@given(st.text(max_size=512))
def test_any_query_within_the_limits_is_read(written):
    try:
        query = parse_query(written)
    except BadInput:
        assert len(written.split()) > 16 or len(written) > 32
        return
    assert len(query.words) <= 32


def test_the_default_order_is_relevance_only_where_there_are_words():
    assert parse_search({}).order is Order.NEWEST
    assert parse_search({"q": "a"}).order is Order.RELEVANCE
    assert parse_search({"q": "?"}).order is Order.NEWEST


def test_a_cursor_serves_its_own_search_alone():
    search, other = parse_search({"q": "a"}), parse_search({"q": "b"})
    cursor = make_cursor([1.25, "id"], search, b"secret")
    assert read_cursor(cursor, search, b"secret") == [1.25, "id"]
    for request, secret in ((other, b"secret"), (search, b"other")):
        with pytest.raises(BadInput):
            read_cursor(cursor, request, secret)


@given(st.text(alphabet="abcABC012_-.", max_size=60))
def test_no_cursor_that_was_not_signed_is_taken(cursor):
    with pytest.raises(BadInput):
        read_cursor(cursor, parse_search({}), b"secret")
