"""Bulk loads: kept by the hundred, and from then on like any article that was pushed."""

import json
from types import SimpleNamespace

import pytest

from functions.index import handler as index
from infra.cli.__main__ import main
from tests.functional.alerting import make, push, told
from tests.functional.conftest import BUCKET, CONTEXT

NAMES = ["amber", "birch", "cedar", "delta", "ember", "fjord", "gorse", "heath", "inlet", "jetty"]


@pytest.fixture
def load(service, capsys, tmp_path):
    """Runs the command as an operator does; gives its exit code and what it says to machines."""

    def run(what, *more, source="demo"):
        if isinstance(what, list):
            file = tmp_path / "articles.ndjson"
            file.write_text("".join(json.dumps(one) + "\n" for one in what))
            what = file
        capsys.readouterr()
        code = main(["load", str(what), "--source", source, "--json", *more])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def articles(article):
    """Makes articles that have nothing in common."""

    def make(count, **fields):
        return [
            article(f"urn:{n}", headline=f"Harbour {n}", body_text=f"{' '.join(NAMES[n % 10 :])} {n} {n * 7}.")
            | fields
            for n in range(count)
        ]

    return make


@pytest.fixture
def loaded(service, load, articles):
    """The id of an article that was loaded among others and is found."""
    load(articles(12))
    assert service.drain_loads() == []
    (hit,) = service.get("/v1/search?q=headline:%22Harbour+7%22").json["results"]
    return hit["id"]


def counts(told):
    return {name: told[name] for name in ("read", "kept", "there", "conflicts", "refusals")}


def status(service, article_id):
    answer = service.request("GET", f"/v1/articles/{article_id}/status", source="demo")
    assert answer.status == 200, answer.text
    return [one["status"] for one in answer.json["versions"]]


def test_a_load_keeps_a_hundred_articles_to_an_object_and_all_are_found(service, load, articles):
    code, told = load(articles(300))
    assert (code, counts(told), told["packs"]) == (0, {"read": 300, "kept": 300, "there": 0} | NONE, 4)
    assert (service.stored(), len(service.stored("packs/"))) == ([], 4)
    assert service.drain_loads() == []
    assert service.get("/v1/search?q=harbour").json["total"]["value"] == 300


NONE = {"conflicts": 0, "refusals": 0}


def test_the_same_load_again_changes_nothing(service, load, articles):
    load(articles(30))
    before = service.stored("packs/")
    code, told = load(articles(30))
    assert (code, counts(told)) == (0, {"read": 30, "kept": 0, "there": 30} | NONE)
    assert service.stored("packs/") == before


def test_a_larger_load_keeps_what_is_new_alone(service, load, articles):
    load(articles(30))
    service.push(articles(31)[30])
    code, told = load(articles(40))
    assert (code, counts(told)) == (0, {"read": 40, "kept": 9, "there": 31} | NONE)
    assert service.drain_loads() == []
    assert (
        service.get("/v1/search?q=harbour").json["total"]["value"] == 39
    )  # the pushed one waits in its own queue


def test_a_dry_run_tells_the_same_and_writes_nothing(service, load, articles):
    load(articles(3))
    before = service.stored("")
    contrary = [articles(1)[0] | {"headline": "Otherwise"}, *articles(5)[3:]]
    code, told = load(contrary, "--dry-run")
    assert (code, counts(told)) == (1, {"read": 3, "kept": 2, "there": 0, "conflicts": 1, "refusals": 0})
    assert service.stored("") == before


def test_a_later_version_replaces_a_loaded_one(service, loaded, articles):
    assert service.push(articles(8)[7] | {"version": "2", "headline": "Corrected"}).status == 202
    assert service.drain() == []
    assert service.get(f"/v1/articles/{loaded}").json["headline"] == "Corrected"
    assert status(service, loaded) == ["indexed", "superseded"]


def test_a_loaded_article_can_be_taken_down(service, loaded):
    assert service.request("DELETE", f"/v1/articles/{loaded}", source="demo").status == 202
    assert service.drain() == []
    assert service.get(f"/v1/articles/{loaded}").status == 410
    assert status(service, loaded) == ["withdrawn", "superseded"]


def test_the_status_of_a_loaded_article_is_told(service, loaded):
    assert status(service, loaded) == ["indexed"]


def test_a_push_of_what_was_loaded_is_the_same_article_and_keeps_nothing_twice(service, loaded, articles):
    answer = service.push(articles(8)[7])
    assert (answer.status, answer.json["items"][0]["id"]) == (202, loaded)
    assert service.stored() == []


def test_a_push_that_contradicts_a_loaded_version_is_a_conflict(service, loaded, articles):
    answer = service.push(articles(8)[7] | {"body_text": "Something else."})
    assert answer.status == 409, answer.text
    assert len(service.stored("conflicts/")) == 1


def test_a_load_that_contradicts_a_version_that_was_pushed_puts_it_aside(service, load, articles):
    service.push(articles(1)[0])
    code, told = load([articles(1)[0] | {"body_text": "Something else."}, *articles(3)[1:]])
    assert (code, counts(told)) == (1, {"read": 3, "kept": 2, "there": 0, "conflicts": 1, "refusals": 0})
    assert len(service.stored("conflicts/")) == 1


def test_edits_without_a_version_in_one_load_are_in_the_order_in_which_they_stand(service, load, articles):
    first, second = (
        articles(1, version=None, versioncreated=None, headline="First"),
        articles(1, version=None, versioncreated=None, headline="Second"),
    )
    bare = [{name: value for name, value in one.items() if value is not None} for one in (*first, *second)]
    assert counts(load(bare)[1])["kept"] == 2
    assert service.drain_loads() == []
    assert service.found("q=amber") == ["Second"]


def test_a_lost_index_is_filled_again_from_packs(service, loaded):
    service.engine.indices.delete(index="articles-*")
    assert service.administer("reconcile") == 12
    assert service.drain() == []
    assert service.get("/v1/search?q=harbour").json["total"]["value"] == 12
    assert service.administer("reconcile") == 0


def test_a_kill_in_a_load_takes_down_what_was_pushed(service, load, articles):
    pushed = service.push(articles(1)[0]).json["items"][0]["id"]
    load([articles(1)[0] | {"version": "2", "pubstatus": "canceled"}])
    assert service.drain() == []
    assert service.drain_loads() == []
    assert service.get(f"/v1/articles/{pushed}").status == 410


def test_what_cannot_be_read_is_refused_with_its_place_and_costs_nothing_else(service, load, articles, tmp_path):
    file = tmp_path / "mixed.ndjson"
    lines = [json.dumps(articles(1)[0]), "{broken", json.dumps({"uri": "urn:empty"})]
    file.write_text("\n".join(lines))
    code, told = load(file)
    assert (code, counts(told)) == (1, {"read": 3, "kept": 1, "there": 0, "conflicts": 0, "refusals": 2})
    assert [one["name"] for one in told["refused"]] == [f"{file}, line 2, article 1", f"{file}, line 3, article 1"]
    assert "not JSON" in told["refused"][0]["reason"]


def test_a_rejected_article_of_a_pack_is_tried_again_when_it_is_pushed_again(service, load, articles, monkeypatch):
    load(articles(3))
    with monkeypatch.context() as patch:
        patch.setattr("shared.usecases.make_entries.read_again", _fails)
        assert service.drain_loads() == []
    assert len(service.stored("rejected/")) == 3
    article_id = service.push(articles(2)[1]).json["items"][0]["id"]
    assert service.drain() == []
    assert status(service, article_id) == ["indexed"]
    assert (len(service.stored("rejected/")), len(service.stored())) == (2, 1)


def _fails(_):
    raise RuntimeError("as nobody foresaw")


def test_nothing_is_begun_when_no_time_is_left(service, load, articles):
    load(articles(3))
    records = service.receive(service.load_queue)
    hurried = SimpleNamespace(**vars(CONTEXT) | {"get_remaining_time_in_millis": lambda: 4_900})
    failed = index.lambda_handler({"Records": records}, hurried)["batchItemFailures"]
    assert [one["itemIdentifier"] for one in failed] == [one["messageId"] for one in records]
    assert not service.engine.indices.exists(index="articles")
    assert service.deliver(records, service.load_queue) == []


def test_a_pack_that_is_broken_comes_again_and_holds_up_no_other(service, load, articles):
    load(articles(3))
    (name,) = service.stored("packs/")
    service.s3.put_object(Bucket=BUCKET, Key=name, Body=b"no pack")
    load([one | {"uri": f"{one['uri']}-of-wire"} for one in articles(3)], source="wire")
    assert len(service.drain_loads()) == 2  # the notification of what was kept first, and that of what broke it
    assert service.get("/v1/search?q=harbour").json["total"]["value"] == 3


def test_a_message_of_a_pack_that_is_gone_is_done(service, load, articles):
    load(articles(3))
    (name,) = service.stored("packs/")
    service.s3.delete_object(Bucket=BUCKET, Key=name)
    assert service.drain_loads() == []


def test_a_load_tells_no_alert_of_what_it_brings_and_tells_of_what_it_takes_down(service, load, article):
    service.administer("release")  # makes the index, as the schedule does
    alert = make(service, {"q": "harbour"})
    found = push(service, article("urn:pushed"))
    assert told(service) == [("article.published", found, alert)]
    archive = article("urn:archive", headline="Another harbour", body_text="Of a hundred years ago.")
    load([archive, article("urn:pushed", version="2", pubstatus="canceled")])
    assert service.drain_loads() == []
    assert service.get("/v1/search?q=another+harbour").json["total"]["value"] == 1
    assert told(service) == [("article.withdrawn", found, alert)]
