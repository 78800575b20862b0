"""The page that the service was first asked to take in, pushed as text and searched."""

import pytest

RECEIVED_ONLY = {"origin": "received", "rule": "received_at"}


@pytest.fixture
def seed(service, data_directory):
    page = (data_directory / "seed/kyiv-independent-page.txt").read_bytes()
    answer = service.push(page, content_type="text/plain; charset=utf-8")
    assert answer.status == 202, answer.text
    service.drain()
    return service


def total(service, query):
    return service.get(f"/v1/search?{query}").json["total"]["value"]


def test_the_page_is_found_by_its_words(seed):
    assert seed.found("q=zelensky+troops") == ["White House: Zelensky isn't asking for US troops in Ukraine"]
    assert total(seed, "q=cowardly") == 1


@pytest.mark.parametrize(
    "words", ["non-combat", "Azov Brigade", '"Czech president"', "Pavel", "newsletter", "Show More", "Avatar"]
)
def test_the_page_is_not_found_by_words_of_teasers_or_of_the_site(seed, words):
    assert total(seed, f"q={words.replace(' ', '+')}") == 0


def test_its_author_is_one_value_of_the_facet(seed):
    found = seed.get("/v1/search?facets=author&author=Abbey+Fenbert").json
    assert found["total"]["value"] == 1
    assert found["facets"]["author"]["values"] == [{"value": "Abbey Fenbert", "count": 1, "selected": True}]


def test_its_caption_is_found_with_lower_weight_than_its_text(seed):
    seed.push(
        {
            "uri": "urn:body",
            "versioncreated": "2024-03-05T20:15:00Z",
            "headline": "Another piece of about the same length",
            "body_text": "A news conference was held. " + "Words that fill the text to the same length. " * 50,
        }
    )
    seed.drain()
    in_caption = seed.get('/v1/search?q="news+conference"').json["results"]
    assert [one["headline"][:7] for one in in_caption] == ["Another", "White H"]
    assert total(seed, "q=Drago") == 0  # the photographer is the credit, not the caption


def test_its_date_is_the_time_of_receipt_and_says_so(seed):
    [result] = seed.get("/v1/search").json["results"]
    article = seed.get(f"/v1/articles/{result['id']}").json
    assert article["provenance"]["published_at"] == RECEIVED_ONLY
    assert article["published_at"] == article["received_at"]
    assert article["reading_minutes"] == 2
