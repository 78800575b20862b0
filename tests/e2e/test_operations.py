"""docs/operations.md: every command in it is run as it is written, and it leaves out no alarm and no state."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.cli.__main__ import COMMANDS
from infra.local.intrinsics import read
from shared.usecases.article_status import State
from shared.usecases.operator_status import (
    EngineFacts,
    IndexFacts,
    QueueFacts,
    RejectedFacts,
    SystemFacts,
    needs,
)
from tests.client import Client
from tests.local_stack import ROOT, LocalStack

GUIDE = (ROOT / "docs/operations.md").read_text()
ALARMS = [
    name
    for name, one in read((ROOT / "infra/monitoring.yaml").read_text())["Resources"].items()
    if one["Type"] == "AWS::CloudWatch::Alarm"
]
PARTS = ["Means", "Look", "Type", "Over"]
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
RED = IndexFacts("articles-000002", (), {}, "red", ["read_only"])


def blocks() -> list[str]:
    """What is to be typed: the indented paragraphs."""
    found = re.findall(r"^    .*\n(?:    .*\n)*", GUIDE, re.MULTILINE)
    return [re.sub(r"^    ", "", one, flags=re.MULTILINE) for one in found]


def commands() -> list[str]:
    """Each command of all blocks but the first, which prepares the shell for them."""
    return [line for block in blocks()[1:] for line in block.splitlines()]


def section(heading: str) -> str:
    return re.split(r"^##", GUIDE.split(f" {heading}\n")[1], flags=re.MULTILINE)[0]


def test_each_alarm_has_a_section_that_says_what_it_means_to_look_at_to_type_and_when_it_is_over() -> None:
    headings = re.findall(r"^### (\w+)$", GUIDE, re.MULTILINE)
    assert sorted(headings) == sorted(ALARMS)
    assert {name: re.findall(r"\*\*(\w+)\*\*", section(name)) for name in ALARMS} == dict.fromkeys(ALARMS, PARTS)


def test_each_state_of_an_article_has_a_row() -> None:
    states = (State.RECEIVED, State.INDEXED, State.HELD, State.REJECTED, State.SUPERSEDED, State.WITHDRAWN)
    assert set(states) == set(State)
    rows = re.findall(r"^\| `(\w+)` \|", section("What a state means"), re.MULTILINE)
    assert rows == [*(one.value for one in states), "unknown"]


def facts(engine: EngineFacts, reconciled_at: datetime | None) -> SystemFacts:
    late = QueueFacts("articles", 1, 0, 0, timedelta(hours=1))
    return SystemFacts(NOW, [late], {"articles": 1}, engine, RejectedFacts(0), reconciled_at)


def test_each_thing_that_needs_a_person_has_a_row() -> None:
    told = [
        *needs(facts(EngineFacts("OpenSearch does not answer."), None)),
        *needs(
            facts(EngineFacts(indices=[RED], cluster_blocks=["read_only"], overdue=1), NOW - timedelta(days=1))
        ),
    ]
    first_cells = re.findall(r"^\| (`.*?) \|", section("What status says"), re.MULTILINE)
    rows = [re.findall(r"`([^`]+)`", cell) for cell in first_cells]
    found = [[row for row in rows if all(words in line for words in row)] for line in told]
    assert [line for line, of_line in zip(told, found, strict=True) if len(of_line) != 1] == []
    assert [row for row in rows if not any(row in of_line for of_line in found)] == []


def test_each_command_is_told_of() -> None:
    assert {line.split()[1] for line in commands() if line.startswith("./copydesk ")} == set(COMMANDS)


def test_what_is_to_be_typed_is_what_is_run() -> None:
    """Also what stands in the middle of a sentence, with options: it is run somewhere as it is written."""
    assert [one for one in commands() if not one.startswith(("./copydesk ", "logs "))] == []
    in_sentences = re.findall(rf"`(?:\./copydesk )?((?:{'|'.join(COMMANDS)}) [^`]+)`", GUIDE)
    assert [one for one in in_sentences if f"./copydesk {one}" not in commands()] == []
    assert re.findall(r"^```", GUIDE, re.MULTILINE) == []


@dataclass
class Shell:
    """A shell in which the first block of the guide was typed."""

    environment: dict[str, str]

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        typed = f"set -o pipefail\n{blocks()[0]}\n{command}"
        return subprocess.run(
            ["bash", "-c", typed], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def shell(local_stack: LocalStack, stack: dict[str, Any], tmp_path: Path) -> Shell:
    """On a machine that has no stack of its own and knows the local one as one of AWS."""
    aws = tmp_path / "bin" / "aws"
    aws.parent.mkdir()
    aws.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tests.aws_command "$@"\n')
    aws.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name not in stack["environment"]}
    environment |= {
        "PATH": f"{aws.parent}{os.pathsep}{os.environ['PATH']}",
        "COPYDESK_HOME": str(tmp_path / "no-stack-here"),
        "COPYDESK_STACK": str(local_stack.home / "stack.json"),
        "AWS_ENDPOINT_URL": stack["aws"],
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
    }
    return Shell(environment)


def said(log: str, done: Sequence[tuple[str, subprocess.CompletedProcess[str]]]) -> str:
    return "".join(one.stdout for command, one in done if command.startswith(f"logs {log} "))


@pytest.mark.stack
@pytest.mark.timeout(1200)
def test_every_command_does_what_is_written(shell: Shell, stack: dict[str, Any], tmp_path: Path) -> None:
    client = Client(stack["url"], stack["keys"]["demo"])
    article = {"uri": "urn:operations", "headline": "Quokka on the loose", "body_text": "It was seen."}
    receipt = client.push(article).json["items"][0]
    client.wait_for("q=quokka", 1, seconds=30)
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(article | {"uri": "urn:archived"}))
    shell.environment |= {"ID": receipt["id"], "FOLDER": str(folder), "FILE": str(folder / "one.json")}
    done = []
    to_run = commands()
    for n, command in enumerate(to_run):
        if command in to_run[:n] and " rebuild" not in command:  # of these each does something else the next time
            continue
        began = time.monotonic()
        done.append((command, shell.run(command)))
        print(f"{time.monotonic() - began:5.1f} s  {command}")
    wrong = [one for one in done if one[1].returncode != 0 or "Traceback" in one[1].stderr]
    assert not wrong, "\n".join(f"{command}: {one.returncode}\n{one.stdout}{one.stderr}" for command, one in wrong)
    assert "sent to the index function" in said("AdminLog", done)
    assert client.get(f"/v1/articles/{receipt['id']}").status == 410
    client.wait_for("q=quokka", 1, seconds=60)  # the one that was loaded
