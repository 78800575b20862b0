"""`copydesk purge`: an article is erased wherever it is, and nothing brings it back."""

import json
import subprocess

import pytest

from tests.functional.conftest import BUCKET
from tests.functional.operating import operator

__all__ = ["operator"]

pytestmark = pytest.mark.engine
SECRET = "zwolftausendfuenfhundert"  # in no other article


@pytest.fixture
def versioned(service):
    """The bucket keeps old versions, as template.yaml has it."""
    service.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return service


def everything_in(service):
    """Every version of every object, the bytes of each with its metadata."""
    listed = service.s3.list_object_versions(Bucket=BUCKET)
    found = [
        service.s3.get_object(Bucket=BUCKET, Key=one["Key"], VersionId=one["VersionId"])
        for one in listed.get("Versions", [])
    ]
    return [one["Body"].read().decode(errors="replace") + str(one["Metadata"]) for one in found]


def files_with(service, word):
    """The files of the engine that hold a word: its terms are not compressed."""
    nodes = service.engine.nodes.stats(metric="fs")["nodes"].values()
    folders = [place["path"] for node in nodes for place in node["fs"]["data"]]
    found = subprocess.run(["grep", "-rlaF", word, *folders], capture_output=True, text=True, check=False)
    return found.stdout.splitlines()


def first_key(service, receipt):
    [key] = service.stored(f"raw/demo/{receipt['id']}/")
    return key


def purge(operator, article_id, *more):
    return operator.json("purge", article_id, "--source", "demo", "--reason", "file 17", "--yes", *more)


@pytest.mark.timeout(300)  # the engine lets go of what was replaced each half minute
def test_nothing_is_left_but_the_fact_and_a_tombstone_and_nothing_brings_it_back(versioned, operator, article):
    service = versioned
    for n in range(30):  # a merge would leave alone a segment of which so little was replaced
        service.push(article(f"urn:other:{n}", headline=f"Other {n}"))
    [receipt] = service.push(article(headline=SECRET, version="1")).json["items"]
    late = {
        "messageId": "late",
        "body": json.dumps({"Records": [{"s3": {"object": {"key": first_key(service, receipt)}}}]}),
    }
    service.push(article(headline=f"{SECRET} again", version="2"))
    service.push(article(headline=f"{SECRET} in conflict", version="2"))
    service.drain()
    service.engine.indices.flush(index="articles-*", params={"force": "true"})
    assert files_with(service, SECRET) != []
    assert sum(SECRET in one for one in everything_in(service)) == 3

    code, dry = purge(operator, receipt["id"], "--dry-run")
    assert (code, len(dry["found"]), dry["indices"]) == (0, 3, ["articles-000001"])
    code, told = purge(operator, receipt["id"])
    assert (code, told["is_complete"], sorted(told["found"])) == (0, True, sorted(dry["found"]))
    assert [one for one in everything_in(service) if SECRET in one] == []
    assert files_with(service, SECRET) == []
    [tombstone] = service.stored(f"raw/demo/{receipt['id']}/")
    assert "-takedown-" in tombstone
    [fact] = service.stored("purged/")
    kept = json.loads(service.s3.get_object(Bucket=BUCKET, Key=fact)["Body"].read())
    assert (fact, kept["reason"], sorted(kept)) == (
        f"purged/demo/{receipt['id']}",
        "file 17",
        ["at", "by", "reason"],
    )
    assert service.found(f"q={SECRET}") == []
    assert len(service.found("q=other&page-size=50")) == 30
    assert purge(operator, receipt["id"])[1]["is_complete"]  # begun again, it finds nothing more
    assert operator.run("verify", "--all")[0] == 0
    assert "erased for good" in operator.run("status", receipt["id"])[1]

    def is_gone():
        assert service.drain() == []
        return service.get(f"/v1/articles/{receipt['id']}").status == 410

    assert is_gone()  # with the tombstone's own message
    assert service.deliver([late]) == []  # names an object that is no more
    assert is_gone()
    assert service.push(article(version="9")).status == 409
    assert is_gone()
    operator.run("replay", "--all")
    assert is_gone()
    service.administer("reconcile")
    assert is_gone()
    service.engine.indices.delete(index="articles-*")
    service.administer("reconcile")
    assert is_gone()


def test_an_article_that_is_not_there_is_told_so(versioned, operator, article):
    service = versioned
    service.push(article())
    service.drain()
    arguments = ("purge", "0" * 32, "--source", "demo", "--reason", "x", "--yes")
    told = "copydesk: There is no article of this source with this id; its status tells whose it is.\n"
    assert operator.run(*arguments) == (1, "", told)
    assert service.stored("purged/") == []


def test_the_article_of_another_source_is_left_alone(versioned, operator, article):
    service = versioned
    [receipt] = service.push(article()).json["items"]
    service.drain()
    assert operator.run("purge", receipt["id"], "--source", "archive", "--reason", "x", "--yes")[0] == 1
    assert service.get(f"/v1/articles/{receipt['id']}").status == 200
    assert service.stored("purged/") == []


def test_nothing_is_erased_without_an_answer(operator):
    code, _, err = operator.run("purge", "0" * 32, "--source", "demo", "--reason", "x")
    assert (code, err) == (2, "copydesk: nothing is erased without an answer from a terminal, or --yes\n")
