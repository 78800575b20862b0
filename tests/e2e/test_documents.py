"""The examples and the parameters of README.md and docs/api.md, tried on the running stack."""

import json
import os
import re
import subprocess
from typing import Any

import pytest

from infra.cli.__main__ import COMMANDS
from infra.local.intrinsics import read
from tests.client import Client
from tests.local_stack import ROOT

pytestmark = pytest.mark.stack

README = (ROOT / "README.md").read_text()
API = (ROOT / "docs/api.md").read_text()
PRINTED_ADDRESS = "http://127.0.0.1:8080"
CHANGES = {"published_at", "score", "from", "request_id"}  # with the day, the weights, the request


@pytest.fixture
def client(stack: dict[str, Any]) -> Client:
    return Client(stack["url"], stack["keys"]["demo"])


def commands(text: str) -> list[str]:
    """The shell examples: indented lines from `curl` to the end of the paragraph."""
    return [
        re.sub(r"^    ", "", block, flags=re.MULTILINE)
        for block in re.findall(r"^    curl .*(?:\n    .*)*", text, re.MULTILINE)
    ]


def answers(text: str) -> list[Any]:
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]


def run(command: str, stack: dict[str, Any]) -> Any:
    assert PRINTED_ADDRESS in command
    done = subprocess.run(
        ["bash", "-c", command.replace(PRINTED_ADDRESS, stack["url"])],
        env=os.environ | {"KEY": stack["keys"]["demo"]},
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def lasting(value: Any) -> Any:
    """The answer without the values that change; their names stay."""
    if isinstance(value, dict):
        return {name: "…" if name in CHANGES else lasting(each) for name, each in value.items()}
    if isinstance(value, list):
        return [lasting(each) for each in value]
    return value


def test_the_examples_of_the_readme_give_what_the_readme_prints(stack: dict[str, Any], client: Client) -> None:
    push, search = commands(README)
    pushed, found = answers(README)
    assert lasting(run(push, stack)) == lasting(pushed)
    client.wait_for("q=lighthouse", 1)
    assert lasting(run(search, stack)) == lasting(found)


def test_the_problem_that_the_guide_prints_is_the_one_that_is_answered(client: Client) -> None:
    [printed] = answers(API)
    answer = client.get("/v1/search?ordr-by=newest")
    assert (answer.status, lasting(answer.json)) == (400, lasting(printed))


@pytest.mark.parametrize(("heading", "method"), [("Pushing", "POST"), ("Searching", "GET")])
def test_the_guide_names_exactly_the_parameters_that_are_known(heading: str, method: str, client: Client) -> None:
    section = re.split(r"\n###? ", API.split(f"\n## {heading}\n")[1])[0]
    rows = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `")]
    written = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    path = "/v1/search" if method == "GET" else "/v1/articles"
    answer = client.request(
        method,
        f"{path}?qqqqqqqqqq=1",
        None if method == "GET" else b'{"uri": "urn:a", "headline": "A", "body_text": "A."}',
        Authorization=f"Bearer {client.key}",
        Content_Type="application/json",
    )
    [error] = answer.json["errors"]
    assert written == set(error["detail"].partition("known: ")[2].split(", "))


def test_the_readme_lists_exactly_the_paths_of_the_template() -> None:
    routes = {
        f"{event['Properties']['Method']} {nameless(event['Properties']['Path'])}"
        for resource in read((ROOT / "template.yaml").read_text())["Resources"].values()
        for event in resource.get("Properties", {}).get("Events", {}).values()
        if event["Type"] == "HttpApi" and event["Properties"]["Path"] != "$default"
    }
    table = README.split("## The API\n")[1].split("\n## ")[0]
    assert {nameless(path) for path in re.findall(r"`([A-Z]+ /[^`?]*)", table)} == routes


def test_the_readme_lists_exactly_the_commands() -> None:
    table = README.split("## Operating it\n")[1].split("\n## ")[0]
    assert sorted(set(re.findall(r"^\| `(\w+)", table, re.MULTILINE))) == sorted(COMMANDS)


def test_every_link_between_the_documents_leads_to_a_file_and_a_heading() -> None:
    broken = []
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", document.read_text()):
            file = document.parent / target if target else document
            if not file.exists() or (heading and heading not in headings(file.read_text())):
                broken.append(f"{document.name}: {target}#{heading}")
    assert broken == []


def headings(text: str) -> set[str]:
    """The names by which links lead to the headings of a document."""
    found = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in found}


def nameless(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path)
