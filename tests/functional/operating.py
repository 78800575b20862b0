"""The commands of an operator, on the service of a test."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from infra.cli.__main__ import main
from tests.functional.conftest import Service


@dataclass
class Operator:
    """Calls `copydesk` and reads what it prints; the dead letters are addresses of queues."""

    service: Service
    capsys: pytest.CaptureFixture[str]
    dead_letters: str
    alert_dead_letters: str

    def run(self, *arguments: str) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = main(arguments)
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, *arguments: str) -> tuple[int, Any]:
        code, out, err = self.run(*arguments, "--json")
        assert out, err
        return code, json.loads(out)

    def bury(self, bodies: Sequence[str], queue: str | None = None) -> None:
        """Put messages into a dead-letter queue, that of articles by default."""
        for body in bodies:
            self.service.sqs.send_message(QueueUrl=queue or self.dead_letters, MessageBody=body)

    def count(self, queue: str) -> int:
        """How many messages are in a queue, seen or not."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.service.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)


@pytest.fixture
def operator(service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Operator:
    monkeypatch.setenv("LOAD_QUEUE_URL", service.sqs.create_queue(QueueName="loads")["QueueUrl"])
    made = [
        service.sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "1"})["QueueUrl"]
        for name in ("dead", "alert-dead")
    ]
    monkeypatch.setenv("DEAD_LETTER_QUEUE_URL", made[0])
    monkeypatch.setenv("ALERT_DEAD_LETTER_QUEUE_URL", made[1])
    return Operator(service, capsys, *made)
