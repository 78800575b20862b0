"""The queue of the index function in SQS."""

import json
import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import batched
from typing import Any
from urllib.parse import unquote_plus

from shared.adapters import sqs_batch
from shared.domain.identity import RawKey
from shared.domain.pack import PackName
from shared.usecases.ports import Due

_LONGEST_DELAY = 900  # seconds, as SQS has it
_AGAIN = "again"


class SqsIndexQueue:
    """Sends keys in the form in which S3 tells of new objects, so that the reader knows one form."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, keys: Sequence[RawKey]) -> None:
        """Ask for these to be indexed; raise Unavailable when not all were taken."""
        self._send({"MessageBody": _message(key)} for key in keys)

    def send_when_due(self, due: Sequence[Due], now: datetime) -> None:
        """Ask for each to be indexed at its time, or after 15 minutes if that is earlier; raise as `send` does."""
        self._send({"MessageBody": _message(one.key), "DelaySeconds": _delay(one.at, now)} for one in due)

    def _send(self, messages: Iterable[dict[str, Any]]) -> None:
        sqs_batch.send(self._client, self._url, messages)

    def send_again(self, keys: Sequence[RawKey], together: int) -> None:
        """Ask for these to be read anew and written over themselves, so many a message; raise as `send` does."""
        some = batched(keys, together, strict=False)
        self._send({"MessageBody": json.dumps(_content(*one) | {_AGAIN: True})} for one in some)


def _delay(at: datetime, now: datetime) -> int:
    """Give whole seconds, at least as many as it takes: what arrives too early only waits once more."""
    return min(max(0, math.ceil((at - now).total_seconds())), _LONGEST_DELAY)


def _message(key: RawKey) -> str:
    return json.dumps(_content(key))


def _content(*keys: RawKey) -> dict[str, Any]:
    return {"Records": [{"s3": {"object": {"key": str(key)}}} for key in keys]}


def asks_again(body: str) -> bool:
    """Tell whether a message that can be read asks for what is there to be read anew."""
    return bool(json.loads(body).get(_AGAIN))


def read_message(body: str) -> list[RawKey | PackName]:
    """Give the keys and packs that a message names: none for the test that S3 sends of a new notification.

    Raises ValueError for a message in another form.
    """
    message = json.loads(body)
    if not isinstance(message, dict):
        raise ValueError("the message is no object")
    if message.get("Event") == "s3:TestEvent":
        return []
    try:
        return [_named(unquote_plus(record["s3"]["object"]["key"])) for record in message["Records"]]
    except (KeyError, TypeError) as error:
        raise ValueError("the message names no S3 object") from error


def _named(key: str) -> RawKey | PackName:
    try:
        return PackName.parse(key)
    except ValueError:
        return RawKey.parse(key)
