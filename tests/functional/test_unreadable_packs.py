"""A pack that cannot be read is named with what to do, and what is told of the rest does not pass for all."""

import json

import pytest

from tests.functional.conftest import BUCKET
from tests.functional.operating import operator

__all__ = ["operator"]


@pytest.fixture
def broken(service, operator, article, tmp_path):
    """The name of a pack that was damaged, beside one article that was pushed and is in the index."""
    service.push(article("urn:pushed"))
    service.drain()
    file = tmp_path / "articles.ndjson"
    file.write_text("".join(json.dumps(article(f"urn:{n}", headline=f"Harbour {n}")) + "\n" for n in range(3)))
    assert operator.json("load", str(file), "--source", "demo")[0] == 0
    (name,) = service.stored("packs/")
    service.s3.put_object(Bucket=BUCKET, Key=name, Body=b"no pack")
    return name


def test_reconcile_names_it_and_is_not_well(operator, broken):
    code, told = operator.json("reconcile")
    assert (code, list(told["unread"])) == (1, [broken])
    assert f"{broken} cannot be read. Bring back an earlier version" in operator.run("reconcile")[1]


def test_a_rebuild_names_it_and_is_not_done(operator, broken):
    code, told = operator.json("rebuild", "--processes", "1")
    assert (code, list(told["brought"]["left"])) == (1, [broken])


def test_who_pushes_into_its_slot_is_told_which_it_is(service, broken, article):
    answer = service.push(article("urn:other"))
    assert answer.status == 503
    assert broken in answer.text
