"""How good an order of results is, by judgments of which documents answer which query.

nDCG@10   gain 2^grade - 1, discounted by log2(rank + 1), against the best order of the judged documents
MAP       precision at each relevant document that was found, over all that there are
MRR       one over the rank of the first relevant document
"""

import random
from collections.abc import Callable, Mapping, Sequence
from math import log2

Grades = Mapping[str, int]

_CUT = 10
_RESAMPLES = 1_000


def ndcg(found: Sequence[str], grades: Grades) -> float:
    """Give nDCG@10 of one query."""
    ideal = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(one, 0) for one in found]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2 ** max(grade, 0) - 1) / log2(rank + 1) for rank, grade in enumerate(grades[:_CUT], 1))


def average_precision(found: Sequence[str], grades: Grades) -> float:
    """Give the average precision of one query, over as many results as there are."""
    relevant = {one for one, grade in grades.items() if grade > 0}
    hits = 0
    total = 0.0
    for rank, one in enumerate(found, 1):
        if one in relevant:
            hits += 1
            total += hits / rank
    return total / len(relevant) if relevant else 0.0


def reciprocal_rank(found: Sequence[str], grades: Grades) -> float:
    """Give one over the rank of the first relevant result, 0 where there is none."""
    return next((1 / rank for rank, one in enumerate(found, 1) if grades.get(one, 0) > 0), 0.0)


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def interval(values: Sequence[float], of: Callable[[Sequence[float]], float] = mean) -> tuple[float, float]:
    """Give the bootstrap interval in which the figure lies with 95 %; the same for the same values."""
    chance = random.Random(42)
    drawn = sorted(of(chance.choices(values, k=len(values))) for _ in range(_RESAMPLES))
    return drawn[int(_RESAMPLES * 0.025)], drawn[int(_RESAMPLES * 0.975)]
