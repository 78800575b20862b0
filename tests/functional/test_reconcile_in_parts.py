"""The comparison of each hour goes on where the last one ended, and is late until all was compared."""

from types import SimpleNamespace

import pytest

from functions.admin import handler as admin
from shared.adapters.operation_store import S3Operations
from shared.domain.errors import Unavailable
from shared.usecases import bring_back
from tests.functional.conftest import BUCKET, CONTEXT

pytestmark = pytest.mark.engine


def run_out_after(parts):
    """Give what the function is told of the time that it has left."""
    times = iter([300_000, *[200_000] * parts, 100_000])
    return SimpleNamespace(**vars(CONTEXT) | {"get_remaining_time_in_millis": lambda: next(times)})


def test_runs_that_are_cut_short_bring_back_everything_together(service, article):
    for number in range(40):
        service.push(article(f"urn:{number}"))
    service.receive()  # all notifications are lost
    sent, notes = [], []
    for _ in range(4):
        sent.append(admin.lambda_handler({"action": "reconcile"}, run_out_after(5))["sent"])
        notes.append(S3Operations(service.s3, BUCKET).note("reconcile"))
    assert [(note["next_part"], note["at"] is not None) for note in notes] == [
        (5, False),
        (10, False),
        (15, False),
        (0, True),
    ]
    assert sum(sent) == 40
    assert service.drain() == []
    assert admin.lambda_handler({"action": "reconcile"}, CONTEXT)["sent"] == 0


def test_a_part_that_failed_in_one_run_leaves_all_uncompared_until_it_was_compared(service, monkeypatch):
    compared = bring_back.reconcile

    def fails_in_one_part(prefix, **stack):
        if prefix == "3":
            raise Unavailable("The raw store is away.")
        return compared(prefix, **stack)

    with monkeypatch.context() as broken:
        broken.setattr(bring_back, "reconcile", fails_in_one_part)
        with pytest.raises(ExceptionGroup, match="not everything"):
            admin.lambda_handler({"action": "reconcile"}, run_out_after(10))
    ends = []
    for _ in range(2):
        admin.lambda_handler({"action": "reconcile"}, CONTEXT)
        note = S3Operations(service.s3, BUCKET).note("reconcile")
        ends.append((note["next_part"], note["at"] is not None))
    assert ends == [(0, False), (0, True)]
