"""Whatever the search engine answers to the index function: articles wait in the queue, and none is lost."""

from contextlib import ExitStack

import pytest

from tests.chaos import faults
from tests.chaos.faults import answering
from tests.chaos.ledger import Ledger
from tests.chaos.newsroom import Sender, a_day

pytestmark = [pytest.mark.stack, pytest.mark.timeout(900)]
SEED = 20_267
BLOCKED = (
    b'{"error": {"type": "cluster_block_exception", "reason": "disk usage exceeded flood-stage"}, "status": 403}'
)
FAULTS = {
    "too many requests": answering(429, b'{"error": {"type": "rejected_execution_exception"}, "status": 429}'),
    "shards away": answering(503, b'{"error": {"type": "unavailable_shards_exception"}, "status": 503}'),
    "read-only": answering(403, BLOCKED),
    "an answer to nothing": answering(200, b'{"took": 1, "errors": false, "items": []}'),
    "no JSON": answering(200, b"<html>"),
    "reset": faults.reset,
    "answer lost": faults.lost,
    "truncated": faults.truncated,
    "half closed": faults.half_closed,
    "TLS": faults.garbage,
    "silent": faults.silent,
    "a byte a second": faults.dripping,
    "carried out in silence": faults.lost_in_silence,
}


def test_an_engine_that_answers_badly_costs_time_and_no_article(machine, long, figure, against_ledger):
    times, puts = (20, 1_000) if long else (1, 40)
    ledger = Ledger()
    sender = Sender(machine.url, ledger)
    with ExitStack() as faulty:
        rules = {
            name: faulty.enter_context(machine.rules.strike(fault, "engine:_bulk", times=times))
            for name, fault in FAULTS.items()
        }
        sender.send_all(a_day("engine", puts, SEED))
        keys = [one.key for one in machine.store.everything()]
        while min(rule.fired for rule in rules.values()) < times:
            machine.tell(keys[:10])  # what is told again is written again
            machine.drained(seconds=600)
    machine.drained(seconds=600)
    run = against_ledger("F16-F21", ledger, ledger.compare(machine), seed=SEED)
    figure(
        "F16-F21 strikes of the rarest of 13 faults",
        min(one.fired for one in rules.values()),
        at_least=times,
        run=run,
    )
    figure("F16-F21 pushes that were not taken at once", sender.answers.total() - len(ledger), at_most=0, run=run)
