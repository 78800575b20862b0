"""An explained score, from the engine's tree of sums to an editor's words."""

from shared.adapters.explanation import explanation
from shared.domain.query_text import parse_query


def leaf(value, description):
    return {"value": value, "description": description, "details": []}


def test_sums_are_added_up_by_word_and_place_and_of_a_maximum_the_largest_counts():
    tree = {
        "value": 10, "description": "sum of:", "details": [
            {"value": 6, "description": "max of:", "details": [
                leaf(6, "weight(words.en:troop in 7) [PerFieldSimilarity], result of:"),
                leaf(3, "weight(captions.en:troop in 7) [PerFieldSimilarity], result of:"),
            ]},
            leaf(2, 'weight(exact:"foreign troops" in 7) [PerFieldSimilarity], result of:'),
            leaf(1, "weight(headline.en:troop in 7) [PerFieldSimilarity], result of:"),
            leaf(1, "Distance score, computed as weight * pivotDistance / …"),
            leaf(0.001, "weight(lead.en:foreign in 7) [PerFieldSimilarity], result of:"),
        ],
    }  # fmt: skip
    assert explanation(tree, parse_query('Troops "foreign troops"').tree) == [
        {"reason": "“troops” in the text", "share": 0.6},
        {"reason": "“foreign troops” in the text, spelled as typed", "share": 0.2},
        {"reason": "it is recent", "share": 0.1},
        {"reason": "“troops” in the headline", "share": 0.1},
    ]


def test_what_stands_first_for_its_own_reason_says_so():
    pinned = leaf(1_000_000.0, "ConstantScore(id:8ea0fa157672d1cb191a38e3102dffa9)^1000000.0")
    headline = leaf(1_000.0, "ConstantScore(headline_wording:harbour vote)^1000.0")
    query = parse_query("harbour vote").tree
    assert explanation(pinned, query) == [{"reason": "it is pinned", "share": 1.0}]
    assert explanation(headline, query) == [{"reason": "its headline is just what was typed", "share": 1.0}]
