"""How queries are read: what each text means, and what is told about texts that mean nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import BadInput
from shared.domain.query_text import parse_query
from shared.domain.query_tree import And, Bag, InField, Near, Not, Or, Phrase, Prefix, Word, leaves, runs

A, B, C, D = (Word(letter) for letter in "abcd")
NO_OPEN = "a parenthesis that does not open was passed over"
NO_CLOSE = "a parenthesis that does not close was passed over"
NO_AND, NO_OR = (f"{name} without something on both sides was passed over" for name in ("AND", "OR"))
NO_NEAR = "NEAR stands between two words; elsewhere it was passed over"
NO_STAR = "an asterisk ends a word of 3 letters or more; elsewhere it was passed over"
ALL = "what must not be there was given alone; it takes away from all articles"
NOTHING = "there is no word in it to look for; these are all articles"
FIELDS = "headline, body, author, topic, section"


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("a", A),
        ("a b", Bag((A, B))),
        ("a b c A", Bag((A, B, C, Word("A")))),  # a word that is typed twice weighs twice
        ('"a b" c', And((Phrase("a b"), C))),
        ("« a b »“c”", And((Phrase("a b"), Phrase("c")))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("a OR b c", Or((A, Bag((B, C))))),
        ("(a OR b) AND -c", And((Or((A, B)), Not(C)))),
        ("a NOT (b c)", And((A, Not(Bag((B, C)))))),
        ("a -b c -d", And((Bag((A, C)), Not(B), Not(D)))),
        ("NOT NOT a", A),
        ("headline:a", InField("headline", A)),
        ("Author:(a OR b)", InField("author", Or((A, B)))),
        ('topic:"a b" c', And((InField("topic", Phrase("a b")), C))),
        ("-section:a b", And((Not(InField("section", A)), B))),
        ("=a", Word("a", exact=True)),
        ("=a b", And((Word("a", exact=True), B))),
        ("a NEAR/5 b", Near(A, B, 5)),
        ('a NEAR/999 "b c"', Near(A, Phrase("b c"), 50)),
        ("abc* d", And((Prefix("abc"), D))),
        ("U.S. rock'n'roll", Bag((Word("U.S."), Word("rock'n'roll")))),
        ("well-known http://a/b 10:30", Bag((Word("well-known"), Word("http://a/b"), Word("10:30")))),
        ("and or not near", Bag((Word("and"), Word("or"), Word("not"), Word("near")))),
        ("(a b) c", Bag((A, B, C))),  # around words alone, parentheses say nothing
        ("EU OR US", Or((Word("EU"), Word("US")))),
        ("A AND B OR C D", Bag(tuple(map(Word, ("A", "AND", "B", "OR", "C", "D"))))),  # loud: nothing stands out
        ("", None),
        (" ", None),
    ],
)
def test_a_query_that_can_be_read_has_no_warnings(written, tree):
    query = parse_query(written)
    assert (query.tree, query.warnings) == (tree, ())


@pytest.mark.parametrize(
    ("written", "interpreted", "warnings"),
    [
        ('a "b c', "2 OF (a, b, c)", ["a quote that does not close was passed over"]),
        ("(a", "a", [NO_CLOSE]),
        ("a)", "a", [NO_OPEN]),
        ("a AND", "a", [NO_AND]),
        ("AND a", "a", [NO_AND]),
        ("a OR", "a", [NO_OR]),
        ("OR OR", "", [NO_OR, NOTHING]),
        ('? ! "" ()', "", [NOTHING]),
        ("NEAR/5 a", "a", [NO_NEAR]),
        ("(a b) NEAR/5 c", "2 OF (a, b, c)", [NO_NEAR]),
        ("ab*", "ab", [NO_STAR]),
        ("a*b*c*", "2 OF (a, b, c)", [NO_STAR]),
        ("color:a", "color AND a", [f"color is no field that can be searched; known: {FIELDS}"]),
        ("-a", "NOT a", [ALL]),
        ("a -", "a", []),
        ("(" * 12 + "a" + ")" * 12, "a", ["parentheses more than 10 deep were passed over", NO_OPEN]),
    ],
)
def test_what_cannot_be_read_as_meant_is_passed_over_with_a_warning(written, interpreted, warnings):
    query = parse_query(written)
    assert (query.interpreted, list(query.warnings)) == (interpreted, warnings)


def test_more_than_32_words_are_refused_beside_operators_alone():
    words = [f"w{n}" for n in range(60)]
    assert len(list(leaves(parse_query(" ".join(words)).tree))) == 1
    prose = parse_query(f'{" ".join(words)} (as "they say") AND now*')
    assert prose.tree == Bag(tuple(map(Word, [*words, "as", "they", "say", "now"])))
    assert prose.warnings == ("of a text this long all was read as words, quotes and operators with them",)
    for operators in (" OR ".join(words), " ".join(words) + " headline:a"):
        with pytest.raises(BadInput) as error:
            parse_query(operators)
        assert [one.parameter for one in error.value.errors] == ["q"]


def test_names_are_looked_for_in_words_side_by_side_and_never_in_what_is_meant_literally():
    tree = parse_query('european union "kyiv post" =Kiev -Kyiv headline:(a OR b) abc*').tree
    assert list(runs(tree)) == [("european", "union"), ("a",), ("b",)]


OPERATORS = st.sampled_from(
    ["AND", "OR", "NOT", "-", "(", ")", '"', "NEAR/3", "headline:", "=", "*", "a", "bc", "def*"]
)


@given(st.lists(OPERATORS, max_size=40).map(" ".join))
def test_any_sequence_of_operators_is_read(written):
    try:
        query = parse_query(written)
    except BadInput:
        return
    assert query.tree is None or query.interpreted


@given(st.text(max_size=512))
def test_any_text_is_read_and_its_reading_is_a_text_that_can_be_read(written):
    try:
        interpreted = parse_query(written).interpreted
    except BadInput:
        return
    if len(interpreted) <= 512:
        parse_query(interpreted)
