"""Real JSON of ANS, AP, Superdesk and scrapers: each is read, or refused with a reason; the stories are whole."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shared.domain.article import Content
from shared.domain.errors import BadInput
from shared.formats import ans, ap, batch, ninjs, other_json, scraped
from shared.formats.payload import Payload
from tests.figures import RecordFigure

_READERS: tuple[ModuleType, ...] = (ans, ap, scraped, ninjs)


@pytest.fixture(scope="module")
def index(data_directory: Path) -> list[tuple[str, Path]]:
    wire = data_directory / "wire"
    if not (wire / "INDEX.csv").is_file():
        pytest.skip(f"no wire files at {wire}")
    with (wire / "INDEX.csv").open(encoding="utf-8", newline="") as rows:
        return [(row["format"], wire / row["path"]) for row in csv.DictReader(rows)]


@pytest.fixture(scope="module")
def pages(data_directory: Path) -> list[dict[str, Any]]:
    records = sorted((data_directory / "messy_scraper_json").glob("*.jsonl.gz"))
    if not records:
        pytest.skip("no scraped pages")
    with gzip.open(records[0], "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read(payload: Payload) -> Iterator[tuple[Payload, Content | str]]:
    """Give each article of a file, or the reason why there is none."""
    try:
        parts = list(batch.items(payload))
    except BadInput as refusal:
        yield payload, refusal.detail
        return
    for part in parts:
        if isinstance(part, BadInput):
            yield payload, part.detail
        else:
            yield from _read_part(part)


def _read_part(part: Payload) -> Iterator[tuple[Payload, Content | str]]:
    reader = next((one for one in _READERS if one.recognises(part)), None)
    if reader is None:
        kind = other_json.what_it_is(part.json)
        assert kind, "it is refused without saying what it is"
        yield part, kind
        return
    try:
        for article in reader.split(part):
            yield article, reader.parse(article).content
    except BadInput as refusal:
        assert refusal.detail
        yield part, refusal.detail


def test_ans_stories_are_read_whole(index: list[tuple[str, Path]], figure: RecordFigure) -> None:
    _measure("ANS", [path for kind, path in index if kind == "ans"], ("content_elements",), figure)


def test_aps_items_and_superdesks_are_read_whole(index: list[tuple[str, Path]], figure: RecordFigure) -> None:
    kinds = ("ap-media-api", "superdesk-item")
    paths = [path for kind, path in index if kind in kinds or path.name == "archive.json"]
    _measure("AP and Superdesk's items", paths, ("body_html", "body_text", "body_nitf"), figure)


def test_json_that_is_no_article_is_refused_with_what_it_is(
    index: list[tuple[str, Path]], figure: RecordFigure
) -> None:
    paths = [path for kind, path in index if kind in ("json-schema", "json-other") and path.name != "archive.json"]
    found = [(path, item) for path in paths for _, item in read(Payload(path.read_bytes()))]
    for path, reason in sorted({(path.name, item) for path, item in found if isinstance(item, str)}):
        print(f"refused: {path}: {reason}")
    read_as_articles = [path.name for path, item in found if not isinstance(item, str)]
    figure("other JSON: files read as articles", len(read_as_articles), at_most=0)


def test_scraped_pages_are_read_whole(pages: list[dict[str, Any]], figure: RecordFigure) -> None:
    whole, dated, with_date, refused = 0, 0, 0, 0
    for page in pages:
        ((_, content),) = read(Payload(json.dumps(page).encode(), "application/json"))
        if isinstance(content, str):
            refused += 1
            print(f"refused: {page['url'][:60]}: {content}")
            continue
        whole += bool(content.headline and content.body_text)
        with_date += page.get("publish_date") is not None
        dated += page.get("publish_date") is not None and content.published_at is not None
    figure("scraped pages: refused as pages that were down", refused, at_most=2)
    figure("scraped pages: headline and body", whole / (len(pages) - refused), at_least=0.99)
    figure("scraped pages: dates read where there is one", dated / with_date, at_least=0.99)


def _measure(name: str, paths: list[Path], bodies: tuple[str, ...], figure: RecordFigure) -> None:
    """Count the stories, those files with text of their own, that were read whole."""
    assert paths
    stories, whole = 0, 0
    for path in paths:
        for article, content in read(Payload(path.read_bytes())):
            if isinstance(content, str):
                print(f"refused: {path.name}: {content}")
            has_body = isinstance(article.json, dict) and any(article.json.get(one) for one in bodies)
            if not has_body or (isinstance(content, str) and "neither" in content):
                continue
            stories += 1
            complete = not isinstance(content, str) and _is_whole(content, article.json)
            whole += complete
            if not complete:
                print(f"not whole: {path.name}: {content if isinstance(content, str) else content.headline}")
    figure(f"{name}: stories", stories)
    figure(f"{name}: stories with headline, body, date and byline", whole / stories, at_least=0.97)


def _is_whole(content: Content, source: dict[str, Any]) -> bool:
    """Tell whether nothing is missing of what the file has."""
    credited = source.get("credits") or {}
    named = bool(source.get("byline")) or any("name" in one for one in credited.get("by", []))
    dated = any(name.endswith(("_date", "created", "_updated")) for name in source)
    titled = bool(source.get("headline") or source.get("headlines"))
    return bool(
        content.body_text
        and (content.headline or not titled)
        and (content.published_at or content.updated_at or not dated)
        and (content.byline or not named)
    )
