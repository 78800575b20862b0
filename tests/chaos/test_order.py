"""R5: messages that come out of order, several times and at once leave the newest version, and a takedown down."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import batched

import pytest

from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.identity import RawKey
from shared.usecases.take_down import take_down
from tests.chaos.ledger import Ledger
from tests.chaos.machine import SOURCE, Machine
from tests.chaos.newsroom import Step, version_of

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1_800)]
SEED = 20_265
VERSIONS = 5
TAKEN_DOWN, BROUGHT_BACK = 0.3, 0.1  # of the articles, the second of them among the first


def test_shuffled_and_repeated_messages_leave_the_newest_version_of_each_article(
    machine_without_polls, long, figure, against_ledger
):
    machine = machine_without_polls
    articles = 1_000 if long else 40
    chance, ledger = random.Random(SEED), Ledger()
    keys = [key for n in range(articles) for key in kept(machine, ledger, n, chance)]
    machine.invoke("admin", {"action": "release"})  # makes the index
    # A delete would be forgotten at once, so that only tombstones keep an article down.
    machine.engine.indices.put_settings(index="articles", body={"index.gc_deletes": "0s"})
    deliveries = [key for key in keys for _ in range(chance.randint(2, 5))]
    chance.shuffle(deliveries)

    def deliver(numbered):
        number, some = numbered
        records = [
            {
                "messageId": f"{number}-{n}",
                "body": json.dumps({"Records": [{"s3": {"object": {"key": str(key)}}}]}),
            }
            for n, key in enumerate(some)
        ]
        return machine.invoke("index", {"Records": records}, process=number % 2)["batchItemFailures"]

    with ThreadPoolExecutor(2) as pool:
        failed = [
            one
            for failures in pool.map(deliver, enumerate(batched(deliveries, 10, strict=False)))
            for one in failures
        ]
    run = against_ledger("R5", ledger, ledger.compare(machine), seed=SEED)
    figure("R5 deliveries", len(deliveries), at_least=2 * len(keys), run=run)
    figure("R5 deliveries that came back to the queue", len(failed), at_most=0, run=run)


def kept(machine: Machine, ledger: Ledger, number: int, chance: random.Random) -> list[RawKey]:
    """Keep all versions of an article as acceptance does; of some that are taken down a newer one follows."""
    steps = [version_of("r5", number, version, chance) for version in range(1, VERSIONS + 1)]
    fate = chance.random()
    last = steps.pop() if fate < BROUGHT_BACK else None
    keys = [put(machine, ledger, step) for step in steps]
    if fate < TAKEN_DOWN:
        article_id = steps[0].article_id
        ledger.taken_down(article_id)
        keys.append(take_down(article_id, source=SOURCE, store=machine.store, now=datetime.now(UTC)))
    if last is not None:
        keys.append(put(machine, ledger, last))
    return keys


def put(machine: Machine, ledger: Ledger, step: Step) -> RawKey:
    ledger.pushed(step.article_id, step.version, step.body)
    digest = content_digest(step.body, "ninjs", Hints(), None)
    key = RawKey(SOURCE, step.article_id, step.version, False, digest)
    envelope = Envelope(
        source=SOURCE,
        format="ninjs",
        received_at=datetime.now(UTC),
        hints=Hints(),
        media_type="application/json",
        charset=None,
    )
    machine.store.put(key, step.body, envelope)
    return key
