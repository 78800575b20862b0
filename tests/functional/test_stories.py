"""Versions and near copies of one story have one `story_id`, in whatever order they come and from whomever."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from shared.adapters import article_index
from shared.adapters.mapping import index_body
from shared.domain.identity import article_id
from shared.usecases import group_stories, make_entries
from tests.functional.conftest import Service

WIRE_STORY = """The harbour council of Norwick voted on Tuesday evening to rebuild the old eastern pier, which a
storm tore down in November, and to pay for it with a levy on cruise ships.

Twelve of the nineteen members voted for the plan. It costs forty million crowns, six million more than the first
draft, because the new pier will stand a metre higher above the water.

"We build for our grandchildren and for the sea that they will have," said the mayor, Ellen Brandt, after the vote.
Fishermen had asked for a cheaper pier without a berth for large ships. Their spokesman, Olaf Terrig, said that he
would take the decision to court before the work begins in March."""
OTHER_STORY = """Two hundred volunteers counted seabirds along the northern cliffs last weekend and found fewer
puffins than in any year since the counts began, the island's nature society said on Monday. Guillemots and
razorbills held their numbers. The society asks the fisheries ministry to close the sand eel grounds from May to
August, as it has asked each year since the warm summer that emptied the nesting ledges for the first time."""


def linked(name: str, *, to: str | None = None, **fields: object) -> dict[str, object]:
    """One of several versions that their sender links, each with a text of its own."""
    text = f"What the newsroom knew at step {name} of this story, in words that no other step has."
    link = {"evolvedfrom": f"urn:news:{to}"} if to else {}
    return (
        {"uri": f"urn:news:{name}", "version": "1", "headline": f"Step {name}", "body_text": text} | link | fields
    )


ORDERS = ["".join(order) for order in permutations("abc")]
CHAIN = {"a": linked("a"), "b": linked("b", to="a"), "c": linked("c", to="b")}


def copy(name: str, text: str = WIRE_STORY, **fields: object) -> dict[str, object]:
    return {"uri": f"urn:copy:{name}", "version": "1", "headline": f"Copy {name}", "body_text": text} | fields


def index(service: Service, *articles: dict[str, object], source: str = "demo") -> list[str]:
    """Push and index one after another, each findable before the next comes; give their ids."""
    ids = []
    for article in articles:
        receipt = service.push(article, source=source)
        assert receipt.status == 202, receipt.text
        ids.append(receipt.json["items"][0]["id"])
        assert service.drain() == []
    return ids


def story(service: Service, name: str) -> str:
    answer = service.get(f"/v1/articles/{name}")
    assert answer.status == 200, answer.text
    return answer.json["story_id"]


def stories(service: Service, ids: list[str]) -> set[str]:
    return {story(service, each) for each in ids}


def documents(service: Service) -> list[dict[str, object]]:
    service.refresh()
    return service.engine.search(index="articles", body={"version": True, "size": 100})["hits"]["hits"]


def test_an_article_alone_is_its_own_story(service):
    [name] = index(service, copy("alone"))
    assert story(service, name) == name
    assert service.get("/v1/search").json["results"][0]["story_id"] == name


@pytest.mark.parametrize("order", ORDERS)
def test_linked_versions_are_one_story_in_every_order(service, order):
    ids = index(service, *(CHAIN[step] for step in order))
    assert stories(service, ids) == {min(article_id("demo", f"urn:news:{step}") for step in "abc")}


@pytest.mark.parametrize("order", ORDERS)
def test_linked_versions_of_one_batch_are_one_story_in_every_order(service, order):
    ids = [service.push(CHAIN[step]).json["items"][0]["id"] for step in order]
    service.drain()
    assert stories(service, ids) == {min(ids)}


@pytest.mark.parametrize("order", ORDERS)
def test_what_was_indexed_unseen_by_each_other_is_brought_together_within_a_minute(service, order):
    wire = service.push(copy("wire"), source="wire").json["items"][0]["id"]
    demo = service.push(copy("demo")).json["items"][0]["id"]
    ids = [service.push(CHAIN[step]).json["items"][0]["id"] for step in order]
    service.refresh()
    for record in service.receive():
        assert service.deliver([record]) == []
    service.refresh()
    assert service.administer("release") == 0
    service.refresh()
    assert stories(service, ids) == {min(ids)}
    assert stories(service, [wire, demo]) == {min(wire, demo)}


def test_two_that_link_to_an_article_that_never_came_are_one_story(service):
    ids = index(service, linked("d", to="missing"), linked("e", to="missing"))
    assert len(stories(service, ids)) == 1


def test_the_same_link_of_another_source_means_another_article(service):
    [ours] = index(service, linked("b", to="a"))
    [theirs] = index(service, linked("x", to="a"), source="wire")
    assert story(service, ours) != story(service, theirs)


@pytest.mark.parametrize("first", ["wire", "demo"])
def test_the_same_wire_story_from_two_sources_is_one_story(service, first):
    second = {"wire": "demo", "demo": "wire"}[first]
    edited = WIRE_STORY.upper().replace("\n\n", "\n \n") + "\n\nAdditional reporting by the Norwick desk."
    [one] = index(service, copy("one"), source=first)
    [other] = index(service, copy("other", edited), source=second)
    assert stories(service, [one, other]) == {min(one, other)}


def test_another_story_is_another_story(service):
    ids = index(service, copy("one"), copy("two", OTHER_STORY))
    assert [story(service, each) for each in ids] == ids


def test_short_texts_are_not_copies_of_each_other(service):
    ids = index(service, copy("one", "The market is closed today."), copy("two", "The market is closed today."))
    assert [story(service, each) for each in ids] == ids


def test_links_and_copies_hang_together(service):
    ids = index(service, CHAIN["a"], copy("one"), copy("two", evolvedfrom="urn:news:a"), CHAIN["b"])
    assert stories(service, ids) == {min(ids)}


def test_a_correction_that_makes_it_another_story_parts_them(service):
    ids = index(service, copy("one"), copy("two"))
    assert len(stories(service, ids)) == 1
    index(service, copy("one", OTHER_STORY, version="2"))
    assert [story(service, each) for each in ids] == ids


def test_bringing_an_article_along_changes_nothing_else_of_it(service):
    index(service, CHAIN["a"], CHAIN["c"])
    before = {one["_id"]: one for one in documents(service)}
    index(service, CHAIN["b"])
    after = {one["_id"]: one for one in documents(service)}
    for name, one in before.items():
        there = after[name]
        assert there["_version"] == one["_version"]
        told = {"story_id", "grouped_at"}
        assert {k: v for k, v in there["_source"].items() if k not in {*told, "article"}} == {
            k: v for k, v in one["_source"].items() if k not in {*told, "article"}
        }
        assert there["_source"]["article"] | {"story_id": 0} == one["_source"]["article"] | {"story_id": 0}
    assert len(after) == 3


def test_a_withdrawn_step_still_holds_its_story_together_and_is_not_shown(service):
    first, second = index(service, CHAIN["a"], CHAIN["b"])
    assert service.request("DELETE", f"/v1/articles/{second}", source="demo").status == 202
    service.drain()
    [third] = index(service, CHAIN["c"])
    assert stories(service, [first, third]) == {min(first, second, third)}
    assert service.get(f"/v1/articles/{second}").status == 410
    assert service.get("/v1/search").json["total"]["value"] == 2
    [tombstone] = [one["_source"] for one in documents(service) if one["_id"] == second]
    told = {"change", "changed_at", "changed_by"}
    assert set(tombstone) == {"id", "source", "stage", "raw_key", "story_id", "story_keys", "grouped_at"} | told


def test_a_withdrawn_copy_is_known_to_nobody_any_more(service):
    [first] = index(service, copy("one"))
    index(service, copy("one", version="2", pubstatus="canceled"))
    [second] = index(service, copy("two"), source="wire")
    assert story(service, second) == second
    assert service.get(f"/v1/articles/{first}").status == 410


def test_a_held_article_is_in_no_story_until_its_time(service):
    due = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    first, third = index(service, CHAIN["a"], CHAIN["c"])
    [second] = index(service, CHAIN["b"] | {"embargoed": due})
    [held] = [one["_source"] for one in documents(service) if one["_id"] == second]
    assert set(held) == {"id", "source", "stage", "raw_key", "embargo_until"}
    assert story(service, first) == first
    assert story(service, third) == min(second, third)
    index(service, CHAIN["b"] | {"version": "2"})
    assert stories(service, [first, second, third]) == {min(first, second, third)}


def test_an_old_version_that_comes_late_moves_nobody(service):
    index(service, copy("one", OTHER_STORY, version="3"))
    [second] = index(service, copy("two"))
    index(service, copy("one", version="2"))
    assert story(service, second) == second


def test_a_story_larger_than_is_looked_at_stays_one(service, monkeypatch):
    monkeypatch.setattr(group_stories, "MOST_MEMBERS", 3)
    monkeypatch.setattr(article_index, "MOST_MEMBERS", 3)
    ids = index(service, *(linked(f"s{n}", to="start") for n in range(6)))
    for _ in range(3):
        service.administer("release")
        service.refresh()
    assert len(stories(service, ids)) == 1


def test_an_index_that_knows_no_stories_yet_learns_of_them(service):
    mapping = index_body()
    new = [name for name in mapping["mappings"]["properties"] if name.startswith(("story_", "change"))]
    for name in [*new, "sketch", "grouped_at"]:
        del mapping["mappings"]["properties"][name]
    service.engine.indices.create(
        index="articles-000001", body=mapping | {"aliases": {"articles": {"is_write_index": True}}}
    )
    assert len(stories(service, index(service, CHAIN["a"], CHAIN["b"]))) == 1


def test_an_earlier_version_that_cannot_be_read_any_more_does_not_hold_up_a_takedown(service, monkeypatch):
    def unreadable(*_):
        raise ZeroDivisionError

    [name] = index(service, CHAIN["b"])
    monkeypatch.setattr(make_entries, "read_again", unreadable)
    service.request("DELETE", f"/v1/articles/{name}", source="demo")
    assert service.drain() == []
    assert service.get(f"/v1/articles/{name}").status == 410
