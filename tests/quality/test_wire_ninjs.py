"""ninjs and JSON-LD of real producers: each is read or refused with a reason, and the stories are whole.

The files belong to others and stay outside the project; `COPYDESK_DATA` names where they lie.
"""

import ast
import csv
import gzip
import json
from pathlib import Path
from types import ModuleType

import pytest

from shared.domain.article import Content
from shared.domain.errors import BadInput
from shared.formats import ninjs, schema_org
from shared.formats.payload import Payload
from tests.figures import RecordFigure


def read_all(format_module: ModuleType, payload: Payload) -> list[Content]:
    """Give the articles of one file, or none when it is refused with a reason."""
    try:
        assert format_module.recognises(payload)
        return [format_module.parse(part).content for part in format_module.split(payload)]
    except BadInput as refusal:
        assert refusal.detail
        assert all(error.detail for error in refusal.errors)
        return []


@pytest.fixture(scope="module")
def ninjs_files(data_directory: Path) -> list[Path]:
    wire = data_directory / "wire"
    if not (wire / "INDEX.csv").is_file():
        pytest.skip(f"no wire files at {wire}")
    with (wire / "INDEX.csv").open(encoding="utf-8", newline="") as rows:
        return [wire / row["path"] for row in csv.DictReader(rows) if row["format"] == "ninjs"]


@pytest.fixture(scope="module")
def jsonld_records(data_directory: Path) -> list[dict[str, object]]:
    records = data_directory / "html" / "jsonld_articles.jsonl.gz"
    if not records.is_file():
        pytest.skip(f"no JSON-LD records at {records}")
    with gzip.open(records, "rt", encoding="utf-8") as lines:
        return [as_document(json.loads(line)) for line in lines]


def as_document(record: dict[str, object]) -> dict[str, object]:
    """Give a record as its page had it: the collection keeps the type beside the properties."""
    kind = str(record["type"])
    properties = record["jsonld"]
    assert isinstance(properties, dict)
    return {
        "@context": "https://schema.org",
        "@type": ast.literal_eval(kind) if kind[0] == "[" else kind,
        **properties,
    }


def is_whole(content: Content) -> bool:
    dated = content.published_at is not None and content.published_at.tzinfo is not None
    return bool(content.headline and content.body_text and dated)


def has_body(payload: Payload) -> bool:
    """Tell whether a file holds a story's text at all: some examples show other parts of the format."""
    item = payload.json
    names = [key for key, value in item.items() if value and key.startswith(("body_", "bodies"))]
    return bool(names) and item.get("type") == "text"


def test_every_ninjs_file_is_read_or_refused_and_stories_are_whole(
    ninjs_files: list[Path], figure: RecordFigure
) -> None:
    read = 0
    stories: list[tuple[str, bool]] = []
    for path in ninjs_files:
        payload = Payload(path.read_bytes(), "application/json")
        contents = read_all(ninjs, payload)
        read += bool(contents)
        if contents and has_body(payload):
            stories.append((path.name, all(is_whole(content) for content in contents)))
    whole_stories = sum(whole for _, whole in stories)
    print([name for name, whole in stories if not whole])
    figure("ninjs: files", len(ninjs_files))
    figure("ninjs: files read", read, at_least=54)  # refused: a key twice, an event, an item without words
    figure("ninjs: stories", len(stories))
    figure("ninjs: stories with headline, body and date", whole_stories / len(stories), at_least=0.97)


def test_every_json_ld_record_is_read_or_refused_and_most_are_dated(
    jsonld_records: list[dict[str, object]], figure: RecordFigure
) -> None:
    dated = [record for record in jsonld_records if record.get("headline") and record.get("datePublished")]
    whole = 0
    for record in jsonld_records:
        payload = Payload(json.dumps(record).encode(), "application/ld+json")
        contents = read_all(schema_org, payload)
        assert not ninjs.recognises(payload)
        assert contents or not record.get("headline")
        whole += bool(contents and contents[0].headline and contents[0].published_at)
    figure("JSON-LD: records", len(jsonld_records))
    figure("JSON-LD: dated ones with headline and date", whole / len(dated), at_least=0.97)
