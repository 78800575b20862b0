"""Every wire and CMS file of the corpus, through the registry as a push goes: read, or refused with a reason."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from shared.domain.article import Content
from shared.domain.errors import CopydeskError
from shared.formats import registry
from shared.formats.payload import Payload
from tests.figures import RecordFigure

_STORY = 200  # characters; shorter texts are examples of something else, or the caption of a film
_GZIP = b"\x1f\x8b"
# What the index calls files that hold articles; the others are schemas, programs, calendars and users.
_OF_ARTICLES = frozenset(
    {"ans", "ap-media-api", "atom", "email-rfc822", "gzip", "iptc7901/anpa", "newsml-1.x", "newsml-g2", "ninjs"}
) | {"nitf", "rss", "superdesk-item", "text", "wxr"}  # fmt: skip


@pytest.fixture(scope="module")
def files(data_directory: Path) -> list[tuple[str, Path]]:
    wire = data_directory / "wire"
    if not (wire / "INDEX.csv").is_file():
        pytest.skip(f"no wire files at {wire}")
    with (wire / "INDEX.csv").open(encoding="utf-8", newline="") as rows:
        return [(row["format"], wire / row["path"]) for row in csv.DictReader(rows)]


def payload_of(path: Path) -> Payload:
    body = path.read_bytes()
    return Payload(gzip.decompress(body) if body.startswith(_GZIP) else body)


def read(payload: Payload) -> list[Content | CopydeskError]:
    """Give each article of a file, or the reason why it was refused."""
    items: list[Content | CopydeskError] = []
    try:
        for part, reader in registry.take_apart(payload):
            if isinstance(reader, CopydeskError):
                items.append(reader)
                continue
            try:
                items.append(registry.parse(part, reader).content)
            except CopydeskError as error:
                items.append(error)
    except CopydeskError as error:
        items.append(error)
    return items


def test_every_file_is_read_or_refused_with_a_reason(files: list[tuple[str, Path]], figure: RecordFigure) -> None:
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    stories: list[bool] = []
    for kind, path in files:
        items = read(payload_of(path))
        contents = [item for item in items if isinstance(item, Content)]
        refusals = [item for item in items if isinstance(item, CopydeskError)]
        assert items, f"{path.name} was taken in silence"
        assert all(len(refusal.detail) > 20 for refusal in refusals), path.name
        assert all(content.headline or content.body_text for content in contents), path.name
        outcomes["read" if contents else "refused"] += 1
        reasons.update(f"{kind}: {refusal.detail[:70]}" for refusal in refusals if not contents)
        if kind in _OF_ARTICLES:
            stories += [is_whole(content) for content in contents if len(content.body_text or "") >= _STORY]
    for reason, count in sorted(reasons.items()):
        print(f"{count:4} refused  {reason}")
    figure("wire files", len(files))
    figure("wire files read", outcomes["read"])
    figure("wire files refused with a reason", outcomes["refused"])
    figure("wire stories, of 200 characters and more", len(stories))
    figure("wire stories with headline, body and zoned date", sum(stories) / len(stories), at_least=0.97)


def is_whole(content: Content) -> bool:
    return bool(content.headline and content.body_text and (content.published_at or content.updated_at))
