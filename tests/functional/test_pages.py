"""Pages by cursor: each result once, whatever arrives, changes or goes between two of them."""

import json
from urllib.parse import urlencode

import pytest

N = 30


def items(article, count, words="harbour", start=0, **fields):
    return [
        article(
            f"urn:{n}",
            headline=f"Number {n}",
            body_text=f"{words} " * (n % 7 + 1) + "filler " * (n % 5),
            versioncreated=f"2024-03-{n % 28 + 1:02}T08:00:00Z",
            **fields,
        )
        for n in range(start, start + count)
    ]


def pages(service, between=lambda: None, **parameters):
    """The source ids of each page, with something done between two pages."""
    url = "/v1/search?" + urlencode({"page-size": 7, **{k.replace("_", "-"): v for k, v in parameters.items()}})
    got, totals = [], set()
    while url:
        answer = service.get(url)
        assert answer.status == 200, answer.text
        got.append([one["source_id"] for one in answer.json["results"]])
        totals.add(answer.json["total"]["value"])
        url = answer.json["links"].get("next")
        between()
    return got, totals


def flat(got):
    return [one for page in got for one in page]


@pytest.mark.parametrize(
    "parameters", [{"q": "harbour"}, {"q": "harbour ferry zebra"}, {"q": "harbour", "order_by": "oldest"}, {}]
)
def test_no_result_comes_twice_or_never_while_others_arrive(service, article, parameters):
    service.push(items(article, N, "harbour ferry"))
    service.drain()
    arrived = iter(range(100, 200))

    def between():
        n = next(arrived)
        service.push(items(article, 2, "harbour ferry ferry harbour harbour", start=n * 10))
        service.drain()

    got = flat(pages(service, between, **parameters)[0])
    assert len(got) == len(set(got))
    assert {f"urn:{n}" for n in range(N)} <= set(got)


def test_the_total_and_the_facets_are_those_of_all_pages(service, article):
    service.push(items(article, N))
    service.drain()
    answer = service.get("/v1/search?q=harbour&page-size=10&facets=source").json
    second = service.get(answer["links"]["next"]).json
    third = service.get(second["links"]["next"]).json
    assert [one["total"]["value"] for one in (answer, second, third)] == [N] * 3
    assert [one["facets"]["source"]["values"][0]["count"] for one in (answer, second, third)] == [N] * 3


def test_what_is_taken_down_between_two_pages_is_on_none_of_the_later_ones(service, article):
    service.push(items(article, N))
    service.drain()
    everything = service.get("/v1/search?q=harbour&page-size=100").json["results"]
    gone = {one["id"] for one in everything[20:25]}
    second = service.get(service.get("/v1/search?q=harbour&page-size=7").json["links"]["next"])
    for one in gone:
        service.request("DELETE", f"/v1/articles/{one}", source="demo")
    service.drain()
    seen = []
    url = second.json["links"]["next"]
    while url:
        answer = service.get(url).json
        seen += [one["id"] for one in answer["results"]]
        url = answer["links"].get("next")
    assert len(seen) == N - 14 - len(gone)
    assert not gone & set(seen)


@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_each_story_comes_once_over_all_pages(service, article, order):
    service.push(items(article, 10))
    service.drain()
    service.push([one | {"evolvedfrom": f"urn:{n}"} for n, one in enumerate(items(article, 10, start=10))])
    service.drain()
    got, totals = pages(service, q="harbour", collapse="story", page_size=3, order_by=order)
    assert len(flat(got)) == 10
    assert {int(one.removeprefix("urn:")) % 10 for one in flat(got)} == set(range(10))
    assert totals == {20}


def test_a_page_of_what_came_near_is_followed_by_more_of_it(service, article):
    service.push(items(article, N))
    service.drain()
    assert len(set(flat(pages(service, q="harbuor")[0]))) == N


def test_a_page_of_a_search_that_is_over_says_that_it_is_too_old(service, article):
    service.push(items(article, N))
    service.drain()
    second = service.get(service.get("/v1/search?q=harbour&page-size=7").json["links"]["next"]).json
    service.engine.delete_all_pits()
    answer = service.get(second["links"]["next"])
    assert (answer.status, answer.json["errors"]) == (
        400,
        [
            {
                "detail": "is too old: the pages by relevance of one search last five minutes; search again",
                "parameter": "cursor",
            }
        ],
    )


def test_a_snapshot_is_open_only_where_a_page_of_it_is_to_come(service, article):
    def snapshots():
        return len(service.engine.get_all_pits()["pits"])

    service.push(items(article, N))
    service.drain()
    first = service.get(f"/v1/search?q=harbour&page-size={N - 1}").json
    assert snapshots() == 0
    assert len(service.get(first["links"]["next"]).json["results"]) == 1
    assert snapshots() == 0
    service.get(service.get("/v1/search?q=harbour&page-size=7").json["links"]["next"])
    assert snapshots() == 1
    service.engine.delete_all_pits()


def test_where_no_snapshot_can_be_had_pages_go_on_with_a_warning_and_it_is_counted(service, article, capsys):
    service.push(items(article, N))
    service.drain()
    service.engine.cluster.put_settings(body={"transient": {"search.max_open_pit_context": 0}})
    try:
        got, _ = pages(service, q="harbour")
        first = service.get("/v1/search?q=harbour&page-size=7").json
        capsys.readouterr()
        second = service.get(first["links"]["next"]).json
        counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "SnapshotRefused" in line]
    finally:
        service.engine.cluster.put_settings(body={"transient": {"search.max_open_pit_context": None}})
    assert sorted(flat(got)) == sorted(f"urn:{n}" for n in range(N))
    assert first["query"]["warnings"] == []
    assert second["query"]["warnings"] == [
        "pages may shift while articles arrive: the index holds no more snapshots now"
    ]
    assert [one["SnapshotRefused"] for one in counted] == [[1.0]]
