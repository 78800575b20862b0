"""`copydesk reconcile` and `copydesk verify`: what they find, what they mend, and what they refuse to."""

import json
from random import Random

import pytest

from infra.cli.__main__ import main
from shared.usecases import make_entries
from shared.usecases.compare_indices import parts
from shared.usecases.verify_index import sampled
from tests.functional.conftest import BUCKET


@pytest.fixture
def run(service, capsys, monkeypatch):
    def run(*arguments):
        code = main([*arguments, "--json"])
        written = capsys.readouterr()
        return code, json.loads(written.out.splitlines()[-1]), written.err

    return run


def forged(service, article_id, index="articles", version=4):
    document = {"id": article_id, "source": "demo", "stage": "PUBLISHED"}
    options = {"version": version, "version_type": "external", "refresh": "true"}
    service.engine.index(index=index, id=article_id, body=document, params=options)


def published(service):
    return service.engine.count(index="articles", body={"query": {"term": {"stage": "PUBLISHED"}}})["count"]


def test_reconcile_tells_what_is_missing_stale_orphaned_and_rejected(service, article, run, monkeypatch):
    service.push(article("urn:0"))
    service.push(article("urn:1"))
    service.drain()
    assert run("reconcile")[:2] == (
        0,
        {
            "articles": 2,
            "counts": {},
            "examples": {},
            "sent": 0,
            "withdrawn": 0,
            "not_withdrawn": [],
            "unread": {},
        },
    )
    service.push(article("urn:missing"))
    service.push(article("urn:1", version="2"))
    service.receive()  # both notifications are lost
    forged(service, "0" * 32)
    read = make_entries.read_again

    def poisoned(raw):
        if b"urn:poison" in raw.body:
            raise ZeroDivisionError
        return read(raw)

    monkeypatch.setattr(make_entries, "read_again", poisoned)
    service.push(article("urn:poison"))
    service.drain()
    code, found, _ = run("reconcile")
    counts = {"missing": 1, "stale": 1, "orphaned": 1, "rejected": 1}
    assert (code, found["counts"], found["sent"]) == (1, counts, 0)
    assert found["examples"]["orphaned"] == [f"{'0' * 32}: written by hand"]
    assert found["examples"]["rejected"][0].endswith("reading it failed: ZeroDivisionError")

    code, found, _ = run("reconcile", "--fix", "--dry-run")
    assert (code, found["sent"], found["withdrawn"]) == (1, 0, 0)
    code, found, _ = run("reconcile", "--fix")
    assert (code, found["sent"], found["withdrawn"]) == (1, 2, 1)  # whether they arrive is not known yet
    service.drain()
    code, found, _ = run("reconcile")
    assert (code, found["counts"]) == (0, {"rejected": 1})
    assert service.get(f"/v1/articles/{'0' * 32}").status != 200
    assert service.get("/v1/search").json["total"]["value"] == 3


def test_what_was_withdrawn_since_its_object_was_gone_comes_back_by_a_newer_version_alone(service, article, run):
    link = service.push(article(version="1")).json["items"][0]["links"]["article"]
    service.drain()
    [name] = [one["Key"] for one in service.s3.list_objects_v2(Bucket=BUCKET, Prefix="raw/")["Contents"]]
    service.s3.delete_object(Bucket=BUCKET, Key=name)
    assert run("reconcile", "--fix")[1]["withdrawn"] == 1
    seen = []
    for version in ("1", "2"):
        assert service.push(article(version=version)).status == 202
        service.drain()
        seen.append(service.get(link).status)
    assert seen == [410, 200]


def test_many_documents_of_no_raw_object_are_withdrawn_only_by_force(service, article, run):
    receipt = service.push(article()).json["items"][0]
    service.drain()
    for n in range(11):
        forged(service, f"{n:032x}")
    forged(service, "not-an-article")
    code, found, told = run("reconcile", "--fix")
    assert (code, found["counts"], found["withdrawn"]) == (1, {"orphaned": 12}, 0)
    assert "12 documents of the index have no raw object" in told
    assert published(service) == 13
    code, found, _ = run("reconcile", "--fix", "--force")
    assert (code, found["withdrawn"]) == (0, 12)
    assert published(service) == 1
    assert service.get(receipt["links"]["article"]).status == 200
    assert run("reconcile")[0] == 0


def test_what_is_withdrawn_is_withdrawn_in_the_index_beside_too_and_what_is_not_is_named(service, article, run):
    service.push(article())
    service.drain()
    main(["rebuild"])
    ids = [f"{n:032x}" for n in range(2)]
    for one in ids:
        forged(service, one)
        forged(service, one, "articles-also", version=4 if one == ids[0] else 99)
    code, found, _ = run("reconcile", "--fix")
    assert (code, found["withdrawn"], found["not_withdrawn"]) == (1, 1, ids[1:])
    stages = [service.engine.get(index="articles-also", id=one)["_source"]["stage"] for one in ids]
    assert stages == ["WITHDRAWN", "PUBLISHED"]


def test_verify_finds_nothing_in_what_the_functions_wrote(service, article, run):
    receipts = [
        service.push(article(f"urn:{n}", embargoed=e)).json["items"][0] for n, e in enumerate((None, None))
    ]
    service.push(article("urn:held", embargoed="2999-01-01T00:00:00Z"))
    service.push(article("urn:0", version="2", headline="Changed"))
    service.drain()
    service.request("DELETE", receipts[1]["links"]["article"], source="demo")
    service.drain()
    code, found, _ = run("verify", "--all")
    assert (code, found) == (0, {"objects": 5, "articles": 3, "counts": {}, "examples": {}})


def test_verify_tells_damaged_bytes_forged_documents_and_missing_ones(service, article, run):
    ids = [service.push(article(f"urn:{n}")).json["items"][0]["id"] for n in range(4)]
    service.drain()
    keys = {key.split("/")[2]: key for key in service.stored()}
    head = service.s3.head_object(Bucket="copydesk-raw", Key=keys[ids[0]])
    service.s3.put_object(
        Bucket="copydesk-raw", Key=keys[ids[0]], Body=b'{"headline": "Forged"}', Metadata=head["Metadata"]
    )
    service.engine.delete(index="articles", id=ids[1], params={"version": 9, "version_type": "external"})
    there = service.engine.get(index="articles", id=ids[2])
    there["_source"]["article"]["headline"] = "Forged"
    options = {"version": there["_version"], "version_type": "external_gte"}
    service.engine.index(index="articles", id=ids[2], body=there["_source"], params=options)
    code, found, _ = run("verify", "--all")
    assert (code, found["counts"]) == (1, {"damaged": 1, "missing": 1, "other content": 1})
    assert found["examples"] == {
        "damaged": [f"the bytes of {keys[ids[0]]} do not match its name"],
        "missing": [ids[1]],
        "other content": [f"{keys[ids[2]]}: article"],
    }
    code, found, _ = run("verify", "--sample", "2")
    assert found["articles"] == 2


def test_verify_tells_what_is_older_than_the_newest_version(service, article, run):
    receipt = service.push(article(version="1")).json["items"][0]
    service.drain()
    service.push(article(version="2"))
    service.receive()  # its notification is lost
    code, found, _ = run("verify", "--all")
    assert (code, found["counts"]) == (1, {"older version": 1})
    [told] = found["examples"]["older version"]
    assert told.startswith(f"{receipt['id']}: made of raw/demo/{receipt['id']}/{1:019d}-")
    assert f", and not of raw/demo/{receipt['id']}/{2:019d}-" in told


def test_verify_takes_for_no_difference_what_readers_were_told_of_a_correction(service, article, run):
    said = [{"text": "The harbour is that of Port Ellery.", "at": "2024-03-06T09:00:00Z"}]
    receipt = service.push(article(corrections=said)).json["items"][0]
    service.drain()
    there = service.engine.get(index="articles", id=receipt["id"])
    del there["_source"]["corrections_told"]  # as of a release that did not note it
    options = {"version": there["_version"], "version_type": "external_gte"}
    service.engine.index(index="articles", id=receipt["id"], body=there["_source"], params=options)
    assert run("verify", "--all")[:2] == (0, {"objects": 1, "articles": 1, "counts": {}, "examples": {}})


def test_a_sample_is_taken_by_chance_from_small_parts_of_all():
    samples = [sampled(100_000, Random(seed)) for seed in (1, 2)]
    assert sorted(samples[0]) == sorted(samples[1]) == sorted(parts(4))  # each with one or two articles
    assert samples[0] != samples[1]
