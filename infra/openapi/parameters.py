"""The parameters of every path: what each is for, its form, and an example that is answered as it stands."""

from typing import Any

from shared.domain.date_range import UseDate
from shared.domain.filters import FILTERS
from shared.domain.history_request import DEFAULT as DEFAULT_VERSIONS
from shared.domain.history_request import MOST as MOST_VERSIONS
from shared.domain.profile import PROFILES
from shared.domain.query_text import MAX_LENGTH
from shared.domain.search_request import (
    DATE_FACETS,
    DEFAULT_PAGE_SIZE,
    FACETS,
    HIGHLIGHTS,
    MAX_PAGE_SIZE,
    RESULT_FIELDS,
    Order,
)
from shared.formats.registry import FORMATS

Parameter = dict[str, Any]

_TEXT: dict[str, Any] = {"type": "string"}
_WHAT = {
    "author": ("the author's name", "Ines Carrow"),
    "topic": ("the topic, by its name or its code, as the sender gave it", "economy|sport,-crime"),
    "media-topic": (
        "IPTC's Media Topic, by its code or its name; broader topics hold the narrower",
        "medtop:04000000",
    ),
    "section": ("the section", "Local"),
    "source": ("the source that sent it", "demo"),
    "lang": ("the language, without its country", "en|de"),
    "type": ("the type of the item", "text"),
    "genre": ("the genre", "-opinion"),
    "keyword": ("a keyword that the sender gave", "harbour"),
    "place": ("a place that the sender gave", "_none"),
    "person": ("a person whom the sender gave", "-_none"),
    "organisation": ("an organisation that the sender gave", '"Carrow, Pike and Sons"'),
    "mention": ("a person, organisation or place that the text names", "Ines Carrow"),
}


def _one(name: str, description: str, schema: dict[str, Any], example: Any, **more: Any) -> Parameter:
    return {"name": name, "in": "query", "description": description, "schema": schema, "example": example} | more


def _number(least: int, most: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def _listed(names: tuple[str, ...]) -> dict[str, Any]:
    one = "|".join(names)
    return {"type": "string", "pattern": rf"^\s*({one})\s*(,\s*({one})\s*)*$"}


_FILTERED = [
    _one(
        name,
        f"Filter by {_WHAT[name][0]}: `a|b` is or, `a,b` is and, `-a` is not, `_none` is articles without one.",
        _TEXT,
        _WHAT[name][1],
    )
    for name in FILTERS
]
_DATES = [
    _one("from-date", "From this day or instant on; also `today`, `yesterday`, `-7d`.", _TEXT, "-7d"),
    _one("to-date", "To the end of this day, or before this instant.", _TEXT, "today"),
    _one(
        "use-date",
        "Which date counts.",
        {"enum": [str(each) for each in UseDate], "default": "published"},
        "updated",
    ),
    _one("tz", "The reader's time zone, in which days begin.", _TEXT | {"default": "UTC"}, "Europe/Kyiv"),
]
_LABELS = _one("labels", "The language of the names of Media Topics.", _TEXT | {"default": "en"}, "de")
_QUERY = _one(
    "q",
    'Words, `"phrases"`, AND, OR, NOT, `-word`, parentheses, `field:word`, `NEAR/5`, `begin*`, `=spelling`. '
    "Bad syntax is read as plainly as possible, with a warning.",
    _TEXT | {"maxLength": MAX_LENGTH},
    '"old harbour" OR ferry',
)
_SEARCH = [
    _QUERY,
    *_FILTERED,
    *_DATES,
    _one(
        "order-by", "The order; relevance by default with `q`.", {"enum": [str(each) for each in Order]}, "newest"
    ),
    _one(
        "profile",
        "How relevance is weighed: `news` prefers the new a little, `archive` does not.",
        {"enum": list(PROFILES), "default": "news"},
        "archive",
    ),
    _one(
        "collapse",
        "`story` shows one article of each story.",
        {"enum": ["story", "none"], "default": "none"},
        "story",
    ),
    _one("page-size", "Results on a page.", _number(0, MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE), 10),
    _one("cursor", "Where the page begins; taken from `links.next` as it is.", _TEXT, None),
    _one(
        "facets",
        "What to count, separated by commas.",
        _listed((*FACETS, *DATE_FACETS)),
        "author,topic,date:month",
    ),
    _LABELS,
    _one(
        "fields",
        "What of each article to give, separated by commas.",
        _listed(RESULT_FIELDS),
        "headline,published_at",
    ),
    _one(
        "highlight",
        "Where to mark what was found; `none` for nowhere.",
        _listed((*HIGHLIGHTS, "none")),
        "headline",
    ),
    _one(
        "explain",
        "`1` tells in words why each result stands where it does.",
        {"enum": ["0", "1"], "default": "0"},
        "1",
    ),
]
_NOT_IN_PAGES = ("cursor",)

_INGEST = [
    _one("format", "The name of the format, where the content leaves a doubt.", {"enum": list(FORMATS)}, "ninjs"),
    _one("url", "The article's address, where it names none.", _TEXT, "https://news.example/lighthouse"),
    _one("published-at", "When it was published, where it does not say.", _TEXT, "2024-03-05T20:15:00Z"),
    _one("language", "Its language, where it does not say.", _TEXT, "en"),
    _one("section", "Its section, where it does not say.", _TEXT, "Local"),
]


def _small(most: int, default: int) -> Parameter:
    return _one("page-size", "How many to give.", _number(1, most, default), 3)


def _feed() -> list[Parameter]:
    return _SEARCH


QUERY: dict[str, list[Parameter]] = {
    "GET /v1/search": _SEARCH,
    "GET /v1/feed.{form}": _feed(),
    "GET /v1/facets/{facet}": [
        _one(
            "q", "What the values hold, without regard to case or diacritics.", _TEXT | {"maxLength": 50}, "carr"
        ),
        _one("search", "What `q` is in a search: of its articles the values are counted.", _TEXT, "harbour"),
        *_FILTERED,
        *_DATES,
        _LABELS,
        _one("page", "Which page of the values.", _number(1, 5_000, 1), 1),
        _one("page-size", "Values on a page.", _number(1, MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE), 10),
    ],
    "GET /v1/suggest": [
        _one("q", "What was typed so far.", _TEXT | {"maxLength": MAX_LENGTH}, "lighth", required=True),
        _small(20, 5),
    ],
    "GET /v1/articles": [
        _one(
            "url", "The article's address on the website.", _TEXT, "https://news.example/lighthouse", required=True
        )
    ],
    "GET /v1/articles/{id}/related": [_small(20, 5)],
    "GET /v1/articles/{id}/versions": [
        _one("page-size", "How many to give.", _number(1, MOST_VERSIONS, DEFAULT_VERSIONS), 3),
        _one("before", "The `version_id` of the one that the page comes after.", _TEXT, "3-0123456789ab"),
    ],
    "GET /v1/articles/{id}/versions/diff": [
        _one("from", "The `version_id` of the older one; the one before `to` otherwise.", _TEXT, "3-0123456789ab"),
        _one("to", "The `version_id` of the newer one; the newest otherwise.", _TEXT, "4-0123456789ab"),
    ],
    "GET /v1/changes": [
        _one("since", "A time, or the cursor of `links.next`.", _TEXT, "2024-03-05T20:15:00Z"),
        _one("page-size", "Changes at once.", _number(1, 500, 100), 50),
    ],
    "POST /v1/articles": _INGEST,
    "PUT /v1/articles/{id}": _INGEST,
    "POST /v1/preview": _INGEST,
    "POST /v1/receive/superdesk": [
        _one("source", "Whose item it is, unless a key says so.", _TEXT, "demo"),
        *_INGEST,
    ],
    "POST /v1/receive/superdesk/{source}": _INGEST,
}

_IDS = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
PATH: dict[str, Parameter] = {
    "id": {"description": "The article's id, from a receipt or a result.", "schema": _IDS, "example": "0" * 32},
    "alert_id": {"description": "The alert's id.", "schema": _IDS, "example": "0" * 32},
    "PUT id": {"description": "The sender's id.", "schema": _TEXT, "example": "harbour-2024-17"},
    "source": {"description": "The source.", "schema": _TEXT, "example": "demo"},
    "facet": {"description": "The facet.", "schema": {"enum": list(FACETS)}, "example": "author"},
    "form": {
        "description": "The form of the feed.",
        "schema": {"enum": ["rss", "atom", "json"]},
        "example": "rss",
    },
    "media": {"description": "The sender's id of a file.", "schema": _TEXT, "example": "harbour.jpg"},
}
