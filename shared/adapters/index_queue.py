"""The queue of the index function in SQS."""

import json
from collections.abc import Sequence
from itertools import batched
from typing import Any
from urllib.parse import unquote_plus

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey

_AT_ONCE = 10  # what SQS takes in one request


class SqsIndexQueue:
    """Sends keys in the form in which S3 tells of new objects, so that the reader knows one form."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, keys: Sequence[RawKey]) -> None:
        """Ask for these to be indexed; raise Unavailable when not all were taken."""
        for some in batched(keys, _AT_ONCE, strict=False):
            entries = [{"Id": str(n), "MessageBody": _message(key)} for n, key in enumerate(some)]
            try:
                answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            except (BotoCoreError, ClientError) as error:
                raise Unavailable("The queue does not take messages.") from error
            if answer.get("Failed"):
                raise Unavailable(f"The queue did not take {len(answer['Failed'])} messages.")


def _message(key: RawKey) -> str:
    return json.dumps({"Records": [{"s3": {"object": {"key": str(key)}}}]})


def read_message(body: str) -> list[RawKey]:
    """Give the keys that a message names: none for the test that S3 sends when a notification is set up.

    Raises ValueError for a message in another form.
    """
    message = json.loads(body)
    if not isinstance(message, dict):
        raise ValueError("the message is no object")
    if message.get("Event") == "s3:TestEvent":
        return []
    try:
        return [RawKey.parse(unquote_plus(record["s3"]["object"]["key"])) for record in message["Records"]]
    except (KeyError, TypeError) as error:
        raise ValueError("the message names no S3 object") from error
