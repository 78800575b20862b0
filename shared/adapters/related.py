"""More articles like one: the words that mark it are looked for in the others of its language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.adapters.analysis import language_field
from shared.adapters.queries import visible
from shared.domain.search_request import RESULT_FIELDS

Query = dict[str, Any]

_MOST_TEXT = 5_000  # characters: what an article is about stands at its beginning
_WORDS = 25  # that mark an article
_WANTED = "30%"  # of them: fewer have a manner of speaking in common, not a subject
_RECENT, _HALF_LIFE = 6, "30d"  # worth about one of the words, for an article of today


def related_body(article: Mapping[str, Any], size: int, now: datetime) -> Query:
    """Give the whole request to the engine: visible, of other stories, one of each."""
    texts = (article.get("headline"), article.get("summary"), (article.get("body_text") or "")[:_MOST_TEXT])
    text = "\n".join(text for text in texts if text)
    language = language_field(article.get("language"), text)
    alike = {
        "more_like_this": {
            "fields": [f"words.{language}"],
            "like": text,
            "analyzer": f"{language}_query",  # without the words that every text has
            "min_term_freq": 1,
            "min_doc_freq": 2,
            "max_query_terms": _WORDS,
            "minimum_should_match": _WANTED,
        }
    }
    story = article.get("story_id", article["id"])
    return {
        "query": {
            "bool": {
                "filter": [visible(now)],
                "must": [alike],
                "must_not": [{"term": {"id": article["id"]}}, {"term": {"story_id": story}}],
                "should": [_recent(now)],
            }
        },
        "collapse": {"field": "story_id"},
        "size": size,
        "sort": [{"_score": "desc"}, {"id": "asc"}],
        "track_total_hits": False,
        "_source": [f"article.{name}" for name in RESULT_FIELDS],
    }


def _recent(now: datetime) -> Query:
    at = now.isoformat(timespec="seconds")
    return {"distance_feature": {"field": "published_at", "origin": at, "pivot": _HALF_LIFE, "boost": _RECENT}}


def read_related(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the articles, as results of a search are."""
    articles = (hit["_source"]["article"] for hit in answer["hits"]["hits"])
    return [{name: article[name] for name in RESULT_FIELDS if name in article} for article in articles]
