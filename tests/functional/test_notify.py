"""What the notify function does with messages that cannot be delivered now, or never."""

import json
from dataclasses import asdict

import boto3
import pytest

from functions.notify import handler as notify
from shared.domain.alert_event import WebhookMessage
from tests.functional.conftest import CONTEXT, forget
from tests.functional.pretended import pretended_aws

MESSAGE = WebhookMessage("msg_1", "an-alert", "2026-01-01T00:00:00+00:00", "https://desk.invalid/hook", "{}")


@pytest.fixture
def sqs(monkeypatch):
    with pretended_aws(monkeypatch):
        client = boto3.client("sqs")
        queue = client.create_queue(QueueName="webhook", Attributes={"VisibilityTimeout": "0"})["QueueUrl"]
        monkeypatch.setenv("WEBHOOK_QUEUE_URL", queue)
        boto3.client("secretsmanager").create_secret(Name="alert-secret", SecretString="s" * 64)
        forget()
        yield client
    forget()


def deliver(sqs, body):
    """Put a message into the queue and give it to the function; gives the failed ids."""
    queue = sqs.get_queue_url(QueueName="webhook")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody=body)
    [message] = sqs.receive_message(QueueUrl=queue, AttributeNames=["All"])["Messages"]
    record = {
        "messageId": message["MessageId"],
        "body": message["Body"],
        "receiptHandle": message["ReceiptHandle"],
        "attributes": message["Attributes"],
    }
    answer = notify.lambda_handler({"Records": [record]}, CONTEXT)
    return len(answer["batchItemFailures"])


def waiting(sqs):
    """How many messages of the queue wait for their next try, and cannot be received before."""
    queue = sqs.get_queue_url(QueueName="webhook")["QueueUrl"]
    name = "ApproximateNumberOfMessagesNotVisible"
    return int(sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=[name])["Attributes"][name])


def test_a_message_that_nobody_takes_comes_back_and_waits(sqs):
    assert deliver(sqs, json.dumps(asdict(MESSAGE))) == 1
    assert waiting(sqs) == 1


def test_the_log_names_alert_and_receiver_and_not_the_address(sqs, caplog):
    deliver(sqs, json.dumps(asdict(MESSAGE)))
    told = [vars(record) for record in caplog.records if record.message == "tried a webhook"]
    assert [(one["alert"], one["receiver"], one["delivery"]) for one in told] == [
        ("an-alert", "desk.invalid", "failed")
    ]
    assert "/hook" not in str(told)


def test_a_message_to_an_address_inside_is_given_up(sqs):
    inside = asdict(MESSAGE) | {"url": "https://169.254.169.254/latest/meta-data"}
    assert deliver(sqs, json.dumps(inside)) == 0


@pytest.mark.parametrize("body", ["no JSON", "{}", "[]", json.dumps(asdict(MESSAGE) | {"more": 1})])
def test_what_is_no_message_of_ours_ends_as_a_dead_letter(sqs, body):
    assert deliver(sqs, body) == 1
    assert waiting(sqs) == 1
