"""What a forgiving search asks besides its results: which words of the query are there, and what comes near each.

The best results do not tell it: where of two words one is frequent and the other mistyped, all have the first.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.adapters.queries import visible
from shared.adapters.words_query import WordsQuery
from shared.domain.query_tree import Node, Word, runs

Query = dict[str, Any]

COUNTED, NEAR, ARTICLES = "counted", "near", "articles"
NAMED = ("authors", "topics", "section")  # what is found by its words and not marked
_MOST_WORDS = 12  # that are asked for
_FEW = range(2, 5)  # words of which each may hide another; of one the results tell, of more they have enough
_ARTICLES = 2  # that show how a word is written


def near_words(tree: Node, words: WordsQuery, highlight: Mapping[str, Any], now: datetime) -> Query:
    """Give the aggregations: how many visible articles have each word, and of a few the best with one near it."""
    asked = list(dict.fromkeys(word for run in runs(tree) for word in run))[:_MOST_WORDS]
    there = {"filters": {"filters": {word: words.holding(word) for word in asked}}}
    counted: Query = {
        COUNTED: {"global": {}, "aggs": {"shown": {"filter": visible(now), "aggs": {"words": there}}}},
    }
    if len(asked) not in _FEW:
        return counted
    shown = {
        "top_hits": {
            "size": _ARTICLES,
            "_source": [f"article.{name}" for name in NAMED],
            "highlight": highlight,
        }
    }
    near = {"filters": {word: words.matching(Word(word)) for word in asked}}
    return counted | {NEAR: {"filters": near, "aggs": {ARTICLES: shown}}}
