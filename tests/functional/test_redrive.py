"""`copydesk redrive`: dead letters go back to where they came from, whatever happens on the way."""

import json

import pytest

from tests.functional.operating import operator

__all__ = ["operator"]

pytestmark = pytest.mark.engine
UNREADABLE = '{"what": "is this"}'
NEWS = json.dumps({"news": {"article": "0" * 32, "by": "0" * 16, "due": "2026-01-01T00:00:00+00:00"}})


def bury_all(service, operator):
    """Let everything that waits for the index function end as a dead letter."""
    while records := service.receive():
        operator.bury([record["body"] for record in records])
        service.delete(service.queue, records)


def test_dead_letters_of_articles_and_alerts_go_back_and_the_articles_are_found(service, operator, article):
    for n in range(12):
        service.push(article(f"urn:dead:{n}", headline=f"Forgotten {n}"))
    bury_all(service, operator)
    operator.bury([NEWS], operator.alert_dead_letters)
    assert operator.run("redrive") == (
        0,
        "1 went back to the queue of alerts\n12 went back to the queue of articles\n",
        "",
    )
    assert operator.count(operator.dead_letters) == operator.count(operator.alert_dead_letters) == 0
    assert operator.count(service.alert_queue) == 1
    assert service.drain() == []
    assert service.get("/v1/search?q=forgotten").json["total"]["value"] == 12
    assert operator.run("redrive") == (0, "there are no dead letters\n", "")


def test_a_dry_run_tells_the_same_and_moves_nothing(service, operator, article):
    service.push(article())
    bury_all(service, operator)
    for _ in range(2):  # what was looked at is in sight again at once
        assert operator.json("redrive", "--dry-run") == (
            0,
            {"dry_run": True, "sent": {"articles": 1}, "unreadable": []},
        )
    assert (operator.count(operator.dead_letters), operator.count(service.queue)) == (1, 0)


def test_what_cannot_be_read_stays_and_is_told_of(service, operator, article):
    service.push(article())
    bury_all(service, operator)
    operator.bury([UNREADABLE, "no JSON\x1b[2J"])
    code, content = operator.json("redrive")
    assert (code, content["sent"]) == (1, {"articles": 1})
    assert sorted(one["body"] for one in content["unreadable"]) == [
        "no JSON\x1b[2J",
        UNREADABLE,
    ]
    code, out, _ = operator.run("redrive")
    assert (code, out.splitlines()[0]) == (1, "2 cannot be read and stay in the dead-letter queue:")
    assert "\x1b" not in out
    assert operator.count(operator.dead_letters) == 2


def test_a_letter_that_a_newer_version_overtook_changes_nothing(service, operator, article):
    service.push(article(version="1", headline="An old headline"))
    bury_all(service, operator)
    service.push(article(version="2", headline="A new headline"))
    service.drain()
    assert operator.run("redrive")[0] == 0
    assert service.drain() == []
    assert service.found("q=headline") == ["A new headline"]


def test_a_run_that_breaks_off_between_sending_and_taking_away_is_begun_again(
    service, operator, article, monkeypatch
):
    for n in range(3):
        service.push(article(f"urn:dead:{n}", headline=f"Forgotten {n}"))
    bury_all(service, operator)

    # The run is broken off in front of the request that takes away, as a kill would.
    from botocore.client import BaseClient  # noqa: PLC0415

    ask = BaseClient._make_api_call

    def breaks_off(self, operation, arguments):
        if operation == "DeleteMessageBatch":
            raise KeyboardInterrupt
        return ask(self, operation, arguments)

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(BaseClient, "_make_api_call", breaks_off)
        operator.run("redrive")
    assert (operator.count(operator.dead_letters), operator.count(service.queue)) == (3, 3)
