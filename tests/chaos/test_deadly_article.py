"""An article that ends the process which reads it: its neighbours come in, and it is put aside and told of."""

import random
from datetime import UTC, datetime

import pytest

from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.identity import RawKey, article_id
from tests.chaos.deadly import NAME
from tests.chaos.ledger import Ledger
from tests.chaos.machine import KEY, SOURCE
from tests.chaos.newsroom import Sender, until, version_of
from tests.chaos.test_poison_and_redrive import Operator
from tests.client import Client

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]
REASON = "Reading it ends the process that reads it (signal SIGKILL); others were not held up."


def put_deadly(machine):
    """Keep such an article, as if a function with more memory had taken it."""
    body = b"kills whoever reads it"
    key = RawKey(SOURCE, article_id(SOURCE, "urn:deadly"), 1, False, content_digest(body, NAME, Hints()))
    assert machine.store.put(key, body, Envelope(source=SOURCE, format=NAME, received_at=datetime.now(UTC)))
    return key


def batch(machine, *, receives):
    """Take ten messages out of the queue as the event of a batch that was received so often."""
    found = machine.sqs.receive_message(QueueUrl=machine.queue, MaxNumberOfMessages=10, WaitTimeSeconds=5)[
        "Messages"
    ]
    return {
        "Records": [
            {
                "messageId": one["MessageId"],
                "body": one["Body"],
                "attributes": {"ApproximateReceiveCount": str(receives)},
            }
            for one in found
        ]
    }


def test_an_article_that_kills_its_process_takes_nobody_along_and_is_told_of(
    machine_without_polls, against_ledger
):
    machine, ledger, chance = machine_without_polls, Ledger(), random.Random(12)
    Sender(machine.url, ledger).send_all([[version_of("near", number, 1, chance)] for number in range(9)])
    deadly = put_deadly(machine)
    until(lambda: machine.waiting() == 10, seconds=30, what="the notification of all ten")
    event = batch(machine, receives=1)
    assert len(event["Records"]) == 10

    with pytest.raises(RuntimeError, match=r"Runtime\.ExitError: .*SIGKILL"):
        machine.invoke("index", event)
    for record in event["Records"]:
        record["attributes"]["ApproximateReceiveCount"] = "2"
    assert machine.invoke("index", event) == {"batchItemFailures": []}

    against_ledger("F12", ledger, ledger.compare(machine), seed=12)
    newest = Client(machine.url, KEY).get(f"/v1/articles/{deadly.article_id}/status").json["versions"][0]
    assert (newest["status"], newest["reason"]) == ("rejected", REASON)
    told = Operator(machine).json("status")["rejected"]
    assert told == {"total": 1, "sources": {SOURCE: 1}, "reasons": {REASON: 1}, "read": 1}
