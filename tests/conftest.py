import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from infra.local import engine as local_engine
from tests import ending
from tests.ending import pytest_terminal_summary
from tests.figures import figure, whole
from tests.local_stack import LocalStack

__all__ = ["figure", "pytest_terminal_summary", "whole"]  # for every test; what each is stands beside it

ROOT = Path(__file__).parents[1]

# An example that waits for a processor is not slow, and has found nothing.
settings.register_profile("copydesk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("copydesk")


def pytest_addoption(parser: pytest.Parser) -> None:
    ending.pytest_addoption(parser)
    parser.addoption("--whole", action="store_true", help="measure quality on whole collections, not on samples")
    parser.addoption("--long", action="store_true", help="let faults strike in their hundreds, not in their tens")


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


@pytest.fixture(scope="session")
def local_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """The whole system in a folder of its own, started once for the run."""
    running = LocalStack(tmp_path_factory.mktemp("stack") / "home")
    yield running
    running.stop()


@pytest.fixture
def stack(local_stack: LocalStack) -> dict[str, Any]:
    """What stack.json says: url, keys by source, opensearch, aws, bucket, queue, pids."""
    return local_stack.facts
