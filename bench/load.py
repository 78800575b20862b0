"""Measures the bulk load against the engine alone, both in one run and in turn: `python -m bench.load`.

    service ÷ engine    articles a second that the index function brings from packs in S3 to where a search finds
                        them, against those that the engine's own `_bulk` takes of the very same documents

Both sides have the same settings of the index (an empty one each time), the same articles in a request, one
refresh at the end, and one request of writing at a time: the engine's side is a loop that sends ready bytes and
does nothing else. The service has the processes that the template allows (MaximumConcurrency of the queue of
loads), which read ahead while one of them writes; S3 and SQS are moto's, in each process. All share the processors
of this machine, where the functions have their own when they are deployed: what Python takes is taken from the
engine. Each side has a round that does not count before those that do. The articles are real ones, from the folder
that COPYDESK_DATA names.

    memory              the most that the process of `copydesk load` holds, of some articles and of four times as
                        many
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
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import boto3
import orjson
from moto import mock_aws
from opensearchpy import OpenSearch

from bench.caller import ENVIRONMENT
from bench.collection import articles
from bench.index_worker import work
from bench.load_memory import megabytes
from bench.report import machine
from infra.cli.loading.spool import spool
from infra.local import engine as local_engine
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import opensearch_client
from shared.adapters.pack_file import read_list
from shared.adapters.raw_store import S3RawStore
from shared.formats.payload import Payload
from shared.usecases.load_articles import Piece, Summary, compare, read_pieces, write_packs

LEAST = 0.8
SOURCE = "bench"
PROCESSES = 2  # as template.yaml has it
_RESULTS = Path(__file__).with_name("results")
_COLLECTIONS = {"reuters": "reuters21578/train.jsonl.gz", "bbc": "bbc/bbc.jsonl.gz"}
_BEGIN_SECONDS = 120


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the figures and write the results; exit with 1 where they fall short."""
    given = _parser().parse_args(arguments)
    if not given.data.is_dir():
        sys.exit(f"no data at {given.data}; COPYDESK_DATA names another place")
    with _engine() as url:
        client = opensearch_client(url, "none", timeout=60)
        figures = {name: _measured(client, url, name, given) for name in given.collections}
        facts = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(url),
            "processes": PROCESSES,
            "figures": figures,
        }
    for name, figure in figures.items():
        print(
            f"{name}: service ÷ engine {figure['ratio']} ({figure['least']} to {figure['most']}), "
            f"{figure['service']} and {figure['engine']} articles a second, {figure['articles']} articles "
            f"of {figure['bytes']} bytes, at a load of {min(figure['loads'])} to {max(figure['loads'])}; "
            f"asked ≥ {LEAST}"
        )
        held = " and ".join(f"{size} MB of {number} articles" for number, size in figure["memory"].items())
        print(f"{name}: a load holds {held}")
    file = _RESULTS / "load.json"
    file.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")
    if any(figure["ratio"] < LEAST for figure in figures.values()):
        sys.exit("not as asked")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("COPYDESK_DATA", "../shared/data")))
    parser.add_argument("--collections", nargs="+", choices=_COLLECTIONS, default=list(_COLLECTIONS))
    return parser


def _measured(client: OpenSearch, url: str, name: str, given: argparse.Namespace) -> dict[str, Any]:
    file = given.data / _COLLECTIONS[name]
    packs = _packs(articles(file, given.articles))
    count = sum(len(_ids(*pack)) for pack in packs.items())
    with _service(url, packs) as service:
        _timed(client, service)  # warms both sides, and makes the documents
        requests = _requests(client, packs)
        _timed(client, lambda: _alone(client, requests))
        rounds, loads = [], []
        for number in range(given.rounds):
            sides = {"service": service, "engine": lambda: _alone(client, requests)}
            order = list(sides) if number % 2 == 0 else list(reversed(sides))
            rounds.append({side: _timed(client, sides[side]) for side in order})
            loads.append(round(os.getloadavg()[0], 1))
    ratios = [one["engine"] / one["service"] for one in rounds]
    return {
        "articles": count,
        "bytes": round(sum(map(len, requests)) / count),
        "ratio": round(median(ratios), 2),
        "least": round(min(ratios), 2),
        "most": round(max(ratios), 2),
        "service": round(count / median(one["service"] for one in rounds)),
        "engine": round(count / median(one["engine"] for one in rounds)),
        "memory": {number: megabytes(file.resolve(), number) for number in (given.articles, 4 * given.articles)},
        "loads": loads,
        "seconds": [{side: round(seconds, 2) for side, seconds in one.items()} for one in rounds],
    }


def _timed(client: OpenSearch, act: Any) -> float:
    client.indices.delete(index="articles-*", params={"ignore_unavailable": "true"})
    OpenSearchArticleIndex(client).prepare()
    time.sleep(1)  # what was deleted is gone by then
    begin = time.perf_counter()
    act()
    client.indices.refresh(index="articles")
    return time.perf_counter() - begin


def _alone(client: OpenSearch, requests: Sequence[bytes]) -> None:
    for body in requests:
        if client.bulk(body=body, params={"require_alias": "true"})["errors"]:
            raise RuntimeError("the engine did not take all documents")


@contextmanager
def _engine() -> Iterator[str]:
    """Give the engine that OPENSEARCH_URL names, else one that lives as long as the run."""
    if url := os.environ.get("OPENSEARCH_URL"):
        yield url
        return
    with tempfile.TemporaryDirectory() as home:
        engine = local_engine.start(Path(home), port=0, progress=lambda _: None)
        try:
            yield engine.url
        finally:
            engine.stop()


def _packs(articles: Iterator[dict[str, Any]]) -> dict[str, bytes]:
    """Load these as `copydesk load` does; give the objects that it writes."""
    os.environ.update(ENVIRONMENT)
    summary = Summary()
    pieces = (Piece("bench", Payload(json.dumps(one).encode(), "application/json")) for one in articles)
    with mock_aws(), spool() as kept:
        s3, bucket = boto3.client("s3"), ENVIRONMENT["RAW_BUCKET"]
        place = {"LocationConstraint": ENVIRONMENT["AWS_DEFAULT_REGION"]}
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
        store = S3RawStore(s3, bucket)
        read_pieces(
            pieces,
            source=SOURCE,
            format_name="ninjs",
            spool=kept,
            now=datetime.now(UTC),
            summary=summary,
            advance=_nobody,
        )
        compare(source=SOURCE, spool=kept, store=store, summary=summary, writes=True, advance=_nobody)
        write_packs(source=SOURCE, spool=kept, store=store, summary=summary, advance=_nobody, check=lambda: None)
        names = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]]
        return {name: s3.get_object(Bucket=bucket, Key=name)["Body"].read() for name in names}


def _nobody(_: int) -> None:
    """Nobody is told how far it is."""


@contextmanager
def _service(url: str, packs: dict[str, bytes]) -> Iterator[Callable[[], None]]:
    """Give what lets the processes of the index function take all packs."""
    with get_context("spawn").Manager() as manager:
        waiting, done, writing = manager.Queue(), manager.Queue(), manager.Lock()
        given = (url, packs, waiting, done, writing)
        processes = [get_context("spawn").Process(target=work, args=given, daemon=True) for _ in range(PROCESSES)]
        for each in processes:
            each.start()
        for _ in processes:
            done.get(timeout=_BEGIN_SECONDS)

        def index_all() -> None:
            for name in packs:
                waiting.put(name)
            told = [done.get(timeout=_BEGIN_SECONDS) for _ in packs]
            if bad := [one for one in told if one not in packs]:
                raise RuntimeError(bad[0])

        try:
            yield index_all
        finally:
            for _ in processes:
                waiting.put("")
            for each in processes:
                each.join(timeout=10)


def _requests(client: OpenSearch, packs: dict[str, bytes]) -> list[bytes]:
    """Give the documents as the service wrote them, those of a pack in one request."""
    client.indices.refresh(index="articles")
    requests = []
    for name, body in packs.items():
        found = client.mget(body={"ids": _ids(name, body)}, index="articles")["docs"]
        requests.append(b"".join(_operation(one) for one in found))
    return requests


def _ids(name: str, body: bytes) -> list[str]:
    listed = read_list(body, name)
    return [key.article_id for key in listed.places] if listed else []


def _operation(document: dict[str, Any]) -> bytes:
    action = {
        "_index": "articles",
        "_id": document["_id"],
        "version": document["_version"],
        "version_type": "external",
    }
    return orjson.dumps({"index": action}) + b"\n" + orjson.dumps(document["_source"]) + b"\n"


if __name__ == "__main__":
    main()
