"""What a newsroom's readers expect of a search, query by query, on articles of our own."""

import pytest

from tests.figures import RecordFigure
from tests.functional.conftest import Service
from tests.search import judged
from tests.search.conftest import LoadArticles
from tests.search.measures import mean, ndcg

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("rule", judged.RULES)
def test_readers_find_what_was_judged_right(
    rule: str, service: Service, loaded: LoadArticles, figure: RecordFigure
) -> None:
    loaded(judged.articles())
    wrong: dict[str, list[str]] = {}
    reached: list[float] = []
    for one in judged.queries(rule):
        answer = service.get(judged.search_url(one))
        assert answer.status == 200, answer.text
        found = [result["source_id"] for result in answer.json["results"]]
        if faults := judged.faults(one, found, answer.json["query"]):
            wrong[one["q"]] = faults
        if one["grades"]:
            reached.append(ndcg(found, one["grades"]))
    figure(f"judgments: {rule}, nDCG@10 of {len(reached)} queries", mean(reached), at_least=0.95)
    assert wrong == {}
