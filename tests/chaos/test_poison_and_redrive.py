"""One article in a hundred is poison: its neighbours do not notice, and all of it can be brought back.

Then messages end as dead letters and a release rejects what is fine: two commands bring everything back, though
the first of them is killed in the middle.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from infra.local.runtime_api import CREDENTIALS
from shared.adapters.index_queue import read_message
from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.identity import RawKey, article_id
from shared.usecases.ports import Rejection
from tests.chaos import faults
from tests.chaos.ledger import Ledger
from tests.chaos.machine import KEY, SOURCE, Machine
from tests.chaos.newsroom import Sender, until, version_of
from tests.chaos.proxy import Rules
from tests.client import Client
from tests.local_stack import ROOT

pytestmark = [pytest.mark.engine, pytest.mark.alone, pytest.mark.timeout(900)]
SEED = 14
SHORT, LONG = 200, 2_000
FAULTY = "a mistake of a release"
NO_ARTICLE = '{"no": "article"}'


class Operator:
    """`./copydesk` as a process, behind a door of the proxy of its own."""

    def __init__(self, machine: Machine) -> None:
        self.rules = Rules()
        self._process: subprocess.Popen[str] | None = None
        named = dict(each.split("=", 1) for each in machine.system.outputs["OperatorEnvironment"].split())
        self._environment = os.environ | CREDENTIALS | named
        self._environment["AWS_ENDPOINT_URL"] = machine.door(self.rules, self._pids)

    def _pids(self) -> list[int]:
        return [self._process.pid] if self._process else []

    def run(self, *arguments: str) -> tuple[int, str]:
        """Give the exit code, negative after a kill, and what was printed."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "infra.cli", *arguments],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        out, _ = self._process.communicate(timeout=300)
        return self._process.returncode, out

    def json(self, *arguments: str) -> Any:
        code, out = self.run(*arguments, "--json")
        assert out.startswith("{"), (code, out)
        return json.loads(out)


def put_poison(machine: Machine, number: int) -> RawKey:
    """Keep what nobody can read, as if it had been taken by a release that read it."""
    body = f"poison {number}, which is no JSON".encode()
    envelope = Envelope(source=SOURCE, format="ninjs", received_at=datetime.now(UTC))
    digest = content_digest(body, "ninjs", Hints())
    key = RawKey(SOURCE, article_id(SOURCE, f"urn:poison:{number}"), 1, False, digest)
    assert machine.store.put(key, body, envelope)
    return key


def taken(machine: Machine, messages: int) -> Iterator[str]:
    """Take about so many messages that wait out of the queue, and give what is in them."""
    taken = 0
    while taken < messages:
        found = machine.sqs.receive_message(QueueUrl=machine.queue, MaxNumberOfMessages=10)["Messages"]
        for one in found:
            yield one["Body"]
            machine.sqs.delete_message(QueueUrl=machine.queue, ReceiptHandle=one["ReceiptHandle"])
        taken += len(found)


def bury(machine: Machine, messages: int) -> None:
    """Let messages that wait end as dead letters, as SQS does after a hundred tries; one more is none of ours."""
    for body in (NO_ARTICLE, *taken(machine, messages)):
        machine.sqs.send_message(QueueUrl=machine.system.outputs["DeadLetterQueueUrl"], MessageBody=body)


def reject(machine: Machine, messages: int) -> int:
    """Do what a faulty release does: reject what waits. Gives how many."""
    keys = [key for body in taken(machine, messages) for key in read_message(body) if isinstance(key, RawKey)]
    for key in keys:
        machine.store.reject(key, Rejection(FAULTY, datetime.now(UTC)))
    return len(keys)


def tries_in_vain(home: Path) -> Counter[str]:
    """How often each article was to come again, by what the index function logged."""
    tries: Counter[str] = Counter()
    for log in home.glob("index-*.log"):
        for line in log.read_text().splitlines():
            if line.startswith("{") and '"outcome":"retry"' in line.replace(" ", ""):
                tries[json.loads(line)["key"]] += 1
    return tries


def in_index(machine: Machine) -> int:
    machine.engine.indices.refresh(index="articles")
    query = {"query": {"term": {"stage": "PUBLISHED"}}}
    return int(machine.engine.count(index="articles", body=query)["count"])


def indexed(machine: Machine, number: int) -> bool:
    return bool(machine.engine.indices.exists_alias(name="articles")) and in_index(machine) == number


def test_poison_costs_its_neighbours_nothing_and_all_that_was_given_up_comes_back(
    machine_without_polls, tmp_path, long, figure, against_ledger
):
    machine, total, chance = machine_without_polls, LONG if long else SHORT, random.Random(SEED)
    ledger, run = Ledger(), f"seed {SEED}"
    healthy = total - total // 100
    articles = [[version_of("near", number, 1, chance)] for number in range(healthy)]
    Sender(machine.url, ledger).send_all(articles)
    rejected = reject(machine, total // 20)
    bury(machine, total // 10)
    poison = [put_poison(machine, number) for number in range(total // 100)]
    operator, dead = Operator(machine), machine.dead_letters()

    machine.poll()
    until(lambda: indexed(machine, healthy - rejected - dead + 1), seconds=300, what="the end of the queue")
    until(lambda: machine.waiting() == 0, seconds=60, what="the end of the poison")
    in_vain = max(tries_in_vain(tmp_path).values(), default=0)
    figure("R14 most tries in vain of a healthy neighbour", in_vain, at_most=1, run=run)
    unclear = [key for key in poison if not has_status_and_reason(machine, key)]
    figure("R14 poison without status and reason", len(unclear), at_most=0, run=run)

    with operator.rules.strike(faults.kill_after, "sqs:SendMessageBatch", times=1) as killed:
        code, _ = operator.run("redrive")
    assert (killed.fired, code) == (1, -signal.SIGKILL)
    assert machine.dead_letters() == dead  # sent, and not yet taken away
    assert operator.json("redrive")["sent"]["articles"] >= dead - 1 - 10
    until(lambda: indexed(machine, healthy - rejected), seconds=300, what="the return of the dead letters")

    told = operator.json("replay", "--rejected", "--reason", FAULTY)
    until(lambda: indexed(machine, healthy), seconds=300, what="the return of what was rejected")
    figure("R14 replayed, in percent", 100 * told["sent"] / rejected, at_least=100, run=run)

    until(lambda: is_redriven(machine, operator), seconds=240, what="the sight of what the kill had hidden")
    found = ledger.compare(machine)
    found.dead_letters -= 1  # the one that nobody can read stays, and was told of
    against_ledger("R14", ledger, found, seed=SEED)


def is_redriven(machine: Machine, operator: Operator) -> bool:
    """Redrive what has come into sight again; tell whether all that is left is told of, and none of ours."""
    unreadable = [one["body"] for one in operator.json("redrive")["unreadable"]]
    assert unreadable in ([], [NO_ARTICLE])  # the killed run keeps it out of sight for half a minute
    return unreadable == [NO_ARTICLE] and machine.dead_letters() == 1


def has_status_and_reason(machine: Machine, key: RawKey) -> bool:
    answer = Client(machine.url, KEY).get(f"/v1/articles/{key.article_id}/status")
    assert answer.status == 200, answer.body
    newest = answer.json["versions"][0]
    return newest["status"] == "rejected" and bool(newest.get("reason"))
