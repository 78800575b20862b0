"""Nothing of what readers may not see is in any answer: of the held, the withdrawn, the expired, the replaced."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from infra.local.intrinsics import read
from shared.domain.search_request import FACETS
from tests.functional.conftest import Service

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[2]
# Each kind of hidden article has words of its own, in every field. Their first letters are typed, never the whole.
HIDDEN = {
    "held": "brimlockham",
    "withheld": "crosvendale",
    "killed": "dwinterholt",
    "taken-down": "frobisharne",
    "expired": "glanderwick",
    "replaced": "hobbletrane",
}
TYPED = {kind: word[:7] for kind, word in HIDDEN.items()}


def article(kind: str, word: str, **fields: Any) -> dict[str, Any]:
    """Give an article with this word in every field that a sender can fill."""
    name = word.capitalize()
    return {
        "uri": f"urn:{kind}",
        "version": "1",
        "versioncreated": "2024-03-05T20:15:00Z",
        "language": "en",
        "headline": f"{name} harbour opens its ferry line",
        "slugline": name,
        "description_text": f"About {name}.",
        "body_text": f"The ferry line of the harbour opens. {name} Pike said so at the harbour, near {name}.",
        "byline": f"By {name} Lee",
        "authors": [{"name": f"{name} Lee", "role": "writer"}],
        "service": [{"name": f"{name} Desk"}],
        "genre": [{"name": f"{name} Genre"}],
        "keywords": [f"{name} Key"],
        "subject": [{"code": f"x:{word}", "name": f"{name} Topic"}],
        "place": [{"name": f"{name} Town"}],
        "person": [{"name": f"{name} Pike"}],
        "organisation": [{"name": f"{name} Works"}],
        "url": f"https://news.example/{word}",
        "associations": {"main": {"type": "picture", "headline": name, "description_text": f"{name} on a pier."}},
    } | fields


@pytest.fixture
def pages(service: Service) -> Iterator[list[str]]:
    """The addresses of pages that were shown before anything was hidden."""
    yield []
    service.engine.delete_all_pits()


@pytest.fixture
def hidden(service: Service, pages: list[str]) -> dict[str, str]:
    """The service with a visible article and one of each hidden kind; give their ids."""
    ahead = (datetime.now(UTC) + timedelta(days=2)).isoformat(timespec="seconds")
    past = (datetime.now(UTC) - timedelta(days=2)).isoformat(timespec="seconds")
    more = {
        "held": {"embargoed": ahead},
        "withheld": {"pubstatus": "withheld"},
        "expired": {"expires": past},
    }
    items = [article("seen", "Quiet"), article("seen-too", "Calm")]
    items += [article(kind, word, **more.get(kind, {})) for kind, word in HIDDEN.items()]
    answer = service.push(items)
    assert answer.status == 202, answer.text
    ids = {item["source_id"].removeprefix("urn:"): item["id"] for item in answer.json["items"]}
    service.drain()
    for parameters in turned():
        pages += later_pages(service, parameters)
    service.push(
        [article("killed", "Quiet", version="2", pubstatus="canceled"), article("replaced", "Calm", version="2")]
    )
    assert service.request("DELETE", f"/v1/articles/{ids['taken-down']}", source="demo").status == 202
    service.drain()
    return ids


def searches() -> Iterator[dict[str, str]]:
    """Give parameters that bring up as much as can be brought up."""
    facets = ",".join((*FACETS, "date:day"))
    yield {"facets": facets, "page-size": "100"}
    yield {"q": "harbour", "facets": facets, "explain": "1", "collapse": "story"}
    yield {"q": "harbour ferry line", "profile": "archive"}
    for word in HIDDEN.values():
        typed = word[:7]
        yield {"q": f"{typed}*", "facets": facets}
        yield {"q": f"{typed}x{word[8:]}"}  # one letter is wrong
        yield {"q": f"harbour {typed}x{word[8:]}"}
        yield {"author": f"{typed} lee", "facets": facets}


def turned() -> Iterator[dict[str, str]]:
    """Give the parameters of searches whose pages are turned."""
    everything = {"facets": ",".join((*FACETS, "date:day")), "explain": "1", "page-size": "1"}
    yield everything | {"q": "harbour ferry"}
    yield everything | {"q": "harbour ferry", "order-by": "newest"}
    yield everything | {"q": "harbour", "collapse": "story"}
    yield everything | {"collapse": "story"}
    yield everything | {"q": "harbuor"}


def later_pages(service: Service, parameters: dict[str, str]) -> Iterator[str]:
    """Give the addresses of all pages but the first."""
    url = f"/v1/search?{urlencode(parameters)}"
    while url := service.get(url).json["links"].get("next"):
        yield url


def urls(ids: dict[str, str], pages: list[str]) -> Iterator[str]:
    """Give what may be asked of every endpoint that readers have."""
    yield from pages
    for parameters in searches():
        yield f"/v1/search?{urlencode(parameters)}"
        feed = {name: value for name, value in parameters.items() if name not in ("facets", "explain")}
        for form in ("rss", "atom", "json"):
            yield f"/v1/feed.{form}?{urlencode(feed)}"
    for facet in FACETS:
        yield f"/v1/facets/{facet}?page-size=100"
        for typed in TYPED.values():
            yield f"/v1/facets/{facet}?q={typed}"
            yield f"/v1/facets/{facet}?search={typed}*"
    for typed in (*TYPED.values(), "harbour", "Qui", "x:", "h"):
        for length in (3, 5, 7):
            yield f"/v1/suggest?q={typed[:length]}&page-size=20"
    for name in ids.values():
        yield f"/v1/articles/{name}"
        yield f"/v1/articles/{name}/related?page-size=20"
    yield from ("/v1/changes?page-size=500", "/v1/changes?since=2020-01-01T00:00:00Z", "/health", "/openapi.json")


def test_no_answer_holds_a_word_of_what_readers_may_not_see(
    service: Service, hidden: dict[str, str], pages: list[str]
) -> None:
    leaks = []
    assert len(pages) > 10
    for url in urls(hidden, pages):
        answer = service.get(url)
        assert answer.status in (200, 304, 404, 410), (url, answer.text)
        content = f"{answer.text} {json.dumps(answer.headers)}".lower()
        leaks += [(kind, url) for kind, word in HIDDEN.items() if word in content]
    assert leaks == []


def test_nothing_that_readers_may_not_see_is_found_or_counted(service: Service, hidden: dict[str, str]) -> None:
    for kind, word in HIDDEN.items():
        for query in (word, f'"{word}"', f"={word}", f"{word[:6]}*", f"headline:{word}", f"author:{word}"):
            found = service.get(f"/v1/search?{urlencode({'q': query})}").json
            assert (found["total"]["value"], found["results"]) == (0, []), (kind, query)
            assert word not in str(found["query"].get("did_you_mean")), (kind, query)
        for facet in FACETS:
            by_value = {"author": f"{word} lee", "topic": f"{word} topic", "section": f"{word} desk"}.get(
                facet, word
            )
            counted = service.get(f"/v1/search?{urlencode({facet: by_value})}").json
            assert counted["total"]["value"] == 0, (kind, facet)
        assert service.get(f"/v1/articles?url=https://news.example/{word}").status == 404


def test_an_article_of_each_kind_is_not_there_or_gone(service: Service, hidden: dict[str, str]) -> None:
    statuses = {kind: service.get(f"/v1/articles/{hidden[kind]}").status for kind in HIDDEN}
    assert statuses == {
        "held": 404,
        "withheld": 404,
        "killed": 410,
        "taken-down": 410,
        "expired": 404,
        "replaced": 200,
    }
    ids = {one["id"] for one in service.get("/v1/search?page-size=100").json["results"]}
    assert ids == {hidden["seen"], hidden["seen-too"], hidden["replaced"]}
    told = {one["id"] for one in service.get("/v1/changes").json["changes"]}
    assert not told & {hidden["held"], hidden["withheld"]}


def test_every_path_that_readers_have_is_asked(hidden: dict[str, str], pages: list[str]) -> None:
    paths = {
        re.sub(r"{\w+}", "[^/]+", event["Properties"]["Path"])
        for name, resource in read((ROOT / "template.yaml").read_text())["Resources"].items()
        if name == "SearchFunction"
        for event in resource["Properties"]["Events"].values()
        if event["Properties"]["Path"] not in ("$default", "/v1/articles")
    }
    asked = {url.partition("?")[0] for url in urls(hidden, pages)}
    assert [path for path in paths if not any(re.fullmatch(path, one) for one in asked)] == []
