"""Bylines as agencies and sites write them, against the names that people found in them."""

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from shared.domain.errors import BadInput
from shared.formats import schema_org
from shared.formats.byline import people, read_byline
from shared.formats.payload import Payload
from tests.figures import RecordFigure

# The annotation copies what stands on the page. These bylines, by the first eight digits of their SHA-256, were
# read by eye and name no person: agencies, desks, companies, associations, initials, places.
_NO_PERSON = frozenset(
    [
        "dc75bf9f",
        "238df8b8",
        "65fe0086",
        "1e0c31f6",
        "ac866c7b",
        "fab870f9",
        "b0953d6a",
        "858d440a",
        "f3f42388",
        "d2202f73",
        "3fb9f19f",
        "9f0ce87d",
        "385b23bf",
        "2377f51f",
        "6a43c3f5",
        "61cd1aa6",
        "b7ce661e",
        "970c552c",
        "924a5bbf",
        "ea8fa873",
        "2591a321",
        "fda2ad30",
        "d92f8a4d",
        "0cd71025",
        "7bde6e88",
        "44b4b374",
        "db53fcaa",
        "3788c677",
        "25c209ec",
        "e99b594b",
        "ec286af2",
        "c42a65df",
        "d98ffc5e",
        "1b0316ed",
        "0988d49c",
        "c21adcac",
        "13931229",
        "beafe32f",
    ]
)
_BEHIND_A_NAME = re.compile(
    r",? (?:phd|md)$| from university .*| for the .*| abteilung .*| en [a-z]+$", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*[;,&]\s*|\s+(?:und|and)\s+", re.IGNORECASE)
_NOT_PEOPLE = re.compile(r"(?:phd|md|ndr|\d .*|)", re.IGNORECASE)


@pytest.fixture(scope="module")
def bylines(data_directory: Path) -> list[dict[str, Any]]:
    file = data_directory / "bylines" / "bylines.jsonl.gz"
    if not file.is_file():
        pytest.skip(f"{file} is missing")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def names_in(annotated: list[str]) -> set[str]:
    """Give the names of an annotation, which keeps "A and B, PhD" as it stands on the page."""
    parts = [part for text in annotated for part in _BETWEEN.split(_BEHIND_A_NAME.sub("", text.strip()))]
    return {part.strip().casefold() for part in parts if not _NOT_PEOPLE.fullmatch(part.strip())}


def found_in(byline: str) -> set[str]:
    return {name.casefold() for name in people(byline)}


def test_bylines_name_exactly_the_people_that_a_reader_finds(
    bylines: list[dict[str, Any]], figure: RecordFigure
) -> None:
    annotated = [one for one in bylines if one["gold_kind"].startswith("human")]
    exact = literal = invented = 0
    for one in annotated:
        nobody = hashlib.sha256(one["raw"].strip().encode()).hexdigest()[:8] in _NO_PERSON
        names = set() if nobody else names_in(one["gold"])
        exact += found_in(one["raw"]) == names
        invented += bool(found_in(one["raw"]) - names)
        literal += found_in(one["raw"]) == names_in(one["gold"])
    figure(
        "bylines: exactly what the annotation says, agencies and desks too",
        literal / len(annotated),
        at_least=0.88,
    )
    figure(
        "bylines: exactly the right people, agencies and desks being none", exact / len(annotated), at_least=0.9
    )
    figure("bylines: with a person who is none", invented / len(annotated), at_most=0.03)


def test_authors_of_linked_data_are_its_people(bylines: list[dict[str, Any]], figure: RecordFigure) -> None:
    given = [one for one in bylines if one["gold_kind"].startswith("names")]
    exact = 0
    for one in given:
        node = json.loads(one["raw"])
        entries = node if isinstance(node, list) else [node]
        organisations = {
            str(entry.get("name"))
            for entry in entries
            if isinstance(entry, dict) and "Organization" in str(entry.get("@type"))
        }
        names = {name for name in one["gold"] if name not in organisations}
        exact += authors_of(node) == {
            re.sub(r"<[^>]*>", "", name).replace("&#039;", "'").strip().casefold() for name in names
        }
    figure("bylines: authors of linked data as they stand there", exact / len(given))


def authors_of(node: Any) -> set[str]:
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "A headline", "author": node}
    try:
        parsed = schema_org.parse(Payload(json.dumps(article).encode(), "application/ld+json"))
    except BadInput:
        return set()
    return {author.name.casefold() for author in parsed.content.authors}


def test_wire_bylines_name_somebody_and_their_agency(bylines: list[dict[str, Any]], figure: RecordFigure) -> None:
    wire = [one["raw"] for one in bylines if one["gold"] is None and one["raw"].casefold().startswith("by ")]
    figure(
        "bylines: wire bylines that name somebody",
        sum(bool(people(raw)) for raw in wire) / len(wire),
        at_least=0.98,
    )
    reuters = [raw for raw in wire if raw.casefold().endswith((", reuters", ", reuter"))]
    credited = sum(read_byline(raw).agencies == ("Reuters",) for raw in reuters)
    figure("bylines: agency told from the names", credited / len(reuters), at_least=0.99)
