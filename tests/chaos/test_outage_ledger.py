"""R3: while the search engine is killed or stands still, pushes are taken and readers told when to come again.

Soon after, all is found.
"""

import os
import random
import signal
import threading
import time

import pytest

from infra.local import engine as local_engine
from infra.local.ports import free_port
from tests.chaos.ledger import Ledger
from tests.chaos.machine import KEY, running
from tests.chaos.newsroom import Sender, version_of
from tests.client import Client

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1_800)]
SEED = 20_263
PAUSE = 0.2  # seconds between two pushes
LEAST_DRAIN = 60.0  # seconds: what the last kill held comes back after five, and the machine may be busy


def test_an_outage_of_the_engine_under_load_costs_no_article(tmp_path, long, figure, against_ledger):
    killed, frozen, freezes = (60, 20, 3) if long else (5, 5, 1)
    port = free_port()
    engine = local_engine.start(tmp_path / "opensearch", port=port, progress=lambda _: None)
    try:
        with running(tmp_path, engine.url) as machine:
            machine.poll()
            ledger = Ledger()
            load = Load(Sender(machine.url, ledger))
            load.start()
            time.sleep(2)
            began = time.monotonic()
            engine.kill()
            readers_are_told_at_once_to_come_again(machine.url)
            time.sleep(killed)
            engine = local_engine.start(tmp_path / "opensearch", port=port, progress=lambda _: None)
            outage = time.monotonic() - began
            for _ in range(freezes):
                stopped = time.monotonic()
                os.kill(engine.pid, signal.SIGSTOP)
                try:
                    readers_are_told_at_once_to_come_again(machine.url)
                    time.sleep(frozen)
                finally:
                    os.kill(engine.pid, signal.SIGCONT)
                outage += time.monotonic() - stopped
                time.sleep(2)
            load.stop()
            drained = machine.drained(seconds=600)
            print(f"{outage:.0f} s of outage, {len(ledger)} acknowledged, drained in {drained:.0f} s")
            run = against_ledger("R3", ledger, ledger.compare(machine), seed=SEED)
            taken = load.sender.answers[202] / max(load.sender.answers.total(), 1)
            figure("R3 share of pushes that were taken at once", taken, at_least=0.999, run=run)
            figure("R3 pushes", len(ledger), at_least=round(outage / PAUSE / 10), run=run)
            figure("R3 seconds to drain", drained, at_most=round(max(2 * outage, LEAST_DRAIN)), run=run)
    finally:
        engine.stop()


def readers_are_told_at_once_to_come_again(url: str) -> None:
    reader = Client(url, KEY)
    for path in ("/v1/search?q=x", "/health", f"/v1/articles/{'0' * 32}"):
        began = time.monotonic()
        answer = reader.get(path)
        seconds = time.monotonic() - began
        assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json"), answer.body
        assert int(answer.headers["retry-after"]) > 0
        assert seconds <= 2.0, f"{path} took {seconds:.2f} s"


class Load(threading.Thread):
    """Pushes one article after another until it is told to stop."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(daemon=True)
        self.sender = sender
        self._stop_asked = threading.Event()
        self._chance = random.Random(SEED)
        self._failure: Exception | None = None

    def run(self) -> None:
        number = 0
        try:
            while not self._stop_asked.wait(PAUSE):
                self.sender.send(version_of("r3", number, 1, self._chance))
                number += 1
        except (AssertionError, OSError) as failure:
            self._failure = failure

    def stop(self) -> None:
        self._stop_asked.set()
        self.join()
        if self._failure:
            raise self._failure
