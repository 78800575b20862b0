"""The queries that find the articles of one story, as plain dictionaries."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.domain.story import Member

Query = dict[str, Any]

# What the story of an article knows of it.
_MEMBER = ["id", "story_id", "story_keys", "story_bands", "sketch"]
_MOST_KIN = 50  # stories
_MOST_TOUCHING = 500  # articles; beyond that each is looked for by itself
_MOST_TORN = 2_000  # terms, and articles; what they leave out the next run finds


def kin(member: Member) -> Query:
    """Give one member of each story that this article may belong to: who shares a key, or the most bands."""
    named = [{"terms": {"story_keys": sorted(member.keys | {member.id})}}, {"term": {"story_id": member.id}}]
    surely: Query = {"constant_score": {"filter": {"bool": {"should": named}}, "boost": 1_000}}
    like = [{"term": {"story_bands": band}} for band in sorted(member.bands)]
    return {
        "query": {"bool": {"should": [surely, *like], "must_not": [{"term": {"id": member.id}}]}},
        "collapse": {"field": "story_id"},
        "size": _MOST_KIN,
        "version": True,
        "track_total_hits": False,
        "_source": _MEMBER,
    }


def touching(members: Sequence[Member]) -> Query:
    """Give whatever shares a key, a band or the story of its id with any of these articles."""
    ids = sorted(each.id for each in members)
    terms = {
        "story_keys": sorted(frozenset(ids).union(*(each.keys for each in members))),
        "story_bands": sorted(frozenset[str]().union(*(each.bands for each in members))),
        "story_id": ids,
    }
    return {
        "query": {"bool": {"filter": [{"bool": {"should": [{"terms": {name: terms[name]}} for name in terms]}}]}},
        "size": _MOST_TOUCHING,
        "version": True,
        "track_total_hits": False,
        "_source": _MEMBER,
    }


def touched(members: Sequence[Member], near: Sequence[Member]) -> list[Member]:
    """Give those of these articles of which `kin` finds somebody, by what `touching` found; all if that is cut."""
    if len(near) >= _MOST_TOUCHING:
        return list(members)
    names = frozenset[str]().union(*({one.story_id} | one.keys for one in near))
    bands = frozenset[str]().union(*(one.bands for one in near))
    return [each for each in members if not names.isdisjoint(each.keys | {each.id}) or bands & each.bands]


def themselves(article_ids: list[str]) -> Query:
    """Give what the index holds of these articles."""
    return {"query": {"terms": {"id": article_ids}}, "size": len(article_ids), "version": True, "_source": _MEMBER}


def members(story_id: str, limit: int) -> Query:
    """Give the members of a story."""
    return {
        "query": {"bool": {"filter": [{"term": {"story_id": story_id}}]}},
        "size": limit,
        "version": True,
        "sort": [{"id": "asc"}],
        "_source": _MEMBER,
    }


def torn_terms(since: datetime) -> Query:
    """Give the keys and bands of what was indexed lately that articles of several stories have."""
    stories = {"stories": {"cardinality": {"field": "story_id", "precision_threshold": 10}}}  # one, or more
    return {
        "query": {"range": {"grouped_at": {"gte": since.isoformat()}}},
        "size": 0,
        "aggs": {
            field: {
                # A map of what is found: ordinals of all terms of the index would be made anew for each run.
                "terms": {
                    "field": field,
                    "size": _MOST_TORN,
                    "min_doc_count": 2,
                    "execution_hint": "map",
                    "collect_mode": "breadth_first",
                },
                "aggs": stories,
            }
            for field in ("story_keys", "story_bands")
        },
    }


def torn(terms: Mapping[str, list[str]], since: datetime) -> Query:
    """Give what was indexed lately and has one of these keys or bands."""
    return {
        "query": {
            "bool": {
                "filter": [{"range": {"grouped_at": {"gte": since.isoformat()}}}],
                "should": [{"terms": {field: values}} for field, values in terms.items() if values],
                "minimum_should_match": 1,
            }
        },
        "size": _MOST_TORN,
        "version": True,
        "sort": [{"grouped_at": "asc"}, {"id": "asc"}],
        "_source": _MEMBER,
    }


def whole(article_ids: list[str]) -> Query:
    """Give these documents with all that they hold."""
    return {"query": {"terms": {"id": article_ids}}, "size": len(article_ids), "version": True}
