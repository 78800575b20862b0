"""Anything that may happen to an article, in any order, against a model of what readers must see."""

import os
import random
import time

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from shared.adapters.clients import opensearch_client
from tests.chaos.life.machine import LifeMachine

pytestmark = [pytest.mark.engine, pytest.mark.timeout(4 * 3600)]
_RUNS, _RUNS_OF_THE_LONG_FORM = 25, 2_000
_STEPS = 30


def test_whatever_happens_readers_see_what_the_model_says(opensearch, long, figure):
    number = int(os.environ.get("COPYDESK_SEED") or random.SystemRandom().getrandbits(32)) if long else 1
    _empty(opensearch)
    started = time.monotonic()
    try:
        machine = type("Life", (LifeMachine,), {"opensearch": opensearch})
        seed(number)(machine)
        LifeMachine.runs.clear()
        run_state_machine_as_test(machine, settings=_settings(long=long))
    finally:
        print(f"seed {number}: {dict(LifeMachine.runs)} in {time.monotonic() - started:.0f} s")
        _empty(opensearch)
    least = _runs(long=long)
    figure("R9 runs without divergence", LifeMachine.runs["runs"], at_least=least, run=f"seed {number}")


def _settings(*, long: bool) -> settings:
    return settings(
        max_examples=_runs(long=long),
        stateful_step_count=_STEPS,
        derandomize=not long,  # the same runs each time, so that a failure is of what was changed
        database=None,
        deadline=None,
        print_blob=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


def _runs(*, long: bool) -> int:
    return _RUNS_OF_THE_LONG_FORM if long else _RUNS


def _empty(opensearch: str) -> None:
    engine = opensearch_client(opensearch, "none", timeout=30)
    engine.indices.delete(index="articles-*", params={"ignore_unavailable": "true"})
    engine.close()
