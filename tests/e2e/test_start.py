"""How long a start takes, and what it tells whoever waits for it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from infra.local import jars
from infra.local.home import Home
from infra.local.jar_lock import locked_jars
from infra.local.ports import LOOPBACK
from infra.local.supervisor import FIRST_PORT, LAST_PORT
from tests.client import Client
from tests.local_stack import ROOT, SECONDS_TO_START, SECONDS_TO_STOP, LocalStack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(180)]

ARTICLE = {"uri": "urn:example:first", "headline": "First", "body_text": "Pushed as soon as anybody can."}
ATTEMPTS = 3  # the machine may be busy with something else
SECONDS_TO_FETCH = 60
JARS = jars.cache_directory() / "opensearch/jars"


@pytest.fixture
def warm_cache() -> list[Path]:
    """The jars, where an earlier start has fetched them."""
    files = [JARS / jar.path for jar in locked_jars()]
    if not all(file.exists() for file in files):
        pytest.skip("the jar cache is cold: this would measure the network")
    return files


@pytest.mark.usefixtures("warm_cache")
def test_the_first_push_is_accepted_within_fifteen_seconds_of_the_start(tmp_path: Path) -> None:
    for attempt in range(ATTEMPTS):
        seconds = seconds_to_first_202(tmp_path / f"home-{attempt}")
        if seconds < 15:
            return
    pytest.fail(f"the first push was accepted after {seconds:.1f} s")


def seconds_to_first_202(home: Path) -> float:
    home.mkdir()
    key = Home(home).key("demo")  # made here, so that it is known before the stack tells it
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        accepted = pool.submit(seconds_until_accepted, key, began)
        running = LocalStack(home)
        ready = time.monotonic() - began
    running.stop()
    seconds = accepted.result()
    print(f"from the start of the process: first 202 after {seconds:.1f} s, samples found after {ready:.1f} s")
    return seconds


def seconds_until_accepted(key: str, began: float) -> float:
    """Push to the first free port, as soon as somebody listens there."""
    port = next(port for port in range(FIRST_PORT, LAST_PORT) if not listens(port))
    while (seconds := time.monotonic() - began) < SECONDS_TO_START:
        if listens(port) and Client(f"http://{LOOPBACK}:{port}", key).push(ARTICLE).status == 202:
            return time.monotonic() - began
        time.sleep(0.05)
    return seconds


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def test_a_start_that_has_to_download_tells_how_far_it_is_and_fetches_only_what_is_missing(
    warm_cache: list[Path], tmp_path: Path
) -> None:
    smallest = sorted(warm_cache, key=lambda file: file.stat().st_size)[:3]
    cache = tmp_path / "copydesk/opensearch/jars"
    for file in set(warm_cache) - set(smallest):
        linked = cache / file.relative_to(JARS)
        linked.parent.mkdir(parents=True, exist_ok=True)
        linked.hardlink_to(file)
    before = {file: file.stat().st_ino for file in cache.rglob("*.jar")}
    told = tmp_path / "told"
    with told.open("w") as output, starting_with(tmp_path, output) as process:
        ends = time.monotonic() + SECONDS_TO_FETCH
        while len(list(cache.rglob("*.jar"))) < len(warm_cache) and process.poll() is None:
            assert time.monotonic() < ends, told.read_text()
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait(SECONDS_TO_STOP)
    first = told.read_text().splitlines()[0]
    print(first)
    progress = re.fullmatch(r"OpenSearch: (\d+) of (\d+) jars, \d+ MB", first)
    assert progress, told.read_text()
    assert len(before) <= int(progress[1]) <= int(progress[2]) == len(warm_cache)
    assert before.items() <= {file: file.stat().st_ino for file in cache.rglob("*.jar")}.items()


@contextmanager
def starting_with(cache: Path, output: IO[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A start on a cache of its own; whatever happens, it ends with the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "infra.local"],
        cwd=ROOT,
        env=os.environ | {"COPYDESK_HOME": str(cache / "home"), "XDG_CACHE_HOME": str(cache)},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
