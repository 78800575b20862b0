"""Paging through everything that is found, while articles arrive; and cursors that are not of this search."""

import base64
import statistics
import time
from urllib.parse import quote, urlencode

import pytest

from bench.newsroom import LAST, Newsroom, write
from shared.adapters.article_index import OpenSearchArticleIndex
from tests.figures import RecordFigure
from tests.functional.conftest import Answer, Service
from tests.search.conftest import LARGE

pytestmark = [pytest.mark.engine, pytest.mark.alone, pytest.mark.timeout(300)]

_OF_ALL = LAST.rstrip(".").lower()  # is in every article, so that most of them rank alike
_DEEP = 50
_ROUNDS = 15


def page(service: Service, **parameters: object) -> Answer:
    return service.get(
        f"/v1/search?{urlencode({name.replace('_', '-'): str(v) for name, v in parameters.items()})}"
    )


@pytest.mark.parametrize("order", ["newest", "relevance"])
def test_twenty_thousand_results_are_paged_without_a_repeat_or_a_gap_while_articles_arrive(
    order: str, service: Service, index: OpenSearchArticleIndex, large: Newsroom
) -> None:
    answer = page(service, q=_OF_ALL, order_by=order, page_size=100)
    assert answer.status == 200, answer.text
    there = answer.json["total"]["value"]
    assert there == LARGE
    seen: list[str] = []
    pages = 0
    while True:
        seen += [one["id"] for one in answer.json["results"]]
        if pages % 4 == 0:
            write(large.articles(10, first=LARGE + pages * 10), index)
            service.refresh()
        if "next" not in answer.json["links"]:
            break
        answer = service.get(answer.json["links"]["next"])
        assert answer.status == 200, (pages, answer.text)
        pages += 1
    assert len(seen) == len(set(seen)), f"{len(seen) - len(set(seen))} repeats"
    assert {article.id for article in large.articles(LARGE)} - set(seen) == set()


# A page by relevance is two requests to the engine, and each takes 5 ms whatever it asks for. Its bound is for
# 200,000 articles, where `make bench` holds it; here it is only told.
@pytest.mark.parametrize(("order", "bound"), [("newest", 1.5), ("relevance", None)])
def test_the_fiftieth_page_costs_hardly_more_than_the_first(
    order: str, bound: float | None, service: Service, large: Newsroom, figure: RecordFigure
) -> None:
    first = f"/v1/search?{urlencode({'q': _OF_ALL, 'order-by': order})}"
    url = first
    for _ in range(_DEEP - 1):
        url = service.get(url).json["links"]["next"]
    took: dict[str, list[float]] = {first: [], url: []}
    for _ in range(_ROUNDS):
        for one, seconds in took.items():
            began = time.perf_counter()
            assert service.get(one).status == 200
            seconds.append(time.perf_counter() - began)
    ratio = statistics.median(took[url]) / statistics.median(took[first])
    figure(f"paging: page {_DEEP} against page 1, {order}, medians", ratio, at_most=bound)


def test_a_cursor_that_was_forged_cut_or_made_for_another_search_is_refused(
    service: Service, large: Newsroom
) -> None:
    word, other = large.words[10], large.words[11]
    cursor = page(service, q=word).json["links"]["next"].split("cursor=")[1].split("&")[0]
    assert page(service, q=word, cursor=cursor).status == 200
    position, _, signature = cursor.partition(".")
    forged = [
        cursor[:-1],
        cursor[1:],
        cursor[: len(cursor) // 2],
        signature,
        position,
        f"{position}.",
        f".{signature}",
        f"{position}.{signature[::-1]}",
        f"{base64.urlsafe_b64encode(b'[99]').decode().rstrip('=')}.{signature}",
        f"{cursor}.{cursor}",
        "A" * 1_000,
        "....",
        "",
    ]
    for bad in forged:
        answer = page(service, q=word, cursor=bad)
        assert answer.status == 400, (bad, answer.text)
        assert [error["parameter"] for error in answer.json["errors"]] == ["cursor"], bad
    for elsewhere in ({"q": other}, {"q": word, "order_by": "newest"}, {"q": word, "lang": "en"}, {}):
        assert page(service, **elsewhere, cursor=cursor).status == 400, elsewhere
    assert service.get(f"/v1/search?q={quote(word)}&cursor={cursor}&page-size=7").status == 200
