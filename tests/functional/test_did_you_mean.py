"""What a reader is asked who typed a word that is nowhere, beside words that are frequent."""

from urllib.parse import urlencode

import pytest

FREQUENT = 25  # more than the results of the first page


@pytest.fixture
def weather(service, article):
    """Many articles of frost, as many of turbines, none of both."""
    frost = [article(f"urn:frost-{n}", headline=f"Frost {n}", body_text="Frost, frost.") for n in range(FREQUENT)]
    wind = "The wind turbines stood still all night, and nobody knew why they did."
    service.push(frost + [article(f"urn:wind-{n}", headline=f"Wind {n}", body_text=wind) for n in range(FREQUENT)])
    service.push(article("urn:both", headline="Ice", body_text="Hoar covers a vineyard.", byline="By Ines Carrow"))
    service.drain()
    return service


def asked(service, q, **parameters):
    answer = service.get("/v1/search?" + urlencode({"q": q, **parameters})).json
    return answer["query"]["did_you_mean"]


MEANT = [
    ("turbimes frost", "turbines frost"),
    ("Frost turbimes!", "Frost turbines"),
    ("frost in the vineyart", "frost in the vineyard"),
    ("wind night vineyart", None),  # two words of three are there: results are good
    ("vineyart turbimes frots", "vineyard turbines frost"),
    ("turbimes frost -ferry", "turbines frost -ferry"),
    ("frost author:carow", None),  # nothing comes near, as the author must be found
    ("frost carow", "frost carrow"),
    ("turbines frost", None),
    ("turbins frost", None),  # one stem with turbines: it is found as it was typed
]


def test_a_frequent_word_does_not_hide_what_the_other_was_to_be(weather):
    assert [(typed, asked(weather, typed)) for typed, _ in MEANT] == MEANT
    assert [(typed, asked(weather, typed, highlight="none", fields="url")) for typed, _ in MEANT] == MEANT


def test_of_a_long_text_no_word_that_is_there_is_corrected(service, article):
    service.push(article("urn:frosty", headline="Frosty", body_text="A frosty night of frost."))
    service.drain()
    nowhere = " ".join(f"{letter}qqqqq" for letter in "abcdeghijklm")
    assert asked(service, f"{nowhere} frost") is None


def test_what_came_near_stands_by_how_near_it_came_in_every_order(service, article):
    best = article("urn:best", headline="Vineyard and harbour", versioncreated="2024-03-01T08:00:00Z")
    newer = [
        article(f"urn:{n}", body_text="A harbour, seen from afar.", versioncreated=f"2024-03-{n:02}T08:00:00Z")
        for n in range(2, 9)
    ]
    service.push([best, *newer])
    service.drain()
    q = "vineyart harbuor"
    by_relevance = service.get("/v1/search?" + urlencode({"q": q})).json
    by_date = service.get("/v1/search?" + urlencode({"q": q, "order-by": "newest", "page-size": 3})).json
    assert by_date["results"][0]["source_id"] == "urn:best"
    assert by_date["results"] == by_relevance["results"][:3]
    got = [one["id"] for one in by_date["results"]]
    while url := by_date["links"].get("next"):
        by_date = service.get(url).json
        got += [one["id"] for one in by_date["results"]]
    service.engine.delete_all_pits()
    assert got == [one["id"] for one in by_relevance["results"]]
