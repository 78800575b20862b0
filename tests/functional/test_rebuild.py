"""A rebuild, a roll-back and what they refuse, through the functions and the real engine."""

import json
import os
from dataclasses import replace

import pytest

from infra.cli.__main__ import main
from infra.cli.rebuild import rebuilding
from infra.cli.stack import Stack
from shared.adapters.clients import aws_client
from shared.adapters.engine import ALIAS, ALSO
from shared.usecases.rebuild_index import CannotRebuild, drop_old, rebuild, roll_back


@pytest.fixture
def work(service):
    stack = Stack(os.environ, aws_client)
    yield lambda **changes: replace(rebuilding(stack), **{"settle_seconds": 0.0, **changes})
    stack.close()


def behind(service, alias):
    return (
        sorted(service.engine.indices.get_alias(name=alias))
        if service.engine.indices.exists_alias(name=alias)
        else []
    )


def test_a_rebuild_makes_the_same_articles_searchable_and_tells_nothing_anew(service, article, work):
    for n in range(12):
        service.push(article(f"urn:{n}", headline=f"Harbour number{n}"))
    service.push(article("urn:0", version="2", headline="Harbour changed"))
    gone = service.push(article("urn:gone")).json["items"][0]
    service.drain()
    service.request("DELETE", gone["links"]["article"], source="demo")
    service.push(article("urn:held", embargoed="2999-01-01T00:00:00Z"))
    service.drain()
    changes = service.get("/v1/changes").json["changes"]

    done = rebuild(work())
    assert (done.swapped, done.brought.left, dict(done.parity.differences)) == (True, {}, {})
    assert done.parity.digest == done.parity.other_digest
    assert done.parity.stages == {"PUBLISHED": 12, "WITHDRAWN": 1, "HELD": 1}
    assert (behind(service, ALIAS), behind(service, ALSO)) == (["articles-000002"], ["articles-000001"])
    assert service.get("/v1/changes").json["changes"] == changes
    assert len(service.found("q=harbour&page-size=50")) == 12
    assert service.found("q=changed") == ["Harbour changed"]
    assert service.get(gone["links"]["article"]).status == 410


def test_an_article_that_was_taken_down_after_its_time_was_over_is_the_same_in_both(service, article, work):
    over = service.push(article("urn:over", expires="2024-06-01T00:00:00Z")).json["items"][0]
    service.drain()
    service.request("DELETE", over["links"]["article"], source="demo")
    service.drain()
    done = rebuild(work())
    assert (done.swapped, dict(done.parity.differences), done.parity.stages) == (True, {}, {"WITHDRAWN": 1})
    assert done.parity.digest == done.parity.other_digest


def test_what_is_written_beside_a_rebuild_is_in_both_and_a_roll_back_shows_it(service, article, work):
    receipt = service.push(article("urn:0")).json["items"][0]
    service.push(article("urn:1"))
    service.drain()
    assert rebuild(work()).swapped
    service.push(article("urn:2", headline="Harbour after"))
    service.request("DELETE", receipt["links"]["article"], source="demo")
    service.drain()
    back = roll_back(work())
    assert (back.swapped, dict(back.parity.differences), back.parity.mended) == (True, {}, 0)
    assert (behind(service, ALIAS), behind(service, ALSO)) == (["articles-000001"], ["articles-000002"])
    assert sorted(service.found("q=harbour")) == ["Council votes on the harbour", "Harbour after"]
    assert service.get(receipt["links"]["article"]).status == 410


def test_a_takedown_that_comes_while_the_new_index_is_filled_holds_in_it(service, article, work):
    receipts = [service.push(article(f"urn:{n}")).json["items"][0] for n in range(4)]
    service.drain()

    def copied(prefixes):
        service.request("DELETE", receipts[0]["links"]["article"], source="demo")
        service.push(article("urn:new", headline="Harbour meanwhile"))
        service.drain()
        done = list(work().copied(prefixes))
        service.request("DELETE", receipts[1]["links"]["article"], source="demo")
        service.drain()
        return iter(done)

    assert rebuild(work(copied=copied)).swapped
    assert [service.get(one["links"]["article"]).status for one in receipts] == [410, 410, 200, 200]
    assert service.found("q=meanwhile") == ["Harbour meanwhile"]


def test_a_rebuild_that_was_cut_off_goes_on_with_the_same_index(service, article, work):
    for n in range(8):
        service.push(article(f"urn:{n}"))
    service.drain()

    def cut_off(prefixes):
        for number, one in enumerate(work().copied(prefixes)):
            if number == 5:
                raise KeyboardInterrupt
            yield one

    with pytest.raises(KeyboardInterrupt):
        rebuild(work(copied=cut_off))
    assert service.found("q=harbour&page-size=50") == ["Council votes on the harbour"] * 8
    asked = []

    def noted(prefixes):
        asked.extend(prefixes)
        return work().copied(prefixes)

    done = rebuild(work(copied=noted))
    assert (done.resumed, done.index, len(asked)) == (True, "articles-000002", 11)
    assert (done.swapped, done.parity.digest) == (True, done.parity.other_digest)


def test_an_index_that_is_kept_is_in_the_way_of_another_rebuild_until_it_is_dropped(service, article, work):
    service.push(article())
    service.drain()
    rebuild(work())
    with pytest.raises(CannotRebuild, match=r"articles-000001 is kept beside articles-000002.*--drop-old"):
        rebuild(work())
    assert drop_old(work()) == "articles-000001"
    assert rebuild(work()).index == "articles-000003"


def test_a_big_loss_is_refused_and_told_unless_it_is_forced(service, article, work):
    for n in range(3):
        service.push(article(f"urn:{n}"))
    service.drain()
    lost = service.stored()[0]
    service.s3.delete_object(Bucket="copydesk-raw", Key=lost)
    done = rebuild(work())
    assert (done.swapped, done.parity.visible_lost, done.parity.examples) == (False, 1, [f"missing: {lost}"])
    assert "1 of 3 visible articles would be missing" in done.refused
    assert behind(service, ALIAS) == ["articles-000001"]
    assert rebuild(work(), force=True).swapped
    assert len(service.found("q=harbour")) == 2


def test_a_lost_alias_is_put_on_a_new_index_and_never_on_an_empty_one(service, article, work):
    for n in range(3):
        service.push(article(f"urn:{n}"))
    service.drain()
    service.engine.indices.delete_alias(index="articles-000001", name=ALIAS)
    service.push(article("urn:3"))
    waiting = service.receive()
    assert service.deliver(waiting) == [one["messageId"] for one in waiting]  # they wait in the queue
    done = rebuild(work())
    assert (done.swapped, done.before, done.index) == (True, None, "articles-000002")
    assert service.deliver(waiting) == []
    service.refresh()
    assert len(service.found("q=harbour")) == 4


def test_what_only_the_other_index_cannot_take_now_comes_again_and_is_told_once(service, article, work):
    service.push(article("urn:0"))
    service.drain()
    rebuild(work())
    service.engine.indices.put_settings(index=ALSO, body={"index.blocks.write": True})
    service.push(article("urn:1", headline="Harbour twice"))
    records = service.receive()
    assert service.deliver(records) == [records[0]["messageId"]]
    service.refresh()
    assert service.found("q=twice") == ["Harbour twice"]
    told = service.get("/v1/changes").json["changes"]
    service.engine.indices.put_settings(index=ALSO, body={"index.blocks.write": False})
    assert service.deliver(records) == []
    service.refresh()
    assert service.get("/v1/changes").json["changes"] == told
    service.engine.indices.refresh(index=ALSO)
    assert service.engine.count(index=ALSO)["count"] == 2


def test_an_article_is_not_rejected_for_what_only_the_other_index_refuses(service, article, work):
    service.push(article("urn:0"))
    service.drain()
    rebuild(work())
    service.engine.indices.delete(index="articles-000001")
    fields = {"mappings": {"dynamic": "strict", "properties": {"id": {"type": "keyword"}}}, "aliases": {ALSO: {}}}
    service.engine.indices.create(index="articles-000001", body=fields)
    service.push(article("urn:1", headline="Harbour taken"))
    assert service.drain() == []
    assert service.found("q=taken") == ["Harbour taken"]
    assert service.stored("rejected/") == []


def test_stories_move_in_both_indices(service, work):
    body = " ".join(f"word{n}" for n in range(80))
    service.push({"uri": "urn:a", "headline": "Alpha", "body_text": body})
    service.push({"uri": "urn:b", "headline": "Beta", "body_text": "Another text of its own, quite short."})
    service.drain()
    rebuild(work())
    service.push({"uri": "urn:b", "headline": "Alpha", "body_text": body}, source="demo")
    service.drain()
    service.engine.indices.refresh(index=ALSO)
    stories = {
        name: {hit["_id"]: hit["_source"]["story_id"] for hit in found["hits"]["hits"]}
        for name in (ALIAS, ALSO)
        if (found := service.engine.search(index=name, body={"_source": ["story_id"]}))
    }
    assert len(set(stories[ALIAS].values())) == 1
    assert stories[ALSO] == stories[ALIAS]


def test_a_dry_run_tells_what_would_be_done_and_does_nothing(service, article, work, capsys):
    service.push(article())
    service.drain()
    before = (service.stored(""), behind(service, ALIAS), behind(service, ALSO))
    assert main(["rebuild", "--dry-run", "--json"]) == 0
    plan = {
        "searched": "articles-000001",
        "articles": {"PUBLISHED": 1},
        "index": "articles-000002",
        "resumes": False,
        "parts_done": 0,
        "in_the_way": None,
    }
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == plan
    assert (service.stored(""), behind(service, ALIAS), behind(service, ALSO)) == before
    rebuild(work())
    assert main(["rebuild", "--dry-run"]) == 1
    assert "articles-000001 is kept for a roll-back" in capsys.readouterr().out


def test_without_an_index_before_there_is_no_way_back(service, article, work, capsys):
    service.push(article())
    service.drain()
    assert main(["rebuild", "--roll-back"]) == 1
    assert "There is no index to go back to" in capsys.readouterr().err
    assert main(["rebuild", "--drop-old"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "nothing is kept"
    assert behind(service, ALIAS) == ["articles-000001"]


def test_what_differs_in_the_other_index_is_brought_in_before_it_is_shown(service, article, work):
    ids = [service.push(article(f"urn:{n}")).json["items"][0]["id"] for n in range(3)]
    service.drain()
    rebuild(work())
    service.engine.indices.put_settings(index=ALSO, body={"index.blocks.write": True})
    service.push(article("urn:missed"))
    service.deliver(service.receive())  # into the one that is searched alone; its message does not come again
    service.engine.indices.put_settings(index=ALSO, body={"index.blocks.write": False})
    service.refresh()
    everything = {"body": {"query": {"match_all": {}}, "sort": [{"id": "asc"}], "version": True}}
    shown = service.engine.search(index=ALIAS, **everything)["hits"]["hits"]
    moved = service.engine.get(index=ALSO, id=ids[1])
    options = {"version": moved["_version"], "version_type": "external_gte"}
    service.engine.index(index=ALSO, id=ids[1], body=moved["_source"] | {"story_id": "0" * 32}, params=options)
    done = roll_back(work())
    assert (done.swapped, done.parity.mended, dict(done.parity.differences)) == (True, 2, {})
    service.refresh()
    now = service.engine.search(index=ALIAS, **everything)["hits"]["hits"]
    assert [(one["_id"], one["_version"], one["_source"]["story_id"]) for one in now] == [
        (one["_id"], one["_version"], one["_source"]["story_id"]) for one in shown
    ]


def test_where_the_searched_index_is_gone_the_one_that_is_kept_can_be_shown_at_once(
    service, article, work, capsys
):
    service.push(article("urn:1"))
    service.drain()
    rebuild(work())
    service.engine.indices.delete(index="articles-000002")
    with pytest.raises(CannotRebuild, match=r"nothing is searched: `--roll-back` shows it"):
        rebuild(work())
    assert main(["rebuild", "--roll-back"]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "nothing was searched, so there was nothing to compare with",
        "articles-000001 is searched now",
    ]
    assert (behind(service, ALIAS), behind(service, ALSO)) == (["articles-000001"], [])
    assert len(service.found("q=harbour")) == 1
