"""The page that the service was first asked to read, from beside the project: it is not ours to ship."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.domain.article import Parsed
from shared.formats import pasted_text
from shared.formats.payload import Payload

_ROOT = Path(__file__).resolve().parents[2]
_SEED = _ROOT / os.environ.get("COPYDESK_DATA", "../shared/data") / "seed" / "kyiv-independent-page.txt"

pytestmark = pytest.mark.skipif(not _SEED.exists(), reason="the seed page is not beside the project")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return [" ".join(line.split()) for line in _SEED.read_text(encoding="utf-8").split("\n") if line.strip()]


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return pasted_text.parse(Payload(_SEED.read_bytes(), "text/plain"))


def test_the_seed_page_becomes_the_article_and_nothing_else(parsed: Parsed, lines: list[str]) -> None:
    content = parsed.content.model_dump(exclude_defaults=True, exclude={"provenance"})
    caption, _, credit = lines[4].rstrip(")").rpartition(" (")

    assert parsed.format == "pasted-text"
    assert parsed.notices == ()
    assert content == {
        "headline": "White House: Zelensky isn't asking for US troops in Ukraine",
        "reading_minutes": 2,
        "body_text": "\n\n".join(lines[5:10] + lines[13:18]),
        "authors": ({"name": "Abbey Fenbert", "role": "Senior News Editor", "biography": lines[24]},),
        "images": ({"caption": caption, "credit": "Al Drago/Bloomberg via Getty Images", "alt_text": lines[3]},),
        "related": (
            {"headline": lines[10], "teaser": lines[11]},
            {"headline": lines[18], "teaser": lines[19]},
        ),
    }
    assert credit == "Al Drago/Bloomberg via Getty Images"


def test_the_seed_page_has_no_date_that_is_sure(parsed: Parsed) -> None:
    assert parsed.content.published_at is None
    assert parsed.content.updated_at is None


def test_curly_quotes_stay_and_double_spaces_go(parsed: Parsed) -> None:
    body = parsed.content.body_text or ""

    assert "There’s not going to be" in body
    assert "you know what? President" in body
    assert "  " not in body


def test_each_piece_of_the_chrome_is_dropped_with_its_reason(parsed: Parsed, lines: list[str]) -> None:
    assert [(piece.reason, piece.text) for piece in parsed.dropped] == [
        ("repeated-line", "News Feed"),
        ("image-marker", "Article image"),
        ("image-marker", "Article image"),
        ("image-marker", "Avatar"),
        ("read-more", "Read more"),
        ("repeated-line", "News Feed"),
        ("other-section", "Video"),
        ("other-section", lines[28]),
        ("read-more", "Show More"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace("\n", "\r\n"),
        lambda page: page.replace("\n", "\r"),
        lambda page: page.replace("\n\n", "\n"),
        lambda page: page.replace("\n\n", "\n").replace("\n", "\n\n"),
        lambda page: page.replace("\n", "\t\n\t"),
        lambda page: page.replace("\n\n", "\n\u00a0\n"),
        lambda page: "\ufeff" + page,
        lambda page: page[page.index("White House") :],
        lambda page: page[: page.index("Read more")],
    ],
    ids=[
        "crlf",
        "cr",
        "no empty lines",
        "only empty lines",
        "tabs",
        "nbsp",
        "bom",
        "from the headline",
        "no tail",
    ],
)
def test_the_same_page_pasted_another_way_is_the_same_article(
    parsed: Parsed, change: Callable[[str], str]
) -> None:
    other = pasted_text.parse(Payload(change(_SEED.read_text(encoding="utf-8")).encode()))

    assert other.content.model_dump(exclude={"provenance"}) == parsed.content.model_dump(exclude={"provenance"})
