"""What `sam build` made, as Lambda gets it. `make check` builds it and says where."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.checks.artifacts import Artifact, artifacts

pytestmark = pytest.mark.artifact

ROOT = Path(__file__).parents[2]
BUILD = os.environ.get("COPYDESK_BUILD")
# What the Lambda runtime has besides the standard library: boto3 and what it depends on.
RUNTIME = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3")
UNCHECKED_HASH = 0b01  # PEP 552: the header's flags
MEGABYTES_OF_A_SEARCH = 30  # unpacked; pydantic's core is the largest part


@pytest.fixture(scope="session")
def built() -> dict[str, Artifact]:
    if not BUILD:
        pytest.skip("nothing was built: `make check` builds and runs this test")
    return {artifact.name: artifact for artifact in artifacts(ROOT / BUILD)}


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of the Lambda runtime alone."""
    folder = tmp_path_factory.mktemp("runtime")
    for name in RUNTIME:
        spec = importlib.util.find_spec(name)
        assert spec and spec.origin
        source = Path(spec.origin)
        target = source.parent if source.name == "__init__.py" else source
        (folder / target.name).symlink_to(target)
    return folder


FUNCTIONS = (
    "AcceptFunction",
    "AdminFunction",
    "AlertFunction",
    "IndexFunction",
    "NotifyFunction",
    "SearchFunction",
)


@pytest.mark.skipif(sys.platform != "linux", reason="artifacts hold machine code for Linux")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_handler_can_be_imported_from_its_artifact_alone(
    name: str, built: dict[str, Artifact], runtime: Path
) -> None:
    function = built[name]
    assert function.handler
    module, _, handler = function.handler.rpartition(".")
    layers = [built[layer].folder / "python" for layer in function.layers]
    code = f"import sys; sys.path += sys.argv[1:]; import {module}; assert callable({module}.{handler})"
    path = [str(folder) for folder in (function.folder, *layers, runtime)]
    # -I -S: nothing of this folder or of the project's environment is on the path. No environment variables:
    # nothing happens at import.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", code, *path],
        cwd="/",
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_artifacts_are_the_functions_and_their_two_layers(built: dict[str, Artifact]) -> None:
    assert sorted(built) == sorted([*FUNCTIONS, "SharedLayer", "ReadingLayer"])


def test_each_module_ships_with_bytecode_that_needs_no_look_at_its_source(built: dict[str, Artifact]) -> None:
    modules = [module for artifact in built.values() for module in artifact.folder.rglob("*.py")]
    assert len(modules) > 100
    for module in modules:
        header = Path(importlib.util.cache_from_source(str(module))).read_bytes()[:8]
        assert header[:4] == importlib.util.MAGIC_NUMBER, module
        assert int.from_bytes(header[4:], "little") == UNCHECKED_HASH, module


def test_the_search_function_stays_small(built: dict[str, Artifact]) -> None:
    search = built["SearchFunction"]
    carried = [search, *(built[layer] for layer in search.layers)]
    assert sum(artifact.size() for artifact in carried) < MEGABYTES_OF_A_SEARCH * 1_000_000
    assert not [part for part in carried if (part.folder / "python/lxml").exists()]


def test_boto3_is_not_shipped_because_the_runtime_has_it(built: dict[str, Artifact]) -> None:
    assert not [part.name for part in built.values() if (part.folder / "python/boto3").exists()]


def test_the_policies_that_sam_generates_have_no_wildcards(built: dict[str, Artifact]) -> None:
    transformed = json.loads((ROOT / ".aws-sam/transformed.json").read_text())
    roles = [it["Properties"] for it in transformed["Resources"].values() if it["Type"] == "AWS::IAM::Role"]
    assert len(roles) == len(FUNCTIONS) + 2  # one of each function, one of each schedule
    statements: list[dict[str, Any]] = [
        statement
        for role in roles
        for policy in role["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    assert not [role for role in roles if role.get("ManagedPolicyArns")]
    assert not [it for it in statements if "*" in json.dumps(it["Action"]) or it["Resource"] == "*"]
