"""Every example of docs/search.md, on the sample articles that `make run` loads."""

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from infra.cli.__main__ import main
from infra.local.samples import HINTS, MEDIA_TYPES, files
from tests.functional.conftest import Service
from tests.local_stack import ROOT

pytestmark = pytest.mark.engine

GUIDE = (ROOT / "docs/search.md").read_text()
NOTHING, MORE = "nothing", "…"


@pytest.fixture
def samples(service: Service) -> Service:
    for source, file in files():
        url = f"/v1/articles{HINTS.get(file.name, '')}"
        kind = MEDIA_TYPES[file.suffix]
        assert service.push(file.read_bytes(), url, source=source, content_type=kind).status == 202
    assert service.drain() == []
    return service


def rows() -> Iterator[tuple[str, str, bool]]:
    """Give what each row of a table asks, what it says is found, and whether in this order."""
    in_order = False
    for line in GUIDE.splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        if line.startswith("| request") or line.startswith("| typed"):
            in_order = "order" in cells[-1]
        elif line.startswith("| `"):
            yield cells[0].strip("`"), cells[-1], in_order


def requests() -> Iterator[tuple[str, Any]]:
    """Give each request that stands alone, with the part of its answer that the guide prints."""
    for url, printed in re.findall(r"^    GET (\S+)\n\n```json\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL):
        yield url, json.loads(printed)


def test_the_tables_of_the_guide_find_what_they_say(samples: Service) -> None:
    wrong = []
    for asked, says, in_order in rows():
        url = (
            quote(asked, safe="/?=&+|,:-()%") if asked.startswith("/") else f"/v1/search?{urlencode({'q': asked})}"
        )
        answer = samples.get(url)
        assert answer.status == 200, (asked, answer.text)
        found = [one["headline"] for one in answer.json["results"]]
        if not agrees(says, found, in_order=in_order):
            wrong.append((asked, says, found))
    assert not wrong, "\n".join(map(str, wrong))


def agrees(says: str, found: list[str], *, in_order: bool) -> bool:
    """Tell whether these headlines are the ones that are named by some of their words; `…` stands for more."""
    if says == NOTHING:
        return found == []
    names = [name.strip().lower() for name in says.removesuffix(MORE).split(",") if name.strip()]
    if says.endswith(MORE):
        return len(found) > len(names) and all(
            name in one.lower() for name, one in zip(names, found, strict=False)
        )
    there = [next((name for name in names if name in one.lower()), one) for one in found]
    return there == names if in_order else sorted(there) == sorted(names)


def test_the_answers_of_the_guide_are_parts_of_those_that_are_given(samples: Service) -> None:
    assert len(list(requests())) > 15
    for command in re.findall(r"^    \./copydesk (.*)$", GUIDE, re.MULTILINE):
        assert main(shlex.split(command)) == 0
    wrong = []
    for url, printed in requests():
        answer = samples.get(url)
        assert answer.status == 200, (url, answer.text)
        wrong += [(url, place) for place in lacking(printed, answer.json)]
    assert not wrong, "\n".join(map(str, wrong))


def lacking(printed: Any, given: Any, place: str = "") -> Iterator[str]:
    """Give where an answer is not as printed; of objects and lists only what is printed counts."""
    if isinstance(printed, dict) and isinstance(given, dict):
        for name, value in printed.items():
            yield from lacking(value, given.get(name), f"{place}/{name}")
    elif isinstance(printed, list) and isinstance(given, list) and len(printed) <= len(given):
        if not printed and given:
            yield f"{place}: {given} is not empty"
        for number, value in enumerate(printed):
            yield from lacking(value, given[number], f"{place}/{number}")
    elif printed != given:
        yield f"{place}: {given!r}, not {printed!r}"
