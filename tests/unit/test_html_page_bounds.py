import pytest

from shared.domain.errors import BadInput
from shared.formats import html_page
from shared.formats.payload import Payload
from tests.cost import within

HEAD = "<!doctype html><html><head><title>A ferry for the south</title></head><body><h1>A ferry for the south</h1>"
TEXT = "".join(
    f"<p>Paragraph {number} of the story tells at some length what the council said of the ferry that day.</p>"
    for number in range(5)
)


@pytest.fixture(autouse=True)
def _loaded() -> None:
    html_page.parse(Payload((HEAD + TEXT).encode()))


@pytest.mark.parametrize(
    "markup",
    [
        HEAD + "<div>" * 200_000 + TEXT,
        HEAD + "<div>" * 2_000 + TEXT,
        HEAD + "<script>" * 100_000 + TEXT,
        HEAD + "<!--" * 900_000,
        HEAD + "<p>x</p>" * 100_000,
    ],
)
def test_a_page_beyond_bounds_is_refused_at_once(markup: str) -> None:
    def refused() -> None:
        with pytest.raises(BadInput):
            html_page.parse(Payload(markup.encode()))

    within(0.25, refused)


@pytest.mark.parametrize(
    "markup",
    [
        HEAD + "<article><p>" + "a" * 5_000_000 + "</p>",
        HEAD + "<div " + " ".join(f'a{number}="x"' for number in range(100_000)) + ">" + TEXT,
        HEAD + '<div x=y" ' + " ".join(f"a{number}" for number in range(100_000)) + ' ">' + TEXT,
        HEAD + "<ul><li>" * 100 + TEXT,
        HEAD + "<table><tr><td>" * 80 + TEXT,
        HEAD + TEXT + "\x00" * 4_000_000,
        HEAD + TEXT + " " * 4_000_000,
        HEAD + '<script type="application/ld+json">' + "[" * 200_000 + "</script>" + TEXT,
        HEAD
        + '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x"}</script>' * 5_000
        + TEXT,
        HEAD.replace("</head>", '<meta name="author" content="Ann Bo">' * 19_000 + "</head>") + TEXT,
        HEAD + '<nav class="share">' * 240 + "</nav>" * 240 + TEXT,
    ],
)
def test_a_hostile_page_is_read_in_bounded_time(markup: str) -> None:
    assert within(1, lambda: html_page.parse(Payload(markup.encode()))).content.body_text


def test_nested_lists_do_not_multiply_their_words() -> None:
    body = html_page.parse(Payload((HEAD + "<ul><li>" * 100 + TEXT).encode())).content.body_text or ""
    assert body.count("Paragraph 3") == 1


def test_a_control_character_costs_no_text() -> None:
    body = html_page.parse(Payload((HEAD + TEXT.replace("council", "coun\x02cil&#8;")).encode())).content.body_text
    assert body is not None
    assert "what the council said" in body
