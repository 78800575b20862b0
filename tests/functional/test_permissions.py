"""What the roles in template.yaml allow: everything that the functions do, and nothing beside it."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.accept import handler as accept
from functions.admin import handler as admin
from functions.alert import handler as alert
from functions.notify import handler as notify
from infra.cli.__main__ import main
from shared.adapters.alert_queue import SqsWebhookQueue
from shared.adapters.pin_store import S3PinStore
from shared.domain.errors import Unavailable
from shared.usecases import make_entries, release_embargoed
from tests import iam
from tests.functional.conftest import BUCKET, CONTEXT, http_event

BODY = "Text about the harbour."
VERSIONED = {"uri": "urn:versioned", "version": "1", "headline": "Harbour", "body_text": BODY}
UNVERSIONED = {"uri": "urn:unversioned", "headline": "Harbour", "body_text": BODY}
LOADED = VERSIONED | {"uri": "urn:loaded", "headline": "Lighthouse", "body_text": "Text about a lighthouse."}
POISONOUS = VERSIONED | {"uri": "urn:poisonous"}
FILE = (
    b'--b\r\nContent-Disposition: form-data; name="media_id"\r\n\r\n1.jpg\r\n'
    b'--b\r\nContent-Disposition: form-data; name="media"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\r\n--b--\r\n'
)
MISSING = f"raw/demo/{'0' * 32}/unversioned-article-{'0' * 64}"


class Newsroom:
    """The functions as they run on AWS: each request by a new process that has the function's role alone."""

    def __init__(self, service, roles, monkeypatch):
        self.service, self.roles, self.monkeypatch = service, roles, monkeypatch

    @contextmanager
    def function(self, name):
        with self.roles.acting_as(name):
            self.service.restart()
            yield
        self.service.restart()

    def push(self, article, expected=202, **options):
        with self.function("AcceptFunction"):
            answer = self.service.push(article, **options)
        assert answer.status == expected, answer.text
        return answer.json

    def keep_file(self):
        """What Superdesk's publisher does before it sends an article."""
        files = "/v1/receive/superdesk/demo/assets"
        with self.function("AcceptFunction"):
            answer = self.service.push(FILE, files, content_type="multipart/form-data; boundary=b")
            assert answer.status == 201, answer.text
            found = accept.lambda_handler(http_event("GET", f"{files}/1.jpg"), CONTEXT)
        assert found["statusCode"] == 200

    def status(self, receipt):
        with self.function("AcceptFunction"):
            answer = self.service.get(receipt["items"][0]["links"]["status"], authorization="Bearer key-of-demo")
        assert answer.status == 200, answer.text
        return [version["status"] for version in answer.json["versions"]]

    def take_down(self, receipt):
        with self.function("AcceptFunction"):
            answer = self.service.request("DELETE", receipt["items"][0]["links"]["article"], source="demo")
        assert answer.status == 202, answer.text

    def index(self, *more):
        """What the event source mapping and the function do; both have the function's role."""
        with self.function("IndexFunction"):
            self.service.sqs = boto3.client("sqs")
            self.service.sqs.get_queue_attributes(QueueUrl=self.service.queue, AttributeNames=["All"])
            while records := self.service.receive():
                assert self.service.deliver(records) == []
            failed = self.service.deliver(list(more))
        self.service.refresh()
        return failed

    def load(self, article, folder):
        """What an operator does, who needs no role of a function, and what comes of it."""
        file = folder / "loaded.json"
        file.write_text(json.dumps(article))
        assert main(["load", str(file), "--source", "demo"]) == 0
        with self.working_on("IndexFunction", self.service.load_queue) as records:
            assert len(records) == 1
            assert self.service.deliver([without_receipt(one) for one in records]) == []

    def alert(self, method, path, expected, body=None):
        with self.function("AcceptFunction"):
            answer = self.service.request(method, path, body and json.dumps(body), source="demo")
        assert answer.status == expected, answer.text
        return answer.json if answer.text else None

    @contextmanager
    def working_on(self, function, queue):
        """What waits in a queue, taken as the event source mapping does, with the function's role."""
        with self.function(function):
            self.service.sqs = boto3.client("sqs")
            self.service.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])
            records = self.service.receive(queue)
            yield records
            self.service.delete(queue, records)

    def match(self, fired=True):
        """Match what waits, cut off once before messages are sent."""
        with self.working_on("AlertFunction", self.service.alert_queue) as records:
            with self.monkeypatch.context() as patch:
                patch.setattr(SqsWebhookQueue, "send", unavailable)
                failed = alert.lambda_handler({"Records": records}, CONTEXT)["batchItemFailures"]
                assert bool(failed) is fired
            assert alert.lambda_handler({"Records": records}, CONTEXT) == {"batchItemFailures": []}

    def notify(self, caplog):
        """Try each message; nobody answers at an address that does not exist."""
        with self.working_on("NotifyFunction", self.service.webhook_queue) as records:
            assert records
            events = [
                {
                    "messageId": one["messageId"],
                    "body": one["body"],
                    "receiptHandle": one["receipt"],
                    "attributes": {"ApproximateReceiveCount": "1"},
                }
                for one in records
            ]
            failed = notify.lambda_handler({"Records": events}, CONTEXT)["batchItemFailures"]
            assert len(failed) == len(records)
            last = caplog.records[-1]  # not that a message could not be put off
            assert (last.message, last.reason[:22]) == ("tried a webhook", "the name was not found")

    def administer(self, action):
        with self.function("AdminFunction"):
            return self.service.administer(action)

    def search(self, url):
        with self.function("SearchFunction"):
            answer = self.service.get(url)
        assert answer.status == 200, answer.text
        return answer.json

    def day(self, caplog, folder):
        """Make every call to AWS that the code knows."""
        hook = {"query": {"q": "harbour"}, "webhook": "https://desk.invalid/hook"}
        path = self.alert("POST", "/v1/alerts", 201, hook)["links"]["alert"]
        assert len(self.alert("GET", "/v1/alerts", 200)["alerts"]) == 1
        self.match(fired=False)
        self.push(VERSIONED)
        self.push(VERSIONED | {"headline": "Another"}, 409)
        self.push(UNVERSIONED)
        unversioned = self.push(UNVERSIONED | {"headline": "Harbour, again"})
        self.push({"headline": "Put", "body_text": BODY}, url="/v1/articles/put", method="PUT")
        self.keep_file()
        self.load(LOADED, folder)
        for minutes in (1, 5):  # the one awaits its time in the queue, the other the release
            until = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
            self.push(VERSIONED | {"uri": f"urn:held:{minutes}", "embargoed": until})
        for version in ("1", "2"):  # before the first is released it is asked whether the second was rejected
            released = {"uri": "urn:released", "version": version, "headline": version, "body_text": "Text."}
            self.push(released | {"embargoed": "2024-01-01T00:00:00Z"})
        with self.monkeypatch.context() as patch:
            poisonous = self.rejected(POISONOUS, patch)
        assert self.search("/v1/search?q=harbour")["total"]["value"] == 3

        missing = {"messageId": "m", "body": json.dumps({"Records": [{"s3": {"object": {"key": MISSING}}}]})}
        assert self.index(missing) == ["m"]
        assert caplog.records[-1].reason == f"the raw store has no {MISSING}"

        self.push(POISONOUS)
        self.push({"headline": "Put anew", "body_text": BODY}, url="/v1/articles/put", method="PUT")
        self.index()
        assert self.status(poisonous) == ["indexed"]
        self.match()
        self.notify(caplog)

        with self.monkeypatch.context() as patch:
            patch.setattr(admin, "datetime", InFourMinutes)
            patch.setattr(release_embargoed, "_MANY", 0)  # so many go the way of loads
            assert self.administer("release") == 2
        self.index()

        self.take_down(unversioned)
        self.index()
        assert self.status(unversioned)[0] == "withdrawn"
        self.push(UNVERSIONED)  # of what was taken down it is asked whether it was erased for good
        assert self.status(self.push(LOADED)) == ["indexed"]

        S3PinStore(self.service.s3, BUCKET).pin("harbour", [poisonous["items"][0]["id"]])
        self.service.engine.indices.delete(index="articles-*")
        assert self.administer("reconcile") == 8
        self.index()
        self.alert("DELETE", path, 204)
        self.read()

    def read(self):
        """Make every request of a reader."""
        first = self.search("/v1/search?q=harbour&page-size=1&facets=source,date:month")
        assert (first["total"]["value"], first["results"][0]["pinned"]) == (3, True)
        second = self.search(first["links"]["next"])
        third = self.search(second["links"]["next"])
        assert [len(one["results"]) for one in (second, third)] == [1, 1]
        assert second["query"]["warnings"] == []  # a snapshot could be made
        assert len(self.search("/v1/search?q=harbour&page-size=2")["results"]) == 2
        assert self.search("/v1/search?q=harbuor")["query"]["did_you_mean"] == "harbour"
        article = first["results"][0]["id"]
        for path in (
            f"articles/{article}",
            f"articles/{article}/related",
            "suggest?q=har",
            "facets/source",
            "feed.json",
            "changes",
        ):
            self.search(f"/v1/{path}")
        self.search("/health")

    def rejected(self, article, patch):
        def poisoned(raw):
            if article["uri"].encode() in raw.body:
                raise ZeroDivisionError
            return read(raw)

        read = make_entries.read_again
        receipt = self.push(article)
        patch.setattr(make_entries, "read_again", poisoned)
        self.index()
        assert self.status(receipt) == ["rejected"]
        return receipt


def without_receipt(record):
    return {name: value for name, value in record.items() if name != "receipt"}


def unavailable(*_):
    raise Unavailable("cut off")


class InFourMinutes(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(minutes=4)


@pytest.fixture
def newsroom(service, monkeypatch):
    queues = {
        "IndexQueue": service.queue,
        "LoadQueue": service.load_queue,
        "AlertQueue": service.alert_queue,
        "WebhookQueue": service.webhook_queue,
    }
    asked = ["QueueArn"]
    found = {
        name: service.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=asked) for name, url in queues.items()
    }
    secrets = {one["Name"]: one["ARN"] for one in boto3.client("secretsmanager").list_secrets()["SecretList"]}
    monkeypatch.setenv("CURSOR_SECRET_ID", secrets["cursor-secret"])
    monkeypatch.setenv("ALERT_SECRET_ID", secrets["alert-secret"])
    attributes = {
        ("RawBucket", "Arn"): "arn:aws:s3:::copydesk-raw",
        **{(name, "Arn"): answer["Attributes"]["QueueArn"] for name, answer in found.items()},
        ("CursorSecret", None): secrets["cursor-secret"],
        ("AlertSecret", None): secrets["alert-secret"],
    }
    roles = iam.Roles(iam.resolver(attributes), iam.grants(), monkeypatch)
    variables = iam.TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    monkeypatch.setenv("SOURCE_KEYS_PATH", roles.resolve(variables["SOURCE_KEYS_PATH"]))
    return Newsroom(service, roles, monkeypatch)


def test_everything_that_the_functions_do_is_allowed(newsroom, caplog, tmp_path):
    newsroom.day(caplog, tmp_path)
    assert newsroom.roles.denied == []


@pytest.mark.parametrize("grant", iam.grants(), ids=str)
def test_without_any_one_grant_something_fails(grant, newsroom, caplog, tmp_path):
    newsroom.roles.granted.remove(grant)
    with pytest.raises((AssertionError, ClientError, Unavailable, ExceptionGroup)):
        newsroom.day(caplog, tmp_path)
    assert set(newsroom.roles.denied) == {grant.action}
