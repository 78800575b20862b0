"""Does the same with several things at once: a request to the store takes 20 ms."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

_PARALLEL = 10


def in_parallel[T, R](act: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Give what is made of each, in their order."""
    if len(items) < 2:  # threads cost more than they save
        return [act(one) for one in items]
    with ThreadPoolExecutor(_PARALLEL) as pool:
        return list(pool.map(act, items))
