"""The two servers that the functions use: OpenSearch and the local AWS, started side by side."""

import os
import signal
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from infra.local import aws, engine, resources, template
from infra.local.cloudformation import ACCOUNT, REGION
from infra.local.failure import StartFailure
from infra.local.home import Home
from infra.local.ports import LOOPBACK, free_port
from infra.local.progress import ProgressLine
from infra.local.system import System

# On AWS 180 s. Here what a killed process held must come back while somebody is watching. The price: the hundred
# tries of a message are over after eight minutes of outage, not five hours; then the reconciler sends it again.
SECONDS_TO_RETRY = 5


@dataclass(frozen=True)
class Servers:
    """Both servers running, with the template's resources made."""

    system: System
    opensearch_url: str
    aws_url: str
    aws_pid: int
    engine: engine.Engine | None
    """None when OPENSEARCH_URL names an OpenSearch that is not ours."""


@contextmanager
def running(home: Home, keys: Mapping[str, str], *, host: str = LOOPBACK) -> Iterator[Servers]:
    """Start both and stop them at the end; Ctrl-C during the start stops what is there already.

    `host` is the address at which the functions reach them.
    """
    given_url = os.environ.get("OPENSEARCH_URL", "").rstrip("/")
    if given_url:
        _check_answers(given_url)
    hosts = list(dict.fromkeys((LOOPBACK, host)))
    engine_port, aws_port = free_port(), free_port()
    opensearch_url, aws_url = given_url or f"http://{host}:{engine_port}", f"http://{host}:{aws_port}"
    system = template.load(parameters_for(opensearch_url), aws_url=aws_url)

    def start_aws() -> aws.Aws:
        started = aws.start(home.folder / "s3", port=aws_port, hosts=hosts, log=home.logs / "aws.log")
        try:
            resources.create(system, aws_url, keys=keys, signing_secret=home.signing_secret, kept=home.kept)
        except BaseException:
            started.stop()
            raise
        return started

    with ThreadPoolExecutor(1) as pool, ProgressLine() as progress:
        coming = pool.submit(start_aws)
        try:
            # In the main thread, where Ctrl-C arrives: the first start downloads for a while.
            own = None
            if not given_url:
                own = engine.start(home.folder / "opensearch", port=engine_port, hosts=hosts, progress=progress)
        except BaseException:
            coming.result().stop()
            raise
        try:
            progress("OpenSearch and the local AWS are up; starting the functions")
            local_aws = coming.result()
        except BaseException:
            if own:
                own.stop()
            raise
    try:
        yield Servers(system, opensearch_url, aws_url, local_aws.pid, own)
    finally:
        with _undisturbed():
            local_aws.stop()
            if own:
                own.stop()


def parameters_for(opensearch_url: str) -> dict[str, str]:
    """Give the template's parameters where this machine differs from AWS."""
    return {
        "OpenSearchUrl": opensearch_url,
        "OpenSearchArn": f"arn:aws:es:{REGION}:{ACCOUNT}:domain/local",
        "OpenSearchAuth": "none",
        "RetryAfterSeconds": str(SECONDS_TO_RETRY),
        "WebhooksToLoopback": "yes",
    }


def _check_answers(url: str) -> None:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # the user's own setting
            answer.read()
    except (OSError, ValueError) as error:
        raise StartFailure(
            f"No OpenSearch answers at OPENSEARCH_URL={url}: {error}. Start it, or unset the variable."
        ) from error


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep a second Ctrl-C from leaving half of the stop undone."""
    before = {each: signal.signal(each, signal.SIG_IGN) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
