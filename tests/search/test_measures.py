"""The measures themselves, on orders small enough to reckon by hand."""

from math import isclose, log2

from tests.search.measures import average_precision, interval, ndcg, reciprocal_rank


def test_ndcg_counts_grades_by_powers_of_two_and_ranks_by_logarithms() -> None:
    grades = {"a": 2, "b": 1}
    best = 3 / log2(2) + 1 / log2(3)
    assert ndcg(["a", "b"], grades) == 1
    assert isclose(ndcg(["b", "x", "a"], grades), (1 / log2(2) + 3 / log2(4)) / best)
    assert ndcg(["x"] * 10 + ["a"], grades) == 0
    assert ndcg(["a"], {}) == 0


def test_average_precision_counts_what_was_not_found_too() -> None:
    assert isclose(average_precision(["a", "x", "b"], {"a": 1, "b": 3, "c": 1, "x": 0}), (1 + 2 / 3) / 3)


def test_the_reciprocal_rank_is_of_the_first_relevant_result() -> None:
    assert reciprocal_rank(["x", "a", "b"], {"a": 1, "b": 3, "x": 0}) == 1 / 2
    assert reciprocal_rank(["x"], {"a": 1}) == 0


def test_the_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [0.0, 0.5, 1.0] * 30
    low, high = interval(values)
    assert 0.35 < low < 0.5 < high < 0.65
    assert interval(values) == (low, high)
