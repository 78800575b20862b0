import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import engine as local_engine

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def data_directory() -> Path:
    """Material that may not be part of the project; a test that needs it is skipped where it is missing."""
    directory = (ROOT / os.environ.get("COPYDESK_DATA", "../shared/data")).resolve()
    if not directory.is_dir():
        pytest.skip(f"no data to test on at {directory}; COPYDESK_DATA names another place")
    return directory


@pytest.fixture(scope="session")
def opensearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real OpenSearch that lives as long as the tests, or of the one that OPENSEARCH_URL names."""
    if url := os.environ.get("OPENSEARCH_URL"):
        yield url
        return
    engine = local_engine.start(tmp_path_factory.mktemp("opensearch"), port=0, progress=lambda _: None)
    yield engine.url
    engine.stop()
