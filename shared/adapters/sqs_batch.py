"""What SQS makes of several messages in one request, where each of them may fail by itself."""

from collections.abc import Iterable
from itertools import batched
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import Unavailable

AT_ONCE = 10  # what SQS takes in one request


def send(client: Any, url: str, messages: Iterable[dict[str, Any]]) -> None:
    """Send all, ten in a request; raise Unavailable when not all were taken."""
    for some in batched(messages, AT_ONCE, strict=False):
        done(client, "send_message_batch", url, some)


def done(client: Any, operation: str, url: str, some: Iterable[dict[str, Any]]) -> None:
    """Do this with ten at most; raise Unavailable when it was not done with all, or none knows with which."""
    entries = [{"Id": str(n), **one} for n, one in enumerate(some)]
    answer = asked(client, operation, QueueUrl=url, Entries=entries)
    taken = len(answer.get("Successful", ()))  # an answer that accounts for none of them took none
    if taken != len(entries):
        raise Unavailable(f"The queue did not take {len(entries) - taken} messages.")


def asked(client: Any, operation: str, **arguments: Any) -> Any:
    """Give what SQS answers; raise Unavailable where it does not."""
    try:
        return getattr(client, operation)(**arguments)
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The queue does not answer.") from error
