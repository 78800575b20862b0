"""The stack that a command works on: the one that the environment names, else the one of `make run`.

On AWS the stack's output `OperatorEnvironment` says what to put into the environment; see docs/operations.md.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from opensearchpy import OpenSearch

from infra.local import resources
from infra.local.home import Home
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.index_queue import SqsIndexQueue
from shared.adapters.pin_store import S3PinStore
from shared.adapters.raw_store import S3RawStore
from shared.domain.errors import CopydeskError

DONE, FAILED, USAGE = 0, 1, 2  # the exit codes of every command
ENVIRONMENT = (
    "It works on the stack that OPENSEARCH_URL, OPENSEARCH_AUTH, RAW_BUCKET and the addresses of the queues name "
    "in the environment, else on that of `make run`."
)
_NEEDED = ("OPENSEARCH_URL", "RAW_BUCKET")
_ENGINE_SECONDS = 30.0
_TELLING_SECONDS = 5.0  # somebody waits to be told how it is
_JOB_SECONDS = 600.0  # what the engine does with a whole index


class NoStack(CopydeskError):
    """There is no stack to work on, or a part of it is not named."""


class Stack:
    """The parts of a stack, each made when it is first asked for."""

    def __init__(self, environment: Mapping[str, str], client: Callable[[str], Any]) -> None:
        self._environment = environment
        self._client = client

    def named(self, name: str) -> str:
        """Give what the environment calls this; raise NoStack where it says nothing."""
        if value := self._environment.get(name):
            return value
        raise NoStack(f"{name} is not set: it names a part of the stack that this command needs")

    @property
    def bucket(self) -> str:
        """Give the name of the raw bucket."""
        return self.named("RAW_BUCKET")

    @cached_property
    def s3(self) -> Any:
        """Give the client of S3."""
        return self._client("s3")

    @cached_property
    def sqs(self) -> Any:
        """Give the client of SQS."""
        return self._client("sqs")

    @cached_property
    def cloudwatch(self) -> Any:
        """Give the client of CloudWatch."""
        return self._client("cloudwatch")

    @cached_property
    def engine(self) -> OpenSearch:
        """Give the client of OpenSearch."""
        return self._engine(_ENGINE_SECONDS)

    @cached_property
    def telling_engine(self) -> OpenSearch:
        """Give a client of OpenSearch that gives up soon, and so tells soon that there is no answer."""
        return self._engine(_TELLING_SECONDS)

    @cached_property
    def patient_engine(self) -> OpenSearch:
        """Give a client of OpenSearch that waits for what takes minutes."""
        return self._engine(_JOB_SECONDS)

    def _engine(self, seconds: float) -> OpenSearch:
        auth = self._environment.get("OPENSEARCH_AUTH") or "aws"
        return opensearch_client(
            self.named("OPENSEARCH_URL"), "none" if auth == "none" else "aws", timeout=seconds
        )

    @cached_property
    def store(self) -> S3RawStore:
        """Give the raw store."""
        return S3RawStore(self.s3, self.bucket)

    @property
    def unread(self) -> list[str]:
        """Give a line for each pack that could not be read as the raw store was listed, with what to do."""
        return [f"{name} {why}" for name, why in self.store.packs.passed_over.items()]

    @cached_property
    def pins(self) -> S3PinStore:
        """Give what is pinned."""
        return S3PinStore(self.s3, self.bucket)

    @cached_property
    def index(self) -> OpenSearchArticleIndex:
        """Give the index behind the alias."""
        return OpenSearchArticleIndex(self.engine)

    @cached_property
    def queue(self) -> SqsIndexQueue:
        """Give the way to the index function."""
        return SqsIndexQueue(self.sqs, self.named("INDEX_QUEUE_URL"))

    @cached_property
    def load_queue(self) -> SqsIndexQueue:
        """Give the way to the index function for many articles, which fresh ones do not wait behind."""
        return SqsIndexQueue(self.sqs, self.named("LOAD_QUEUE_URL"))

    def close(self) -> None:
        """Let go of what was made."""
        made = vars(self)
        for name in ("s3", "sqs", "cloudwatch", "engine", "telling_engine", "patient_engine"):
            if name in made:
                made[name].close()


@contextmanager
def the_stack() -> Iterator[Stack]:
    """Give the stack that the environment names, or that of this machine; raise NoStack where there is none."""
    if all(os.environ.get(name) for name in _NEEDED):
        stack = Stack(os.environ, aws_client)
    elif facts := _of_this_machine():
        stack = Stack(facts["environment"], lambda service: resources.client(service, facts["aws"]))
    else:
        raise NoStack(f"no stack: set {' and '.join(_NEEDED)}, or start one with `make run`")
    try:
        yield stack
    finally:
        stack.close()


def on_the_stack(act: Callable[[Stack, argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Give what runs a command on the stack and tells on stderr why it could not; it gives the exit code."""

    def run(given: argparse.Namespace) -> int:
        try:
            with the_stack() as stack:
                return act(stack, given)
        except NoStack as error:
            return say(error.detail, USAGE)
        except CopydeskError as error:
            return say(error.detail, FAILED)

    return run


def say(detail: str, code: int) -> int:
    """Tell on stderr; give the exit code."""
    print(f"copydesk: {detail}", file=sys.stderr)
    return code


def add_json(command: argparse.ArgumentParser) -> None:
    """Add `--json`, which every command has that tells something."""
    command.add_argument("--json", action="store_true", help="print one JSON object, for machines")


def add_dry_run(command: argparse.ArgumentParser) -> None:
    """Add `--dry-run`, which every command has that writes."""
    command.add_argument("--dry-run", action="store_true", help="tell what would be done, and do nothing")


def as_json(content: Mapping[str, Any]) -> str:
    """Give one line for machines; times as in ISO 8601."""
    return json.dumps(content, ensure_ascii=False, default=str)


def _of_this_machine() -> dict[str, Any] | None:
    try:
        facts: dict[str, Any] = json.loads((Home.from_environment().folder / "stack.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return facts
