"""The built functions in Lambda's own container, under `sam local`. `make test-sam-local` builds and runs it."""

import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.docker import NoDocker, containers_on
from infra.local.home import Home
from infra.sam_local import SECONDS_TO_ANSWER, SamLocal, running

pytestmark = [pytest.mark.artifact, pytest.mark.timeout(600)]

BUILD = os.environ.get("COPYDESK_SAM_LOCAL")
ARTICLE = {
    "uri": "urn:example:ferry",
    "headline": "Night ferry returns to the strait",
    "body_text": "After eleven years the night ferry crosses the strait again.",
    "language": "en",
}


@pytest.fixture(scope="module")
def sam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SamLocal]:
    if not BUILD:
        pytest.skip("needs a build and takes a minute: `make test-sam-local` runs it")
    try:
        with running(Path(BUILD), Home(tmp_path_factory.mktemp("sam"))) as started:
            yield started
    except NoDocker as reason:
        pytest.skip(f"sam local needs Docker: {reason}")
    assert containers_on(Path(BUILD)) == []


def ask(url: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json", **headers})
    with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:
        return answer.status, json.load(answer)


def test_an_article_that_is_pushed_reaches_the_queue_the_index_and_a_reader(sam: SamLocal) -> None:
    status, pushed = ask(f"{sam.url}/v1/articles", ARTICLE, authorization=f"Bearer {sam.key}")
    assert status == 202, pushed
    article_id = pushed["items"][0]["id"]

    while sam.deliver():  # S3's test of the notification, then the article's message
        continue

    engine = sam.servers.opensearch_url
    ask(f"{engine}/articles/_refresh", {})
    status, found = ask(f"{sam.url}/v1/search?q=ferry")
    assert status == 200
    assert [result["id"] for result in found["results"]] == [article_id]


def test_the_admin_function_finds_nothing_that_the_index_lacks(sam: SamLocal) -> None:
    outcome = sam.invoke("AdminFunction", b'{"action": "reconcile"}')
    assert (json.loads(outcome.payload), outcome.error) == ({"sent": 0}, None)
