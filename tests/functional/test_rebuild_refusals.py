"""What a rebuild never shows: what is withdrawn or held, and an index that is not whole or answers otherwise."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from infra.cli.__main__ import main
from infra.cli.rebuild import rebuilding
from infra.cli.stack import Stack
from shared.adapters.clients import aws_client
from shared.adapters.engine import ALIAS, ALSO
from shared.adapters.raw_store import S3RawStore
from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey
from shared.usecases.ports import Rejection
from shared.usecases.rebuild_index import CannotRebuild, drop_old, one_after_another, rebuild, roll_back

NOW = datetime(2024, 3, 6, tzinfo=UTC)


@pytest.fixture
def work(service):
    stack = Stack(os.environ, aws_client)
    yield lambda **changes: replace(rebuilding(stack), **{"settle_seconds": 0.0, **changes})
    stack.close()


@pytest.fixture
def store(service):
    return S3RawStore(service.s3, "copydesk-raw")


def keep_unreadable(store, receipt, order, *, takedown=False):
    """Keep a version that this release cannot read."""
    body = b"in the words of another release"
    key = RawKey("demo", receipt["id"], order, takedown, content_digest(body, "ninjs", Hints()))
    store.put(key, body, Envelope(source="demo", format="ninjs", received_at=NOW))
    return key


def write(service, key, stage, version, index=ALIAS, **fields):
    """Write a document as another release made it."""
    document = {"id": key.article_id, "source": key.source, "stage": stage, "raw_key": str(key), **fields}
    options = {"version": version, "version_type": "external_gte", "refresh": "true"}
    service.engine.index(index=index, id=key.article_id, body=document, params=options)


def versions_in(service, index):
    service.engine.indices.refresh(index=index)
    hits = service.engine.search(index=index, body={"version": True})["hits"]["hits"]
    return {one["_id"]: (one["_version"], one["_source"]["stage"]) for one in hits}


@pytest.mark.parametrize("place", [("HELD", 8, 404), ("WITHDRAWN", 10, 410)])
def test_what_readers_may_not_see_stays_so_though_this_release_cannot_read_it(
    service, article, work, store, place
):
    stage, version, status = place
    receipt = service.push(article(version="1")).json["items"][0]
    service.drain()
    key = keep_unreadable(store, receipt, 2)
    write(service, key, stage, version, change="withdrawn", changed_at="2024-03-06T00:00:00Z", changed_by="x")
    done = rebuild(work())
    assert (done.swapped, list(done.brought.left), dict(done.parity.differences)) == (True, [str(key)], {})
    assert versions_in(service, ALIAS) == versions_in(service, ALSO) == {receipt["id"]: (version, stage)}
    assert service.get(receipt["links"]["article"]).status == status


def test_a_kill_holds_though_this_release_cannot_read_it(service, article, work, store):
    receipt = service.push(article(version="1")).json["items"][0]
    service.drain()
    keep_unreadable(store, receipt, 2, takedown=True)
    done = rebuild(work())
    assert (done.swapped, done.brought.left) == (True, {})
    assert versions_in(service, ALIAS) == {receipt["id"]: (10, "WITHDRAWN")}
    assert service.get(receipt["links"]["article"]).status == 410


def test_of_what_the_index_lacks_an_older_version_is_shown_only_below_a_rejected_one(
    service, article, work, store
):
    receipt = service.push(article(version="1")).json["items"][0]
    service.drain()
    service.push(article("urn:2", version="1"))
    service.receive()  # lost
    other = next({"id": one} for key in service.stored() if (one := key.split("/")[2]) != receipt["id"])
    key = keep_unreadable(store, other, 2)
    assert rebuild(work()).brought.left.keys() == {str(key)}
    assert versions_in(service, ALIAS) == {receipt["id"]: (5, "PUBLISHED")}
    store.reject(key, Rejection("it cannot be read", NOW))
    main(["rebuild", "--drop-old"])
    assert rebuild(work()).brought.left == {}
    assert versions_in(service, ALIAS) == {receipt["id"]: (5, "PUBLISHED"), other["id"]: (5, "PUBLISHED")}


def test_one_article_that_would_be_visible_again_is_refused_unless_it_is_forced(service, article, work):
    receipts = [service.push(article(f"urn:{n}", version="1")).json["items"][0] for n in range(3)]
    service.drain()
    rebuild(work())
    held, erased = (RawKey.parse(key) for key in service.stored()[:2])
    write(service, held, "HELD", 12)
    write(service, held, "PUBLISHED", 13, ALSO)  # and no write of a lower version changes that
    for key in service.stored():
        if erased.article_id in key:
            service.s3.delete_object(Bucket="copydesk-raw", Key=key)
    gone = {"version": 99, "version_type": "external", "refresh": "true"}
    service.engine.delete(index=ALIAS, id=erased.article_id, params=gone)
    done = roll_back(work())
    assert (done.swapped, done.parity.visible_again) == (False, 2)
    assert done.refused.startswith("2 articles that readers do not see now")
    assert len(service.found("q=harbour")) == len(receipts) - 2
    assert roll_back(work(), force=True).swapped


def test_an_index_that_is_gone_is_filled_from_the_start_whatever_was_done_for_it(service, article, work):
    for n in range(8):
        service.push(article(f"urn:{n}"))
    service.drain()

    def cut_off(prefixes):
        yield from list(work().copied(prefixes))[:9]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(work(copied=cut_off))
    service.engine.indices.delete(index="articles-000002")
    service.engine.indices.delete_alias(index="articles-000001", name=ALIAS)  # so that nothing is compared
    done = rebuild(work())
    assert (done.swapped, done.resumed, done.brought.articles) == (True, True, 8)
    assert len(service.found("q=harbour&page-size=50")) == 8


def test_a_half_made_index_is_forgotten_before_it_is_removed(service, article, work):
    service.push(article())
    service.drain()

    def cut_off(prefixes):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(work(copied=cut_off))
    going = work()
    noted = []

    def drop(name):
        noted.append(going.operations.note("rebuild")["state"])

    going = replace(going, indices=SimpleNamespace(also=going.indices.also, drop=drop))
    drop_old(going)
    assert noted == ["dropped"]


class Failing:
    """A raw store that cannot give one article now."""

    def __init__(self, store, article_id):
        self._store = store
        self._article_id = article_id

    def __getattr__(self, name):
        return getattr(self._store, name)

    def get(self, key):
        if key.article_id == self._article_id:
            raise Unavailable("not now")
        return self._store.get(key)


def test_without_an_index_before_nothing_is_shown_while_something_could_not_be_brought(
    service, article, work, store
):
    receipts = [service.push(article(f"urn:{n}", version="1")).json["items"][0] for n in range(3)]
    service.drain()
    unreadable = keep_unreadable(store, receipts[1], 2)
    service.engine.indices.delete(index="articles-000001")
    copying = replace(work().copying, store=Failing(store, receipts[0]["id"]), pauses=())
    done = rebuild(work(copying=copying, copied=lambda prefixes: one_after_another(copying, prefixes)))
    assert (done.swapped, list(done.brought.not_now.values())) == (False, ["not now"])
    assert done.refused.startswith("1 articles could not be brought into articles-000001 now.")
    asked = []

    def noted(prefixes):
        asked.extend(prefixes)
        return work().copied(prefixes)

    done = rebuild(work(copied=noted))
    assert (done.swapped, asked) == (True, [receipts[0]["id"][0]])
    assert list(done.brought.left) == [str(unreadable)]  # of the run before


class Silent:
    """A search that finds nothing."""

    def search(self, request, now):
        return SimpleNamespace(results=[])


def test_an_index_that_answers_otherwise_is_refused_unless_it_is_forced_and_one_goes_back_from_it(
    service, article, work
):
    service.push(article())
    service.drain()
    silent = replace(work().also, search=Silent())
    done = rebuild(work(also=silent))
    assert (done.swapped, done.answers.overlap) == (False, 0.0)
    assert done.refused.startswith("Of the first results of 1 searches 0% are the same in articles-000002")
    assert rebuild(work(also=silent), force=True).swapped
    assert roll_back(work(also=silent)).swapped


def test_searches_that_find_nothing_in_either_index_are_answered_alike(service, article, work):
    service.push(article())
    service.drain()
    shown, also = (replace(place, search=Silent()) for place in (work().shown, work().also))
    assert rebuild(work(shown=shown, also=also)).swapped


def test_each_dry_run_tells_of_what_it_is_asked_for(service, article, work, capsys):
    def told(*arguments):
        code = main(["rebuild", *arguments, "--dry-run", "--json"])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    service.push(article())
    service.drain()
    assert told("--drop-old") == (0, {"would_drop": None})
    assert main(["rebuild", "--roll-back", "--dry-run"]) == 1
    assert "There is no index to go back to" in capsys.readouterr().err
    rebuild(work())
    capsys.readouterr()
    assert told("--drop-old") == (0, {"would_drop": "articles-000001"})
    assert told("--roll-back") == (0, {"searched": "articles-000002", "would_show": "articles-000001"})
    assert service.engine.indices.exists_alias(index="articles-000002", name=ALIAS)
    assert service.engine.indices.exists_alias(index="articles-000001", name=ALSO)


def test_what_was_swapped_by_another_meanwhile_is_not_swapped_back(service, article, work):
    service.push(article(version="1"))
    service.drain()
    indices = work().indices

    def another(step, done, of):
        if (step, done) == ("comparing", of):
            assert indices.exchange("articles-000001", "articles-000002")

    with pytest.raises(CannotRebuild, match="nothing was swapped"):
        rebuild(work(tell=another))
    assert (indices.shown(), indices.also()) == ("articles-000002", "articles-000001")
    assert not indices.exchange("articles-000001", "articles-000002")
    assert not indices.exchange("articles-000002", "articles-000003")
    assert (indices.shown(), indices.also()) == ("articles-000002", "articles-000001")
