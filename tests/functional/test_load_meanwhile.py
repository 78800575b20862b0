"""What happens to an article between the moment when a load decides on its versions and when it writes them."""

import json
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from infra.cli.loading.spool import spool
from shared.adapters.kept_traces import S3KeptTraces
from shared.adapters.raw_store import S3RawStore
from shared.domain.envelope import Hints
from shared.domain.errors import Unavailable
from shared.domain.identity import article_id
from shared.domain.pack import MOST_ARTICLES
from shared.formats import registry
from shared.formats.payload import Payload
from shared.usecases.accept_articles import accept_articles, envelope_of, incoming
from shared.usecases.load_articles import Piece, Summary, compare, read_pieces, write_packs
from shared.usecases.newest_version import newest_first
from shared.usecases.operation_lock import AtWork
from shared.usecases.purge import Subject, purge
from shared.usecases.read_article import read_again
from shared.usecases.take_down import take_down

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=30)
TARGET = article_id("demo", "urn:T")
KILL = (
    '<nitf><head><docdata management-status="usable" management-doc-idref="urn:T" '
    'management-idref-status="canceled"><doc-id id-string="urn:{}"/>{}</docdata></head><body>'
    "<body.head><hedline><hl1>Kill</hl1></hedline></body.head>"
    "<body.content><p>Words of its own here.</p></body.content></body></nitf>"
)


@pytest.fixture
def store(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="bucket")
        client.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
        yield S3RawStore(client, "bucket")


def story(headline, name="urn:T", **fields):
    return json.dumps({"uri": name, "headline": headline, "body_text": f"{headline} in words."} | fields)


def kill(name="K", issued='<date.issue norm="20260301T100000Z"/>'):
    return KILL.format(name, issued)


def nothing():
    pass


def payload(text):
    return Payload(text.encode(), "application/xml" if text.startswith("<") else "application/json")


def push(store, text, now=NOON):
    [receipt] = accept_articles(
        payload(text), source="demo", format_name=None, hints=Hints(), store=store, now=now
    )
    return receipt


def load(store, *texts, while_read=nothing, meanwhile=nothing, check=nothing):
    summary = Summary()
    with spool() as kept:
        read_pieces(
            [Piece(f"{number}", payload(text)) for number, text in enumerate(texts)],
            source="demo",
            format_name=None,
            spool=kept,
            now=NOON + timedelta(minutes=10),
            summary=summary,
            advance=lambda _: None,
        )
        while_read()
        compare(source="demo", spool=kept, store=store, summary=summary, writes=True, advance=lambda _: None)
        meanwhile()
        write_packs(source="demo", spool=kept, store=store, summary=summary, advance=lambda _: None, check=check)
    return summary


def shown(store):
    """The headline of the newest version of the target, None where it is taken down."""
    newest = newest_first(store.versions("demo", TARGET), store)[0].key
    return None if newest.takedown else read_again(store.get(newest)).article.headline


def take_it_down(store):
    return lambda: take_down(TARGET, source="demo", store=store, now=LATER)


@pytest.mark.parametrize("fields", [{}, {"version": "7"}, {"versioncreated": "2026-03-01T12:05:00Z"}])
def test_what_was_taken_down_while_a_load_went_on_stays_down(store, fields):
    push(store, story("First"))
    summary = load(store, story("Second", **fields), story("Other", "urn:O"), meanwhile=take_it_down(store))
    assert (shown(store), summary.kept, summary.notices["taken-down-meanwhile"]) == (None, 2, 1)
    assert len([one for one in store.versions("demo", TARGET) if not one.key.takedown]) == 2


@pytest.mark.parametrize("fields", [{}, {"version": "7"}, {"versioncreated": "2026-03-01T12:05:00Z"}])
def test_what_was_taken_down_while_a_load_was_read_stays_down(store, fields):
    push(store, story("First"))
    summary = load(store, story("Second", **fields), while_read=take_it_down(store))
    assert (shown(store), summary.notices["taken-down-meanwhile"]) == (None, 1)


def test_of_edits_in_two_packs_the_later_is_not_kept_without_the_earlier(store, monkeypatch):
    put_pack, sizes = S3RawStore.put_pack, []

    def broken(self, source, level, slot, members):
        sizes.append(len(members))
        if len(sizes) == 1:
            raise Unavailable("The raw store is away.")
        return put_pack(self, source, level, slot, members)

    monkeypatch.setattr(S3RawStore, "put_pack", broken)
    with pytest.raises(Unavailable):
        load(store, *(story(f"Edit {number}") for number in range(MOST_ARTICLES + 1)))
    assert (sizes, store.versions("demo", TARGET)) == ([MOST_ARTICLES], [])


def test_a_version_that_is_pushed_after_that_brings_it_back(store):
    push(store, story("First"))
    load(store, story("Second"), meanwhile=take_it_down(store))
    push(store, story("Third"), LATER + timedelta(minutes=1))
    assert shown(store) == "Third"


def test_what_was_taken_down_before_a_load_comes_back_by_it(store):
    push(store, story("First"))
    take_down(TARGET, source="demo", store=store, now=NOON + timedelta(minutes=1))
    assert "taken-down-meanwhile" not in load(store, story("Second")).notices
    assert shown(store) == "Second"


def test_a_takedown_with_a_version_holds_for_earlier_ones_of_a_load_alone(store):
    push(store, story("First", version="1"))

    def canceled():
        push(store, story("Canceled", version="5", pubstatus="canceled"), LATER)

    load(store, story("Fourth", version="4"), meanwhile=canceled)
    assert shown(store) is None
    load(store, story("Sixth", version="6"), meanwhile=nothing)
    assert shown(store) == "Sixth"


def test_a_takedown_with_a_version_leaves_a_later_one_of_the_same_moment(store):
    push(store, story("First", version="1"))

    def canceled():
        push(store, story("Canceled", version="5", pubstatus="canceled"), LATER)

    load(store, story("Sixth", version="6"), meanwhile=canceled)
    assert shown(store) == "Sixth"


def test_what_was_erased_while_a_load_went_on_is_not_written(store):
    push(store, story("First"))
    subject = Subject("demo", TARGET, (), "file 17", "operator", LATER)

    def erase():
        kept = S3KeptTraces(store._bucket._client, "bucket")
        kept.note(subject)
        store.put(subject.tombstone, subject.body, store.envelope(store.versions("demo", TARGET)[0].key))
        for trace in kept.traces(subject):
            kept.erase(trace, subject)

    summary = load(store, story("Second"), story("Other", "urn:O"), meanwhile=erase)
    assert (summary.kept, summary.refusals) == (1, 1)
    assert summary.refused[0].reason == "It was erased for good while this went on."
    assert [one.key for one in store.versions("demo", TARGET)] == [subject.tombstone]


@pytest.mark.parametrize("name", ["A", "K", "Q"])  # their ids come before and after that of the target
@pytest.mark.parametrize("texts", [(0, 1), (1, 0)])
def test_a_kill_takes_down_an_undated_article_of_the_same_load_whichever_stands_first(store, name, texts):
    both = [story("Target"), kill(name)]
    load(store, *(both[place] for place in texts))
    assert shown(store) is None


@pytest.mark.parametrize("name", ["A", "K", "Q"])
def test_a_kill_in_a_load_takes_down_what_stands_before_it_and_not_what_stands_behind(store, name):
    push(store, story("Pushed"))
    load(store, story("Before"), kill(name), story("Behind"))
    assert shown(store) == "Behind"


@pytest.mark.parametrize("name", ["A", "K", "Q"])
def test_a_kill_in_a_load_takes_down_the_update_before_it(store, name):
    push(store, story("Pushed"))
    load(store, story("Before"), kill(name))
    assert shown(store) is None


def test_a_load_that_may_not_go_on_writes_no_more(store):
    def taken_over():
        raise AtWork("Another process has taken this over.")

    with pytest.raises(AtWork):
        load(store, story("First"), check=taken_over)
    assert store.versions("demo", TARGET) == []


class NoIndex:
    """An engine that never held anything."""

    def holding(self, _):
        return []

    def bury(self, _):
        pass

    def expunge(self):
        return []


def test_a_push_that_ends_after_the_purge_began_is_erased_as_well(store):
    push(store, story("First"))
    subject = Subject("demo", TARGET, (), "file 17", "operator", LATER)
    begun = 100.0
    waited = []

    def late(seconds):
        waited.append(seconds)
        [first] = [one for one in store.versions("demo", TARGET) if one.key.takedown]
        assert first.key == subject.tombstone
        other = S3RawStore(store._bucket._client, "bucket")
        item = read("Late")
        other.put(item.key, item.body, item.envelope)

    done = purge(
        subject,
        store=store,
        kept=S3KeptTraces(store._bucket._client, "bucket"),
        shown=NoIndex(),
        dry_run=False,
        advance=lambda _: None,
        clock=lambda: begun,
        wait=late,
    )
    assert (done.is_complete, len(done.found), waited) == (True, 2, [30.0])
    assert [one.key for one in store.versions("demo", TARGET)] == [subject.tombstone]


def read(headline):
    """A version as a push puts it that looked at the versions before the purge began."""
    document = payload(story(headline))
    [(part, reader)] = registry.take_apart(document, None)
    return incoming(part, envelope_of(part, "demo", reader, NOON, Hints()))
