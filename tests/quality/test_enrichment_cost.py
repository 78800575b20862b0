"""What it costs to enrich an article: its language, topics, the names in it and its fingerprint."""

import gzip
import json
import time
import timeit
from pathlib import Path

from shared.domain.article import Topic
from shared.enrich import language
from shared.enrich.fingerprint import fingerprint
from shared.enrich.mentions import mentions
from shared.enrich.topics import media_topics
from tests.quality.conftest import RecordFigure

TOPICS = [Topic(id="medtop:20001065"), Topic(id="subj:04016014"), Topic(id="own:1", name="Local elections")]
KEYWORDS = ["economy", "harbour", "mayor", "ships", "climate change"]


def enrich(title: str, body: str) -> None:
    detected = language.detect(f"{title}\n{body}")
    media_topics(TOPICS, section="News / Business", keywords=KEYWORDS)
    mentions(title, body, detected and detected[0])
    fingerprint(body)


def cost(title: str, body: str) -> float:
    """Give the CPU time of one article; of a few measurements the least counts, since other work only adds."""
    return min(timeit.repeat(lambda: enrich(title, body), timer=time.process_time, number=1, repeat=5))


def test_an_article_of_typical_length_costs_a_millisecond_at_most(
    data_directory: Path, whole: bool, figure: RecordFigure
) -> None:
    with gzip.open(data_directory / "bbc/bbc.jsonl.gz", "rt") as lines:
        articles = [json.loads(line) for line in lines][:: 1 if whole else 8]
    enrich(articles[0]["title"], articles[0]["body"])  # reads the lists and the model
    times = [cost(article["title"], article["body"]) for article in articles]
    length = sum(len(article["body"]) for article in articles) / len(articles)
    figure(
        f"enrichment: CPU of an article of {length:.0f} characters, ms", 1000 * sum(times) / len(times), at_most=1
    )
