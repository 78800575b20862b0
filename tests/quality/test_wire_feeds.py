"""Feeds and blog systems over the wire corpus: what is read of them, and which files they leave alone."""

import csv
import gzip
import re
from pathlib import Path
from types import ModuleType

import pytest

from shared.domain.article import Parsed
from shared.domain.errors import BadInput
from shared.formats import ghost, wordpress, wxr
from shared.formats.feeds import atom, json_feed, rss
from shared.formats.payload import Payload
from tests.figures import RecordFigure

OURS: dict[str, ModuleType] = {"rss": rss, "atom": atom, "wxr": wxr}
_AUTHOR = re.compile(rb"<(?:dc:creator|author|(?:\w+:)?name)>[^<]*\w[^<]*</")
MODULES = (json_feed, ghost, wordpress, wxr, rss, atom)


def unpacked(path: Path) -> Payload:
    body = path.read_bytes()
    return Payload(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)


@pytest.fixture(scope="module")
def files(data_directory: Path) -> list[tuple[str, Path]]:
    index = data_directory / "wire" / "INDEX.csv"
    if not index.is_file():
        pytest.skip(f"no wire files at {index}")
    with index.open(newline="") as lines:
        return [(row["format"], data_directory / "wire" / row["path"]) for row in csv.DictReader(lines)]


def claimed_by(payload: Payload) -> list[str]:
    try:
        return [module.NAME for module in MODULES if module.recognises(payload)]
    except BadInput:  # no reader can read it: broken JSON, unknown bytes
        return []


def test_every_feed_is_recognised_and_no_other_file_is(
    files: list[tuple[str, Path]], figure: RecordFigure
) -> None:
    missed, taken = [], []
    for kind, path in files:
        claims = claimed_by(unpacked(path))
        expected = [kind] if kind in OURS else ["rss"] if kind == "gzip" else []
        if expected and claims != expected:
            missed.append((path.name, claims))
        elif not expected and claims:
            taken.append((path.name, kind, claims))
    print(missed, taken)
    figure("feeds: files not recognised as what they are", len(missed), at_most=0)
    figure("feeds: other formats' files taken for feeds", len(taken), at_most=0)


def test_entries_are_read_with_what_a_story_needs(files: list[tuple[str, Path]], figure: RecordFigure) -> None:
    read: list[Parsed] = []
    signed: list[bool] = []  # whether what names an author has a byline
    refused: list[tuple[str, str]] = []
    for kind, path in files:
        module = rss if kind == "gzip" else OURS.get(kind)
        if module is None:
            continue
        for part in module.split(unpacked(path)):
            try:
                read.append(module.parse(Payload(part.body)))
                if _AUTHOR.search(part.body):
                    signed.append(read[-1].content.byline is not None)
            except BadInput as error:
                refused.append((path.name, error.detail))
    print(*refused, sep="\n")
    contents = [one.content for one in read]
    silent = [one for one in contents if not one.body_text and not one.summary and not one.headline]
    titled = [one for one in contents if one.headline and (one.body_text or one.summary)]
    figure("feeds: entries read", len(read))
    figure("feeds: entries refused", len(refused))
    figure("feeds: of them with a full text", sum(bool(one.body_text) for one in contents))
    figure("feeds: silently empty", len(silent), at_most=0)
    figure("feeds: with headline and text", len(titled) / len(read), at_least=0.8)
    figure("feeds: a byline where the entry or its feed names an author", sum(signed) / len(signed), at_least=0.97)
    stories = [one for one in contents if one.body_text]
    whole = [one for one in stories if one.headline and (one.published_at or one.updated_at)]
    figure("feeds: stories with headline, body and date", len(whole) / len(stories), at_least=0.97)
