"""What OpenSearch tells an operator: indices, aliases, articles by stage, health, blocks, what is held."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from shared.adapters.engine import ALIAS, reached
from shared.adapters.learnt import PINS
from shared.domain.errors import Unavailable
from shared.usecases.operator_status import EngineFacts, IndexFacts

_INDICES = "articles-*"
_BLOCKS = "index.blocks."
_CLUSTER_BLOCKS = "cluster.blocks."


def engine_facts(client: OpenSearch, now: datetime) -> EngineFacts:
    """Give what the engine tells, or why it does not."""
    try:
        return _facts(client, now)
    except Unavailable as error:
        return EngineFacts(error=error.detail)


def _facts(client: OpenSearch, now: datetime) -> EngineFacts:
    aliases: dict[str, Any] = reached(lambda: client.indices.get_alias(index=_INDICES))
    indices = [_index(client, name, sorted(one["aliases"])) for name, one in sorted(aliases.items())]
    shown = next((one.name for one in indices if ALIAS in one.aliases), None)
    facts = EngineFacts(shown=shown, indices=indices, cluster_blocks=_cluster_blocks(client))
    return replace(facts, **_held(client, now)) if facts.is_searchable else facts


def _index(client: OpenSearch, name: str, aliases: list[str]) -> IndexFacts:
    health = reached(lambda: client.cluster.health(index=name))["status"]
    wanted = {"flat_settings": "true"}
    settings = reached(lambda: client.indices.get_settings(index=name, name=f"{_BLOCKS}*", params=wanted))
    blocks = settings.get(name, {}).get("settings", {})
    return IndexFacts(
        name, aliases, {} if health == "red" else _stages(client, name), health, _that_are_set(blocks, _BLOCKS)
    )


def _stages(client: OpenSearch, name: str) -> dict[str, int]:
    body = {
        "query": {"bool": {"must_not": {"term": {"id": PINS}}}},
        "size": 0,
        "aggs": {"stages": {"terms": {"field": "stage"}}},
    }
    found = reached(lambda: client.search(index=name, body=body))
    return {one["key"].lower(): one["doc_count"] for one in found["aggregations"]["stages"]["buckets"]}


def _cluster_blocks(client: OpenSearch) -> list[str]:
    found = reached(lambda: client.cluster.get_settings(params={"flat_settings": "true"}))
    return _that_are_set({**found["persistent"], **found["transient"]}, _CLUSTER_BLOCKS)


def _that_are_set(settings: dict[str, Any], prefix: str) -> list[str]:
    return sorted(
        name.removeprefix(prefix)
        for name, value in settings.items()
        if name.startswith(prefix) and str(value) == "true"
    )


def _held(client: OpenSearch, now: datetime) -> dict[str, Any]:
    ahead = {"range": {"embargo_until": {"gt": now.isoformat()}}}
    body = {
        "query": {"term": {"stage": "HELD"}},
        "size": 0,
        "track_total_hits": True,
        "aggs": {"ahead": {"filter": ahead, "aggs": {"next": {"min": {"field": "embargo_until"}}}}},
    }
    try:
        found = reached(lambda: client.search(index=ALIAS, body=body))
    except NotFoundError:
        return {}
    ahead_of = found["aggregations"]["ahead"]
    next_at = ahead_of["next"].get("value_as_string") if ahead_of["doc_count"] else None
    return {
        "held": found["hits"]["total"]["value"],
        "next_release": datetime.fromisoformat(next_at) if next_at else None,
    }
