"""What an alert's query may cost, and that one which costs more than the engine takes silences no other."""

import pytest

from shared.domain.query_text import MAX_TERMS
from shared.enrich.name_variants import read_groups
from tests.functional.alerting import make, push, told
from tests.functional.test_long_queries import QUERIES, short

pytestmark = pytest.mark.engine

# Names of one word, those first that stand for the most others in the fewest characters.
NAMES = [
    min(group.spellings, key=len)
    for group in sorted(read_groups(), key=lambda it: -len(it.spellings) / (4 + len(min(it.spellings, key=len))))
    if " " not in min(group.spellings, key=len)
]
MOST_NAMES = [*QUERIES.values(), short(" OR ".join(NAMES[:MAX_TERMS])), " OR ".join(["Kyiv"] * 30)]


@pytest.fixture
def service(service):
    service.administer("release")  # makes the index, as the schedule does before anybody pushes
    return service


def test_whatever_an_alert_asks_for_to_the_last_character_can_be_matched(service, article, caplog):
    for query in dict.fromkeys(MOST_NAMES):
        make(service, {"q": query})
    plain = make(service, {"q": "harbour"})
    words = " ".join(dict.fromkeys(" ".join(MOST_NAMES).replace("(", " ").replace(")", " ").split()))
    found = push(service, article(body_text=f"The harbour. {words}"))
    fired = told(service)
    assert ("article.published", found, plain) in fired
    assert len(fired) > len(QUERIES) / 2
    assert "alerts cannot be matched" not in caplog.messages


def too_costly():
    """A query that the engine takes, and fails with when it matches an article."""
    words = [{"term": {"exact": f"harbour{n}"}} for n in range(1_200)]
    halves = [{"bool": {"should": [{"term": {"exact": "harbour"}}, *words[at::2]]}} for at in range(2)]
    return {"bool": {"must": halves}}


def break_alert(service, name):
    change = {"doc": {"query": {"en": too_costly()}, "digest": "another"}}
    service.engine.update(index="alerts", id=name, body=change, params={"refresh": "true"})


@pytest.mark.parametrize("at", range(5))
def test_an_alert_that_cannot_be_matched_silences_no_other_and_is_told_of(service, article, caplog, at):
    names = [make(service, {"q": "harbour", "section": f"-{n}"}) for n in range(5)]
    broken = names[at]
    break_alert(service, broken)
    found = push(service, article())
    fired = sorted(("article.published", found, name) for name in names if name != broken)
    assert sorted(told(service)) == fired
    [record] = [it for it in caplog.records if it.message == "alerts cannot be matched"]
    assert record.alerts == [f"alerts/demo/{broken}.json"]


def test_an_article_that_no_alert_can_be_matched_with_comes_again(service, article):
    break_alert(service, make(service, {"q": "harbour"}))
    push(service, article())
    assert len(service.match()) == 1
