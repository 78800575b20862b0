"""A newsroom of chance, the same for one seed: what it sends, and a sender that does not give up."""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Lock

from shared.domain.identity import article_id
from tests.chaos.ledger import Ledger
from tests.chaos.machine import KEY, SOURCE
from tests.client import Answer, Client

_WORDS = ("harbour", "council", "bridge", "strike", "ferry", "budget", "school", "storm", "goal", "opera")
_MOST_TRIES = 60


@dataclass(frozen=True)
class Step:
    """A version of an article, or a takedown where there is no body."""

    source_id: str
    version: int
    body: bytes = b""

    @property
    def article_id(self) -> str:
        return article_id(SOURCE, self.source_id)


def version_of(name: str, number: int, version: int, chance: random.Random) -> Step:
    """Make one version of an article as an editorial system writes it."""
    source_id = f"urn:{name}:{number}"
    words = [chance.choice(_WORDS) for _ in range(40)]
    article = {
        "uri": source_id,
        "version": str(version),
        "versioncreated": "2026-03-01T12:00:00Z",
        "headline": f"{name}{number} {words[0]} {words[1]}, version {version}",
        "body_text": f"Version {version}: {' '.join(words)}.",
    }
    return Step(source_id, version, json.dumps(article).encode())


def a_day(name: str, puts: int, seed: int) -> list[list[Step]]:
    """Give each article's steps in their order: of all, 40 % are updates and 5 % takedowns.

    A third of the updated articles get their versions out of order, and half of the takedowns are followed by an
    older version that was late.
    """
    chance = random.Random(seed)
    articles = [[version_of(name, n, 10, chance)] for n in range(puts - puts * 40 // 100 - puts * 5 // 100)]
    for _ in range(puts * 40 // 100):
        steps = chance.choice(articles)
        steps.append(version_of(name, int(steps[0].source_id.rpartition(":")[2]), 10 + len(steps), chance))
    for steps in articles:
        if len(steps) > 1 and chance.random() < 1 / 3:
            chance.shuffle(steps)
    for number in chance.sample(range(len(articles)), puts * 5 // 100):
        steps = articles[number]
        steps.append(Step(steps[0].source_id, 0))
        if chance.random() < 1 / 2:
            steps.append(version_of(name, number, 9, chance))
    return articles


@dataclass
class Sender:
    """Sends until it is answered with 2xx, as a sender must, and notes in the ledger what was acknowledged."""

    url: str
    ledger: Ledger
    answers: Counter[int] = field(default_factory=Counter)
    without_advice: list[str] = field(default_factory=list)
    """Answers of the service itself that said "not now" without saying when."""
    slowest: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def send_all(self, articles: Sequence[Sequence[Step]], *, at_once: int = 4) -> None:
        """Send the steps of each article one after another, and several articles at once."""
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(self._send_article, articles))

    def _send_article(self, steps: Sequence[Step]) -> None:
        for step in steps:
            self.send(step)

    def send(self, step: Step) -> Answer:
        """Send one step, again and again; fail where it is refused for good."""
        for _ in self._tries():
            answer = self.once(step)
            if answer is None or answer.status >= 500 or answer.status == 429:
                continue
            assert answer.status == 202, f"{step} was answered {answer.status}: {answer.body!r}"
            self._note(step)
            return answer
        raise AssertionError(f"{step} was not taken in {_MOST_TRIES} tries")

    def _tries(self) -> Iterator[int]:
        for number in range(_MOST_TRIES):
            yield number
            time.sleep(min(0.05 * 2**number, 1.0))

    def once(self, step: Step) -> Answer | None:
        """Send it once; give the answer, None where the connection broke."""
        client, started = Client(self.url, KEY), time.monotonic()
        try:
            if step.body:
                answer = client.push(step.body)
            else:
                answer = client.request("DELETE", f"/v1/articles/{step.article_id}", Authorization=f"Bearer {KEY}")
        except (OSError, HTTPException):
            return None
        with self._lock:
            self.slowest = max(self.slowest, time.monotonic() - started)
            self.answers[answer.status] += 1
            is_ours = answer.headers.get("content-type") == "application/problem+json"
            if is_ours and answer.status >= 500 and "retry-after" not in answer.headers:
                self.without_advice.append(answer.body.decode()[:300])
        return answer

    def _note(self, step: Step) -> None:
        with self._lock:
            if step.body:
                self.ledger.pushed(step.article_id, step.version, step.body)
            else:
                self.ledger.taken_down(step.article_id)


def until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait for something; the bound is generous, since the machine may be busy."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, f"{what} did not happen in {seconds} s"
        time.sleep(0.2)
