"""R8: whatever S3 and SQS do, nothing is acknowledged that is not kept, nothing is lost, nobody asks for ever."""

from itertools import count

import pytest

from tests.chaos import faults
from tests.chaos.ledger import Ledger
from tests.chaos.machine import Machine
from tests.chaos.newsroom import Sender, a_day
from tests.chaos.proxy import Fault

pytestmark = [pytest.mark.stack, pytest.mark.timeout(7_200)]
SEED = 20_268
FAULTS: dict[str, Fault] = {
    "unavailable": faults.unavailable,
    "throttled": faults.throttled,
    "timed out": faults.silent,
    "reset": faults.reset,
    "answer lost": faults.lost,
    "corrupt": faults.corrupt,
    "expired": faults.expired,
    "truncated": faults.truncated,
    "half closed": faults.half_closed,
}
SHARE = 0.5  # of the requests, so that a second try fails as well now and then
SECONDS_OF_THE_FUNCTION = 29


def test_no_fault_of_s3_or_sqs_makes_a_receipt_untrue_or_loses_an_article(machine, long, figure, against_ledger):
    times, articles = (200, 40) if long else (2, 4)
    ledger, strikes = Ledger(), {}
    sender = Sender(machine.url, ledger)
    for service in ("s3", "sqs"):
        for name in FAULTS:
            strikes[f"{service} {name}"] = struck(machine, sender, service, name, times=times, articles=articles)
    machine.drained(seconds=600)
    missing = ledger.missing_raw(machine)
    print(f"{strikes}; answers {dict(sender.answers)}, the slowest after {sender.slowest:.1f} s")
    run = against_ledger("R8", ledger, ledger.compare(machine), seed=SEED)
    figure("R8 strikes of the rarest of 18 faults", min(strikes.values()), at_least=times, run=run)
    figure("R8 receipts without a raw object", len(missing), at_most=0, run=run)
    figure("R8 errors without Retry-After", len(sender.without_advice), at_most=0, run=run)
    assert sender.without_advice == []


def struck(machine: Machine, sender: Sender, service: str, name: str, *, times: int, articles: int) -> int:
    """Let a fault strike so often while articles are pushed and indexed; give how often it did."""
    fault, operations, halves = FAULTS[name], f"{service}:.*", times // 2
    at_functions = machine.rules.strike(fault, operations, times=times - halves, share=SHARE, seed=SEED)
    # Of S3 the pollers know nothing; of SQS the functions know less than they.
    rules = machine.poller_rules if service == "sqs" else machine.rules
    at_pollers = rules.strike(fault, operations, times=halves, share=SHARE, seed=SEED + 1)
    with at_functions as first, at_pollers as second:
        for part in count():
            sender.send_all(a_day(f"r8-{service}-{name.replace(' ', '-')}-{part}", articles, SEED + part))
            if service == "sqs":
                machine.drained(seconds=600)
            if first.fired + second.fired >= times:
                return first.fired + second.fired
    raise AssertionError("unreachable")


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in ("corrupt", "half closed")])
def test_a_push_that_s3_does_not_take_ends_with_advice_after_two_tries_at_most(machine_without_polls, name):
    machine = machine_without_polls
    sender = Sender(machine.url, Ledger())
    step = a_day(f"bound-{name.replace(' ', '-')}", 1, SEED)[0][0]
    before = machine.rules.seen.copy()
    with machine.rules.strike(FAULTS[name], "s3:.*") as rule:
        answer = sender.once(step)
    asked = machine.rules.seen - before
    assert answer is not None
    assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) > 0
    del asked["ssm:GetParametersByPath"]  # the keys of the sources are read once a minute
    tries = 1 if name == "expired" else 2  # the same credentials would be refused again
    assert asked == {"s3:ListObjectsV2": tries, "accept:answer": 1}
    assert rule.fired == tries
    assert sender.slowest < SECONDS_OF_THE_FUNCTION


def test_an_answer_to_the_put_that_is_lost_costs_no_second_object(machine_without_polls):
    machine, ledger = machine_without_polls, Ledger()
    sender = Sender(machine.url, ledger)
    step = a_day("lost-put", 1, SEED)[0][0]
    with machine.rules.strike(faults.lost, "s3:PutObject", times=1) as rule:
        answer = sender.send(step)
    assert (rule.fired, answer.status, dict(sender.answers)) == (1, 202, {202: 1})
    assert ledger.missing_raw(machine) == []


def test_without_the_keys_of_the_sources_nobody_is_let_in_and_known_keys_serve_on(machine_without_polls):
    machine = machine_without_polls
    sender = Sender(machine.url, Ledger())
    step = a_day("keys", 1, SEED)[0][0]
    machine.restart("accept")
    with machine.rules.strike(faults.throttled, "ssm:.*") as rule:
        answer = sender.once(step)
        assert answer is not None
        assert (answer.status, int(answer.headers["retry-after"]) > 0) == (503, True)
    assert rule.fired == 2
    sender.send(step)
