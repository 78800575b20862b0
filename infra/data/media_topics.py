"""Makes shared/enrich/media_topics.json of the Media Topics that IPTC gives out.

    python -m infra.data.media_topics cptall-en-US.json [IPTC-Media-Topics-german.json …]

The first file is IPTC's own JSON of the whole vocabulary, as http://cv.iptc.org/newscodes/mediatopic/ gives it
in one language or, with lang=x-all, in all; it has the labels, the broader topics, the retired topics and the
matches to the legacy subject codes. The others may be the same file in another language, or IPTC's EXTRA lists
of topics (whose names end in the language), which add labels alone. The result has

    topics   the id (8 digits): the labels by language, the id of the broader topic
    retired  the id of a retired topic: the topic in use that stands for it
    legacy   a legacy subject code: the topic that stands for it, and how sure that is

IPTC's list does not say what replaced a retired topic. Here it is a topic in use that matches the same item of
Wikidata, or one of the few below that IPTC moved, or the nearest broader topic in use.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "shared/enrich/media_topics.json"
_LANGUAGES = {"english": "en-GB", "german": "de"}
# Accidents and incidents became one branch; two parts of a collective agreement share an item with something else.
_MOVED = {"20000160": "20000139", "20000526": "20000525", "20000527": "20000525"}
# How sure a legacy code's match is: IPTC's exact and close matches.
_SAME_NUMBER = 0.9  # the seventeen at the top kept their numbers; two have no match of IPTC's
_MATCHES = {"exactMatch": 0.95, "closeMatch": 0.8}


def _digits(uri: str) -> str:
    return uri.partition("?")[0][-8:]


def _vocabulary(path: Path) -> dict[str, dict[str, Any]]:
    concepts = json.loads(path.read_text("utf-8"))["conceptSet"]
    return {_digits(concept["uri"]): concept for concept in concepts}


def _labels(path: Path) -> Iterator[tuple[str, str, str]]:
    """Give the id, the language and the label of each topic of one file."""
    content = json.loads(path.read_text("utf-8"))
    for concept in content.get("conceptSet", ()):
        for language, label in concept["prefLabel"].items():
            yield _digits(concept["uri"]), language, label
    for topic in content.get("topics", ()):
        language = next(short for word, short in _LANGUAGES.items() if word in path.name.lower())
        yield _digits(topic["topicId"]), language, topic["name"]


def _replacement(id_: str, concepts: dict[str, dict[str, Any]]) -> str:
    while "retired" in concepts[id_]:
        id_ = _MOVED.get(id_) or _same_item(id_, concepts) or _digits(concepts[id_]["broader"][0])
    return id_


def _same_item(id_: str, concepts: dict[str, dict[str, Any]]) -> str | None:
    items = {uri for uri in concepts[id_].get("exactMatch", ()) if "wikidata" in uri}
    others = (other for other, concept in concepts.items() if "retired" not in concept)
    return next((other for other in others if items & set(concepts[other].get("exactMatch", ()))), None)


def _legacy(concepts: dict[str, dict[str, Any]], retired: dict[str, str]) -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    for id_, concept in sorted(concepts.items(), key=lambda entry: ("retired" in entry[1], entry[0])):
        for kind, confidence in _MATCHES.items():
            for uri in concept.get(kind, ()):
                if "/subjectcode/" in uri and found.get(_digits(uri), ("", 0))[1] < confidence:
                    found[_digits(uri)] = (retired.get(id_, id_), confidence)
    for top in (id_ for id_, concept in concepts.items() if "broader" not in concept):
        found.setdefault(top, (top, _SAME_NUMBER))
    return found


def made(paths: list[Path]) -> str:
    """Give the data file."""
    concepts = _vocabulary(paths[0])
    topics: dict[str, dict[str, str]] = {id_: {} for id_ in concepts}
    for path in paths:
        for id_, language, label in _labels(path):
            if id_ in topics and label:
                topics[id_].setdefault(
                    "en" if language == "en-US" else language, re.sub(r"\s+", " ", label.strip())
                )
    for id_, concept in concepts.items():
        if "broader" in concept:
            topics[id_]["broader"] = _digits(concept["broader"][0])
    retired = {id_: _replacement(id_, concepts) for id_ in concepts if "retired" in concepts[id_]}
    return _written({"topics": topics, "retired": retired, "legacy": _legacy(concepts, retired)})


def _written(parts: dict[str, dict[str, Any]]) -> str:
    """Give one entry a line, so that a new edition shows what it changed."""
    licence = "IPTC Media Topics, (c) IPTC, https://iptc.org, CC BY 4.0; see NOTICE.md"
    texts = [f'"licence": {json.dumps(licence)}']
    for name, entries in parts.items():
        lines = (f" {json.dumps(id_)}: {json.dumps(entries[id_], ensure_ascii=False)}" for id_ in sorted(entries))
        texts.append(f'"{name}": {{\n' + ",\n".join(lines) + "\n}")
    return "{" + ",\n".join(texts) + "}\n"


if __name__ == "__main__":
    TARGET.write_text(made([Path(name) for name in sys.argv[1:]]), "utf-8")
