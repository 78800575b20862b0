"""Index processes that are killed do not cost an article."""

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import uuid4

import pytest

from tests.client import Client

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]
ARTICLES = 1_000
SECONDS_BETWEEN_KILLS = 0.5


class Killer(threading.Thread):
    """Ends one index process after another as `kill -9` does, until it is told to stop."""

    def __init__(self, processes) -> None:
        super().__init__(daemon=True)
        self._processes = processes
        self._stop_asked = threading.Event()
        self.kills = 0

    def run(self) -> None:
        while not self._stop_asked.wait(SECONDS_BETWEEN_KILLS):
            running = self._processes()  # none at the moment after a kill
            if not running:
                continue
            with suppress(ProcessLookupError):
                os.kill(random.choice(running), signal.SIGKILL)
                self.kills += 1

    def stop(self) -> None:
        self._stop_asked.set()
        self.join()


def test_every_acknowledged_article_is_findable_exactly_once_when_index_processes_are_killed(local_stack, stack):
    client = Client(stack["url"], stack["keys"]["wire"])
    batch = f"b{uuid4().hex[:12]}"
    killer = Killer(lambda: local_stack.facts["pids"]["functions"]["index"])
    killer.start()
    started = time.monotonic()

    def push(n: int) -> str | None:
        answer = client.push({"uri": f"urn:{batch}:{n}", "headline": f"{batch} number{n}", "body_text": "Text."})
        return answer.json["items"][0]["id"] if answer.status == 202 else None

    with ThreadPoolExecutor(4) as pool:
        acknowledged = [receipt for receipt in pool.map(push, range(ARTICLES)) if receipt]
    pushed_in = time.monotonic() - started
    while killer.kills < 20 and killer.is_alive():  # a fast machine pushes in less time than that
        time.sleep(SECONDS_BETWEEN_KILLS)
    killer.stop()
    client.wait_for(f"q={batch}", len(acknowledged), seconds=240)
    found = all_ids(client, batch)
    print(
        f"{len(acknowledged)} acknowledged in {pushed_in:.0f} s, {killer.kills} kills,"
        f" all findable {time.monotonic() - started:.0f} s after the first push"
    )
    assert killer.kills >= 20
    assert len(acknowledged) == ARTICLES
    assert sorted(found) == sorted(acknowledged)


def all_ids(client: Client, batch: str) -> list[str]:
    ids, url = [], f"/v1/search?q={batch}&page-size=100"
    while url:
        answer = client.get(url).json
        ids += [one["id"] for one in answer["results"]]
        url = answer["links"].get("next")
    return ids
