"""An index is made anew while it is written and searched, cut off once, and swapped in: nobody notices."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from shared.adapters.article_search import OpenSearchArticleSearch
from shared.adapters.engine import ALIAS, ALSO
from shared.adapters.index_aliases import OpenSearchIndices
from shared.adapters.index_inventory import OpenSearchInventory
from shared.adapters.operation_store import S3Operations
from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.errors import CopydeskError
from shared.domain.identity import RawKey
from shared.domain.pack import level_for, slot_of
from shared.domain.query_text import parse_query
from shared.domain.search_request import Order, SearchRequest
from shared.usecases.compare_indices import Parity, compare_part, parts
from shared.usecases.load_ports import PackMember
from shared.usecases.rebuild_index import REBUILD
from tests.chaos.ledger import Ledger
from tests.chaos.machine import SOURCE, Machine
from tests.chaos.newsroom import Sender, Step, until
from tests.local_stack import descendants, living

pytestmark = [pytest.mark.alone, pytest.mark.timeout(7_200)]
SEED = 7
ROOT = Path(__file__).parents[2]
_IN_A_PACK = 100
_SECONDS_OF_A_REBUILD = 3_600  # a machine of two busy cores takes half of it for 100,000 articles


def step_of(number: int, version: int) -> Step:
    """One version of an article whose words are its own."""
    chance = random.Random(f"{SEED} {number}")
    words = " ".join(f"word{chance.randrange(5_000)}" for _ in range(60))
    article = {
        "uri": f"urn:rebuild:{number}",
        "version": str(version),
        "versioncreated": "2026-03-01T12:00:00Z",
        "headline": f"Report {number} of word{number % 5_000}, version {version}",
        "body_text": f"Version {version}: {words}.",
    }
    return Step(article["uri"], version, json.dumps(article).encode())


def keep(machine: Machine, ledger: Ledger, number: int) -> None:
    """Keep so many articles as a bulk load does."""
    level = level_for(number)
    slots: dict[str, list[PackMember]] = {}
    for n in range(number):
        step = step_of(n, 1)
        digest = content_digest(step.body, "ninjs", Hints(), None)
        key = RawKey(SOURCE, step.article_id, 1, False, digest)
        envelope = Envelope(source=SOURCE, format="ninjs", received_at=datetime(2026, 3, 1, tzinfo=UTC))
        slots.setdefault(slot_of(step.article_id, level), []).append(PackMember(key, envelope, step.body))
        ledger.pushed(step.article_id, 1, step.body)
    for slot, members in sorted(slots.items()):
        members.sort(key=lambda one: one.article_id)
        for start in range(0, len(members), _IN_A_PACK):
            machine.store.put_pack(SOURCE, level, slot, members[start : start + _IN_A_PACK])


class Newsroom(Thread):
    """Writes so many times a second, until it is told to stop: new articles, new versions, takedowns."""

    def __init__(self, sender: Sender, articles: int, a_second: float) -> None:
        super().__init__(daemon=True)
        self.sender, self.articles, self.writes, self.takedowns = sender, articles, 0, 0
        self._pause, self._ends = 1 / a_second, Event()
        self._versions: dict[int, int] = {}
        self.error: Exception | None = None

    def run(self) -> None:
        chance = random.Random(SEED)
        try:
            while not self._ends.wait(self._pause):
                self.write(chance)
        except Exception as error:  # noqa: BLE001 - it is told in the test
            self.error = error

    def write(self, chance: random.Random) -> None:
        kind = chance.random()
        number = chance.randrange(self.articles) if kind < 0.6 else self.articles + self.writes
        version = self._versions.get(number, 1 if kind < 0.6 else 0)
        if kind < 0.1 and version > 0:
            self.sender.send(Step(f"urn:rebuild:{number}", 0))
            self.takedowns += 1
        else:
            self.sender.send(step_of(number, version + 1))
            self._versions[number] = version + 1
        self.writes += 1

    def stop(self) -> None:
        self._ends.set()
        self.join()


class Readers(Thread):
    """Search without a pause worth mentioning, and count what fails or finds nothing."""

    def __init__(self, machine: Machine, articles: int) -> None:
        super().__init__(daemon=True)
        self._index, self._articles = OpenSearchArticleSearch(machine.engine), articles
        self._ends = Event()
        self.searches, self.failures = 0, []

    def run(self) -> None:
        chance = random.Random(SEED)
        while not self._ends.wait(0.02):
            query = parse_query(f"word{chance.randrange(min(self._articles, 5_000))}")
            try:
                hits = self._index.search(SearchRequest(query=query, order=Order.RELEVANCE), datetime.now(UTC))
                if hits.total == 0:
                    self.failures.append(f"{query.typed}: nothing")
            except CopydeskError as error:
                self.failures.append(error.detail)
            self.searches += 1

    def stop(self) -> None:
        self._ends.set()
        self.join()


class Operator:
    """Types `copydesk rebuild`, with the environment that the machine's stack has."""

    def __init__(self, machine: Machine, home: Path, *, processes: int) -> None:
        self._processes = str(processes)
        self._log = home / "rebuild.log"
        self._environment = os.environ | {
            "OPENSEARCH_URL": machine._engine_url,
            "OPENSEARCH_AUTH": "none",
            "RAW_BUCKET": machine.bucket,
            "AWS_ENDPOINT_URL": machine.aws_url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "eu-central-1",
        }

    def begin(self, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.chaos.rebuilder", *options, "--json"]
        with self._log.open("a") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, stderr=log, text=True
            )

    def run(self, *options: str) -> dict:
        return self.end(self.begin(*options, "--processes", self._processes))

    def end(self, process: subprocess.Popen[str]) -> dict:
        written, _ = process.communicate(timeout=_SECONDS_OF_A_REBUILD)
        assert process.returncode == 0, f"{written}\n{self._log.read_text()[-3_000:]}"
        return json.loads(written)


@contextmanager
def under_load(newsroom: Newsroom, readers: Readers) -> Iterator[None]:
    newsroom.start()
    readers.start()
    try:
        yield
    finally:
        newsroom.stop()
        readers.stop()
        assert newsroom.error is None, newsroom.error


def parity(machine: Machine) -> Parity:
    """Compare the two indices, and mend nothing."""
    shown, other = OpenSearchInventory(machine.engine, ALIAS), OpenSearchInventory(machine.engine, ALSO)
    found = Parity()
    for inventory in (shown, other):
        inventory.refresh()
    for prefix in parts(1):
        compare_part(prefix, shown, other, None, found)
    return found


def kill_half_way(operator: Operator, machine: Machine) -> int:
    """End a rebuild, and all processes that it started, while it copies; give how many parts it had done."""
    operations = S3Operations(machine.s3, machine.bucket)

    def done() -> int:
        note = operations.note(REBUILD) or {}
        return len(note.get("done", [])) if note.get("state") == "building" else 0

    process = operator.begin("--processes", "2")
    until(lambda: done() >= 4, seconds=_SECONDS_OF_A_REBUILD, what="a quarter of the rebuild")
    family = descendants(process.pid)
    assert family, "the rebuild works in processes of its own"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    until(lambda: living(family) == set(), seconds=30, what="the end of its processes")
    return done()


def test_a_rebuild_under_load_that_is_killed_once_fails_no_search_and_loses_no_write(
    machine, against_ledger, figure, long, tmp_path
):
    articles = 100_000 if long else 800
    ledger, operator, indices = (
        Ledger(),
        Operator(machine, tmp_path, processes=2 if long else 1),
        OpenSearchIndices(machine.engine),
    )
    keep(machine, ledger, articles)
    assert operator.run()["brought"]["articles"] == articles  # where there is no index, it makes the first one
    first = indices.shown()

    sender = Sender(machine.url, ledger)
    newsroom, readers = Newsroom(sender, articles, 20 if long else 4), Readers(machine, articles)
    with under_load(newsroom, readers):
        killed_at = kill_half_way(operator, machine)
        assert indices.shown() == first
        sender.send(Step("urn:rebuild:0", 0))  # taken down while half of the new index is there
        started = time.monotonic()
        done = operator.run()
        seconds = time.monotonic() - started
        assert (done["swapped"], done["resumed"], done["before"]) == (True, True, first)
        assert indices.shown() == done["index"] != first
    machine.drained(seconds=600)

    run = against_ledger("R7", ledger, ledger.compare(machine), seed=SEED)
    both = parity(machine)
    figure("R7 failed searches", len(readers.failures), at_most=0, run=run)
    figure("R7 articles that differ between the indices", sum(both.differences.values()), at_most=0, run=run)
    print(
        f"R7: {articles} articles, {newsroom.writes} writes ({newsroom.takedowns} takedowns), {readers.searches} "
        f"searches, killed after {killed_at} of 16 parts or more, {seconds:.0f} s for the rest; "
        f"parity {both.digest[:16]}; {readers.failures[:3]}"
    )
    assert both.digest == both.other_digest
    assert newsroom.takedowns > 0
    assert killed_at >= 4
    assert readers.searches > 50

    again = again_from_the_start(operator) if long else operator.run("--roll-back")
    assert again["swapped"]
    assert parity(machine).digest == both.digest
    ledger_again = ledger.compare(machine)
    assert ledger_again.rows == {
        "lost": 0,
        "duplicates": 0,
        "wrong version": 0,
        "resurrected": 0,
        "dead letters": 0,
    }


def again_from_the_start(operator: Operator) -> dict:
    operator.run("--drop-old")
    return operator.run()
