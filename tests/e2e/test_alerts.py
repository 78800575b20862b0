"""Alerts on the whole local stack: from the article that is pushed to the receiver that checks a signature."""

import hmac
import json
import queue
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest

from shared.adapters.clients import opensearch_client
from tests.client import PATIENCE, Client
from tests.figures import RecordFigure

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

SECONDS = 20.0


class Receiver(ThreadingHTTPServer):
    """Answers as it is told to, in turn and then with 200, and keeps what it got."""

    def __init__(self, *answers: int) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.answers = list(answers)
        self.got: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"

    def next(self, secret: str) -> tuple[str, Any]:
        """The id and content of the next message; its signature must be right."""
        headers, body = self.got.get(timeout=PATIENCE)
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        digest = hmac.digest(b64decode(secret.removeprefix("whsec_")), signed, sha256)
        assert headers["webhook-signature"] == f"v1,{b64encode(digest).decode()}"
        return headers["webhook-id"], json.loads(body)


class Hook(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.put(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def receiving(*answers: int) -> Iterator[Receiver]:
    with Receiver(*answers) as receiver:
        thread = threading.Thread(target=receiver.serve_forever, daemon=True)
        thread.start()
        yield receiver
        receiver.shutdown()
        thread.join()


def client_of(stack: dict[str, Any]) -> Client:
    return Client(stack["url"], stack["keys"]["demo"])


def make(client: Client, word: str, receiver: Receiver) -> Any:
    body = json.dumps({"query": {"q": word}, "webhook": receiver.url}).encode()
    answer = client.request(
        "POST", "/v1/alerts", body, Authorization=f"Bearer {client.key}", Content_Type="application/json"
    )
    assert answer.status == 201, answer.body
    return answer.json


def test_an_alert_tells_its_receiver_of_an_article_and_of_its_end(
    stack: dict[str, Any], figure: RecordFigure
) -> None:
    client, word = client_of(stack), f"w{uuid4().hex[:12]}"
    with receiving() as receiver:
        alert = make(client, word, receiver)
        registered(stack, alert)
        found = push(client, word)
        pushed = time.monotonic()
        name, content = receiver.next(alert["secret"])
        figure("seconds from a push to the webhook", time.monotonic() - pushed, at_most=SECONDS)
        assert name.startswith("msg_")
        assert (content["type"], content["data"]["article"]) == ("article.published", found)
        assert client.get(content["data"]["links"]["article"]).json["headline"] == f"About {word}"
        key = {"Authorization": f"Bearer {client.key}"}
        assert client.request("DELETE", f"/v1/articles/{found}", **key).status == 202
        _, content = receiver.next(alert["secret"])
        assert (content["type"], content["data"]["article"]) == ("article.withdrawn", found)
        assert client.request("DELETE", alert["links"]["alert"], **key).status == 204
        assert receiver.got.empty()


def test_a_receiver_that_fails_gets_the_same_message_again(stack: dict[str, Any]) -> None:
    client, word = client_of(stack), f"w{uuid4().hex[:12]}"
    with receiving(500) as receiver:
        alert = make(client, word, receiver)
        registered(stack, alert)
        push(client, word)
        first, again = receiver.next(alert["secret"]), receiver.next(alert["secret"])
        assert first == again
        key = {"Authorization": f"Bearer {client.key}"}
        assert client.request("DELETE", alert["links"]["alert"], **key).status == 204


def registered(stack: dict[str, Any], alert: Any) -> None:
    """Wait until articles are matched with it; only the engine knows when that is."""
    engine = opensearch_client(stack["opensearch"], "none", timeout=60)
    ends = time.monotonic() + PATIENCE
    while not engine.exists(index="alerts", id=alert["id"]):
        assert time.monotonic() < ends, "the alert was not registered"
        time.sleep(0.05)
    engine.close()


def push(client: Client, word: str) -> str:
    answer = client.push({"uri": f"urn:{word}", "headline": f"About {word}", "body_text": "Text."})
    assert answer.status == 202, answer.body
    name: str = answer.json["items"][0]["id"]
    return name
