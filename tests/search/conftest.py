"""The service with thousands of articles, as a test of search needs it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from opensearchpy import OpenSearch

from bench.newsroom import Newsroom, write
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import opensearch_client
from tests.functional.conftest import Service, service
from tests.search.loading import load

__all__ = ["service"]

LARGE = 20_000
_INDEX, _KEPT, _ALIAS = "articles-000001", "large-newsroom", "articles"

LoadArticles = Callable[[Sequence[dict[str, Any]]], None]


@pytest.fixture
def index(opensearch: str, service: Service) -> Iterator[OpenSearchArticleIndex]:
    """The index, for writing."""
    client = opensearch_client(opensearch, "none", timeout=60)
    yield OpenSearchArticleIndex(client)
    client.close()


@pytest.fixture
def loaded(service: Service, index: OpenSearchArticleIndex) -> LoadArticles:
    """Bring articles into the service; when it returns they are found, and the index is at rest."""

    def bring(items: Sequence[dict[str, Any]]) -> None:
        load(items, index)
        _at_rest(service.engine)

    return bring


@pytest.fixture(scope="session")
def newsroom() -> Newsroom:
    return Newsroom(newest=datetime.now(UTC), sentences=(3, 4))


@pytest.fixture(scope="session")
def kept_index(opensearch: str) -> Iterator[str]:
    """The name under which the large index waits while other tests have theirs."""
    yield _KEPT
    client = opensearch_client(opensearch, "none", timeout=60)
    client.indices.delete(index=_KEPT, params={"ignore_unavailable": "true"})
    client.close()


@pytest.fixture
def large(service: Service, index: OpenSearchArticleIndex, newsroom: Newsroom, kept_index: str) -> Newsroom:
    """The service with 20,000 made-up articles, written once for the run and copied for each test."""
    engine = service.engine
    if not engine.indices.exists(index=kept_index):
        write(newsroom.articles(LARGE), index)
        _at_rest(engine)
        _copy(engine, _INDEX, kept_index)
        engine.indices.delete(index=_INDEX)
    _copy(engine, kept_index, _INDEX)
    engine.indices.put_alias(index=_INDEX, name=_ALIAS, body={"is_write_index": True})
    engine.cluster.health(index=_INDEX, params={"wait_for_status": "yellow"})
    return newsroom


def _at_rest(engine: OpenSearch) -> None:
    engine.indices.refresh(index=_ALIAS)
    engine.indices.forcemerge(index=_ALIAS, params={"max_num_segments": 1}, timeout=120)
    engine.indices.refresh(index=_ALIAS)


def _copy(engine: OpenSearch, source: str, target: str) -> None:
    """Copy an index by its files, which takes no time."""
    engine.indices.put_settings(index=source, body={"index.blocks.write": True})
    engine.indices.clone(index=source, target=target, body={"settings": {"index.blocks.write": None}})
    engine.cluster.health(index=target, params={"wait_for_status": "yellow"})
