"""Embargo and expiry: two clocks guard them, nobody has to push again, and no wrong clock shows too much."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.index import handler as index
from shared.domain.errors import Unavailable
from tests.clocks import Clocks

DUE = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
SECRET = "Secretword"
MOMENT = timedelta(milliseconds=1)
MINUTES = timedelta(minutes=1)


@pytest.fixture
def clocks(monkeypatch):
    return Clocks(monkeypatch)


def push(service, document):
    answer = service.push(document)
    assert answer.status == 202, answer.text
    assert service.drain() == []
    return answer.json["items"][0]["id"]


def found(service):
    return service.get("/v1/search").json["total"]["value"]


def in_index(service):
    service.refresh()
    return SECRET in str(service.engine.search(index="articles", body={})["hits"]["hits"])


def delayed(service):
    name = "ApproximateNumberOfMessagesDelayed"
    return int(service.sqs.get_queue_attributes(QueueUrl=service.queue, AttributeNames=[name])["Attributes"][name])


def deliver_again(service):
    """Deliver what was delivered at first: what waits in the queue waits by a clock that no test can set."""
    failed = service.deliver(service.deliveries[:1])
    service.refresh()
    return failed


def changes(service):
    return [(one["change"], one["id"]) for one in service.get("/v1/changes").json["changes"]]


def test_an_article_is_in_the_index_from_its_time_on_and_not_a_moment_before(service, article, clocks):
    clocks.at(DUE - MOMENT)
    name = push(service, article(embargoed=DUE.isoformat(), headline=SECRET))
    assert not in_index(service)
    clocks.at(DUE)
    assert deliver_again(service) == []
    assert in_index(service)
    assert service.get(f"/v1/articles/{name}").json["headline"] == SECRET


@pytest.mark.parametrize("minutes", [-5, 5])
@pytest.mark.parametrize("function", ["accept", "admin", "index", "search"])
def test_one_wrong_clock_shows_nothing_before_its_time(service, article, clocks, function, minutes):
    wrong = {function: minutes * MINUTES}
    clocks.at(DUE - 10 * MINUTES, **wrong)
    name = push(service, article(embargoed=DUE.isoformat()))
    for now in (DUE - 4 * MINUTES, DUE - MOMENT):
        clocks.at(now, **wrong)
        service.administer("release")
        deliver_again(service)
        assert found(service) == 0
        assert service.get(f"/v1/articles/{name}").status == 404
        assert changes(service) == []
    clocks.at(DUE, **wrong)
    deliver_again(service)
    is_late = minutes < 0 and function in ("index", "search")
    assert found(service) == (0 if is_late else 1)
    clocks.at(DUE + 5 * MINUTES, **wrong)
    deliver_again(service)
    assert found(service) == 1


@pytest.mark.parametrize("minutes", [-60, 60])
def test_a_clock_of_the_index_function_that_jumps_shuts_out_no_later_version(service, article, clocks, minutes):
    clocks.at(DUE - 90 * MINUTES, index=minutes * MINUTES)
    push(service, article(version=None, embargoed=(DUE - 85 * MINUTES).isoformat()))
    clocks.at(DUE)
    push(service, article(version=None, versioncreated="2024-03-06T20:15:00Z", headline="Later"))
    assert service.found("") == ["Later"]


def test_an_article_whose_time_is_near_waits_in_the_queue_and_others_do_not(service, article, clocks):
    clocks.at(DUE)
    push(service, article("urn:far", embargoed=(DUE + 3 * MINUTES).isoformat()))
    push(service, article("urn:lasting", expires=(DUE + 3 * MINUTES).isoformat()))
    push(service, article("urn:withheld", pubstatus="withheld", embargoed=(DUE + MINUTES).isoformat()))
    push(service, article("urn:over", embargoed=(DUE - MINUTES).isoformat()))
    assert delayed(service) == 0
    push(service, article("urn:near", embargoed=(DUE + MINUTES).isoformat()))
    assert delayed(service) == 1
    push(service, article("urn:passing", expires=(DUE + MINUTES).isoformat()))
    assert delayed(service) == 2


def test_an_article_that_arrives_too_early_waits_once_more(service, article, clocks):
    clocks.at(DUE - 10 * MINUTES)
    push(service, article(embargoed=DUE.isoformat()))
    clocks.at(DUE - MINUTES / 2)
    assert deliver_again(service) == []  # what the index has of it already is not written again
    assert delayed(service) == 1


def test_what_cannot_be_sent_for_its_time_comes_again(service, article, clocks, monkeypatch):
    clocks.at(DUE - MINUTES / 2)
    service.push(article(embargoed=DUE.isoformat()))
    records = service.receive()

    def refused(due, now):
        raise Unavailable("The queue does not take messages.")

    monkeypatch.setattr(index._queue(), "send_when_due", refused)
    assert service.deliver(records) == [records[0]["messageId"]]


def test_release_sends_what_is_due_within_two_minutes_for_its_time_and_only_that(service, article, clocks):
    clocks.at(DUE - 60 * MINUTES)
    push(service, article("urn:over", embargoed=(DUE - MINUTES).isoformat()))
    push(service, article("urn:soon", embargoed=(DUE + MINUTES).isoformat()))
    push(service, article("urn:later", embargoed=(DUE + 3 * MINUTES).isoformat()))
    push(service, article("urn:passing", expires=(DUE + MINUTES).isoformat()))
    push(service, article("urn:lasting", expires=(DUE + 3 * MINUTES).isoformat()))
    push(service, article("urn:never", pubstatus="withheld"))
    clocks.at(DUE)
    assert service.administer("release") == 3
    assert delayed(service) == 2
    assert len(service.receive()) == 1


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"embargoed": (DUE - 30 * MINUTES).isoformat()}, True),  # earlier
        ({"embargoed": (DUE + 30 * MINUTES).isoformat()}, False),  # later
        ({}, True),  # none any more
        ({"embargoed": "soon"}, False),
        ({"pubstatus": "withheld"}, False),
    ],
)
def test_the_rule_of_the_newest_version_wins_at_once(service, article, clocks, fields, shown):
    clocks.at(DUE - 60 * MINUTES)
    push(service, article(version="1", embargoed=DUE.isoformat()))
    clocks.at(DUE - 10 * MINUTES)
    push(service, article(version="2", **fields))
    assert found(service) == int(shown)
    clocks.at(DUE)
    deliver_again(service)  # the first version is due
    service.administer("release")
    service.drain()
    assert found(service) == int(shown)


def test_what_was_published_and_is_put_under_an_embargo_disappears_at_once_and_comes_back(
    service, article, clocks
):
    clocks.at(DUE - 60 * MINUTES)
    name = push(service, article(version="1"))
    push(service, article(version="2", embargoed=DUE.isoformat(), headline=SECRET))
    assert found(service) == 0
    assert changes(service) == [("withdrawn", name)]
    assert not in_index(service)
    clocks.at(DUE)
    assert service.administer("release") == 1
    service.drain()
    assert service.found("") == [SECRET]
    assert changes(service) == [("published", name)]


def test_nobody_is_told_of_an_embargo_of_seconds_that_is_prolonged(service, article, clocks):
    clocks.at(DUE - MINUTES)
    push(service, article(version="1", embargoed=DUE.isoformat()))
    push(service, article(version="2", embargoed=(DUE + 60 * MINUTES).isoformat()))
    assert changes(service) == []


def test_nobody_learns_of_an_article_that_was_taken_down_before_its_time(service, article, clocks):
    clocks.at(DUE - 60 * MINUTES)
    name = push(service, article(embargoed=DUE.isoformat()))
    assert service.request("DELETE", f"/v1/articles/{name}", source="demo").status == 202
    service.drain()
    assert service.get(f"/v1/articles/{name}").status == 404
    assert changes(service) == []


def test_an_article_is_gone_when_its_time_is_over_whatever_the_index_has(service, article, clocks):
    clocks.at(DUE - 60 * MINUTES)
    name = push(service, article(expires=DUE.isoformat()))
    clocks.at(DUE - MOMENT)
    assert (found(service), service.get(f"/v1/articles/{name}").status) == (1, 200)
    clocks.at(DUE)
    assert (found(service), service.get(f"/v1/articles/{name}").status) == (0, 410)


def test_an_article_whose_time_is_over_leaves_the_index_as_one_that_was_taken_down_does(service, article, clocks):
    clocks.at(DUE - 60 * MINUTES)
    name = push(service, article(version="1", expires=DUE.isoformat(), headline=SECRET))
    clocks.at(DUE)
    assert service.administer("release") == 1
    service.drain()
    assert not in_index(service)
    assert changes(service) == [("withdrawn", name)]
    clocks.at(DUE, search=-5 * MINUTES)  # the index no longer has it, whatever the time
    assert (found(service), service.get(f"/v1/articles/{name}").status) == (0, 410)
    assert service.administer("release") == 0
    push(service, article(version="2", expires=(DUE + 60 * MINUTES).isoformat(), headline="Licence renewed"))
    assert service.found("") == ["Licence renewed"]
    assert changes(service) == [("published", name)]


def test_an_article_that_expires_before_its_embargo_ends_is_never_heard_of(service, article, clocks):
    clocks.at(DUE - 60 * MINUTES)
    name = push(service, article(embargoed=DUE.isoformat(), expires=(DUE - MINUTES).isoformat()))
    clocks.at(DUE)
    service.administer("release")
    service.drain()
    assert service.get(f"/v1/articles/{name}").status == 404
    assert changes(service) == []


def test_an_index_that_is_made_anew_tells_of_an_expiry_at_its_time(service, article, clocks):
    clocks.at(clocks.now - 60 * MINUTES)
    over = clocks.now + 10 * MINUTES
    name = push(service, article(expires=over.isoformat()))
    service.engine.indices.delete(index="articles-*")
    clocks.at(clocks.now + 20 * MINUTES)
    assert service.administer("reconcile") == 1
    service.drain()
    [change] = service.get("/v1/changes").json["changes"]
    assert (change["change"], change["id"]) == ("withdrawn", name)
    assert datetime.fromisoformat(change["at"]) == over


@pytest.mark.parametrize("newer", [{"embargoed": (DUE + 60 * MINUTES).isoformat()}, {"pubstatus": "withheld"}])
def test_a_version_is_not_released_when_a_newer_one_waits(service, article, clocks, newer):
    clocks.at(DUE - 10 * MINUTES)
    push(service, article(version="1", embargoed=DUE.isoformat(), headline=SECRET))
    assert service.push(article(version="2", headline=SECRET, **newer)).status == 202
    clocks.at(DUE)
    assert deliver_again(service) == []
    assert (found(service), in_index(service)) == (0, False)
