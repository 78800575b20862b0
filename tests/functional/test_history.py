"""What a sender is told of its article: every version, where it is and why, and what changed between two."""

from datetime import UTC, datetime, timedelta

import pytest
from jsonschema import Draft202012Validator

from infra.openapi.document import document

pytestmark = pytest.mark.engine
KEY = {"authorization": "Bearer key-of-demo"}
COMPONENTS = document()["components"]


def in_minutes(minutes: float) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def push(service, item, **more):
    [receipt] = service.push(item, **more).json["items"]
    return receipt


def described(answer, form):
    """The answer, which has the form that openapi.json describes."""
    assert answer.status == 200, answer.text
    schema = {"$ref": f"#/components/schemas/{form}", "components": COMPONENTS}
    Draft202012Validator(schema).validate(answer.json)
    return answer.json


def versions(service, receipt, query=""):
    answer = service.get(f"{receipt['links']['article']}/versions{query}", **KEY)
    return described(answer, "HistoryAnswer")


def newest(service, receipt):
    return described(service.get(receipt["links"]["status"], **KEY), "StatusAnswer")["versions"][0]


def test_every_version_is_told_with_what_it_says_and_where_it_is(service, article):
    push(service, article(version="1"))
    push(service, article(version="2", headline="Harbour delayed", corrections=["It is delayed."]))
    receipt = push(service, article(version="3", headline="Gone", pubstatus="canceled"))
    service.drain()
    found = versions(service, receipt)
    ids = [one.pop("version_id") for one in found["versions"]]
    assert all(one.pop("received_at") and one.pop("updated_at") for one in found["versions"])
    assert found["links"] == {"status": receipt["links"]["status"]}
    gone = {"cause": "newer-version", "reason": f"the article was taken down by {ids[0]}", "by": ids[0]}
    assert found["versions"] == [
        {
            "version": "3", "order": 3, "status": "withdrawn", "format": "ninjs", "takedown": True,
            "headline": "Gone", "words": 10,
            "cause": "canceled", "reason": "its sender canceled it (/pubstatus)",
        },
        {
            "version": "2", "order": 2, "status": "superseded", "format": "ninjs", "takedown": False,
            "headline": "Harbour delayed", "words": 10, "corrections": [{"text": "It is delayed."}], **gone,
        },
        {
            "version": "1", "order": 1, "status": "superseded", "format": "ninjs", "takedown": False,
            "headline": "Council votes on the harbour", "words": 10, **gone,
        },
    ]  # fmt: skip


def test_the_pages_of_a_history_lead_to_the_first_version(service, article):
    for version in range(1, 6):
        receipt = push(service, article(version=str(version)))
    page = versions(service, receipt, "?page-size=2")
    found = [page]
    while "next" in page["links"]:
        page = service.get(page["links"]["next"], **KEY).json
        found.append(page)
    assert [[one["version"] for one in page["versions"]] for page in found] == [["5", "4"], ["3", "2"], ["1"]]


def test_a_comparison_tells_what_changed_in_fields_and_body(service, article):
    body = "The council voted.\n\nFour members were against it.\n\nIt rained."
    push(service, article(version="1", body_text=body))
    receipt = push(
        service,
        article(
            version="2",
            headline="Council votes again",
            body_text=body.replace("Four", "Five"),
            keywords=["harbour"],
        ),
    )
    answer = service.get(f"{receipt['links']['article']}/versions/diff", **KEY)
    found = described(answer, "ComparisonAnswer")
    assert (found["from"]["version"], found["to"]["version"]) == ("1", "2")
    assert found["fields"] == [
        {"field": "headline", "from": "Council votes on the harbour", "to": "Council votes again"},
        {"field": "keywords", "from": None, "to": ["harbour"]},
    ]
    assert found["body"] == [
        {"kind": "same", "text": "The council voted."},
        {
            "kind": "changed",
            "words": [
                {"kind": "removed", "text": "Four "},
                {"kind": "added", "text": "Five "},
                {"kind": "same", "text": "members were against it."},
            ],
        },
        {"kind": "same", "text": "It rained."},
    ]


def test_any_two_versions_can_be_compared_and_what_cannot_be_is_told(service, article):
    for version in ("1", "2", "3"):
        receipt = push(service, article(version=version, headline=f"Version {version}"))
    path = f"{receipt['links']['article']}/versions"
    third, second, first = (one["version_id"] for one in versions(service, receipt)["versions"])
    found = service.get(f"{path}/diff?from={first}&to={third}", **KEY).json
    assert found["fields"] == [{"field": "headline", "from": "Version 1", "to": "Version 3"}]
    assert service.get(f"{path}/diff?from={third}&to={second}", **KEY).json["to"]["version"] == "2"
    for query, parameter in ((f"to={first}", "from"), ("from=7-0123", "from"), ("since=1", "since")):
        refused = service.get(f"{path}/diff?{query}", **KEY)
        assert (refused.status, refused.json["errors"][0]["parameter"]) == (400, parameter)


def test_history_is_for_the_source_alone_also_of_what_is_embargoed(service, article):
    receipt = push(service, article(embargoed=in_minutes(60), headline="Xyzzyname resigns"))
    service.drain()
    path = f"{receipt['links']['article']}/versions"
    assert versions(service, receipt)["versions"][0]["headline"] == "Xyzzyname resigns"
    for url in (path, f"{path}/diff"):
        assert service.get(url).status == 401
        other = service.get(url, authorization="Bearer key-of-wire")
        assert (other.status, "Xyzzyname" in other.text) == (404, False)


@pytest.mark.parametrize(
    ("fields", "cause", "reason"),
    [
        ({"pubstatus": "withheld"}, "status", "its sender withholds it (/pubstatus)"),
        ({"pubstatus": "spiffing"}, "status", "'spiffing' is no known status"),
        ({"embargoed": ""}, "status", "the embargo '' names no time"),
        ({"headline": "EMBARGOED: council votes"}, "words", "'EMBARGOED: council votes' holds the article back"),
    ],
)
def test_a_status_tells_what_holds_an_article(service, article, fields, cause, reason):
    receipt = push(service, article(**fields))
    service.drain()
    found = newest(service, receipt)
    assert (found["status"], found["cause"]) == ("held", cause)
    assert found["reason"].startswith(reason)


def test_a_status_tells_until_when_an_embargo_holds_an_article(service, article):
    until = in_minutes(60)
    receipt = push(service, article(embargoed=until))
    service.drain()
    found = newest(service, receipt)
    assert (found["status"], found["cause"], found["until"]) == ("held", "embargo", until)
    assert found["reason"] == f"its sender holds it until {until} (/embargoed)"


def test_a_status_tells_what_withdrew_an_article(service, article):
    deleted = push(service, article("urn:1"))
    expired = push(service, article("urn:2", expires=in_minutes(-1)))
    service.drain()
    service.request("DELETE", deleted["links"]["article"], source="demo")
    service.drain()
    assert newest(service, deleted)["cause"] == "takedown"
    assert newest(service, expired)["cause"] == "expired"


def test_of_two_contents_of_one_version_that_came_at_once_a_status_tells_which_stands(
    service, article, monkeypatch
):
    from functions.accept import handler  # noqa: PLC0415

    receipt = push(service, article(version="1", headline="One"))
    with monkeypatch.context() as patched:  # the second push lists the versions before the first one is kept
        patched.setattr(handler._store(), "versions", lambda *_: [])
        push(service, article(version="1", headline="Other"))
    service.drain()
    states = {one["status"]: one for one in versions(service, receipt)["versions"]}
    assert states.keys() == {"indexed", "superseded"}
    lost = states["superseded"]
    assert (lost["cause"], lost["by"]) == ("same-version", states["indexed"]["version_id"])
