"""Pages in a snapshot show what the index says now, and nothing of what was taken down or replaced since."""

import re
from urllib.parse import urlencode

import pytest

N = 12


def item(article, n, **fields):
    return article(
        f"urn:{n}",
        headline=f"Harbour oldword{n}",
        body_text="harbour " * (n % 3 + 1) + f"Of the harbour in oldword{n} there is this.",
        authors=[{"name": f"Oldname{n} Lee"}],
        versioncreated=f"2024-03-{n + 1:02}T08:00:00Z",
    ) | {"description_text": f"About oldword{n}."} | fields  # fmt: skip


@pytest.fixture
def newsroom(service, article):
    service.push([item(article, n) for n in range(N)])
    service.drain()
    yield service
    service.engine.delete_all_pits()


def page(service, number, **parameters):
    """The address of a page, and what it shows."""
    url = "/v1/search?" + urlencode({"q": "harbour", "page-size": 3, "facets": "author,date:day"} | parameters)
    for _ in range(number - 1):
        url = service.get(url).json["links"]["next"]
    answer = service.get(url)
    assert answer.status == 200, answer.text
    return url, answer.json


ALL_WAYS = [{}, {"collapse": "story"}, {"collapse": "story", "order-by": "newest"}]
NEW = {"headline": "A new harbour", "body_text": "New is the harbour.", "description_text": "New."}
OF_OTHER_THINGS = {"headline": "Tax", "body_text": "Tax, tax.", "description_text": "Tax."}


def changed(service, article, results):
    """Take down the first result, let the second say something else, and the third nothing of the harbour."""
    gone, replaced, elsewhere = results
    assert service.request("DELETE", f"/v1/articles/{gone['id']}", source="demo").status == 202
    for one, fields in ((replaced, NEW), (elsewhere, OF_OTHER_THINGS)):
        n = int(one["source_id"].removeprefix("urn:"))
        service.push(item(article, n, version="2", authors=[{"name": "Newname Lee"}], **fields))
    service.drain()


def assert_nothing_of(before, answer):
    """No word of these results as they were, and no author, is in an answer."""
    words = [one["headline"].removeprefix("Harbour ") for one in before]
    assert not [
        word for word in words if re.search(rf"{word}\b|{word.replace('word', 'name')}\b", answer.text, re.I)
    ]


@pytest.mark.parametrize("parameters", ALL_WAYS)
def test_a_page_has_nothing_of_what_was_taken_down_or_replaced_since(newsroom, article, parameters):
    url, before = page(newsroom, 3, explain=1, **parameters)
    changed(newsroom, article, before["results"])
    after = newsroom.get(url)
    assert_nothing_of(before["results"], after)
    (result,) = after.json["results"]
    assert result["headline"] == "A new harbour"
    assert result["highlights"] == {
        "headline": ["A new <mark>harbour</mark>"],
        "body": ["New is the <mark>harbour</mark>."],
    }
    assert after.json["facets"] == newsroom.get("/v1/search?q=harbour&facets=author,date:day").json["facets"]
    assert "next" in after.json["links"]


@pytest.mark.parametrize("parameters", ALL_WAYS)
def test_nor_has_the_second_page_which_is_made_of_what_is_there(newsroom, article, parameters):
    url, before = page(newsroom, 2, explain=1, **parameters)
    changed(newsroom, article, before["results"])
    after = newsroom.get(url)
    assert_nothing_of(before["results"], after)
    assert len(after.json["results"]) == 3
    assert after.json["facets"] == newsroom.get("/v1/search?q=harbour&facets=author,date:day").json["facets"]


def test_a_page_that_is_all_gone_still_leads_to_the_next(newsroom):
    url, before = page(newsroom, 3)
    for one in before["results"]:
        newsroom.request("DELETE", f"/v1/articles/{one['id']}", source="demo")
    newsroom.drain()
    after = newsroom.get(url).json
    assert after["results"] == []
    assert len(newsroom.get(after["links"]["next"]).json["results"]) == 3


def test_a_filter_on_a_facet_holds_on_every_page(newsroom):
    chosen = "|".join(f"oldname{n} lee" for n in range(10))
    seen = []
    url = "/v1/search?" + urlencode({"q": "harbour", "page-size": 3, "facets": "author", "author": chosen})
    while url:
        answer = newsroom.get(url).json
        assert len(answer["facets"]["author"]["values"]) == N
        seen += [one["source_id"] for one in answer["results"]]
        url = answer["links"].get("next")
    assert sorted(seen) == sorted(f"urn:{n}" for n in range(10))


def test_the_others_in_a_story_are_those_that_are_still_there(newsroom, article):
    newsroom.push([item(article, 100 + n, evolvedfrom=f"urn:{n}") for n in range(N)])
    newsroom.drain()
    url, before = page(newsroom, 3, collapse="story")
    assert [one["others_in_story"] for one in before["results"]] == [1, 1, 1]
    for one in before["results"]:
        newsroom.request("DELETE", f"/v1/articles/{one['id']}", source="demo")
    newsroom.drain()
    after = newsroom.get(url).json["results"]
    assert [one["story_id"] for one in after] == [one["story_id"] for one in before["results"]]
    assert [one["others_in_story"] for one in after] == [0, 0, 0]
    assert not {one["id"] for one in after} & {one["id"] for one in before["results"]}


def asked(service, url):
    """How many searches an answer costs the engine."""
    before = _searches(service)
    answer = service.get(url)
    assert answer.status == 200
    return _searches(service) - before, answer.json["links"].get("next")


def _searches(service):
    counted = service.engine.indices.stats(index="articles", metric="search")
    return counted["_all"]["total"]["search"]["query_total"]


@pytest.mark.parametrize(
    ("parameters", "costs"),
    [({"q": "harbour"}, [1, 2, 2, 2, 1]), ({"q": "harbour", "order-by": "newest"}, [1] * 5), ({}, [1] * 5)],
)
def test_pages_cost_as_many_searches_as_is_said(newsroom, parameters, costs):
    url = "/v1/search?" + urlencode({"page-size": 3} | parameters)
    newsroom.get(url)
    made = []
    while url:
        count, url = asked(newsroom, url)
        made.append(count)
    assert made == costs
