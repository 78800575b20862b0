"""IPTC's Media Topics: their labels, their hierarchy, the legacy subject codes and the words that stand for them.

Read at first use from media_topics.json, which infra/data/media_topics.py makes of IPTC's own files, and from
topic_words.tsv, the words of newsrooms for their sections and desks, to be edited by hand. See NOTICE.md.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_DATA = Path(__file__).with_name("media_topics.json")
_WORDS = Path(__file__).with_name("topic_words.tsv")
_READ_BEFORE = frozenset({"en", "en-GB", "broader"})
_NO_WORD = re.compile(r"[^\w+]+")
_MARK = re.compile(r" ?\(([a-z, *-]+)\)$")
_SHORT = re.compile(r"[a-z]{1,3}")  # of the folded word, so in Latin letters alone
_ANY = "*"


class Vocabulary(NamedTuple):
    """The vocabulary: ids are 8 digits."""

    topics: dict[str, dict[str, str]]  # labels by language, and the id of the broader topic
    retired: dict[str, str]  # the topic in use for each that is not
    legacy: dict[str, tuple[str, float]]  # the topic for a subject code, and how sure the match is
    words: dict[str, str]  # the topic for a folded word, "" for none
    languages: dict[str, frozenset[str]]  # of a word that means something else elsewhere


class NewsroomWord(NamedTuple):
    """An entry of topic_words.tsv: `id` is `-` for none; `languages` is None where the word has no mark."""

    id: str
    word: str
    languages: frozenset[str] | None


def label(id_: str, language: str = "en") -> str | None:
    """Give the label of `medtop:…` in a language, in English where there is none, None for an unknown id."""
    labels = vocabulary().topics.get(id_.removeprefix("medtop:"), {})
    return labels.get(language) or labels.get(language.partition("-")[0]) or labels.get("en")


def broader(id_: str) -> tuple[str, ...]:
    """Give the ids of the broader topics of `medtop:…`, the nearest first."""
    topics = vocabulary().topics
    chain: list[str] = []
    parent = topics.get(id_.removeprefix("medtop:"), {}).get("broader")
    while parent:
        chain.append(f"medtop:{parent}")
        parent = topics[parent].get("broader")
    return tuple(chain)


def named(words: str, language: str | None = None, *, in_doubt: bool = True) -> str | None:
    """Give the digits of the topic that a word or name stands for, in the singular or the plural.

    A word that means something else in other languages counts only in its own. Where `language`, the article's,
    is unknown, and for a word that is clear in none, `in_doubt` decides.
    """
    known, word = vocabulary(), fold(words)
    other = word[:-1] if word.endswith("s") and len(word) > 4 else f"{word}s"
    found = word if word in known.words else other
    if (spoken := known.languages.get(found)) is not None and _ANY not in spoken:
        in_own = (language or "").partition("-")[0].lower() in spoken
        if not in_own and not (in_doubt and (language is None or not spoken)):
            return None
    return known.words.get(found) or None


def fold(words: str) -> str:
    """Give words as they are compared: no case, accents or punctuation, `&` as `and`."""
    plain = words.replace("&", " and ")
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NO_WORD.sub(" ", plain.casefold()).strip()


@cache
def vocabulary() -> Vocabulary:
    """Give the vocabulary, read once."""
    data: dict[str, Any] = json.loads(_DATA.read_text("utf-8"))
    topics, retired = data["topics"], data["retired"]
    legacy = {code: (id_, float(sure)) for code, (id_, sure) in data["legacy"].items()}
    words = _labels(topics, retired)
    languages = _of_short_labels(topics)
    for id_, word, spoken in newsroom_words():
        folded = fold(word)
        words[folded] = retired.get(id_, id_) if id_ != "-" else ""
        if spoken is not None:
            languages[folded] = spoken
        elif _SHORT.fullmatch(folded):
            languages.setdefault(folded, frozenset())
    return Vocabulary(topics, retired, legacy, words, languages)


def newsroom_words() -> Iterator[NewsroomWord]:
    """Give each entry of topic_words.tsv."""
    for line in _WORDS.read_text("utf-8").splitlines():
        id_, _, words = line.partition("\t")
        if not line.startswith("#"):
            yield from (_newsroom_word(id_, word.strip()) for word in words.split(";"))


def _newsroom_word(id_: str, word: str) -> NewsroomWord:
    mark = _MARK.search(word)
    if mark is None:
        return NewsroomWord(id_, word, None)
    languages = frozenset(filter(None, (one.strip() for one in mark[1].replace("-", "").split(","))))
    return NewsroomWord(id_, word[: mark.start()], languages)


def _of_short_labels(topics: dict[str, dict[str, str]]) -> dict[str, frozenset[str]]:
    """Give the languages of IPTC's own labels of two or three letters."""
    found: dict[str, frozenset[str]] = {}
    for labels in topics.values():
        for name, text in labels.items():
            if name != "broader" and _SHORT.fullmatch(word := fold(text)):
                found[word] = found.get(word, frozenset()) | {name.partition("-")[0]}
    return found


def _labels(topics: dict[str, dict[str, str]], retired: dict[str, str]) -> dict[str, str]:
    """Index the labels, the English ones before others; what names two topics stands for none."""
    words: dict[str, str] = {}
    for language in ("en", "en-GB", None):
        index: dict[str, str] = {}
        for id_, labels in topics.items():
            in_use = retired.get(id_, id_)
            for name, text in labels.items():
                if name == language or (language is None and name not in _READ_BEFORE):
                    word = fold(text)
                    index[word] = in_use if index.get(word, in_use) == in_use else ""
        words = index | words
    return words
