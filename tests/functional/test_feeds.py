"""Any search as a feed: valid RSS, Atom and JSON Feed, read back by the service's own formats."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from shared.domain.article import Content
from shared.formats.feeds import atom, json_feed, rss
from shared.formats.payload import Payload
from tests.functional.conftest import Answer, Service

READERS = {"rss": rss, "atom": atom, "json": json_feed}
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
SPACES = {"atom": "http://www.w3.org/2005/Atom"}
HOSTILE = 'A <script>alert("1")</script> & ]]> \U0001f600 <b>bold</b> &amp; &lt;i&gt; ’'
# A headline loses its tags and entities when it is read; this one has none, and needs as much care.
HEADLINE = "Bold < script >alert(\"1\")</ script> & 1 < 2 > 0 ]]> 'x' \U0001f600 ’ </title"

each_form = pytest.mark.parametrize("form", READERS)


def feed(service: Service, form: str, query: str = "", **headers: str) -> Answer:
    return service.get(f"/v1/feed.{form}{query}", **headers)


def entries(answer: Answer, form: str) -> list[Content]:
    assert (answer.status, answer.headers["content-type"]) == (200, TYPES[form]), answer.text
    reader = READERS[form]
    payload = Payload(answer.text.encode(), TYPES[form])
    assert reader.recognises(payload)
    return [reader.parse(part).content for part in reader.split(payload)]


def headlines(answer: Answer, form: str) -> list[str | None]:
    return [one.headline for one in entries(answer, form)]


def links(answer: Answer, form: str) -> dict[str, str]:
    if form == "json":
        names = {"feed_url": "self", "next_url": "next"}
        return {names[name]: value for name, value in json.loads(answer.text).items() if name in names}
    root = ElementTree.fromstring(answer.text)
    found = root.findall(".//channel/atom:link" if form == "rss" else "./atom:link", SPACES)
    return {one.get("rel", ""): one.get("href", "") for one in found if one.get("rel") != "alternate"}


def push(service: Service, *documents: dict[str, Any]) -> list[str]:
    answer = service.push(list(documents))
    assert service.drain() == []
    return [one["id"] for one in answer.json["items"]]


@each_form
def test_a_feed_tells_what_its_articles_say(service, article, form):
    [name] = push(
        service,
        article(
            "urn:1",
            byline="By Ines Carrow and Tomas Berg",
            firstcreated="2024-03-05T10:00:00Z",
            firstpublished="2024-03-05T11:00:00Z",
            versioncreated="2024-03-05T20:15:00Z",
            description_text="The old harbour will be rebuilt.",
            subject=[{"code": "medtop:20000430", "name": "maritime transport"}],
            language="en-GB",
            url="https://news.example/harbour?a=1&b=2",
        ),
    )
    [read] = entries(feed(service, form), form)
    assert read.source_id == f"urn:copydesk:article:{name}"
    assert read.headline == "Council votes on the harbour"
    assert read.url == "https://news.example/harbour?a=1&b=2"
    assert [author.name for author in read.authors] == ["Ines Carrow", "Tomas Berg"]
    assert read.published_at == datetime(2024, 3, 5, 11, tzinfo=UTC)
    assert read.updated_at == datetime(2024, 3, 5, 20, 15, tzinfo=UTC)
    assert "The old harbour will be rebuilt." in (read.summary, read.body_text)
    assert read.language == "en-GB"
    said = {*(topic.name for topic in read.topics), *read.keywords, read.section}
    assert "maritime transport" in said


@each_form
def test_whatever_an_article_says_the_feed_is_well_formed_and_says_it(service, article, form):
    push(service, article("urn:1", headline=HEADLINE, description_text=HOSTILE))
    answer = feed(service, form, "?q=bold")
    assert "<script>" not in answer.text or form == "json"  # where markup is only text
    written = answer.text
    if form == "json":
        [item] = json.loads(written)["items"]
        assert (item["title"], item["summary"], item["content_text"]) == (HEADLINE, HOSTILE, HOSTILE)
        return
    root = ElementTree.fromstring(written)
    if form == "atom":
        [entry] = root.findall("atom:entry", SPACES)
        assert entry.findtext("atom:title", namespaces=SPACES) == HEADLINE
        assert entry.findtext("atom:summary", namespaces=SPACES) == HOSTILE
    else:
        [item] = root.findall("channel/item")
        assert item.findtext("title") == HEADLINE
        described = item.findtext("description") or ""
        assert "<" not in described  # it is taken for HTML, in which the same must be read
        assert HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") == described


STRANGE = ["?q=%00%01%EF%BF%BF%ED%A0%80", "?q=%3Cscript%3E%22'%26", "?author=%22a%22%7C%3Cb%3E", ""]


@each_form
def test_whatever_is_searched_for_the_feed_is_well_formed(service, article, form):
    service.administer("release")  # makes the index
    for query in STRANGE:
        answer = feed(service, form, query)
        assert answer.status == 200, answer.text
        if form == "json":
            assert json.loads(answer.text)["items"] == []
        else:
            ElementTree.fromstring(answer.text)


@each_form
def test_a_feed_is_the_search_with_the_newest_first(service, article, form):
    push(
        service,
        article("urn:1", headline="Harbour harbour harbour", versioncreated="2024-03-01T00:00:00Z"),
        article("urn:2", headline="A new harbour", versioncreated="2024-03-03T00:00:00Z", byline="By Ines Carrow"),
        article("urn:3", headline="An opera", body_text="Sung.", versioncreated="2024-03-04T00:00:00Z"),
    )
    assert headlines(feed(service, form, "?q=harbour"), form) == ["A new harbour", "Harbour harbour harbour"]
    oldest = feed(service, form, "?q=harbour&order-by=oldest")
    assert headlines(oldest, form) == ["Harbour harbour harbour", "A new harbour"]
    assert headlines(feed(service, form, "?author=ines+carrow&facets=author"), form) == ["A new harbour"]
    assert headlines(feed(service, form, "?to-date=2024-03-01"), form) == ["Harbour harbour harbour"]
    wrong = feed(service, form, "?ordr-by=newest")
    assert (wrong.status, wrong.json["errors"][0]["parameter"]) == (400, "ordr-by")


@each_form
def test_the_pages_of_a_feed_follow_one_another(service, article, form):
    push(
        service,
        *(article(f"urn:{n}", versioncreated=f"2024-03-0{n}T00:00:00Z", headline=f"Day {n}") for n in range(1, 6)),
    )
    answer = feed(service, form, "?page-size=2")
    assert links(answer, form)["self"] == f"/v1/feed.{form}?page-size=2"
    seen = headlines(answer, form)
    while "next" in links(answer, form):
        answer = service.get(links(answer, form)["next"])
        seen += headlines(answer, form) if len(seen) < 5 else []
    assert seen == ["Day 5", "Day 4", "Day 3", "Day 2", "Day 1"]


@each_form
def test_a_feed_that_has_not_changed_is_not_sent_again(service, article, form):
    push(service, article("urn:1", versioncreated="2024-03-05T20:15:00Z"))
    first = feed(service, form)
    assert first.headers["etag"]
    assert parsedate_to_datetime(first.headers["last-modified"]) == datetime(2024, 3, 5, 20, 15, tzinfo=UTC)
    again = feed(service, form, if_none_match=first.headers["etag"])
    assert (again.status, again.text) == (304, "")
    push(service, article("urn:2"))
    assert feed(service, form, if_none_match=first.headers["etag"]).status == 200


@each_form
def test_what_was_taken_down_or_is_held_is_in_no_feed_whatever_the_asker_has(service, article, form):
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    gone, _ = push(
        service, article("urn:1", headline="Gone"), article("urn:2", headline="Secretword", embargoed=later)
    )
    first = feed(service, form)
    assert headlines(first, form) == ["Gone"]
    service.request("DELETE", f"/v1/articles/{gone}", source="demo")
    service.drain()
    after = feed(
        service, form, if_none_match=first.headers["etag"], if_modified_since=first.headers["last-modified"]
    )
    assert after.status == 200
    assert "Gone" not in after.text
    assert "Secretword" not in after.text


@each_form
def test_an_article_without_address_or_headline_is_an_entry_all_the_same(service, article, form):
    bare = article("urn:1", description_text="What happened at the quay.")
    del bare["headline"]
    push(service, bare)
    [read] = entries(feed(service, form), form)
    assert read.headline == "What happened at the quay."
    assert read.url is None


@each_form
def test_no_header_of_a_request_gets_into_a_feed(service, article, form):
    push(service, article())
    answer = feed(service, form, host="evil.example", x_forwarded_host="evil.example")
    assert answer.text == feed(service, form).text
    assert "http://" not in answer.text.replace("http://www.w3.org/2005/Atom", "").replace(
        "http://purl.org/dc", ""
    )


def test_the_website_of_a_feed_is_the_one_that_may_search_or_that_of_its_articles(service, article, monkeypatch):
    push(service, article("urn:1", url="https://news.example/a/b"))
    assert json.loads(feed(service, "json").text)["home_page_url"] == "https://news.example/"
    monkeypatch.setenv("CORS_ORIGIN", "https://www.example.org")
    service.restart()
    assert json.loads(feed(service, "json").text)["home_page_url"] == "https://www.example.org"


def test_there_are_no_other_feeds(service):
    assert [feed(service, form).status for form in ("xml", "rss2", "", "RSS")] == [404] * 4


@pytest.mark.parametrize("order", [{}, {"order-by": "relevance"}])
def test_a_feed_never_has_what_only_came_near(service, article, order):
    service.push(article("urn:1", headline="Troops return"))
    service.drain()
    q = urlencode({"q": "trops"} | order)
    near = service.get(f"/v1/search?{q}").json
    assert near["query"]["did_you_mean"] == "troops"
    assert len(near["results"]) == 1
    assert service.get(f"/v1/feed.json?{q}").json["items"] == []
