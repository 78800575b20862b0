"""Superdesk's publisher, as its transmitter `http_push` behaves, pushes to us as it is."""

import hmac
import json
from uuid import uuid4

import boto3
import pytest

from functions.accept import handler as accept
from tests.functional.conftest import BUCKET, CONTEXT, KEYS, Answer, http_event

SECRET = "a secret that the desk and we know"
ITEM = {
    "guid": "urn:newsml:desk.example:2025:flood",
    "version": "2",
    "type": "text",
    "pubstatus": "usable",
    "versioncreated": "2025-03-05T20:15:00+0000",
    "firstpublished": "2025-03-05T20:15:00+0000",
    "language": "en",
    "headline": "Flood wall holds",
    "body_html": "<p>The flood wall of Port Ellery held on Wednesday.</p>",
    "byline": "By Maren Holt",
    "associations": {
        "featuremedia": {
            "type": "picture",
            "body_text": "The wall.",
            "renditions": {"original": {"href": "https://desk.example/1.jpg", "media": "20250305/1.jpg"}},
        }
    },
}
PICTURE = b"\xff\xd8\xff\xe0 \r\n--not-the-boundary\r\n\x00\x01 a picture"


class Publisher:
    """Superdesk's side of the transmitter, with the destination's settings."""

    def __init__(self, url="/v1/receive/superdesk/demo", assets_url=None, secret=SECRET):
        self.url, self.secret = url, secret
        self.assets_url = assets_url or f"{url}/assets"

    def push(self, item, **headers):
        data = item if isinstance(item, str) else json.dumps(item)
        return self._post(self.url, data, {"content-type": "application/json", **headers})

    def has(self, media_id):
        return ask("GET", f"{self.assets_url}/{media_id}").status

    def upload(self, media_id, content=PICTURE, kind="image/jpeg", **fields):
        boundary = uuid4().hex
        body = form(boundary, {"media_id": media_id, **fields}, media_id, content, kind)
        return self._post(self.assets_url, body, {"content-type": f"multipart/form-data; boundary={boundary}"})

    def _post(self, url, body, headers):
        signed = body.encode() if isinstance(body, str) else body
        if self.secret:
            digest = hmac.new(self.secret.encode(), signed, "sha1").hexdigest()
            headers = {"x-superdesk-signature": f"sha1={digest}", **headers}
        return ask("POST", url, body, headers)


def form(boundary, fields, filename, content, mime_type):
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="media"; filename="{filename}"\r\n'
    head += f"Content-Type: {mime_type}\r\n\r\n" if mime_type else "\r\n"
    return b"".join([*parts, head.encode(), content, f"\r\n--{boundary}--\r\n".encode()])


def ask(method, url, body=None, headers=None):
    answer = accept.lambda_handler(http_event(method, url, body, headers), CONTEXT)
    return Answer(answer["statusCode"], answer["headers"], answer["body"])


@pytest.fixture
def secrets(service):
    """The secret of the source demo, as an operator sets it."""
    boto3.client("ssm").put_parameter(
        Name="/copydesk/test/source-keys/signing/demo", Value=SECRET, Type="SecureString"
    )


def test_an_item_with_its_picture_is_published_as_superdesk_does_it(service, secrets):
    desk = Publisher()
    assert desk.has("20250305/1.jpg") == 404
    assert desk.upload("20250305/1.jpg").status == 201
    assert desk.has("20250305/1.jpg") == 200
    pushed = desk.push(ITEM)
    service.drain()
    assert pushed.status == 201
    [receipt] = pushed.json["items"]
    assert receipt["source_id"] == ITEM["guid"]
    served = service.get(receipt["links"]["article"]).json
    assert (served["headline"], served["authors"]) == ("Flood wall holds", [{"name": "Maren Holt"}])
    kept = service.s3.get_object(Bucket=BUCKET, Key="media/demo/20250305/1.jpg")
    assert (kept["Body"].read(), kept["ContentType"]) == (PICTURE, "image/jpeg")


def test_the_same_item_twice_is_taken_twice_and_kept_once(service, secrets):
    assert [Publisher().push(ITEM).status for _ in range(2)] == [201, 201]
    assert len(service.stored()) == 1


def test_a_file_that_is_there_stays_as_it_is(service, secrets):
    Publisher().upload("one.jpg", b"first")
    assert Publisher().upload("one.jpg", b"first").status == 201
    assert Publisher().upload("one.jpg", b"second").status == 409
    assert service.s3.get_object(Bucket=BUCKET, Key="media/demo/one.jpg")["Body"].read() == b"first"


@pytest.mark.parametrize(
    "desk",
    [
        Publisher(secret="another secret of the desk"),
        Publisher(secret=None),
        Publisher(url="/v1/receive/superdesk/wire"),
        Publisher(url="/v1/receive/superdesk/nobody"),
        Publisher(url="/v1/receive/superdesk/..%2Fdemo"),
        Publisher(url="/v1/receive/superdesk", assets_url="/v1/receive/superdesk/wire/assets"),
    ],
)
def test_without_the_sources_own_signature_nothing_is_taken(service, secrets, desk):
    refused = desk.push(ITEM), desk.upload("one.jpg")
    assert {answer.status for answer in refused} <= {401, 404}
    assert service.stored("") == []


def test_a_body_that_was_changed_on_the_way_is_not_taken(service, secrets):
    body = json.dumps(ITEM)
    digest = hmac.new(SECRET.encode(), body.encode(), "sha1").hexdigest()
    headers = {"x-superdesk-signature": f"sha1={digest}"}
    assert ask("POST", Publisher().url, body.replace("holds", "breaks"), headers).status == 401
    assert ask("POST", Publisher().url, body, headers).status == 201


def test_a_source_may_be_named_by_a_parameter_or_by_its_key(service, secrets):
    assert Publisher("/v1/receive/superdesk?source=demo").push(ITEM).status == 201
    keyed = Publisher("/v1/receive/superdesk", secret=None)
    assert keyed.push(ITEM, authorization=f"Bearer {KEYS['demo']}").status == 201
    other = Publisher("/v1/receive/superdesk/wire", secret=None)
    assert other.push(ITEM, authorization=f"Bearer {KEYS['demo']}").status == 401


def test_a_secret_that_is_being_changed_counts_beside_the_new_one(service):
    boto3.client("ssm").put_parameter(
        Name="/copydesk/test/source-keys/signing/demo",
        Value=f"{SECRET}, the next secret of it",
        Type="SecureString",
    )
    assert Publisher().push(ITEM).status == 201
    assert Publisher(secret="the next secret of it").push(ITEM).status == 201


def test_a_secret_is_no_key(service, secrets):
    assert (
        Publisher("/v1/receive/superdesk", secret=None).push(ITEM, authorization=f"Bearer {SECRET}").status == 401
    )


def test_an_item_that_cannot_be_read_is_refused_with_a_reason(service, secrets):
    refused = Publisher().push({"guid": "urn:event", "type": "event", "name": "A meeting"})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (400, "/type")


@pytest.mark.parametrize(
    ("media_id", "content", "mime_type", "status"),
    [
        ("../raw/x", PICTURE, "image/jpeg", 400),
        ("/etc/passwd", PICTURE, "image/jpeg", 400),
        ("a" * 301, PICTURE, "image/jpeg", 400),
        ("", PICTURE, "image/jpeg", 400),
        ("one.html", b"<script>", "text/html", 415),
        ("one.pdf", b"%PDF-1.7", "application/pdf", 415),
        ("one", PICTURE, "", 415),
        ("one.jpg", b"", "image/jpeg", 400),
        ("one.mov", b"x" * 4 * 1024 * 1024, "video/quicktime", 413),
    ],
)
@pytest.mark.usefixtures("secrets")
def test_a_file_that_cannot_be_kept_is_refused(service, media_id, content, mime_type, status):
    answer = Publisher().upload(media_id, content, mime_type)
    assert answer.status == status, answer.text
    assert service.stored("") == []


def test_the_type_may_stand_in_a_field_of_its_own(service, secrets):
    assert Publisher().upload("one.mp3", b"sound", "", mime_type="audio/mpeg", filemeta="{}").status == 201


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b--",
        b"--b\r\n\r\n--b--",
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
        b'--b\r\nContent-Disposition: form-data; name="media"\r\n\r\nx',
        b"--b\r\n\r\n\r\n" * 1000,
    ],
)
def test_a_form_that_is_none_is_refused(service, secrets, body):
    digest = hmac.new(SECRET.encode(), body, "sha1").hexdigest()
    headers = {"x-superdesk-signature": f"sha1={digest}", "content-type": "multipart/form-data; boundary=b"}
    assert ask("POST", Publisher().assets_url, body, headers).status == 400


@pytest.mark.parametrize(
    "path", ["demo/assets/unknown.jpg", "demo/assets/../raw", "Demo/assets/a", "demo/assets/%00"]
)
def test_a_file_that_is_not_there_is_not_found(service, path):
    assert ask("GET", f"/v1/receive/superdesk/{path}").status == 404


def test_a_source_named_assets_finds_its_files(service):
    name = "/copydesk/test/source-keys/signing/assets"
    boto3.client("ssm").put_parameter(Name=name, Value=SECRET, Type="SecureString")
    desk = Publisher(url="/v1/receive/superdesk/assets")
    assert desk.upload("a/one.jpg").status == 201
    assert desk.has("a/one.jpg") == 200


def test_a_signature_that_is_no_text_is_not_taken(service, secrets):
    headers = {"x-superdesk-signature": "sha1=\ud800"}
    assert ask("POST", Publisher().url, json.dumps(ITEM), headers).status == 401


def test_a_boundary_that_is_no_text_ends_no_form(service, secrets):
    digest = hmac.new(SECRET.encode(), b"--b--", "sha1").hexdigest()
    kind = "multipart/form-data; boundary=\ud800"
    headers = {"x-superdesk-signature": f"sha1={digest}", "content-type": kind}
    assert ask("POST", Publisher().assets_url, b"--b--", headers).status == 400
