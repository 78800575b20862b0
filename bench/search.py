"""Measures searches as ratios of one run, both sides in turn on the same index: `python -m bench.search`.

    whole ÷ top 20      a whole answer (5 facets, months, highlights, totals, recency) against a search for 20
                        results alone, both through the handler; and against the plainest query there is
    handler ÷ engine    a search through the handler against the identical request to the engine alone
    page 50 ÷ page 1    through the handler, by relevance and newest first

What is compared finds the same articles, which is checked. Each round gives a ratio of medians and one of p95; the
figure is the median of the rounds, beside their least and most. Everything is written to bench/results/.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.caller import Caller, service_on
from bench.newsroom import Newsroom, queries, write
from bench.recording import Asked, Raw
from bench.report import machine, missed, show, table
from infra.local import engine as local_engine
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import opensearch_client
from shared.domain.search_request import RESULT_FIELDS

_RESULTS = Path(__file__).with_name("results")
_WHOLE = {"facets": "author,topic,section,place,genre,date:month", "page-size": "20"}
_TOP = {"page-size": "20", "highlight": "none"}
_DEEP = 50
_FREQUENT = 20  # the rank of a word that has fifty pages
Times = dict[str, list[float]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the index, measure, print the table and write the results."""
    given = _parser().parse_args(arguments)
    with _engine() as url, service_on(url) as caller:
        newsroom = Newsroom(newest=datetime.now(UTC))
        seconds = _filled(url, newsroom, given.articles)
        texts = _answered(caller, queries(newsroom, 3 * given.queries))[: given.queries]
        frequent = newsroom.words[_FREQUENT]
        rounds = [_round(caller, url, texts, frequent, number) for number in range(given.rounds)]
        results = table(rounds)
        facts = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(url),
            "articles": given.articles,
            "seconds_to_write": round(seconds, 1),
            "queries": len(texts),
            "figures": results,
            "rounds": rounds,
        }
    show(facts)
    _RESULTS.mkdir(exist_ok=True)
    file = _RESULTS / f"search-{given.articles}.json"
    file.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")
    print(f"written to {file.relative_to(_RESULTS.parents[1])}")
    if short := missed(results):
        sys.exit("\n".join(["not as asked:", *short]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--queries", type=int, default=60)
    return parser


@contextmanager
def _engine() -> Iterator[str]:
    """Start an engine of its own, or use the one that OPENSEARCH_URL names."""
    if url := os.environ.get("OPENSEARCH_URL"):
        yield url
        return
    with tempfile.TemporaryDirectory() as home:
        engine = local_engine.start(Path(home), port=0, progress=lambda _: None)
        try:
            yield engine.url
        finally:
            engine.stop()


def _filled(url: str, newsroom: Newsroom, count: int) -> float:
    """Write the articles and bring the index to rest; give how many seconds the writing took."""
    client = opensearch_client(url, "none", timeout=600)
    client.indices.delete(index="articles-*", params={"ignore_unavailable": "true"})
    began = time.perf_counter()
    write(newsroom.articles(count), OpenSearchArticleIndex(client), progress=_progress(count))
    took = time.perf_counter() - began
    client.indices.forcemerge(index="articles", params={"max_num_segments": 5}, timeout=600)
    client.indices.refresh(index="articles")
    client.close()
    return took


def _answered(caller: Caller, texts: Sequence[str]) -> list[str]:
    """Give the queries that find something: where nothing is found, a second request looks for what was meant."""
    found = [text for text in texts if len(_asked(caller, text)) == 1]
    if not found:
        raise RuntimeError("no query finds anything")
    return found


def _asked(caller: Caller, text: str) -> list[Asked]:
    caller.get(f"/v1/search?{urlencode({'q': text})}")
    return caller.searches()


def _progress(count: int) -> Callable[[int], None]:
    def tell(written: int) -> None:
        if written % 20_000 == 0:
            print(f"{written} of {count} articles", file=sys.stderr, flush=True)

    return tell


def _round(caller: Caller, url: str, texts: Sequence[str], frequent: str, number: int) -> dict[str, Any]:
    """Measure every query once in every way, in turn; the first round warms up twice."""
    raw = Raw(url)
    times: Times = {}
    for text in texts if number else [*texts, *texts]:
        for name, parameters in (("whole", _WHOLE), ("top", _TOP)):
            if number % 2:
                _barely(raw, times, text)
            _handled(caller, raw, times, name, {"q": text, **parameters})
            if not number % 2:
                _barely(raw, times, text)
    first = len(texts) if number == 0 else 0
    times = {name: each[-len(texts) :] if first else each for name, each in times.items()}
    for order in ("relevance", "newest"):
        _paged(caller, times, frequent, order)
    return {"medians_ms": {name: _ms(median(each)) for name, each in times.items()}, "ratios": _ratios(times)}


def _handled(caller: Caller, raw: Raw, times: Times, name: str, parameters: dict[str, str]) -> None:
    """Search through the handler, then ask the engine the same; both must give the same articles."""
    search = f"/v1/search?{urlencode(parameters)}"
    answer = _timed(times, f"handler {name}", lambda: caller.get(search))
    asked = caller.searches()
    if len(asked) > 1:
        raise RuntimeError(f"a search is one request to the engine; {parameters} was {len(asked)}")
    found = json.loads(_timed(times, f"engine {name}", lambda: raw.ask(asked[0])))
    ids = [hit["_id"] for hit in found["hits"]["hits"]]
    if [one["id"] for one in answer["results"]] != ids[:20]:
        raise RuntimeError(f"the handler and the engine find different articles for {parameters}")


def _barely(raw: Raw, times: Times, text: str) -> None:
    _timed(times, "bare", lambda: raw.ask(_bare(text)))


def _paged(caller: Caller, times: Times, word: str, order: str) -> None:
    first = deep = f"/v1/search?{urlencode({'q': word, 'order-by': order, 'page-size': '20'})}"
    for _ in range(_DEEP - 1):
        deep = caller.get(deep)["links"]["next"]
    for _ in range(15):
        _timed(times, f"page 1 {order}", lambda: caller.get(first))
        _timed(times, f"page {_DEEP} {order}", lambda: caller.get(deep))
    caller.searches()


def _bare(text: str) -> Asked:
    """What a search costs at least: the same words, the same fields of 20 articles, nothing else."""
    body = {
        "query": {"multi_match": {"query": text, "fields": ["headline.en", "body.en"]}},
        "size": 20,
        "_source": [f"article.{name}" for name in RESULT_FIELDS],
    }
    return Asked("POST", "/articles/_search", body)


def _timed[T](times: Times, name: str, act: Callable[[], T]) -> T:
    began = time.perf_counter()
    done = act()
    times.setdefault(name, []).append(time.perf_counter() - began)
    return done


def _ratios(times: Times) -> dict[str, tuple[float, float]]:
    pairs = {
        "whole answer ÷ top 20, through the handler": ("handler whole", "handler top"),
        "whole answer ÷ plainest query, engine alone": ("engine whole", "bare"),
        "top 20 ÷ plainest query, engine alone": ("engine top", "bare"),
        "handler ÷ engine, whole answer": ("handler whole", "engine whole"),
        "handler ÷ engine, top 20": ("handler top", "engine top"),
        "page 50 ÷ page 1, relevance": (f"page {_DEEP} relevance", "page 1 relevance"),
        "page 50 ÷ page 1, newest": (f"page {_DEEP} newest", "page 1 newest"),
    }
    return {
        name: (median(times[one]) / median(times[other]), _p95(times[one]) / _p95(times[other]))
        for name, (one, other) in pairs.items()
    }


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _ms(seconds: float) -> float:
    return round(seconds * 1_000, 2)


if __name__ == "__main__":
    main()
