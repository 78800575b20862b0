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


def test_no_command_that_goes_through_all_passes_over_it_in_silence(operator, broken, tmp_path):
    more = tmp_path / "more.ndjson"
    more.write_text(json.dumps({"uri": "urn:more", "version": "1", "headline": "More", "body_text": "More."}))
    for command in (["verify", "--all"], ["replay", "--all"], ["load", str(more), "--source", "demo"]):
        code, out, err = operator.run(*command)
        assert code == 1
        assert f"{broken} cannot be read" in out + err


def test_what_it_may_have_taken_down_is_not_shown_by_an_index_that_is_made_anew(
    service, operator, article, tmp_path
):
    pushed = service.push(article("urn:killed", version="1", headline="Killed")).json["items"][0]
    other = service.push(article("urn:other", version="1")).json["items"][0]
    kill = tmp_path / "kill.ndjson"
    kill.write_text(json.dumps(article("urn:killed", version="2", pubstatus="canceled")) + "\n")
    assert operator.json("load", str(kill), "--source", "demo")[0] == 0
    (name,) = service.stored("packs/")
    whole = service.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read()
    service.delete(service.queue, service.receive())  # so that nothing of them waits
    service.s3.put_object(Bucket=BUCKET, Key=name, Body=b"no pack")

    assert operator.json("rebuild", "--processes", "1")[0] == 1
    with pytest.raises(ExceptionGroup, match="not everything") as told:
        service.administer("reconcile")
    service.drain()
    assert name in str(told.value.exceptions[0])
    assert service.get(f"/v1/articles/{pushed['id']}").status == 404
    operator.run("reconcile", "--fix")
    service.drain()
    assert service.get(f"/v1/articles/{pushed['id']}").status == 404

    service.s3.put_object(Bucket=BUCKET, Key=name, Body=whole)
    service.administer("reconcile")
    service.drain()
    service.drain_loads()
    assert service.get(f"/v1/articles/{pushed['id']}").status == 410
    assert service.get(f"/v1/articles/{other['id']}").status == 200


def test_who_pushes_into_its_slot_is_told_which_it_is(service, broken, article):
    answer = service.push(article("urn:other"))
    assert answer.status == 503
    assert broken in answer.text
