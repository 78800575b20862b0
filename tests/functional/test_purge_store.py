"""What a purge finds in the bucket, wherever it is kept, and that it takes nothing else."""

from datetime import UTC, datetime

import boto3
import pytest
from moto import mock_aws

from shared.adapters.kept_traces import S3KeptTraces
from shared.adapters.raw_store import S3RawStore
from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.identity import RawKey, article_id
from shared.domain.pack import slot_of
from shared.usecases.load_ports import PackMember
from shared.usecases.ports import Rejection
from shared.usecases.purge import Subject

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ENVELOPE = Envelope(source="demo", format="ninjs", received_at=NOW)


@pytest.fixture
def s3(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="bucket")
        client.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
        yield client


def keyed(name, version, body):
    return RawKey("demo", article_id("demo", name), version, False, content_digest(body, "ninjs", Hints()))


def subject_of(name, *media):
    return Subject("demo", article_id("demo", name), media, "file 17", "operator", NOW)


def erase(s3, subject):
    kept = S3KeptTraces(s3, "bucket")
    for trace in kept.traces(subject):
        kept.erase(trace, subject)
    return kept.traces(subject)


def bodies(s3):
    found = s3.list_object_versions(Bucket="bucket")
    return sorted(
        s3.get_object(Bucket="bucket", Key=one["Key"], VersionId=one["VersionId"])["Body"].read()
        for one in found.get("Versions", [])
    )


def test_old_versions_and_what_was_deleted_go_as_well(s3):
    store = S3RawStore(s3, "bucket")
    gone, stays = keyed("gone", 1, b"gone"), keyed("stays", 1, b"stays")
    for key, body in ((gone, b"gone"), (stays, b"stays")):
        store.put(key, body, ENVELOPE)
        store.put_conflicting(keyed(*({gone: "gone", stays: "stays"}[key], 1, b"other")), b"other", ENVELOPE)
        store.reject(key, Rejection("bad", NOW))
        store.put_again(key)  # writes the object over itself and deletes the rejection
    s3.put_object(Bucket="bucket", Key=f"told/{gone.article_id}/demo/alert", Body=b"")
    assert erase(s3, subject_of("gone")) == []
    assert b"gone" not in bodies(s3)
    assert bodies(s3).count(b"stays") == 2
    assert bodies(s3).count(b"other") == 1
    keys = {one["Key"] for one in s3.list_object_versions(Bucket="bucket")["Versions"]}
    assert not [key for key in keys if gone.article_id in key]


def test_a_pack_is_written_anew_without_it_and_the_old_one_is_gone(s3):
    store = S3RawStore(s3, "bucket")
    names = [f"packed{number}" for number in range(5)]
    members = [PackMember(keyed(name, 1, name.encode()), ENVELOPE, name.encode()) for name in names]
    members.sort(key=lambda one: one.key.article_id)
    store.put_pack("demo", 0, slot_of(members[0].key.article_id, 0), members)
    [before] = [one["Key"] for one in s3.list_objects_v2(Bucket="bucket")["Contents"]]
    gone = keyed("packed3", 1, b"packed3")
    assert store.get(gone).body == b"packed3"
    assert erase(s3, subject_of("packed3")) == []
    [after] = [one["Key"] for one in s3.list_object_versions(Bucket="bucket")["Versions"]]
    assert before != after
    there = S3RawStore(s3, "bucket")
    assert sorted(there.get(one.key).body.decode() for one in there.everything()) == [
        name for name in names if name != "packed3"
    ]


def test_a_pack_of_it_alone_goes_altogether(s3):
    store = S3RawStore(s3, "bucket")
    store.put_pack("demo", 0, "", [PackMember(keyed("alone", 1, b"alone"), ENVELOPE, b"alone")])
    assert erase(s3, subject_of("alone")) == []
    assert "Versions" not in s3.list_object_versions(Bucket="bucket")


def test_a_pack_that_was_deleted_goes_where_it_holds_it_or_cannot_be_read(s3):
    store = S3RawStore(s3, "bucket")
    for name in ("gone", "stays"):
        store.put_pack("demo", 0, "", [PackMember(keyed(name, 1, name.encode()), ENVELOPE, name.encode())])
    packs = [one["Key"] for one in s3.list_objects_v2(Bucket="bucket")["Contents"]]
    damaged = packs[0][:-64] + "0" * 64
    s3.put_object(Bucket="bucket", Key=damaged, Body=b"nothing that can be read")
    for name in (*packs, damaged):
        s3.delete_object(Bucket="bucket", Key=name)
    assert erase(s3, subject_of("gone")) == []
    [left] = s3.list_object_versions(Bucket="bucket")["Versions"]
    s3.delete_object(
        Bucket="bucket",
        Key=left["Key"],
        VersionId=s3.list_object_versions(Bucket="bucket", Prefix=left["Key"])["DeleteMarkers"][0]["VersionId"],
    )  # brought back
    assert [one.key.article_id for one in S3RawStore(s3, "bucket").everything()] == [article_id("demo", "stays")]


def test_only_the_files_that_are_named_go(s3):
    for name in ("1.jpg", "1.jpg.old", "2.jpg"):
        s3.put_object(Bucket="bucket", Key=f"media/demo/{name}", Body=name.encode())
    s3.delete_object(Bucket="bucket", Key="media/demo/1.jpg")
    assert erase(s3, subject_of("gone", "1.jpg")) == []
    assert bodies(s3) == [b"1.jpg.old", b"2.jpg"]


def test_the_first_fact_stays_when_the_purge_is_begun_again(s3):
    kept = S3KeptTraces(s3, "bucket")
    assert not kept.is_purged(subject_of("gone"))
    for reason in ("file 17", "another"):
        kept.note(Subject("demo", article_id("demo", "gone"), (), reason, "operator", NOW))
    assert kept.is_purged(subject_of("gone"))
    purged = S3RawStore(s3, "bucket").purged("demo", article_id("demo", "gone"))
    assert (purged.at, purged.reason) == (NOW, "file 17")
