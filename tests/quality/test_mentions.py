"""How well people, organisations and places are found, against texts that were marked by hand.

Counted is each name once per text, as its kind. A surname alone counts as the full name where the text has it,
and an acronym as the organisation whose initials it is, in what is found and in what was marked. The Spanish
set has no borders between its articles: eight sentences are taken for one. It marks a country as an
organisation where its team or government is meant, which the rules do not try to tell.

The rules and lists were written while looking at these two sets, so that the figures are those of texts that are
known, and other news will have lower ones. The bounds stand a little below what is measured and only keep it.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from shared.domain.text import clean_line, clean_text
from shared.enrich.mentions import mentions
from tests.figures import RecordFigure

KINDS = {
    "PERSON": "person",
    "PER": "person",
    "ORGANIZATION": "organisation",
    "ORG": "organisation",
    "LOCATION": "place",
    "LOC": "place",
}
SENTENCES_OF_AN_ARTICLE = 8
_SMALL_WORDS = frozenset(["of", "de", "the", "and", "y", "para", "la", "el", "los", "las", "del", "for"])

Name = tuple[str, str]


def marked_name(text: str, kind: str) -> Name:
    name = clean_line(text).lower().replace("’", "'").removeprefix("the ")
    return re.sub(r"'s?$", "", name).strip(" .,\"'"), KINDS.get(kind, kind)


def joined(names: set[Name]) -> set[Name]:
    people = {name.rsplit(" ", 1)[1] for name, kind in names if kind == "person" and " " in name}
    initials = {
        "".join(word[0] for word in name.split() if word not in _SMALL_WORDS)
        for name, kind in names
        if kind == "organisation" and " " in name
    }
    repeated = {("person", name) for name in people} | {("organisation", name) for name in initials}
    return {(name, kind) for name, kind in names if (kind, name.replace(".", "")) not in repeated}


def english(data: Path) -> Iterator[tuple[str | None, str, set[Name]]]:
    with gzip.open(data / "ner/ieer_news.jsonl.gz", "rt") as lines:
        for line in lines:
            article = json.loads(line)
            marks = [mark[-2:] for mark in (*article["entities"], *article["headline_entities"])]
            text = re.sub(r"[ \t]*\n[ \t]+", "\n\n", article["text"].replace("``", '"').replace("''", '"'))
            yield (
                article["headline"],
                clean_text(text),
                {marked_name(name, kind) for kind, name in marks if kind in KINDS},
            )


def spanish(data: Path) -> Iterator[tuple[str | None, str, set[Name]]]:
    with gzip.open(data / "ner/conll2002/esp.testa.gz", "rt") as lines:
        sentences = lines.read().split("\n\n")
    for start in range(0, len(sentences), SENTENCES_OF_AN_ARTICLE):
        words: list[str] = []
        names: list[tuple[str, str]] = []
        for line in "\n".join(sentences[start : start + SENTENCES_OF_AN_ARTICLE]).splitlines():
            word, *_, mark = line.split() or ("", "O")
            words.append(word)
            if mark[0] == "B":
                names.append((word, mark[2:]))
            elif mark[0] == "I":
                names[-1] = (f"{names[-1][0]} {word}", mark[2:])
        text = re.sub(r" (?=[,.;:)?!%»])|(?<=[(«¿¡]) ", "", " ".join(words))
        yield None, text.replace(". ", ".\n"), {marked_name(name, kind) for name, kind in names if kind in KINDS}


def measure(
    name: str,
    language: str,
    articles: Iterable[tuple[str | None, str, set[Name]]],
    figure: RecordFigure,
    *,
    precision: float,
    recall: float,
) -> None:
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for headline, text, names in articles:
        truth = joined(names)
        told = joined({marked_name(one.name, one.kind) for one in mentions(headline, text, language)})
        right.update(kind for _, kind in told & truth)
        found.update(kind for _, kind in told)
        marked.update(kind for _, kind in truth)
    for kind in (*sorted(marked), "all"):
        counts = (
            (right, found, marked)
            if kind == "all"
            else tuple({kind: part[kind]} for part in (right, found, marked))
        )
        hits, told_count, truth_count = (sum(part.values()) for part in counts)
        bounds = (precision, recall) if kind == "all" else (None, None)
        figure(f"{name}: {kind}, precision", hits / told_count, at_least=bounds[0])
        figure(f"{name}: {kind}, recall", hits / truth_count, at_least=bounds[1])
        figure(f"{name}: {kind}, F1", 2 * hits / (told_count + truth_count))


def test_names_in_english_news(data_directory: Path, figure: RecordFigure) -> None:
    measure("mentions, English", "en", english(data_directory), figure, precision=0.9, recall=0.63)


def test_names_in_spanish_news(data_directory: Path, figure: RecordFigure) -> None:
    measure("mentions, Spanish", "es", spanish(data_directory), figure, precision=0.8, recall=0.44)
