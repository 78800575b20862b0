"""What editors pin to a query: kept in the raw bucket, shown by searches, back after the index was made anew."""

import pytest

from infra.cli.__main__ import main
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.pin_store import S3PinStore
from tests.functional.pretended import BUCKET

UNKNOWN = "0" * 32


@pytest.fixture
def articles(service, article):
    """The ids of two articles, the first of which no search for the harbour finds."""
    receipts = [
        service.push(article("urn:elsewhere", headline="Elsewhere", body_text="Nothing of the kind.")),
        service.push(article("urn:harbour")),
    ]
    service.drain()
    return [receipt.json["items"][0]["id"] for receipt in receipts]


def shown(service, query="the+harbour"):
    """The ids that a process which knows no pins yet gives, and those among them that it calls pinned."""
    service.restart()
    results = service.get(f"/v1/search?q={query}").json["results"]
    return [one["id"] for one in results], [one["id"] for one in results if one.get("pinned")]


def test_a_pin_is_told_shown_and_ended(service, articles, capsys):
    elsewhere, harbour = articles
    assert shown(service) == ([harbour], [])
    assert main(["pin", "The Harbour?", elsewhere]) == 0
    assert capsys.readouterr().out == f"the harbour\n  1. {elsewhere}\n"
    assert shown(service) == ([elsewhere, harbour], [elsewhere])
    assert main(["pin"]) == 0
    assert capsys.readouterr().out == f"the harbour\n  1. {elsewhere}\n"
    assert main(["pin", "the harbour", "--none"]) == 0
    assert capsys.readouterr().out == "nothing is pinned\n"
    assert shown(service) == ([harbour], [])


def test_a_pin_does_not_hide_what_comes_near(service, articles):
    elsewhere, harbour = articles
    assert main(["pin", "harbuor", elsewhere]) == 0
    assert shown(service, "harbuor") == ([elsewhere, harbour], [elsewhere])
    answer = service.get("/v1/search?q=harbuor").json
    assert (answer["query"]["did_you_mean"], answer["total"]["value"]) == ("harbour", 2)
    assert answer["query"]["warnings"] == ["nothing was found as it was typed; these come near"]
    assert main(["pin", "nowhere at all", elsewhere]) == 0
    assert shown(service, "nowhere+at+all") == ([elsewhere], [elsewhere])
    assert service.get("/v1/search?q=nowhere+at+all").json["query"]["warnings"] == []
    assert main(["pin", "harbour", harbour]) == 0
    assert shown(service, "harbour") == ([harbour], [harbour])
    assert service.get("/v1/search?q=harbour").json["query"]["warnings"] == []


def test_pins_come_back_when_the_index_was_made_anew_and_those_that_were_ended_do_not(service, articles):
    elsewhere, harbour = articles
    assert main(["pin", "the harbour", elsewhere]) == 0
    assert main(["pin", "council", elsewhere]) == 0
    assert main(["pin", "council", "--none"]) == 0
    service.engine.indices.delete(index="articles-*")
    service.administer("reconcile")
    service.drain()
    assert shown(service) == ([elsewhere, harbour], [elsewhere])
    assert shown(service, "council") == ([harbour], [])


@pytest.mark.parametrize("pins", [{}, {"council": [UNKNOWN]}, {"the harbour": [UNKNOWN]}])
def test_an_index_with_other_pins_gets_those_that_are_kept(service, articles, pins):
    assert main(["pin", "the harbour", *articles]) == 0
    index = OpenSearchArticleIndex(service.engine)
    index.put_pins(pins)
    service.administer("reconcile")
    assert index.pins() == {"the harbour": articles}


def test_two_who_pin_at_once_do_not_undo_each_others_pins(service, articles):
    one, other = S3PinStore(service.s3, BUCKET), S3PinStore(service.s3, BUCKET)
    assert one.pins() == other.pins() == {}
    one.pin("harbour", articles)
    other.pin("council", articles[:1])
    assert one.pins() == {"harbour": articles, "council": articles[:1]}


def test_what_is_no_pin_is_passed_over(service, articles):
    assert main(["pin", "harbour", *articles]) == 0
    service.s3.put_object(Bucket=BUCKET, Key="pins/")  # a folder, as the console makes it
    service.s3.put_object(Bucket=BUCKET, Key="pins/notes.txt", Body=b"harbour: ask Ines")
    assert S3PinStore(service.s3, BUCKET).pins() == {"harbour": articles}


def test_an_article_that_is_not_there_is_not_pinned(service, articles, capsys):
    assert main(["pin", "harbour", articles[0], UNKNOWN]) == 1
    assert capsys.readouterr().err == f"copydesk: no such article: {UNKNOWN}\n"
    assert service.stored("pins/") == []


def test_without_a_stack_nothing_is_pinned(service, articles, monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("RAW_BUCKET")
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path))
    assert main(["pin", "harbour", *articles]) == 2
    assert capsys.readouterr().err.startswith("copydesk: no stack: set OPENSEARCH_URL and RAW_BUCKET")


def pinned(service, query, ids):
    """Pin these to a query, in a process that knows of it from its first search."""
    OpenSearchArticleIndex(service.engine).put_pins({query: ids})
    service.refresh()
    service.restart()


@pytest.fixture
def many(service, article):
    """The ids of twelve articles of one harbour, each headline of its own, the last of them the best."""
    items = [
        article(f"urn:{n}", headline=f"Harbour {n}", body_text="harbour " * (n + 1) + "and a quiet town " * 9)
        for n in range(12)
    ]
    receipt = service.push(items)
    service.drain()
    return [one["id"] for one in receipt.json["items"]]


def ids(answer):
    return [one["id"] for one in answer["results"]]


def test_a_pin_stands_before_the_next_one_though_the_headline_of_that_is_what_was_typed(service, many):
    a, b, c = many[3], many[7], many[5]
    pinned(service, "harbour 7", [a, b, c])
    assert ids(service.get("/v1/search?q=harbour+7").json)[:3] == [a, b, c]


def test_ten_pins_stand_in_their_order_and_leave_the_others_in_theirs(service, many):
    without = ids(service.get("/v1/search?q=harbour").json)
    first = many[:10]
    pinned(service, "harbour", first)
    answer = service.get("/v1/search?q=harbour").json
    assert ids(answer) == [*first, *(one for one in without if one not in first)]
    assert [one.get("pinned", False) for one in answer["results"]] == [True] * 10 + [False] * 2


@pytest.mark.parametrize("size", [1, 2, 5])
def test_pins_go_on_beyond_the_first_page(service, many, articles, size):
    first = [articles[0], many[0], many[11]]
    pinned(service, "harbour", first)
    url, got, marked = f"/v1/search?q=harbour&page-size={size}", [], []
    while url:
        answer = service.get(url).json
        assert answer["total"]["value"] == len(many) + len(articles)
        got += ids(answer)
        marked += [one["id"] for one in answer["results"] if one.get("pinned")]
        url = answer["links"].get("next")
    service.engine.delete_all_pits()
    assert got[:3] == marked == first
    assert sorted(got) == sorted([*many, *articles])


def test_a_cursor_of_the_largest_page_with_all_the_pins_there_may_be_is_taken(service, article):
    items = [article(f"urn:{n}", headline=f"Harbour {n}") for n in range(240)]
    receipts = [service.push(items[at : at + 80]) for at in range(0, 240, 80)]
    service.drain()
    pinned(service, "harbour", [one["id"] for one in receipts[0].json["items"][:10]])
    answer = service.get("/v1/search?q=harbour&page-size=100&collapse=story").json
    second = service.get(answer["links"]["next"])
    third = service.get(second.json["links"]["next"])
    service.engine.delete_all_pits()
    assert [one.status for one in (second, third)] == [200, 200]
    assert len(third.json["results"]) == 40


def test_pins_do_nothing_and_cost_nothing_where_results_go_by_date(service, many, articles):
    pinned(service, "harbour", [articles[0]])
    before = searches(service)
    results = service.get("/v1/search?q=harbour&order-by=newest").json["results"]
    assert searches(service) - before == 1
    assert {one["id"] for one in results} == {*many, articles[1]}
    assert not any("pinned" in one for one in results)
    service.restart()
    before = searches(service)
    assert ids(service.get("/v1/search?q=harbour").json)[0] == articles[0]
    assert searches(service) - before == 2  # the one that learns of the pin is asked again


def searches(service):
    """How many searches were made of the index."""
    counted = service.engine.indices.stats(index="articles", metric="search")
    return counted["_all"]["total"]["search"]["query_total"]
