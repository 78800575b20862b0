"""What it costs to enrich an article: its language, topics, the names in it and the sketch of its words."""

import gzip
import json
import time
import timeit
from datetime import UTC, datetime
from pathlib import Path

from shared.domain.article import Article
from shared.domain.envelope import Envelope
from shared.formats.payload import Payload
from shared.usecases.enrich_article import enrich_article
from shared.usecases.read_article import read_article
from tests.figures import RecordFigure

_SUBJECTS = [{"code": "medtop:20001065"}, {"code": "subj:04016014"}, {"code": "own:1", "name": "Local elections"}]
_KEYWORDS = ["economy", "harbour", "mayor", "ships", "climate change"]
_ENVELOPE = Envelope(source="test", format="ninjs", received_at=datetime(2026, 1, 1, tzinfo=UTC))


def article(title: str, body: str) -> Article:
    item = {"uri": "urn:x", "headline": title, "body_text": body, "subject": _SUBJECTS, "keywords": _KEYWORDS}
    return read_article(Payload(json.dumps(item).encode()), _ENVELOPE).article


def cost(one: Article) -> float:
    """Give the CPU time of one article; of a few measurements the least counts, since other work only adds."""
    return min(timeit.repeat(lambda: enrich_article(one), timer=time.thread_time, number=1, repeat=5))


def test_an_article_of_typical_length_costs_a_millisecond_at_most(
    data_directory: Path, whole: bool, figure: RecordFigure
) -> None:
    with gzip.open(data_directory / "bbc/bbc.jsonl.gz", "rt") as lines:
        records = [json.loads(line) for line in lines][:: 1 if whole else 8]
    articles = [article(record["title"], record["body"]) for record in records]
    enriched, _ = enrich_article(articles[0])  # reads the lists and the model
    assert enriched.language == "en"
    assert enriched.media_topics
    assert enriched.fingerprint
    milliseconds = 1000 * sum(map(cost, articles)) / len(articles)
    length = sum(len(one.body_text or "") for one in articles) / len(articles)
    figure("enrichment: characters of an article", length)
    figure("enrichment: CPU of an article, ms", milliseconds, at_most=1 if whole else None)  # a busy machine
