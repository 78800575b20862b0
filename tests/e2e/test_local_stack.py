"""The local stack as whoever runs `make run` meets it."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from infra.local import samples
from tests.client import PATIENCE, Client
from tests.local_stack import ROOT, LocalStack, living

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]


def client_of(facts: dict[str, Any], source: str = "demo") -> Client:
    return Client(facts["url"], facts["keys"][source])


def article(word: str) -> dict[str, str]:
    return {"uri": f"urn:{word}", "headline": f"About {word}", "body_text": "Text."}


def word() -> str:
    return f"w{uuid4().hex[:12]}"


def test_the_samples_are_found_with_facets(stack: dict[str, Any]) -> None:
    found = client_of(stack).get("/v1/search?q=harbour&facets=author,topic,section,date:month").json
    assert found["total"]["value"] >= 5
    assert {"author", "topic", "section", "date"} <= found["facets"].keys()
    assert all(facet["values"] for facet in found["facets"].values())


def test_the_printed_commands_work_as_printed(local_stack: LocalStack) -> None:
    push, search, status = local_stack.commands
    pushed = run(push)["items"][0]
    assert pushed["status"] == "received"
    client_of(local_stack.facts).wait_for("q=lighthouse", 1)
    assert run(search)["total"]["value"] > 0
    told = run(status)
    assert (told["id"], told["status"]) == (pushed["id"], "indexed")


def run(command: str) -> Any:
    return json.loads(subprocess.run(["bash", "-c", command], check=True, capture_output=True).stdout)


def test_stack_json_names_living_processes_and_is_read_by_its_owner_alone(local_stack: LocalStack) -> None:
    pids = local_stack.facts["pids"]
    assert {name: len(each) for name, each in pids["functions"].items()} == {
        "accept": 2,
        "search": 2,
        "index": 2,
        "admin": 1,
        "alert": 1,
        "notify": 1,
    }
    every = {pids["stack"], pids["opensearch"], pids["aws"], *chain(*pids["functions"].values())} - {None}
    assert living(every) == every
    for name in ("stack.json", "secrets.json"):
        assert stat.S_IMODE((local_stack.home / name).stat().st_mode) == 0o600


def test_a_second_start_says_where_the_first_is_and_does_no_harm(local_stack: LocalStack) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "infra.local"],
        cwd=ROOT,
        env=os.environ | {"COPYDESK_HOME": str(local_stack.home)},
        capture_output=True,
        text=True,
        check=False,
    )
    facts = local_stack.facts
    assert second.returncode == 1
    assert facts["url"] in second.stderr
    assert str(facts["pids"]["stack"]) in second.stderr
    assert client_of(facts).get("/health").status == 200


def test_a_source_does_not_see_what_another_sent(stack: dict[str, Any]) -> None:
    demo, wire = client_of(stack), client_of(stack, "wire")
    article_id = demo.push(article(word())).json["items"][0]["id"]
    assert demo.get(f"/v1/articles/{article_id}/status").status == 200
    assert wire.get(f"/v1/articles/{article_id}/status").status == 404


def test_killed_index_processes_cost_no_article(local_stack: LocalStack) -> None:
    client, words = client_of(local_stack.facts), [word() for _ in range(20)]
    killed = set(local_stack.facts["pids"]["functions"]["index"])
    for number, each in enumerate(words):
        assert client.push(article(each)).status == 202
        if number == 10:
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
    for each in words:
        client.wait_for(f"q={each}", 1)
    now = set(local_stack.facts["pids"]["functions"]["index"])
    assert len(now) == 2
    assert not now & killed


def test_articles_survive_a_stop_and_a_crash(local_stack: LocalStack, tmp_path: Path) -> None:
    kept = word()
    first = LocalStack(tmp_path / "home")
    assert first.facts["url"] != local_stack.facts["url"]  # its port was taken
    client = client_of(first.facts)
    assert client.push(article(kept)).status == 202
    client.wait_for(f"q={kept}", 1)
    count, keys = client.total(""), first.facts["keys"]
    assert count == len(list(samples.files())) + 1
    first.stop()

    second = LocalStack(tmp_path / "home")
    client = client_of(second.facts)
    assert second.facts["keys"] == keys
    client.wait_for("", count)
    late = word()
    assert client.push(article(late)).status == 202
    second.kill()  # it may have been indexed or not, but it was acknowledged

    third = LocalStack(tmp_path / "home")
    client = client_of(third.facts)
    client.wait_for(f"q={late}", 1)
    client.wait_for("", count + 1)
    without_opensearch(third)
    third.stop(signal.SIGTERM)


def without_opensearch(running: LocalStack) -> None:
    """Pushes are taken and searches told to come back when OpenSearch has crashed."""
    pid = running.facts["pids"]["opensearch"]
    if pid is None:  # OPENSEARCH_URL names one that is not ours to kill
        return
    os.kill(pid, signal.SIGKILL)
    client = client_of(running.facts)
    ends = time.monotonic() + PATIENCE
    while client.get("/v1/search").status != 503 or "OpenSearch (process" not in running.output:
        assert time.monotonic() < ends, running.output
        time.sleep(0.1)
    assert client.push(article(word())).status == 202
