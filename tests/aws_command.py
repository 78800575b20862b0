"""`aws` as docs/operations.md uses it, about a stack of this machine: `python -m tests.aws_command …`.

It knows three operations of the AWS CLI, what of a log's filter patterns the guide uses, and how the CLI writes
text. COPYDESK_STACK names the stack.json.
"""

import argparse
import fnmatch
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jmespath

from infra.local.intrinsics import read
from tests.local_stack import ROOT

FACTS = Path(os.environ.get("COPYDESK_STACK", ""))
HOURS_OF_LOG = 2


def describe_stacks(given: argparse.Namespace) -> dict[str, Any]:
    named = json.loads(FACTS.read_text())
    environment = " ".join(f"{name}={value}" for name, value in named["environment"].items())
    outputs = {"ApiUrl": named["url"], "OperatorEnvironment": environment, "RawBucketName": named["bucket"]}
    listed = [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()]
    return {"Stacks": [{"StackName": given.stack_name, "Outputs": listed}]}


def describe_stack_resource(given: argparse.Namespace) -> dict[str, Any]:
    kind = read((ROOT / "template.yaml").read_text())["Resources"][given.logical_resource_id]["Type"]
    assert kind == "AWS::Logs::LogGroup", given.logical_resource_id
    return {
        "StackResourceDetail": {"PhysicalResourceId": f"{given.stack_name}-{given.logical_resource_id}-1A2B3C"}
    }


def filter_log_events(given: argparse.Namespace) -> dict[str, Any]:
    hours = time.time() / 3600 - int(given.start_time) / 3_600_000
    assert 0 < hours < HOURS_OF_LOG, given.start_time
    name = given.log_group_name.split("-")[1].removesuffix("Log").lower()
    log = FACTS.parent / "logs" / {"api": "access.log"}.get(name, f"{name}.log")
    lines = log.read_text().splitlines()
    return {"events": [{"message": line} for line in lines if matches(line, given.filter_pattern)]}


def matches(line: str, pattern: str) -> bool:
    """Tell whether a log's line is one of those that CloudWatch would find."""
    if of_field := re.fullmatch(r'\{ \$\.(\w+) = "(.+)" \}', pattern):
        return fnmatch.fnmatchcase(str(json.loads(line).get(of_field[1])), of_field[2])
    terms = re.findall(r'(\??)(?:"([^"]+)"|(\w+))(?: |$)', pattern)
    written = " ".join(f'{sign}"{phrase}"' if phrase else sign + word for sign, phrase, word in terms)
    assert written == pattern, pattern
    found = [(phrase or word) in line for _, phrase, word in terms]
    return any(found) if all(sign for sign, _, _ in terms) else all(found)


def as_text(found: Any) -> Iterator[str]:
    if not isinstance(found, list):
        yield str(found)
    elif any(isinstance(one, list) for one in found):
        for one in found:
            yield from as_text(one)
    else:
        yield "\t".join(map(str, found))


OPERATIONS: dict[tuple[str, str], Callable[[argparse.Namespace], dict[str, Any]]] = {
    ("cloudformation", "describe-stacks"): describe_stacks,
    ("cloudformation", "describe-stack-resource"): describe_stack_resource,
    ("logs", "filter-log-events"): filter_log_events,
}


def main() -> None:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("service")
    parser.add_argument("operation")
    parser.add_argument("--output", choices=["text"], required=True)
    for option in ("stack-name", "logical-resource-id", "log-group-name", "start-time", "filter-pattern"):
        parser.add_argument(f"--{option}")
    parser.add_argument("--query", required=True)
    given = parser.parse_args()
    answer = OPERATIONS[given.service, given.operation](given)
    print("\n".join(as_text(jmespath.search(given.query, answer))))


if __name__ == "__main__":
    main()
