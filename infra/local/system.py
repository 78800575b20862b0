"""The system that template.yaml describes, as values with names and addresses resolved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Function:
    """A Lambda function; `name` is short, `index` for IndexFunction."""

    name: str
    full_name: str
    arn: str
    handler: str
    timeout: int
    memory: int
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Route:
    """A route of the HTTP API: `GET /v1/articles/{id}`, or `$default`."""

    key: str
    function: str


@dataclass(frozen=True)
class Queue:
    """A queue with the attributes that SQS knows by the same names."""

    name: str
    url: str
    arn: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class QueueSource:
    """Which queue feeds which function, and how."""

    function: str
    queue: Queue
    batch_size: int
    maximum_concurrency: int | None
    reports_item_failures: bool


@dataclass(frozen=True)
class Schedule:
    """An event that a function gets every so many seconds."""

    name: str
    function: str
    seconds: int
    event: str


@dataclass(frozen=True)
class Bucket:
    """A bucket and the notifications that it sends, as CloudFormation writes them."""

    name: str
    notifications: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Secret:
    """A secret that is generated once; `rule` is what GetRandomPassword takes."""

    name: str
    rule: Mapping[str, Any]


@dataclass(frozen=True)
class Api:
    """The HTTP API with its routes and limits."""

    routes: tuple[Route, ...]
    rate: float
    burst: int
    access_log: str | None


@dataclass(frozen=True)
class System:
    """Everything that runs, with names and addresses resolved."""

    api: Api
    functions: tuple[Function, ...]
    sources: tuple[QueueSource, ...]
    schedules: tuple[Schedule, ...]
    queues: tuple[Queue, ...]
    buckets: tuple[Bucket, ...]
    secrets: tuple[Secret, ...]
    outputs: Mapping[str, str]
