"""How well near copies are known, over all pairs of a collection and not only those that are named.

The truth are the pairs of articles of which eight in ten runs of three words are the same.
"""

import csv
import gzip
import json
import re
import time
import timeit
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from shared.enrich.fingerprint import NEAR_COPY, bands, fingerprint, similarity

TRUTH = 0.8
CLOSE = 0.75  # below it, a pair that is taken for a copy is a plain mistake
_WORD = re.compile("[a-z0-9]+")

Pair = tuple[str, str]


@pytest.fixture(scope="module")
def bodies(data_directory: Path) -> dict[str, str]:
    with gzip.open(data_directory / "reuters21578/train.jsonl.gz", "rt") as lines:
        articles = [json.loads(line) for line in lines]
    return {article["id"]: article["body"] or "" for article in articles}


@pytest.fixture(scope="module")
def sketches(bodies: dict[str, str]) -> dict[str, str]:
    return {name: sketch for name, body in bodies.items() if (sketch := fingerprint(body))}


@pytest.fixture(scope="module")
def marked(sketches: dict[str, str]) -> set[Pair]:
    """The pairs that meet under a band and are alike by their sketches."""
    return {pair for pair in meeting(sketches) if similarity(*(sketches[name] for name in pair)) >= NEAR_COPY}


def meeting(sketches: dict[str, str]) -> set[Pair]:
    under: dict[str, list[str]] = defaultdict(list)
    for name, sketch in sketches.items():
        for band in bands(sketch):
            under[band].append(name)
    return {ordered(*pair) for names in under.values() for pair in combinations(names, 2)}


def ordered(one: str, other: str) -> Pair:
    return (one, other) if int(one) < int(other) else (other, one)


def named(data_directory: Path) -> Iterator[tuple[Pair, float]]:
    with (data_directory / "neardup/reuters_near_dup_pairs.tsv").open() as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield ordered(row["id_a"], row["id_b"]), float(row["jaccard_word3"])


def runs(body: str) -> set[tuple[str, str, str]]:
    words = _WORD.findall(body.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def jaccard(one: str, other: str) -> float:
    first, second = runs(one), runs(other)
    return len(first & second) / len(first | second)


def test_near_copies_are_found_and_nothing_else(data_directory, bodies, sketches, marked, figure):
    copies = {pair for pair, alike in named(data_directory) if alike >= TRUTH}
    true = {pair: jaccard(*(bodies[name] for name in pair)) for pair in marked}
    right = sum(alike >= TRUTH for alike in true.values()) / len(true)
    close = sum(alike >= CLOSE for alike in true.values()) / len(true)
    figure(
        "near copies: recall of pairs of similarity 0.8 and more",
        len(copies & marked) / len(copies),
        at_least=0.95,
    )
    figure("near copies: precision at 0.8", right, at_least=0.95)
    figure("near copies: precision at 0.75", close, at_least=0.95)
    figure("near copies: pairs compared for each article", len(meeting(sketches)) / len(bodies))


def test_an_agency_s_frame_around_a_text_does_not_hide_a_copy(bodies, sketches, figure):
    """A dateline before the text and a note after it; then, held to no bound, its last sentence cut as well."""
    long = [name for name, body in sorted(bodies.items()) if len(body.split()) >= 100][::10]
    framed = sum(is_found(framed_by_an_agency(bodies[name]), sketches[name]) for name in long)
    cut = sum(is_found(framed_by_an_agency(bodies[name].rpartition(".\n")[0]), sketches[name]) for name in long)
    figure("near copies: found in an agency's frame", framed / len(long), at_least=0.95)
    figure("near copies: found in an agency's frame, the last sentence cut", cut / len(long))


def framed_by_an_agency(body: str) -> str:
    return f"NORWICK (Agency) - {body}\n\nReporting by the Norwick desk; editing by the night desk"


def is_found(text: str, sketch: str) -> bool:
    other = fingerprint(text)
    met = other is not None and not set(bands(other)).isdisjoint(bands(sketch))
    return other is not None and met and similarity(other, sketch) >= NEAR_COPY


def test_a_sketch_costs_little(bodies, figure):
    text = " ".join(" ".join(list(bodies.values())[:200]).split()[:500])
    seconds = min(timeit.repeat(lambda: fingerprint(text), timer=time.thread_time, number=20, repeat=10)) / 20
    figure("near copies: milliseconds for the sketch of 500 words", seconds * 1000, at_most=0.5)
