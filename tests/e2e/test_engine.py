"""The local OpenSearch: a real server that keeps what it acknowledged and mends its own files."""

import hashlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from infra.local import engine, jars
from infra.local.failure import StartFailure
from infra.local.jar_lock import locked_jars
from infra.local.start_cache import StartCache

pytestmark = pytest.mark.engine
ROOT = Path(__file__).parents[2]
START_AND_REPORT = """
import sys, time
from pathlib import Path
from infra.local import engine
print(engine.start(Path(sys.argv[1]), port=0, progress=lambda _: None).pid, flush=True)
time.sleep(60)
"""


def _quietly(_: str) -> None:
    return


def _request(url: str, method: str, path: str, body: object = None) -> tuple[int, Any]:
    with closing(http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)) as connection:
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {"content-type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def _is_running(pid: int) -> bool:
    # `ps` says Z for a process that has ended and is still listed.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return state.stdout.strip()[:1] not in ("", "Z")


def _gone_within(seconds: float, pid: int) -> bool:
    deadline = time.monotonic() + seconds
    while _is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _is_running(pid)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, engine.Engine]]:
    home = tmp_path_factory.mktemp("home with a space")
    started = engine.start(home, port=0, progress=_quietly)
    yield home, started
    started.stop()


def test_it_is_the_real_server_and_a_write_to_a_missing_index_is_an_error(
    running: tuple[Path, engine.Engine],
) -> None:
    _, started = running
    _, about = _request(started.url, "GET", "/")
    assert about["version"]["distribution"] == "opensearch"
    assert about["version"]["number"].startswith("3.3.")
    assert _request(started.url, "POST", "/missing/_doc", {"headline": "Lost"})[0] == 404


def test_a_second_start_finds_the_first_and_leaves_it_running(running: tuple[Path, engine.Engine]) -> None:
    home, first = running
    said: list[str] = []
    second = engine.start(home, port=0, progress=said.append)
    second.stop()
    assert (second.reused, second.url, second.pid) == (True, first.url, first.pid)
    assert said == [f"OpenSearch: already runs at {first.url}, started by process {os.getpid()}"]
    assert _request(first.url, "GET", "/")[0] == 200


def test_a_second_start_that_wants_another_port_is_told_where_the_first_is(
    running: tuple[Path, engine.Engine],
) -> None:
    home, first = running
    with pytest.raises(StartFailure, match=f"Process {os.getpid()} already runs OpenSearch on .*{first.url}"):
        engine.start(home, port=9, progress=_quietly)


def test_a_taken_port_is_named(running: tuple[Path, engine.Engine], tmp_path: Path) -> None:
    _, first = running
    port = int(first.url.rpartition(":")[2])
    with pytest.raises(StartFailure, match=f"cannot listen on 127.0.0.1:{port}: Address already in use"):
        engine.start(tmp_path, port=port, progress=_quietly)


def test_acknowledged_documents_survive_kill_9(tmp_path: Path) -> None:
    first = engine.start(tmp_path, port=0, progress=_quietly)
    _request(first.url, "PUT", "/articles")
    status, _ = _request(first.url, "PUT", "/articles/_doc/1", {"headline": "Kept"})
    first.kill()
    second = engine.start(tmp_path, port=0, progress=_quietly)
    _, found = _request(second.url, "GET", "/articles/_doc/1")
    second.stop()
    assert status == 201
    assert found["_source"] == {"headline": "Kept"}
    assert not _is_running(second.pid)


def test_it_ends_when_the_process_that_started_it_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_REPORT, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        was_running = _is_running(pid)
        parent.send_signal(signal.SIGKILL)
    assert was_running
    assert _gone_within(10, pid)


def test_a_damaged_start_cache_is_given_up_and_the_server_starts(
    running: tuple[Path, engine.Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if training := running[1].train_next_start():
        training.wait()  # half a minute, once on a machine
    good = _start_cache()
    assert good.is_usable()
    damaged = bytearray(good.file.read_bytes())
    for position in range(len(damaged) // 4, len(damaged) // 2, 4096):
        damaged[position : position + 64] = b"\xff" * 64

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "copydesk/opensearch").mkdir(parents=True)
    (tmp_path / "copydesk/opensearch/jars").symlink_to(good.file.parents[1] / "jars")
    cache = _start_cache()
    cache.file.parent.mkdir()
    cache.file.write_bytes(damaged)
    cache.file.with_suffix(".sha256").write_text(hashlib.sha256(damaged).hexdigest())
    said: list[str] = []
    started = engine.start(tmp_path / "home", port=0, progress=said.append)
    started.stop()
    assert said == ["OpenSearch: starting", "OpenSearch: starting again, without its start cache"]
    assert not cache.file.exists()


def _start_cache() -> StartCache:
    folder = jars.cache_directory() / "opensearch"
    return StartCache(folder / "start", [folder / "jars" / jar.path for jar in locked_jars()])


def test_a_training_that_is_broken_off_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = jars.cache_directory() / "opensearch/jars"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "copydesk/opensearch").mkdir(parents=True)
    (tmp_path / "copydesk/opensearch/jars").symlink_to(good)
    started = engine.start(tmp_path / "home", port=0, progress=_quietly)
    training = started.train_next_start()
    time.sleep(1)
    started.stop()
    assert training
    assert [file.name for file in (tmp_path / "copydesk/opensearch/start").iterdir()] == [".lock"]
    listed = subprocess.run(["ps", "-A", "-o", "args"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path) not in listed


def test_a_damaged_jar_is_fetched_again_and_nothing_else(tmp_path: Path) -> None:
    good = jars.cache_directory() / "opensearch/jars"
    jars.fetch(good, _quietly)
    shutil.copytree(good, tmp_path, dirs_exist_ok=True)
    smallest = min(locked_jars(), key=lambda jar: (good / jar.path).stat().st_size)
    (tmp_path / smallest.path).write_bytes(b"half a jar")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.jar")}
    said: list[str] = []
    fetched = jars.fetch(tmp_path, said.append)
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.jar")}
    assert said[-1].startswith("OpenSearch: 101 of 101 jars")
    assert {path for path in after if after[path] != before[path]} == {tmp_path / smallest.path}
    assert set(fetched) == set(after)
    assert (tmp_path / smallest.path).read_bytes() == (good / smallest.path).read_bytes()
