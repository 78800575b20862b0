"""R1: index processes that are killed do not cost an article, nor show one twice or in a wrong version."""

import os
import random
import signal
import threading
from contextlib import ExitStack, suppress

import pytest

from tests.chaos import faults
from tests.chaos.ledger import Ledger
from tests.chaos.machine import Machine
from tests.chaos.newsroom import Sender, a_day, until
from tests.chaos.proxy import Fault, Rules

pytestmark = [pytest.mark.stack, pytest.mark.timeout(3_600)]
SEED = 20_261


def points(machine: Machine) -> dict[str, tuple[Rules, str, Fault]]:
    """Name the moments at which processes are killed beside those that chance gives."""
    inside, outside = machine.rules, machine.poller_rules
    return {
        "before the raw object is read": (inside, "s3:GetObject", faults.kill_before),
        "after the raw object was read": (inside, "s3:GetObject", faults.kill_after),
        "before the bulk request": (inside, "engine:_bulk", faults.kill_before),
        "after the bulk request, before its answer": (inside, "engine:_bulk", faults.kill_after),
        "before the news are sent": (inside, "sqs:SendMessageBatch", faults.kill_before),
        "after the answer was made, before it is given": (inside, "index:answer", faults.kill_before),
        "after the answer, before the messages are deleted": (
            outside,
            "sqs:DeleteMessageBatch",
            faults.kill_before,
        ),
    }


class Killer(threading.Thread):
    """Ends one index process after another as `kill -9` does, until it is told to stop.

    It waits until the index function has done something since the last kill: on a busy machine a process takes
    long to start, and none of them would ever come to do its work.
    """

    def __init__(self, machine: Machine, *, most_bulks: int) -> None:
        super().__init__(daemon=True)
        self._machine = machine
        self._most_bulks = most_bulks
        self._chance = random.Random(SEED)
        self._stop_asked = threading.Event()
        self.kills = 0

    def run(self) -> None:
        while not self._stop_asked.is_set():
            self._let_work(bulks=self._chance.randint(1, self._most_bulks))
            self._stop_asked.wait(self._chance.uniform(0, 0.1))
            if running := self._machine.pids("index"):  # none at the moment after a kill
                with suppress(ProcessLookupError):
                    os.kill(self._chance.choice(running), signal.SIGKILL)
                    self.kills += 1

    def _let_work(self, bulks: int) -> None:
        goal = self._machine.rules.seen["engine:_bulk"] + bulks
        while self._machine.rules.seen["engine:_bulk"] < goal and not self._stop_asked.wait(0.01):
            continue

    def stop(self) -> None:
        self._stop_asked.set()
        self.join()


def test_index_processes_that_are_killed_cost_no_article(machine, long, figure, against_ledger):
    puts, kills, at_each, share = (5_000, 300, 15, 0.05) if long else (150, 10, 1, 1.0)
    ledger = Ledger()
    sender = Sender(machine.url, ledger)
    killer = Killer(machine, most_bulks=12 if long else 20)
    with ExitStack() as faulty:
        rules = {
            name: faulty.enter_context(
                where.strike(fault, operation, times=None if long else at_each, share=share, seed=SEED)
            )
            for name, (where, operation, fault) in points(machine).items()
        }
        killer.start()
        try:
            sender.send_all(a_day("r1", puts, SEED))

            def enough() -> bool:
                fired = [rule.fired for rule in rules.values()]
                return killer.kills + sum(fired) >= kills and min(fired) >= at_each

            redelivered_until(machine, enough)
        finally:
            killer.stop()
    machine.drained(seconds=600)
    fired = {name: rule.fired for name, rule in rules.items()}
    print(f"{killer.kills} kills at random, and at the named points {fired}; answers {dict(sender.answers)}")
    run = against_ledger("R1", ledger, ledger.compare(machine), seed=SEED)
    figure("R1 acknowledged versions", len(ledger), at_least=puts, run=run)
    figure("R1 kills", killer.kills + sum(fired.values()), at_least=kills, run=run)
    figure("R1 kills at the rarest of 7 points", min(fired.values()), at_least=at_each, run=run)


def redelivered_until(machine, enough):
    """Let articles be indexed again until it was enough: a fast machine is done before the kills are."""
    keys = [one.key for one in machine.store.everything()]
    chance = random.Random(SEED)

    def send_some() -> bool:
        if machine.waiting() < 20:
            machine.tell(chance.sample(keys, min(10, len(keys))))
        return enough()

    until(send_some, seconds=1_800, what="the last kill")
