"""The index function's clock is an hour wrong: no version comes from it."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.identity import Stage, index_version
from tests.clocks import Clocks

HOUR = timedelta(hours=1)


def test_a_clock_that_jumps_by_an_hour_changes_no_order_of_versions(service, article, monkeypatch):
    clocks, now = Clocks(monkeypatch), datetime.now(UTC)
    for version, jump in ((2, HOUR), (3, -HOUR), (1, HOUR)):
        clocks.at(now, index=jump)
        answer = service.push(article(version=str(version), headline=f"Version {version}"))
        assert (answer.status, service.drain()) == (202, [])
    name = answer.json["items"][0]["id"]
    assert service.get(f"/v1/articles/{name}").json["headline"] == "Version 3"
    assert service.engine.get(index="articles", id=name)["_version"] == index_version(3, Stage.PUBLISHED)


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_a_takedown_holds_whatever_the_clock_of_the_index_function_says(service, article, monkeypatch, jump):
    clocks, now = Clocks(monkeypatch), datetime.now(UTC)
    name = service.push(article()).json["items"][0]["id"]
    assert service.drain() == []
    clocks.at(now, index=jump)
    assert service.request("DELETE", f"/v1/articles/{name}", source="demo").status == 202
    assert service.drain() == []
    clocks.at(now, index=-jump)
    assert service.deliver(service.deliveries) == []
    assert service.get(f"/v1/articles/{name}").status == 410
