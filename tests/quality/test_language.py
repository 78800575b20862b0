"""How often the language of real texts is told rightly.

The pages' own `lang` is not always right: pages that are contradicted were read by eye and were in the language
that was told. Some of Reuters's articles are tables of prices, of which nothing can be told.
"""

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path

import trafilatura

from shared.enrich import language
from tests.figures import RecordFigure

_LANG = re.compile(rb"<html[^>]{0,500}\blang=[\"']?([a-zA-Z]{2})")


def share(texts: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Give the shares of texts of which a language is told, and of which the right one is."""
    told = [(language.detect(text), code) for text, code in texts]
    known = [one for one in told if one[0] is not None]
    return len(known) / len(told), sum(1 for found, code in known if found and found[0] == code) / len(known)


def test_articles_in_english(data_directory: Path, whole: bool, figure: RecordFigure) -> None:
    for name, field in (("bbc/bbc", "BBC"), ("reuters21578/train", "Reuters")):
        with gzip.open(data_directory / f"{name}.jsonl.gz", "rt") as lines:
            bodies = [json.loads(line)["body"] or "" for line in lines]
        long = [(body, "en") for body in bodies[:: 1 if whole else 10] if len(body) >= 400]
        told, right = share(long)
        figure(f"language: {field} articles, told", told, at_least=0.98)
        figure(f"language: {field} articles, right of those told", right, at_least=0.998)


def test_sentences_in_spanish(data_directory: Path, figure: RecordFigure) -> None:
    with gzip.open(data_directory / "ner/conll2002/esp.testa.gz", "rt") as lines:
        sentences = [
            " ".join(line.split()[0] for line in sentence.splitlines()) for sentence in lines.read().split("\n\n")
        ]
    told, right = share((sentence, "es") for sentence in sentences if sentence)
    figure("language: Spanish sentences, told", told)
    figure("language: Spanish sentences, right of those told", right, at_least=0.99)


def test_web_pages(data_directory: Path, whole: bool, figure: RecordFigure) -> None:
    texts: list[tuple[str, str]] = []
    for path in sorted((data_directory / "html/trafilatura").rglob("*.html.gz"))[:: 1 if whole else 12]:
        page = gzip.decompress(path.read_bytes())
        declared = _LANG.search(page)
        text = trafilatura.extract(page, fast=True) if declared else None
        if declared and text and len(text) >= 400:
            texts.append((text, declared[1].decode().lower()))
    told, right = share(texts)
    figure("language: web pages, told", told, at_least=0.98)
    figure("language: web pages, as their lang says", right, at_least=0.9)
