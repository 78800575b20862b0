"""The folder of a local stack."""

import json
import stat
from pathlib import Path

import pytest

from infra.local.failure import StartFailure
from infra.local.home import Home

FACTS = {"url": "http://127.0.0.1:8080", "pids": {"stack": 4711}}


def test_one_stack_at_a_time_runs_on_a_folder(tmp_path: Path) -> None:
    with Home(tmp_path).claimed():
        with pytest.raises(StartFailure, match="starting or stopping"), Home(tmp_path).claimed():
            pass
        Home(tmp_path).publish(FACTS)
        with (
            pytest.raises(StartFailure, match=r"http://127\.0\.0\.1:8080 \(process 4711"),
            Home(tmp_path).claimed(),
        ):
            pass
    with Home(tmp_path).claimed():
        pass


def test_what_a_killed_stack_published_is_withdrawn_by_the_next(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.publish(FACTS)
    with home.claimed():
        assert list(tmp_path.iterdir()) == []


def test_two_folders_know_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    with one.claimed(), other.claimed():
        assert one.key("demo") != other.key("demo")


def test_a_secret_is_made_once_and_private(tmp_path: Path) -> None:
    home = Home(tmp_path)
    key = home.key("demo")
    assert Home(tmp_path).key("demo") == key
    assert home.key("wire") != key
    assert home.kept("cursor", lambda: "first") == "first"
    assert home.kept("cursor", lambda: "second") == "first"
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_what_is_published_can_be_read(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.publish(FACTS)
    assert json.loads((tmp_path / "stack.json").read_text()) == FACTS
    home.withdraw()
    home.withdraw()
    assert list(tmp_path.iterdir()) == []


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "elsewhere"))
    assert Home.from_environment().folder == tmp_path / "elsewhere"
    monkeypatch.delenv("COPYDESK_HOME")
    assert Home.from_environment().folder == Path.cwd() / ".local"
