"""What the roles in template.yaml allow: everything that the functions do, and nothing beside it."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.accept import handler as accept
from functions.admin import handler as admin
from shared.domain.errors import Unavailable
from shared.usecases import index_articles
from tests import iam
from tests.functional.conftest import CONTEXT, http_event

BODY = "Text about the harbour."
VERSIONED = {"uri": "urn:versioned", "version": "1", "headline": "Harbour", "body_text": BODY}
UNVERSIONED = {"uri": "urn:unversioned", "headline": "Harbour", "body_text": BODY}
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

    def administer(self, action):
        with self.function("AdminFunction"):
            return self.service.administer(action)

    def search(self, url):
        with self.function("SearchFunction"):
            answer = self.service.get(url)
        assert answer.status == 200, answer.text
        return answer.json

    def day(self, caplog):
        """Make every call to AWS that the code knows."""
        self.push(VERSIONED)
        self.push(VERSIONED | {"headline": "Another"}, 409)
        self.push(UNVERSIONED)
        unversioned = self.push(UNVERSIONED | {"headline": "Harbour, again"})
        self.push({"headline": "Put", "body_text": BODY}, url="/v1/articles/put", method="PUT")
        self.keep_file()
        soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
        self.push(VERSIONED | {"uri": "urn:held", "embargoed": soon})
        with self.monkeypatch.context() as patch:
            poisonous = self.rejected(POISONOUS, patch)
        assert self.search("/v1/search?q=harbour")["total"]["value"] == 3

        missing = {"messageId": "m", "body": json.dumps({"Records": [{"s3": {"object": {"key": MISSING}}}]})}
        assert self.index(missing) == ["m"]
        assert caplog.records[-1].reason == f"the raw store has no {MISSING}"

        self.push(POISONOUS)
        self.index()
        assert self.status(poisonous) == ["indexed"]

        with self.monkeypatch.context() as patch:
            patch.setattr(admin, "datetime", InFourMinutes)
            assert self.administer("release") == 1
        self.index()

        self.take_down(unversioned)
        self.index()
        assert self.status(unversioned)[0] == "withdrawn"

        self.service.engine.indices.delete(index="articles-*")
        assert self.administer("reconcile") == 5
        self.index()
        first = self.search("/v1/search?q=harbour&page-size=2")
        assert (first["total"]["value"], len(self.search(first["links"]["next"])["results"])) == (3, 1)

    def rejected(self, article, patch):
        def poisoned(raw):
            if article["uri"].encode() in raw.body:
                raise ZeroDivisionError
            return read(raw)

        read = index_articles.read_again
        receipt = self.push(article)
        patch.setattr(index_articles, "read_again", poisoned)
        self.index()
        assert self.status(receipt) == ["rejected"]
        return receipt


class InFourMinutes(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(minutes=4)


@pytest.fixture
def newsroom(service, monkeypatch):
    queue = service.sqs.get_queue_attributes(QueueUrl=service.queue, AttributeNames=["QueueArn"])
    [secret] = boto3.client("secretsmanager").list_secrets()["SecretList"]
    monkeypatch.setenv("CURSOR_SECRET_ID", secret["ARN"])
    attributes = {
        ("RawBucket", "Arn"): "arn:aws:s3:::copydesk-raw",
        ("IndexQueue", "Arn"): queue["Attributes"]["QueueArn"],
        ("CursorSecret", None): secret["ARN"],
    }
    roles = iam.Roles(iam.resolver(attributes), iam.grants(), monkeypatch)
    variables = iam.TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    monkeypatch.setenv("SOURCE_KEYS_PATH", roles.resolve(variables["SOURCE_KEYS_PATH"]))
    return Newsroom(service, roles, monkeypatch)


def test_everything_that_the_functions_do_is_allowed(newsroom, caplog):
    newsroom.day(caplog)
    assert newsroom.roles.denied == []


@pytest.mark.parametrize("grant", iam.grants(), ids=str)
def test_without_any_one_grant_something_fails(grant, newsroom, caplog):
    newsroom.roles.granted.remove(grant)
    with pytest.raises((AssertionError, ClientError, Unavailable)):
        newsroom.day(caplog)
    assert set(newsroom.roles.denied) == {grant.action}
