"""Queries of as much as may be typed, of an index that holds every language: they cost what the engine takes."""

import itertools
import string
from urllib.parse import urlencode

import pytest

from shared.adapters.analysis import CJK, LANGUAGES, OTHER
from shared.domain.query_text import MAX_LENGTH, MAX_TERMS
from shared.enrich.name_variants import read_groups

pytestmark = pytest.mark.engine

CODES = ["en", *({CJK: "ja", OTHER: "uk"}.get(one, one) for one in LANGUAGES if one != "en")]
FACETS = "author,topic,media-topic,section,date:month"
SYLLABLES = ["".join(pair) for pair in itertools.product("bdfgklmnprst", "aeiou")]
WORDS = ["".join(pair) for pair in itertools.product(SYLLABLES, repeat=2)]
NEAR = [f"{word}{letter}" for word in WORDS[:200] for letter in "bdfgk"]  # an error away, so that each counts
IDEOGRAPHS = "".join(chr(0x4E00 + 7 * number) for number in range(MAX_LENGTH))
SPELLINGS = [group.spellings for group in read_groups()]
LETTERS = [*string.ascii_lowercase, *"абвгдежзийклмнопрстуфхцчшщьюя", *"αβγδεζηθικλμνξοπρστυφχψω"]
PAIRS = list(itertools.batched(WORDS[:MAX_TERMS], 2, strict=True))
NAMES = [one[0] for one in sorted(SPELLINGS, key=len, reverse=True) if " " not in one[0]]


def short(*words: str) -> str:
    """Give as many of the words as may be typed."""
    line = " ".join(words)[: MAX_LENGTH + 1]
    return line.rpartition(" ")[0] if len(line) > MAX_LENGTH else line


QUERIES = {
    "prose": short(*WORDS),
    "prose of short words": short(*(word[:3] for word in WORDS)),
    "ten words": " ".join(WORDS[:10]),
    "words with errors": short(*(f"{word}x" for word in WORDS[:60])),
    "words joined by AND": short(" AND ".join(word for word in WORDS[:MAX_TERMS])),
    "words joined by OR": short(" OR ".join(f"{word}x" for word in WORDS[:MAX_TERMS])),
    "words that must not be there": short(" ".join(f"-{word}" for word in WORDS[:MAX_TERMS])),
    "groups": short(" OR ".join(f"({a} AND {b})" for a, b in PAIRS)),
    "fields": short(*(f"headline:{word}" for word in WORDS[:MAX_TERMS])),
    "a field of many words": short(f"body:({' '.join(WORDS[:MAX_TERMS])})"),
    "beginnings": short(*(f"{word[:3]}*" for word in WORDS[::100][:MAX_TERMS])),
    "single spellings": short(*(f"={word}" for word in WORDS[:MAX_TERMS])),
    "phrases": short(*(f'"{a} {b}"' for a, b in PAIRS)),
    "distances": short(" ".join(f"{a} NEAR/9 {b}" for a, b in PAIRS)),
    "ideographs": IDEOGRAPHS,
    "ideographs between operators": short(" OR ".join(IDEOGRAPHS[at : at + 4] for at in range(0, 120, 4))),
    "letters": short(*(LETTERS * 2)[:128]),
    "names": short(*NAMES),
    "names joined by AND": short(" AND ".join(NAMES[:MAX_TERMS])),
    "names typed again and again": " AND ".join(["Zelensky", "Kiev"] * 10),
}


@pytest.fixture
def of_all_languages(service, article):
    """The service with an article in each language, one of each word, and one of many words an error away."""
    pushed = [
        article(
            f"urn:{code}",
            language=code,
            headline=f"Title {number}",
            body_text=f"{' '.join(WORDS[number * 30 : number * 30 + 60])} {IDEOGRAPHS[: 40 * (code == 'ja')]}",
            byline=f"By Ann Lee{code}",
        )
        for number, code in enumerate(CODES)
    ]
    near = article("urn:near", language="en", headline="Near", body_text=" ".join(NEAR))
    service.push([*pushed, near])
    assert service.drain() == []
    assert len(service.get("/v1/search?facets=lang").json["facets"]["lang"]["values"]) == len(CODES)
    return service


def test_whatever_is_typed_to_the_last_character_is_answered(of_all_languages):
    wrong = {}
    for kind, q in QUERIES.items():
        assert len(q) <= MAX_LENGTH
        everything = {"q": q, "facets": FACETS, "explain": "1", "collapse": "story"}
        of_all_languages.restart()  # the first search of a process asks in every language there is
        for parameters in (everything, everything | {"section": "nowhere"}, {"q": q}):
            answer = of_all_languages.get(f"/v1/search?{urlencode(parameters)}")
            if answer.status != 200:
                wrong[kind] = answer.text
    assert wrong == {}
