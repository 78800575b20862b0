"""A page that somebody pasted as text: the article is found, what stood around it is not.

`GIVEN` is the page that the service was first asked to take in; it may not be part of the project. `LIKENESS` is
the same in other words, one of the samples of the local stack.
"""

from dataclasses import dataclass

import pytest

from infra.local import samples

RECEIVED_ONLY = {"origin": "received", "rule": "received_at"}


@dataclass(frozen=True)
class Page:
    file: str
    headline: str
    query: str
    """Words that find it, as a reader asks."""
    word: str
    """One of its text alone."""
    caption: str
    """Of the caption of its picture alone."""
    credit: str
    author: str
    minutes: int
    around: tuple[str, ...]
    """Of teasers, other sections and the site."""


GIVEN = Page(
    file="seed/kyiv-independent-page.txt",
    headline="White House: Zelensky isn't asking for US troops in Ukraine",
    query="zelensky+troops",
    word="cowardly",
    caption='"news+conference"',
    credit="Drago",
    author="Abbey Fenbert",
    minutes=2,
    around=(
        *("non-combat", "Azov Brigade", '"Czech president"', "Pavel", "newsletter"),
        *("Show More", "Avatar", '"News Feed"', '"Article image"'),
    ),
)
LIKENESS = Page(
    file="demo/12-pasted-page.txt",
    headline="Harbour office: a second breakwater is nobody’s plan for this winter",
    query="breakwater+winter",
    word="dredgers",
    caption='"news+conference"',
    credit="Tanaka",
    author="Ines Carrow",
    minutes=3,
    around=(
        *("seamen", '"share one pier"', "centimetres", '"surge passes"', "menders", "Passengers"),
        *("Show More", "Avatar", '"News Feed"', '"Article image"'),
    ),
)


@pytest.fixture(params=[LIKENESS, GIVEN], ids=["likeness", "given"])
def page(request):
    return request.param


@pytest.fixture
def pasted(page, service, request):
    folder = samples.FOLDER if page is LIKENESS else request.getfixturevalue("data_directory")
    answer = service.push((folder / page.file).read_bytes(), content_type="text/plain; charset=utf-8")
    assert answer.status == 202, answer.text
    service.drain()
    return service


def total(service, query):
    return service.get(f"/v1/search?{query}").json["total"]["value"]


def test_the_page_is_found_by_its_words(pasted, page):
    assert pasted.found(f"q={page.query}") == [page.headline]
    assert total(pasted, f"q={page.word}") == 1


def test_the_page_is_not_found_by_words_of_teasers_or_of_the_site(pasted, page):
    counts = {words: total(pasted, f"q={words.replace(' ', '+')}") for words in page.around}
    assert counts == dict.fromkeys(page.around, 0)


def test_its_author_is_one_value_of_the_facet(pasted, page):
    found = pasted.get(f"/v1/search?facets=author&author={page.author.replace(' ', '+')}").json
    assert found["total"]["value"] == 1
    assert found["facets"]["author"]["values"] == [{"value": page.author, "count": 1, "selected": True}]


def test_its_caption_is_found_with_lower_weight_than_its_text(pasted, page):
    pasted.push(
        {
            "uri": "urn:body",
            "versioncreated": "2024-03-05T20:15:00Z",
            "headline": "Another piece of about the same length",
            "body_text": "A news conference was held. " + "Words that fill the text to the same length. " * 50,
        }
    )
    pasted.drain()
    assert pasted.found(f"q={page.caption}") == ["Another piece of about the same length", page.headline]
    assert total(pasted, f"q={page.credit}") == 0  # the photographer is the credit, not the caption


def test_its_date_is_the_time_of_receipt_and_says_so(pasted, page):
    [result] = pasted.get("/v1/search").json["results"]
    article = pasted.get(f"/v1/articles/{result['id']}").json
    assert article["provenance"]["published_at"] == RECEIVED_ONLY
    assert article["published_at"] == article["received_at"]
    assert article["reading_minutes"] == page.minutes
