"""How long after its time an article is shown, and how long after its end or its takedown it is gone."""

import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.adapters.clients import opensearch_client
from tests.client import Client

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

PROMISED = 5.0  # seconds
BEYOND_THE_INDEX_FUNCTION = timedelta(seconds=130)  # sends for its time only what is due within two minutes
EARLIEST = timedelta(seconds=4)


@pytest.fixture
def client(stack: dict[str, Any]) -> Client:
    return Client(stack["url"], stack["keys"]["demo"])


@pytest.fixture
def long(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--long"))


def push(client: Client, word: str, number: int, **fields: str) -> str:
    piece = {"uri": f"urn:{word}:{number}", "version": "1", "headline": f"{word} {number}", "body_text": "Text."}
    answer = client.push(piece | fields)
    assert answer.status == 202, answer.body
    return str(answer.json["items"][0]["id"])


def shown(client: Client, word: str) -> set[str]:
    while (answer := client.get(f"/v1/search?q={word}&page-size=100&fields=id,headline")).status == 503:
        time.sleep(0.02)  # the engine of a busy machine did not answer in time; what it shows is not known
    assert answer.status == 200, answer.body
    return {one["id"] for one in answer.json["results"]}


def when(ids: Collection[str], holds: Callable[[], Collection[str]], seconds: float) -> dict[str, datetime]:
    """Give when each of these was first among what holds."""
    seen: dict[str, datetime] = {}
    ends = time.monotonic() + seconds
    while len(seen) < len(ids):
        assert time.monotonic() < ends, f"{len(ids) - len(seen)} of {len(ids)} are still awaited"
        now = holds()
        seen |= dict.fromkeys(set(now) - seen.keys(), datetime.now(UTC))
        time.sleep(0.02)
    return seen


def latencies(due: dict[str, datetime], seen: dict[str, datetime]) -> list[float]:
    return sorted((seen[name] - due[name]).total_seconds() for name in due)


def test_an_article_is_shown_within_seconds_of_its_time_and_never_before(client, long, figure):
    word = f"release{uuid4().hex[:8]}"
    begin = datetime.now(UTC) + EARLIEST
    moments = [begin + timedelta(seconds=n / 4) for n in range(60 if long else 8)]
    if long:  # by the run of each minute as well
        moments += [datetime.now(UTC) + BEYOND_THE_INDEX_FUNCTION + timedelta(seconds=n / 2) for n in range(60)]
    due = {push(client, word, n, embargoed=at.isoformat()): at for n, at in enumerate(moments)}
    late = latencies(due, when(due, lambda: shown(client, word), 300))
    print(f"shown after its time: median {late[len(late) // 2]:.2f} s, of {len(late)} the last {late[-1]:.2f} s")
    assert late[0] >= 0
    figure("R6 shown after release, most, s", late[-1], at_most=PROMISED)


def test_an_article_is_out_of_the_index_within_seconds_of_its_end(client, stack, long, figure):
    word = f"ending{uuid4().hex[:8]}"
    begin = datetime.now(UTC) + EARLIEST
    moments = [begin + timedelta(seconds=n / 4) for n in range(60 if long else 8)]
    over = {push(client, word, n, expires=at.isoformat()): at for n, at in enumerate(moments)}
    engine = opensearch_client(stack["opensearch"], "none", timeout=30)
    query = {"query": {"terms": {"id": list(over)}}, "size": len(over), "_source": ["stage"]}

    def withdrawn() -> set[str]:
        hits = engine.search(index="articles", body=query)["hits"]["hits"]
        return {hit["_id"] for hit in hits if hit["_source"]["stage"] == "WITHDRAWN"}

    late = latencies(over, when(over, withdrawn, 120))
    engine.close()
    assert shown(client, word) == set()
    assert {client.get(f"/v1/articles/{name}").status for name in over} == {410}
    figure("R6 out of the index after expiry, most, s", late[-1], at_most=PROMISED)


def test_an_article_is_gone_within_seconds_of_its_takedown(client, long, figure):
    word = f"takedown{uuid4().hex[:8]}"
    ids = {push(client, word, n) for n in range(60 if long else 8)}
    when(ids, lambda: shown(client, word), 120)
    seconds = []
    for name in ids:
        answer = client.request("DELETE", f"/v1/articles/{name}", Authorization=f"Bearer {client.key}")
        assert answer.status == 202
        began = time.monotonic()
        while name in shown(client, word):
            assert time.monotonic() - began < 60
            time.sleep(0.02)
        seconds.append(time.monotonic() - began)
    figure("R6 gone after a takedown, most, s", max(seconds), at_most=PROMISED)
