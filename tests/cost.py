"""What a piece of work costs; a busy machine, a large process and its other threads do not count."""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

TRIES = 5
HOPELESS = 20  # other work makes the CPU time of a thread a few times what it is, never so many times
GROWTH = 8  # of four times the text: linear work costs 4 times as much, quadratic work 16 times
SECONDS_OF_A_QUARTER = 5  # above which one try is exact enough
SECONDS_OF_A_CALL = 0.02  # what any call may cost, however short the text


def within[Outcome](seconds: float, work: Callable[[], Outcome]) -> Outcome:
    """Do the work and give its outcome; fail where the cheapest of a few tries takes more CPU seconds."""
    outcomes: list[Outcome] = []
    least = least_cpu(lambda: outcomes.append(work()), enough=seconds, hopeless=HOPELESS * seconds)
    assert least <= seconds, f"it takes {least:.3f} s of CPU, and at most {seconds} s are allowed"
    return outcomes[0]


def grows_with_the_text(work: Callable[[str], object], text: str) -> None:
    """Fail where the work on a text takes out of all proportion longer than that on its first quarter."""
    quarter = least_cpu(lambda: work(text[: len(text) // 4]), hopeless=SECONDS_OF_A_QUARTER)
    allowed = GROWTH * quarter + SECONDS_OF_A_CALL
    whole = least_cpu(lambda: work(text), enough=allowed, hopeless=HOPELESS * allowed)
    assert whole <= allowed, f"a quarter of the text takes {quarter:.3f} s of CPU, the whole {whole:.3f} s"


def least_cpu(work: Callable[[], object], *, enough: float = 0, hopeless: float = inf) -> float:
    """Give the CPU seconds of this thread for the cheapest of a few tries: whatever else goes on only adds.

    A try that takes at most `enough` or more than `hopeless` is the last.
    """
    least = inf
    for seconds in _cpu_of_each(work):
        least = min(least, seconds)
        if seconds <= enough or seconds > hopeless:
            break
    return least


def _cpu_of_each(work: Callable[[], object]) -> Iterator[float]:
    for _ in range(TRIES):
        _forget_texts()
        with _no_garbage_collection():
            began = time.thread_time()
            work()
            seconds = time.thread_time() - began
        yield seconds


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Let nobody walk through all that the other tests have left in memory."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _forget_texts() -> None:
    """Empty the caches of bounded size: they hold answers to texts, and would make the next try cheaper."""
    for module in [module for name, module in sys.modules.items() if name.startswith("shared.")]:
        for value in list(vars(module).values()):
            if _is_bounded_cache(value):
                value.cache_clear()


def _is_bounded_cache(value: Any) -> bool:
    return hasattr(value, "cache_parameters") and value.cache_parameters()["maxsize"] is not None
