"""The index's settings and fields: those of mapping.json, and for each language the fields of its texts.

What an article says stands in fields of its language (`headline.en`, `body.en`), which are stemmed and are copied
into `words.en`: one field that holds everything and carries the score. `exact` holds the same unstemmed for all
languages. What is only copied (`summary`, `others`, a `long_body`) is not indexed for itself.
"""

import json
from pathlib import Path
from typing import Any

from shared.adapters.analysis import LANGUAGES, analysis

_FILE = Path(__file__).with_name("mapping.json")
MADE_AT = "made_at"  # in the mapping's _meta: when the first index of these articles was made
_EXACT = ["exact"]
# Every beginning of every word, for suggestions.
_STARTS = {
    "type": "text", "analyzer": "starts", "search_analyzer": "starts_query",
    "index_options": "docs", "norms": False,
}  # fmt: skip
_COPIED = ("summary", "others", "long_body")
_SIMILARITY = {"words": {"type": "BM25", "k1": 1.2, "b": 0.6}}  # measured on six collections


def index_body() -> dict[str, Any]:
    """Give what an index is made of."""
    body: dict[str, Any] = json.loads(_FILE.read_text())
    body["settings"] |= {"analysis": analysis(), "index": {"similarity": _SIMILARITY}}
    body["mappings"]["properties"] |= _texts()
    return body


def _texts() -> dict[str, Any]:
    """Give the fields of texts: objects of one field for each language, and those of all languages."""
    by_language: dict[str, dict[str, Any]] = {
        language: _of_language(language, f"words.{language}") for language in LANGUAGES
    }
    names = next(iter(by_language.values()))
    fields = {name: {"properties": {one: by_language[one][name] for one in LANGUAGES}} for name in names}
    exact = {"type": "text", "analyzer": "exact", "search_analyzer": "exact_query", "similarity": "words"}
    return fields | {
        "exact": exact,
        "headline_exact": exact | {"fields": {"starts": _STARTS}},
        "captions_exact": exact,
    }


def _of_language(language: str, words: str) -> dict[str, Any]:
    text = {"type": "text", "analyzer": language, "search_analyzer": f"{language}_query", "similarity": "words"}
    marked = text | {"index_options": "offsets"}  # highlighted twice as fast
    return {
        "words": text,
        "headline": marked | {"copy_to": [words, *_EXACT, "headline_exact"]},
        "body": marked | {"copy_to": [words, *_EXACT]},
        "lead": text,
        "captions": text | {"copy_to": ["captions_exact"]},
        **{name: {"type": "text", "index": False, "copy_to": [words, *_EXACT]} for name in _COPIED},
    }
