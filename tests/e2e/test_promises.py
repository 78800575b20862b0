"""What the service promises, on the running stack with the real OpenSearch."""

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles
from uuid import uuid4

import boto3
import pytest

from tests.client import Client

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


@pytest.fixture
def client(stack):
    return Client(stack["url"], stack["keys"]["demo"])


@pytest.fixture
def article():
    def make(**fields):
        word = f"w{uuid4().hex[:12]}"
        return {"uri": f"urn:{word}", "version": "1", "headline": f"About {word}", "body_text": "Text."} | fields

    return make


def word_of(article):
    return article["uri"].removeprefix("urn:")


def raw_objects(stack, article_id):
    s3 = boto3.client(
        "s3",
        endpoint_url=stack["aws"],
        region_name="eu-central-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",
    )
    listing = s3.list_objects_v2(Bucket=stack["bucket"], Prefix=f"raw/demo/{article_id}/")
    s3.close()
    return [item["Key"] for item in listing.get("Contents", [])]


def test_push_to_findable_p95_is_within_two_seconds_when_idle(client, article, figure):
    seconds = []
    for _ in range(30):
        pushed = article()
        started = time.monotonic()
        assert client.push(pushed).status == 202
        client.wait_for(f"q={word_of(pushed)}", 1)
        seconds.append(time.monotonic() - started)
    figure("seconds from a push to being findable, p95 of 30", quantiles(seconds, n=20)[-1], at_most=2)


def test_ten_identical_pushes_at_once_are_one_object_and_one_document(client, stack, article):
    pushed = article()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(client.push, [pushed] * 10))
    assert {answer.status for answer in answers} == {202}
    [article_id] = {answer.json["items"][0]["id"] for answer in answers}
    assert len(raw_objects(stack, article_id)) == 1
    client.wait_for(f"q={word_of(pushed)}", 1)
    assert client.get(f"/v1/articles/{article_id}").json["headline"] == pushed["headline"]


def test_the_seed_page_is_found_by_its_text_and_author_and_not_by_its_chrome(client, data_directory):
    page = (data_directory / "seed/kyiv-independent-page.txt").read_bytes()
    assert client.push(page, "text/plain").status == 202
    client.wait_for("q=zelensky+troops", 1)
    found = client.get("/v1/search?q=zelensky+troops&facets=author").json
    assert found["results"][0]["headline"] == "White House: Zelensky isn't asking for US troops in Ukraine"
    assert {"value": "Abbey Fenbert", "count": 1} in found["facets"]["author"]["values"]
    assert client.total("q=cowardly") == 1
    assert client.total("q=non-combat") == 0
    assert client.total("q=Azov+Brigade") == 0


def test_a_takedown_is_gone_within_five_seconds(client, stack, article):
    pushed = article()
    article_id = client.push(pushed).json["items"][0]["id"]
    client.wait_for(f"q={word_of(pushed)}", 1)
    path = f"/v1/articles/{article_id}"
    answer = client.request("DELETE", path, Authorization=f"Bearer {stack['keys']['demo']}")
    assert answer.status == 202
    assert client.wait_for(f"q={word_of(pushed)}", 0) < 5
    assert client.get(path).status == 410


def test_a_source_changes_only_its_own_articles(client, stack, article):
    article_id = client.push(article()).json["items"][0]["id"]
    answer = client.request(
        "DELETE", f"/v1/articles/{article_id}", Authorization=f"Bearer {stack['keys']['wire']}"
    )
    assert answer.status == 404


@pytest.mark.parametrize("megabytes", [4.2, 5.9])
def test_a_body_above_our_limit_is_refused_with_problem_details(client, megabytes):
    answer = client.push(text_of(megabytes))
    assert (answer.status, answer.headers["content-type"]) == (413, "application/problem+json")
    assert answer.json["type"] == "urn:copydesk:problem:too-large"


@pytest.mark.parametrize("megabytes", [6.3, 10.4, 11])
def test_a_body_above_the_limits_of_lambda_or_the_gateway_is_refused_with_the_words_of_aws(client, megabytes):
    """An event of Lambda has 6 MiB at most, a request to an HTTP API 10 MiB; neither reaches the function."""
    answer = client.push(text_of(megabytes))
    assert (answer.status, answer.headers["content-type"]) == (413, "application/json")
    assert answer.json == {"message": "Request Entity Too Large"}


def text_of(megabytes):
    return b'{"headline": "' + b"x" * int(megabytes * 1_000_000) + b'"}'


def test_bad_input_is_refused_through_the_gateway_as_it_is_in_the_function(client):
    for body in (b"", b"{", b'{"headline": "caf\xe9"}', b"[" * 100_000, b'{"headline": NaN}'):
        answer = client.push(body)
        assert answer.status == 400, (body[:30], answer.body[:300])
    assert client.get("/v1/search?page-size=1000000000").status == 400
    assert client.get("/v1/search?colour=blue").status == 400
    assert client.get("/v1/search?from-date=2024-13-45").status == 400
