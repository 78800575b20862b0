"""Every kind of query matches as an alert what it finds as a search."""

from urllib.parse import urlencode

import pytest

from tests.functional.alerting import make, push, told

pytestmark = pytest.mark.engine


@pytest.fixture
def service(service):
    service.administer("release")  # makes the index, as the schedule does before anybody pushes
    return service


QUERIES = {
    "words": {"q": "councils voting rebuild"},
    "one word in another form": {"q": "voted"},
    "a phrase": {"q": '"rebuild the old harbour"'},
    "a spelling": {"q": "=harbour"},
    "operators": {"q": "(harbour OR lighthouse) AND council NOT airport -railway"},
    "a field": {"q": "headline:harbour"},
    "a field of names": {"q": "author:Carrow"},
    "words near each other": {"q": "council NEAR/5 rebuild"},
    "a beginning": {"q": "counc*"},
    "stop words": {"q": "on the"},
    "a name in another spelling": {"q": "Zelensky"},
    "without a word": {"q": "-lighthouse"},
    "an author": {"author": "ines carrow"},
    "a topic": {"topic": "politics|economy", "section": "-sport"},
    "a Media Topic": {"media-topic": "medtop:11000000"},
    "a broader Media Topic by its name": {"topic": "politics"},
    "a source": {"source": "demo", "lang": "en"},
    "without a genre": {"genre": "_none"},
    "several": {"q": "harbour", "keyword": "port", "place": "Oslo", "person": "-_none", "type": "text"},
}
OTHERS = {
    "other words": {"q": "lighthouse keeper"},
    "another phrase": {"q": '"the harbour old"'},
    "another field": {"q": "author:harbour"},
    "what must not be there": {"q": "harbour -council"},
    "words too far apart": {"q": "harbour NEAR/1 voted"},
    "another author": {"author": "Lee Pike"},
    "another source": {"source": "wire"},
    "another language": {"lang": "de"},
    "with a genre": {"genre": "-_none"},
}
RICH = {
    "headline": "Council votes on the harbour",
    "body_text": "The council voted on Tuesday to rebuild the old harbour. Zelenskyy was there.",
    "language": "en",
    "byline": "By Ines Carrow",
    "authors": [{"name": "Ines Carrow"}],
    "subject": [{"code": "medtop:11000000", "name": "politics"}],
    "service": [{"name": "Local"}],
    "keywords": ["port"],
    "place": [{"name": "Oslo"}],
    "person": [{"name": "Lee Pike"}],
}


def test_every_kind_of_query_matches_as_a_search_does(service, article):
    names = {make(service, query): kind for kind, query in QUERIES.items()}
    others = {make(service, query): kind for kind, query in OTHERS.items()}
    push(service, article(**RICH))
    fired = {name for _, _, name in told(service)}
    assert {kind for name, kind in names.items() if name not in fired} == set()
    assert {kind for name, kind in others.items() if name in fired} == set()
    counts = {kind: service.get(f"/v1/search?{urlencode(query)}").json["total"] for kind, query in QUERIES.items()}
    assert {kind for kind, total in counts.items() if total["value"] != 1} == set()


def test_the_costliest_query_can_be_registered_and_articles_of_every_language_match(service, article):
    many = "|".join(f"value {number}" for number in range(50))
    filters = ("author", "topic", "section", "keyword", "place", "person", "organisation", "mention", "genre")
    beginnings = {"q": " OR ".join(f"wörter{number}*" for number in range(32))}
    make(service, beginnings | dict.fromkeys(filters, many))
    make(service, {"q": " ".join(f"Zelensky{number}" for number in range(32))})
    make(service, {"q": " AND ".join(["Zelensky NEAR/5 Kyiv"] * 10)})
    name = make(service, {"q": "Hafen OR порт OR 港口 OR puerto"})
    for language, text in {"de": "Die Häfen", "uk": "порт", "zh": "新港口", "es": "los puertos"}.items():
        push(service, article(f"urn:{language}", language=language, headline=text, body_text=f"{text}."))
    assert [one for _, _, one in told(service)] == [name] * 4
