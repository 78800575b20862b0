"""Real text wires and mails: each is read, or refused with a reason, and the stories among them are whole."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.domain.article import Content
from shared.domain.errors import BadInput
from shared.formats import mail, text_wire
from shared.formats.payload import Payload
from tests.figures import RecordFigure

# A line that only a byline begins so; the files are read as they are.
_BYLINES = ("\nBy ", "^By ", "\nVon ", "\x02By ")


@pytest.fixture(scope="module")
def files(data_directory: Path) -> Callable[[str], Iterator[Path]]:
    wire = data_directory / "wire"
    if not (wire / "INDEX.csv").is_file():
        pytest.skip(f"no wire files at {wire}")
    with (wire / "INDEX.csv").open(encoding="utf-8", newline="") as rows:
        index = list(csv.DictReader(rows))
    return lambda kind: (wire / row["path"] for row in index if row["format"] == kind)


def read_wire(path: Path) -> list[Content]:
    payload = Payload(path.read_bytes())
    assert text_wire.recognises(payload)
    return [text_wire.parse(part).content for part in text_wire.split(payload)]


def read_mail(path: Path) -> list[Content]:
    payload = Payload(path.read_bytes())
    assert mail.recognises(payload)
    return [mail.parse(part).content for part in mail.split(payload)]


def is_whole(path: Path, content: Content) -> bool:
    named = any(sign in path.read_bytes().decode("latin-1") for sign in _BYLINES)
    return bool(content.headline and content.body_text and content.published_at and (content.byline or not named))


def test_text_wires_are_read_whole(files: Callable[[str], Iterator[Path]], figure: RecordFigure) -> None:
    _measure("text wires", [*files("iptc7901/anpa")], read_wire, figure)


def test_mails_are_read_whole(files: Callable[[str], Iterator[Path]], figure: RecordFigure) -> None:
    _measure("mails", [*files("email-rfc822"), *files("text")], read_mail, figure)


def _measure(name: str, paths: list[Path], read: Callable[[Path], list[Content]], figure: RecordFigure) -> None:
    """Count the files read whole among all of the kind: every one of them carries a story."""
    assert paths
    whole = 0
    for path in paths:
        try:
            contents = read(path)
        except BadInput as refusal:
            assert refusal.detail
            print(f"refused: {path.name}: {refusal.detail}")
            continue
        assert contents, f"{path.name} is silently empty"
        broken = [content.headline for content in contents if not is_whole(path, content)]
        whole += not broken
        if broken:
            print(f"not whole: {path.name}: {broken}")
    figure(f"{name}: files", len(paths))
    figure(f"{name}: stories with headline, body, date and byline", whole / len(paths), at_least=0.97)
