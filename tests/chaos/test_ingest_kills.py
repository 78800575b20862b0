"""R2: what was answered with 2xx is in the raw store, whatever dies when; and what nobody was told of is found."""

from contextlib import ExitStack

import pytest

from tests.chaos import faults
from tests.chaos.ledger import Ledger
from tests.chaos.machine import Machine
from tests.chaos.newsroom import Sender, a_day

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1_800)]
SEED = 20_262
POINTS = {
    "before the versions are listed": ("s3:ListObjectsV2", faults.kill_before),
    "after the versions were listed": ("s3:ListObjectsV2", faults.kill_after),
    "before the PUT": ("s3:PutObject", faults.kill_before),
    "after the PUT, before its answer": ("s3:PutObject", faults.kill_after),
    "after the answer was made, before it is given": ("accept:answer", faults.kill_before),
}


def test_a_receipt_is_true_whatever_dies_and_a_lost_notification_is_found_in_two_sweeps(
    machine_without_polls, long, figure, against_ledger
):
    machine = machine_without_polls
    puts, at_each, share = (1_000, 40, 0.15) if long else (40, 1, 1.0)
    ledger = Ledger()
    sender = Sender(machine.url, ledger)
    day = a_day("r2", puts, SEED)
    with ExitStack() as faulty:
        rules = {
            name: faulty.enter_context(
                machine.rules.strike(fault, operation, times=at_each, share=share, seed=SEED)
            )
            for name, (operation, fault) in POINTS.items()
        }
        sender.send_all(day)
    fired = {name: rule.fired for name, rule in rules.items()}
    missing = ledger.missing_raw(machine)
    machine.lose_messages()  # every notification is lost
    machine.poll()
    *sent, left = [swept(machine) for _ in range(3)]
    print(f"killed {fired}; answers {dict(sender.answers)}; the sweeps sent {sent}, then {left}")
    run = against_ledger("R2", ledger, ledger.compare(machine), seed=SEED)
    figure("R2 kills", sum(fired.values()), at_least=at_each * len(POINTS), run=run)
    figure("R2 receipts without a raw object", len(missing), at_most=0, run=run)
    figure("R2 articles left after 2 sweeps", left, at_most=0, run=run)


def swept(machine: Machine) -> int:
    """Give how many articles a sweep found missing, when those are indexed."""
    sent: int = machine.invoke("admin", {"action": "reconcile"})["sent"]
    machine.drained(seconds=600)
    return sent


def test_a_push_that_is_tried_again_has_the_same_receipt_and_is_one_object(machine_without_polls):
    machine = machine_without_polls
    sender = Sender(machine.url, Ledger())
    step = a_day("again", 1, SEED)[0][0]
    with machine.rules.strike(faults.kill_before, "accept:answer", times=1) as killed:
        first = sender.send(step)
    second = sender.send(step)
    assert killed.fired == 1
    assert (first.status, first.json["items"]) == (second.status, second.json["items"])
    assert len(list(machine.store.everything())) == 1
