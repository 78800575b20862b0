"""openapi.json says what the code does: the same paths and parameters, and answers of the forms that it gives."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from infra.cli.__main__ import main
from infra.local.intrinsics import read
from infra.openapi.__main__ import FILE, text
from infra.openapi.document import document
from shared.domain.search_request import FACETS
from tests.functional.conftest import Answer, Service
from tests.search.conftest import LoadArticles

DESCRIPTION: dict[str, Any] = document()
OPERATIONS = [
    (method.upper(), path, operation)
    for path, operations in DESCRIPTION["paths"].items()
    for method, operation in operations.items()
]
READING = [one for one in OPERATIONS if one[0] == "GET" and "security" not in one[2] and "superdesk" not in one[1]]
ROOT = Path(__file__).parents[2]
CANARIES = {"cursor"}  # has no example: one is of one search alone

RICH = {
    "uri": "harbour-2024-17",
    "version": "2",
    "versioncreated": "2024-03-05T20:15:00Z",
    "language": "en",
    "headline": "Lighthouse to open its doors at night",
    "description_text": "Visitors may climb the tower on Fridays.",
    "body_text": "The old lighthouse in the old harbour will open on Friday nights, Ines Carrow said.",
    "authors": [{"name": "Ines Carrow", "role": "writer"}],
    "service": [{"name": "Local"}],
    "genre": [{"name": "Feature"}],
    "keywords": ["harbour"],
    "subject": [{"code": "medtop:01000000", "name": "arts, culture, entertainment and media"}],
    "place": [{"name": "Port Carrow"}],
    "person": [{"name": "Ines Carrow"}],
    "organisation": [{"name": "Carrow, Pike and Sons"}],
    "url": "https://news.example/lighthouse",
    "associations": {
        "main": {"type": "picture", "headline": "Tower", "description_text": "The tower.", "byline": "A. B."}
    },
}
LIKE = {
    "uri": "harbour-2024-18",
    "versioncreated": "2024-03-06T20:15:00Z",
    "language": "en",
    "headline": "The lighthouse at night, told by its keeper",
    "body_text": "The lighthouse in the harbour has a keeper. The old harbour sleeps; the lighthouse does not.",
}


@pytest.fixture
def filled(service: Service, loaded: LoadArticles) -> Service:
    loaded([RICH, LIKE, LIKE | {"uri": "harbour-2024-19", "headline": "Old lighthouse, old harbour"}])
    return service


def first_id(service: Service) -> str:
    name: str = service.get("/v1/search?q=lighthouse").json["results"][0]["id"]
    return name


def check(answer: Answer, operation: dict[str, Any]) -> None:
    """See that an answer has the form that is described for its status."""
    described = operation["responses"].get(str(answer.status))
    assert described is not None, f"{answer.status} is not described: {answer.text[:300]}"
    media = answer.headers.get("content-type", "").partition(";")[0]
    if answer.status == 304:
        return
    assert media in described["content"], media
    if not media.endswith("json"):
        return
    schema = described["content"][media]["schema"] | {"components": DESCRIPTION["components"]}
    wrong = [
        f"{list(error.absolute_path)}: {error.message[:300]}"
        for error in _validator(schema).iter_errors(answer.json)
    ]
    assert wrong == []


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def url_of(path: str, operation: dict[str, Any], name: str, values: dict[str, Any]) -> str:
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            example = values.pop(parameter["name"], None) or (
                name if parameter["name"] == "id" else parameter["example"]
            )
            path = path.replace(f"{{{parameter['name']}}}", quote(str(example)))
    return f"{path}?{urlencode(values)}" if values else path


def required(operation: dict[str, Any]) -> dict[str, Any]:
    return {
        one["name"]: one["example"]
        for one in operation["parameters"]
        if one["in"] == "query" and one.get("required")
    }


def test_the_file_is_what_the_code_makes() -> None:
    assert FILE.read_text() == text(), "make it anew: .venv/bin/python -m infra.openapi"


def test_the_description_is_valid_openapi_3_1() -> None:
    assert list(OpenAPIV31SpecValidator(DESCRIPTION).iter_errors()) == []


def test_every_parameter_is_described_and_has_an_example() -> None:
    lacking = [
        f"{method} {path} {one['name']}"
        for method, path, operation in OPERATIONS
        for one in operation["parameters"]
        if not one["description"] or (one.get("example") in (None, "") and one["name"] not in CANARIES)
    ]
    assert lacking == []


def test_every_path_of_the_template_is_described_and_no_other() -> None:
    routes = {
        f"{event['Properties']['Method']} {event['Properties']['Path']}"
        for resource in read((ROOT / "template.yaml").read_text())["Resources"].values()
        for event in resource.get("Properties", {}).get("Events", {}).values()
        if event["Type"] == "HttpApi" and event["Properties"]["Path"] != "$default"
    }
    described = {
        f"{method} {path.replace('{form}', form)}"
        for method, path, _ in OPERATIONS
        for form in (("rss", "atom", "json") if "{form}" in path else ("",))
    }
    assert {nameless(one) for one in described} == {nameless(one) for one in routes}


def nameless(path: str) -> str:
    return re.sub(r"{\w+\+?}", "{}", path)


@pytest.mark.engine
def test_the_description_is_served(service: Service) -> None:
    answer = service.get("/openapi.json")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json == json.loads(FILE.read_text())
    assert service.get("/openapi.json", if_none_match=answer.headers["etag"]).status == 304


@pytest.mark.engine
def test_exactly_the_described_parameters_are_known(service: Service) -> None:
    for _, path, operation in READING:
        described = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
        answer = service.get(url_of(path, operation, "0" * 32, {"qqqqqqqqqq": "1"}))
        if not described or path in ("/v1/articles", "/v1/articles/{id}"):
            continue
        assert answer.status == 400, (path, answer.text)
        known = next(one["detail"] for one in answer.json["errors"] if one.get("parameter") == "qqqqqqqqqq")
        assert set(known.partition("known: ")[2].split(", ")) == described, path


@pytest.mark.engine
def test_exactly_the_described_parameters_of_pushes_are_known(service: Service) -> None:
    pushing = [one for one in OPERATIONS if one[0] in ("POST", "PUT") and any(of_a_query(one[2]))]
    assert len(pushing) == 5
    for method, path, operation in pushing:
        url = url_of(path, operation, "harbour-1", {"qqqqqqqqqq": "1"})
        answer = service.push(RICH, url, method=method)
        assert answer.status == 400, (path, answer.text)
        [error] = answer.json["errors"]
        known = set(error["detail"].partition("known: ")[2].split(", "))
        named_before = {"source"} if path == "/v1/receive/superdesk" else set()
        assert known | named_before == set(of_a_query(operation)), path


def of_a_query(operation: dict[str, Any]) -> list[str]:
    return [one["name"] for one in operation["parameters"] if one["in"] == "query"]


@pytest.mark.engine
def test_every_answer_has_its_described_form_with_the_example_of_each_parameter(filled: Service) -> None:
    name = first_id(filled)
    for _, path, operation in READING:
        queries = [one for one in operation["parameters"] if one["in"] == "query" and one["name"] not in CANARIES]
        asked = [required(operation), *({one["name"]: one["example"]} | required(operation) for one in queries)]
        for values in asked:
            answer = filled.get(url_of(path, operation, name, values))
            assert answer.status == 200, (path, values, answer.text)
            check(answer, operation)


@pytest.mark.engine
def test_a_search_with_everything_has_its_described_form(filled: Service) -> None:
    operation = DESCRIPTION["paths"]["/v1/search"]["get"]
    facets = ",".join((*FACETS, "date:day"))
    everything = {
        "q": "old lighthouse",
        "facets": facets,
        "explain": 1,
        "page-size": 1,
        "author": "ines carrow|nobody",
    }
    for more in (
        {},
        {"collapse": "story"},
        {"order-by": "oldest"},
        {"media-topic": "01000000"},
        {"profile": "archive"},
    ):
        answer = filled.get(f"/v1/search?{urlencode(everything | more)}")
        assert answer.status == 200, answer.text
        check(answer, operation)
    for facet in FACETS:
        answer = filled.get(f"/v1/facets/{facet}?page-size=1")
        assert answer.status == 200, answer.text
        check(answer, DESCRIPTION["paths"]["/v1/facets/{facet}"]["get"])


@pytest.mark.engine
def test_all_that_an_answer_may_hold_is_described_and_there_is_an_answer_that_holds_it(filled: Service) -> None:
    operation = DESCRIPTION["paths"]["/v1/search"]["get"]
    retold = RICH | {"uri": "harbour-2024-20", "evolvedfrom": RICH["uri"]}
    filled.push([retold, LIKE | {"uri": "harbour-2024-21", "headline": "Zelensky at the lighthouse"}])
    assert filled.drain() == []
    [pinned] = (one["id"] for one in filled.get("/v1/search?q=doors").json["results"][:1])
    assert main(["pin", "old lighthouse", pinned]) == 0
    filled.restart()  # a process looks for pins once a minute
    everything = "q=old+lighthouse&explain=1&collapse=story&page-size=1&facets=author&author=ines+carrow"
    found, near, name = (filled.get(f"/v1/search?{query}") for query in (everything, "q=lighthuose", "q=Zelensky"))
    for answer in (found, near, name):
        assert answer.status == 200, answer.text
        check(answer, operation)
    [result] = found.json["results"]
    assert result["pinned"] is True
    assert result["others_in_story"] == 1
    assert {"score", "highlights"} <= result.keys()
    assert {one["reason"] for one in result["explanation"]} >= {"it is pinned"}
    assert near.json["query"]["did_you_mean"] == "lighthouse"
    assert "Zelenskyy" in name.json["query"]["variants"]["Zelensky"]
    assert found.json["facets"]["author"]["values"][0]["selected"] is True
    assert found.json["links"]["feed"].startswith("/v1/feed.json?q=old+lighthouse")


@pytest.mark.engine
def test_what_is_wrong_has_its_described_form(filled: Service) -> None:
    for path, url in (
        ("/v1/search", "/v1/search?qq=1&page-size=x"),
        ("/v1/search", "/v1/search?cursor=A.A"),
        ("/v1/articles/{id}", f"/v1/articles/{'0' * 32}"),
        ("/v1/facets/{facet}", "/v1/facets/nothing"),
        ("/v1/suggest", "/v1/suggest"),
        ("/v1/changes", "/v1/changes?since=yesterdayish"),
    ):
        answer = filled.get(url)
        assert answer.status in (400, 404), answer.text
        check(answer, DESCRIPTION["paths"][path]["get"])


@pytest.mark.engine
def test_alerts_and_their_messages_have_their_described_form(service: Service) -> None:
    paths = DESCRIPTION["paths"]
    service.administer("release")
    made = service.request("POST", "/v1/alerts", json.dumps(example_of("AlertRequest")), source="demo")
    assert made.status == 201, made.text
    check(made, paths["/v1/alerts"]["post"])
    check(service.request("POST", "/v1/alerts", "{}", source="demo"), paths["/v1/alerts"]["post"])
    check(service.request("POST", "/v1/alerts", "{}"), paths["/v1/alerts"]["post"])
    check(service.request("GET", "/v1/alerts", source="demo"), paths["/v1/alerts"]["get"])
    one, path = paths["/v1/alerts/{alert_id}"], made.json["links"]["alert"]
    check(service.request("GET", path, source="demo"), one["get"])
    check(service.request("GET", path, source="wire"), one["get"])
    service.fired()
    service.push(RICH | {"headline": "The harbour", "service": [{"name": "Local"}]})
    service.drain()
    [message] = service.fired()
    schema = {"$ref": "#/components/schemas/AlertMessage", "components": DESCRIPTION["components"]}
    assert list(Draft202012Validator(schema).iter_errors(json.loads(message["body"]))) == []
    assert service.request("DELETE", path, source="demo").status == 204
    check(service.request("DELETE", path, source="demo"), one["delete"])


def example_of(schema: str) -> Any:
    return DESCRIPTION["components"]["schemas"][schema]["example"]


@pytest.mark.engine
def test_pushes_and_what_follows_them_have_their_described_form(service: Service) -> None:
    paths = DESCRIPTION["paths"]
    pushed = service.push([RICH, {"uri": "urn:nothing"}])
    check(pushed, paths["/v1/articles"]["post"])
    check(service.push([{"uri": "urn:nothing"}]), paths["/v1/articles"]["post"])
    check(service.push(RICH, "/v1/preview"), paths["/v1/preview"]["post"])
    check(service.push(RICH, "/v1/articles/harbour-1", method="PUT"), paths["/v1/articles/{id}"]["put"])
    check(service.request("POST", "/v1/articles", "{}"), paths["/v1/articles"]["post"])
    service.drain()
    name = pushed.json["items"][0]["id"]
    status = service.request("GET", f"/v1/articles/{name}/status", source="demo")
    assert status.status == 200, status.text
    check(status, paths["/v1/articles/{id}/status"]["get"])
    taken = service.request("DELETE", f"/v1/articles/{name}", source="demo")
    assert taken.status == 202, taken.text
    check(taken, paths["/v1/articles/{id}"]["delete"])
    service.drain()
    gone = service.get(f"/v1/articles/{name}")
    assert gone.status == 410, gone.text
    check(gone, paths["/v1/articles/{id}"]["get"])
    check(service.get("/v1/changes"), paths["/v1/changes"]["get"])
