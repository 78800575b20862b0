"""What the ingest promises: one object a push, one document an article, a reason for every refusal."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from shared.formats import registry


def test_the_same_push_twice_is_one_object_and_one_document(service, article):
    first, second = service.push(article()), service.push(article())
    service.drain()
    assert (first.status, second.status) == (202, 202)
    assert first.json == second.json
    assert len(service.stored()) == 1
    assert service.get("/v1/search?q=harbour").json["total"]["value"] == 1


def test_a_receipt_names_the_article_and_where_to_ask_for_it(service, article):
    receipt = service.push(article()).json["items"][0]
    path = f"/v1/articles/{receipt['id']}"
    assert receipt == {
        "id": receipt["id"],
        "source_id": "urn:test:1",
        "version": "1",
        "status": "received",
        "warnings": [],
        "links": {"status": f"{path}/status", "article": path},
    }


def test_an_article_without_an_id_gets_one_from_its_words(service, article):
    bare = {"headline": "No id here", "body_text": "Words that stand for themselves."}
    first = service.push(bare).json["items"][0]
    again = service.push(json.dumps(bare, indent=4)).json["items"][0]
    assert first["id"] == again["id"]
    assert "no-id" in {warning["code"] for warning in first["warnings"]}


def test_versions_in_any_order_end_with_the_newest(service, article):
    for version in ("3", "1", "2"):
        service.push(article(version=version, headline=f"Version {version}"))
    assert service.drain() == []
    assert service.found("") == ["Version 3"]


def test_an_update_without_a_version_replaces_the_earlier_one(service):
    service.push({"uri": "urn:test:1", "headline": "Before", "body_text": "b"})
    service.push({"uri": "urn:test:1", "headline": "After", "body_text": "b"})
    service.drain()
    assert service.found("") == ["After"]


def test_the_same_version_with_other_content_is_refused_and_kept_aside(service, article):
    service.push(article())
    answer = service.push(article(headline="Another headline"))
    service.drain()
    assert answer.status == 409
    assert answer.json["type"] == "urn:copydesk:problem:version-conflict"
    assert answer.json["errors"][0]["pointer"] == "/version"
    assert service.found("") == ["Council votes on the harbour"]
    assert len(service.stored("raw/")) == len(service.stored("conflicts/")) == 1


def test_put_keeps_an_article_under_the_id_in_the_path(service):
    answer = service.push(
        "A headline\n\nA body of one sentence.", "/v1/articles/desk-17", method="PUT", content_type="text/plain"
    )
    assert answer.json["items"][0]["source_id"] == "desk-17"
    service.drain()
    assert service.found("source=demo") == ["A headline"]


@pytest.mark.parametrize("name", ["..%2F..%2Fetc", "-x", "a" * 201, "ａ", "a%00b"])
def test_an_id_in_the_path_that_is_no_id_is_refused(service, article, name):
    assert service.push(article(), f"/v1/articles/{name}", method="PUT").status in (400, 404)
    assert service.stored("") == []


def test_an_article_that_fails_as_nobody_foresaw_does_not_stop_the_others(service, article, monkeypatch):
    parse = registry.parse

    def failing(payload, reader):
        if b"urn:poison" in payload.body:
            raise ZeroDivisionError("the text of an unknown error")
        return parse(payload, reader)

    monkeypatch.setattr(registry, "parse", failing)
    answer = service.push([article("urn:poison"), article("urn:good")])
    assert answer.status == 202
    assert [item["status"] for item in answer.json["items"]] == [500, "received"]
    assert "unknown error" not in answer.text


def test_one_bad_article_does_not_stop_the_others(service, article):
    answer = service.push([article("urn:a"), {"uri": "urn:b"}, 7, article("urn:c", headline="The third")])
    kinds = [item.get("status") for item in answer.json["items"]]
    assert (answer.status, kinds) == (202, ["received", 400, 400, "received"])
    service.drain()
    assert service.get("/v1/search").json["total"]["value"] == 2


def test_lines_of_json_are_one_article_each(service, article):
    lines = "\n".join(json.dumps(article(f"urn:{n}", headline=f"Line {n}")) for n in range(25))
    answer = service.push(lines, content_type="application/x-ndjson")
    assert (answer.status, len(answer.json["items"])) == (202, 25)
    service.drain()
    assert service.get("/v1/search").json["total"]["value"] == 25


def test_more_than_a_thousand_articles_at_once_are_refused(service, article):
    answer = service.push([article(f"urn:{n}") for n in range(1001)])
    assert answer.status == 400
    assert service.stored("") == []


def deep(levels: int) -> bytes:
    return b'{"headline": ' + b"[" * levels + b"]" * levels + b"}"


BAD_BODIES = {
    "empty body": (b"", "application/json", 400),
    "white space alone": (b" \n\t ", "text/plain", 400),
    "not UTF-8": (b'{"headline": "caf\xe9"}', "application/json", 400),
    "over 4 MB": (b'{"headline": "' + b"x" * (4 * 1024 * 1024) + b'"}', "application/json", 413),
    "broken JSON": (b'{"headline": "a", ', "application/json", 400),
    "nested 100,000 deep": (deep(100_000), "application/json", 400),
    "nested 101 deep": (deep(101), "application/json", 400),
    "NaN": (b'{"headline": "a", "urgency": NaN}', "application/json", 400),
    "infinity": (b'{"headline": "a", "urgency": 1e999}', "application/json", 400),
    "an integer of 5,000 digits": (b'{"headline": "a", "urgency": ' + b"9" * 5000 + b"}", "application/json", 400),
    "duplicate keys": (b'{"headline": "a", "embargoed": "2099", "embargoed": "2000"}', "application/json", 400),
    "a lone surrogate": (b'{"headline": "\\ud800"}', "application/json", 400),
    "no headline and no body": (b'{"uri": "urn:x", "version": "1"}', "application/json", 400),
    "an empty array": (b"[]", "application/json", 400),
    "JSON that is no article": (b'{"colour": "blue"}', "application/json", 400),
    "XML of another trade": (b"<invoice/>", "application/xml", 415),
    "an image": (b"\x89PNG\r\n\x1a\n", "image/png", 415),
    "UTF-16 that says it is UTF-8": (
        '{"headline": "a"}'.encode("utf-16-le"), "application/json; charset=utf-8", 400,
    ),
    "a charset that nobody knows": (b'{"headline": "a"}', "application/json; charset=klingon", 415),
    "the first bytes of a gzip": (b"\x1f\x8b", "application/json", 400),
    "a version beyond all numbers": (
        b'{"uri": "u", "headline": "a", "version": "99999999999999999999"}', "application/json", 400,
    ),
    "200,000 authors": (
        json.dumps({"uri": "u", "headline": "a", "authors": [{"name": f"A{n}"} for n in range(100_000)]}).encode(),
        "application/json",
        400,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_BODIES)
def test_bad_input_is_refused_with_a_reason_and_nothing_is_stored(service, name):
    body, content_type, status = BAD_BODIES[name]
    answer = service.push(body, content_type=content_type)
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json
    assert {"type", "title", "status", "detail", "request_id"} <= problem.keys()
    if status == 400:
        assert all("pointer" in one for one in problem["errors"]), problem
    assert service.stored("") == []


WIRE = "Überschrift über Flüsse\n\nDie Abgeordneten hörten gestern in Köln die Gründe für die Änderung.\n"


def test_the_same_article_in_another_encoding_is_the_same_article(service):
    ids = []
    for charset in ("utf-8", "iso-8859-1", "utf-16"):
        sent = service.push(WIRE.encode(charset), content_type=f"text/plain; charset={charset}")
        ids.append(sent.json["items"][0]["id"])
    service.drain()
    assert len(set(ids)) == 1
    assert service.found("") == ["Überschrift über Flüsse"]


def test_what_was_sent_in_another_encoding_is_kept_as_it_was_and_read_again_the_same(service):
    receipt = service.push(WIRE.encode("mac-roman"), content_type="text/plain; charset=macintosh").json["items"][0]
    [key] = service.stored()
    assert service.s3.get_object(Bucket="copydesk-raw", Key=key)["Body"].read() == WIRE.encode("mac-roman")
    service.drain()
    assert "Köln" in service.get(receipt["links"]["article"]).json["body_text"]


def test_the_bytes_of_a_push_in_two_charsets_are_two_contents(service):
    sent = b'{"uri": "urn:a", "version": "1", "headline": "Caf\xe9"}'
    for charset, status in (("iso-8859-1", 202), ("iso-8859-1", 202), ("iso-8859-5", 409)):
        assert service.push(sent, content_type=f"application/json; charset={charset}").status == status


def test_utf_8_is_the_same_content_said_or_not(service, article):
    sent = json.dumps(article(headline="Café")).encode()
    for content_type in ("application/json", "application/json; charset=UTF-8"):
        assert service.push(sent, content_type=content_type).status == 202
    assert len(service.stored("")) == 1


def test_a_text_that_names_no_encoding_is_read_with_a_warning(service):
    warnings = service.push(WIRE.encode("latin-1"), content_type="text/plain").json["items"][0]["warnings"]
    assert "other-encoding" in {warning["code"] for warning in warnings}


@pytest.mark.parametrize("headers", [{}, {"content_encoding": "gzip"}])
def test_a_packed_push_is_the_same_as_an_open_one(service, article, headers):
    opened = service.push(article())
    packed = service.push(gzip.compress(json.dumps(article()).encode()), **headers)
    assert packed.json == opened.json
    assert len(service.stored("")) == 1


def test_what_unpacks_to_more_than_is_taken_is_refused(service):
    packed = gzip.compress(b'{"headline": "' + b"a" * (200 * 1024 * 1024) + b'"}')
    answer = service.push(packed, content_encoding="gzip")
    assert (answer.status, answer.json["type"]) == (413, "urn:copydesk:problem:too-large")
    assert service.stored("") == []


def test_an_article_that_was_kept_before_charsets_were_is_read_as_ever(service, article):
    service.push(article())
    [key] = service.stored()
    metadata = service.s3.head_object(Bucket="copydesk-raw", Key=key)["Metadata"]["envelope"]
    before = {name: value for name, value in json.loads(metadata).items() if name not in ("media_type", "charset")}
    body = service.s3.get_object(Bucket="copydesk-raw", Key=key)["Body"].read()
    service.s3.put_object(Bucket="copydesk-raw", Key=key, Body=body, Metadata={"envelope": json.dumps(before)})
    service.drain()
    assert service.found("") == ["Council votes on the harbour"]
    assert service.push(article()).status == 202


def test_a_duplicate_key_is_pointed_at(service):
    answer = service.push(b'{"uri": "u", "headline": "a", "person": [{"name": "x", "name": "y"}]}')
    assert answer.json["errors"][0]["pointer"] == "/person/0/name"


def test_an_update_from_the_future_is_refused(service, article):
    ahead = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    answer = service.push(article(version=None, versioncreated=ahead))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (400, "/versioncreated")


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer wrong", "Bearer key-of-demo2", "Basic a2V5", "key-of-demo"]
)
def test_a_wrong_key_is_refused_always_with_the_same_words(service, article, header):
    headers = {"authorization": header} if header else {}
    answer = service.request("POST", "/v1/articles", json.dumps(article()), **headers)
    same = service.request("POST", "/v1/articles", "not even JSON")
    assert answer.status == 401
    assert answer.json["detail"] == same.json["detail"]
    assert answer.headers["www-authenticate"] == "Bearer"
    assert service.stored("") == []


def test_known_keys_serve_while_the_parameter_store_is_down(service, article, monkeypatch):
    assert service.push(article()).status == 202
    from functions.accept import handler  # noqa: PLC0415 - the keys that this very process keeps

    keys = handler._keys()
    monkeypatch.setattr(keys, "_clock", lambda: 1e12)
    monkeypatch.setattr(keys, "_read", _fails)
    assert service.push(article("urn:test:2")).status == 202
    assert service.push(article(), source=None, authorization="Bearer wrong").status == 401


def _fails():
    raise ClientError({"Error": {"Code": "ThrottlingException"}, "ResponseMetadata": {}}, "GetParametersByPath")


def test_a_hint_fills_a_gap_and_never_overrides(service):
    text = "A headline\n\nA body of one sentence."
    url = "/v1/articles?published-at=2024-03-05T20:15:00%2B02:00&url=https://news.example/1&language=en&section=World"
    pushed = service.push(text, url, content_type="text/plain").json["items"][0]
    service.drain()
    kept = service.get(pushed["links"]["article"]).json
    assert (kept["published_at"], kept["url"], kept["section"]) == (
        "2024-03-05T18:15:00Z",
        "https://news.example/1",
        "World",
    )
    assert kept["provenance"]["published_at"]["origin"] == "hint"
    given = service.push({"uri": "u", "headline": "h", "language": "de"}, "/v1/articles?language=en").json[
        "items"
    ][0]
    service.drain()
    assert service.get(given["links"]["article"]).json["language"] == "de"


def test_an_unknown_parameter_is_refused_with_the_nearest_name(service, article):
    answer = service.push(article(), "/v1/articles?langauge=en")
    assert (answer.status, answer.json["errors"]) == (
        400,
        [{"detail": "is not known; did you mean language?", "parameter": "langauge"}],
    )


def test_one_version_with_two_contents_in_one_push_is_a_conflict(service, article):
    answer = service.push([article(headline="First"), article(headline="Second")])
    assert [item["status"] for item in answer.json["items"]] == ["received", 409]


@pytest.mark.parametrize("layout", ["indented", "in an array"])
def test_the_same_version_in_another_layout_is_no_conflict(service, article, layout):
    first = service.push(article()).json["items"][0]
    again = json.dumps(article(), indent=3) if layout == "indented" else json.dumps([article()], indent=1)
    answer = service.push(again)
    assert (answer.status, answer.json["items"][0]["id"]) == (202, first["id"])
    assert len(service.stored("")) == 1


def test_an_article_of_an_array_is_kept_as_it_was_written(service):
    written = '{"uri": "urn:a",  "headline": "A", "urgency": 1E0, "x": 1.10}'
    service.push(f'[ {written} ,\n {{"uri": "urn:b", "headline": "B"}}]')
    bodies = {service.s3.get_object(Bucket="copydesk-raw", Key=key)["Body"].read() for key in service.stored()}
    assert written.encode() in bodies


def test_a_sender_is_told_when_a_version_will_not_be_shown(service, article):
    def codes(answer):
        return [one["code"] for one in answer.json["items"][0]["warnings"]]

    service.push(article(version="5"))
    assert codes(service.push(article(version="4"))) == ["older-version"]
    assert codes(service.push(article(version=None, versioncreated=None))) == ["unnumbered-version"]
    assert codes(service.push(article(version="6"))) == ["numbered-version"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("url=javascript:alert(1)", "url"),
        ("url=", "url"),
        ("url=https://news.example/" + "a" * 3_000, "url"),
        ("section=" + "s" * 300, "section"),
        ("language=english", "language"),
        ("published-at=2024-03-05", "published-at"),
    ],
)
def test_a_bad_hint_is_named(service, article, query, parameter):
    answer = service.push(article(), f"/v1/articles?{query}")
    assert (answer.status, answer.json["errors"][0]["parameter"]) == (400, parameter)
    assert service.stored("") == []


def test_the_id_in_the_path_counts_and_the_sender_is_told(service, article):
    receipt = service.push(article("urn:own"), "/v1/articles/desk-17", method="PUT").json["items"][0]
    assert (receipt["source_id"], receipt["warnings"][0]["code"]) == ("desk-17", "other-id")


def test_a_parameter_that_is_no_key_does_not_shut_out_the_others(service, article):
    ssm = boto3.client("ssm")
    for name, value in (("Broken", "ü"), ("empty", " "), ("short", "abc")):
        ssm.put_parameter(Name=f"/copydesk/test/source-keys/{name}", Value=value, Type="String")
    assert service.push(article()).status == 202


def test_of_several_edits_without_a_version_in_one_push_the_last_is_shown(service):
    service.push([{"uri": "urn:u", "headline": f"Edit {n}", "body_text": "b"} for n in range(5)])
    service.drain()
    assert service.found("") == ["Edit 4"]
