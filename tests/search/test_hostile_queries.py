"""Queries that nobody means well with: each gets an answer in time, and slows nobody else."""

import threading
import time
from collections.abc import Callable
from statistics import median
from urllib.parse import urlencode

import pytest

from bench.newsroom import Newsroom, queries
from bench.recording import Asked, Raw, recording
from shared.domain.query_text import MAX_LENGTH
from tests.figures import RecordFigure
from tests.functional.conftest import Service
from tests.search import judged
from tests.search.conftest import LoadArticles
from tests.search.hostile_queries import COUNT, hostile

pytestmark = [pytest.mark.engine, pytest.mark.alone, pytest.mark.timeout(300)]

_ROUNDS = 100


def test_no_query_fails_or_takes_long_or_slows_the_others(
    service: Service, large: Newsroom, opensearch: str, figure: RecordFigure
) -> None:
    normal = [f"/v1/search?q={text.replace(' ', '+')}" for text in queries(large, _ROUNDS)]
    for url in normal:  # the engine's code is compiled as it is used
        service.get(url)
    with recording() as record:
        took = []
        for url in [f"/v1/search?{query}" for query in hostile()]:
            took.append(seconds_of_hostile(service, url))
        asked = [one for one in record.take() if one.path.endswith("_search")]
    took.sort()
    figure(f"hostile queries: p99 of {COUNT}, seconds", took[int(COUNT * 0.99) - 1], at_most=0.5)

    ratios = []
    for _ in range(3):  # the machine may be given other work between the two
        alone = seconds_of(service, normal)
        with_others = beside(asked, opensearch, lambda: seconds_of(service, normal))
        ratios.append(with_others[_ROUNDS // 2] / alone[_ROUNDS // 2])
    figure("hostile queries: median of normal queries beside them, against alone", median(ratios), at_most=2)


def test_a_question_of_as_many_words_as_there_is_room_for_is_answered_from_the_first_search_on(
    service: Service, loaded: LoadArticles, newsroom: Newsroom
) -> None:
    loaded(judged.articles())  # in a dozen languages
    question = "harbour"
    for word in newsroom.words:
        if len(question) + len(word) < MAX_LENGTH:
            question += f" {word}"
    for facets in ("", "author,topic,section,place,genre,date:month"):
        url = f"/v1/search?{urlencode({'q': question, 'facets': facets} if facets else {'q': question})}"
        service.restart()  # a process that knows nothing of the index yet
        for _ in range(2):
            answer = service.get(url)
            assert answer.status == 200, answer.text
            assert answer.json["total"]["value"] > 0


def seconds_of_hostile(service: Service, url: str) -> float:
    began = time.perf_counter()
    answer = service.get(url)
    seconds = time.perf_counter() - began
    assert answer.status in (200, 400), (url, answer.text)
    assert "Traceback" not in answer.text
    return seconds


def seconds_of(service: Service, urls: list[str]) -> list[float]:
    """Give how long each took, the shortest first."""
    took = []
    for url in urls:
        began = time.perf_counter()
        assert service.get(url).status == 200
        took.append(time.perf_counter() - began)
    return sorted(took)


def beside(asked: list[Asked], opensearch: str, act: Callable[[], list[float]]) -> list[float]:
    """Do it while another asks the engine all of these, again and again."""
    over = threading.Event()
    raw = Raw(opensearch)

    def ask() -> None:
        while not over.is_set():
            for one in asked:
                raw.ask(one)
                if over.is_set():
                    return

    other = threading.Thread(target=ask)
    other.start()
    try:
        return act()
    finally:
        over.set()
        other.join()
