"""A correction reaches readers wherever they meet the article."""

import json
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.engine
SAID = {"text": "The harbour is that of Port Ellery.", "at": "2024-03-06T09:00:00Z"}
ALONE = "This version corrects an earlier one."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def corrected(service, article):
    """An article that was published, then corrected."""
    service.push(article(version="1", description_text="The old harbour."))
    service.drain()
    fields = {"version": "2", "versioncreated": "2024-03-06T09:00:00Z", "description_text": "The old harbour."}
    [receipt] = service.push(article(**fields, corrections=[SAID])).json["items"]
    service.drain()
    return receipt


def changes(service):
    return [one["change"] for one in service.get("/v1/changes").json["changes"]]


def test_the_article_and_its_results_carry_what_was_corrected(service, corrected):
    assert service.get(corrected["links"]["article"]).json["corrections"] == [SAID]
    assert service.get("/v1/search?q=harbour").json["results"][0]["corrections"] == [SAID]
    [result] = service.get("/v1/search?fields=corrections").json["results"]
    assert result == {"id": corrected["id"], "corrections": [SAID]}


def test_a_feed_shows_the_correction_below_the_summary_and_the_entry_as_updated(service, corrected):
    line = "Correction (2024-03-06): The harbour is that of Port Ellery."
    [item] = service.get("/v1/feed.json").json["items"]
    assert (item["summary"], item["content_text"]) == ("The old harbour.", f"The old harbour.\n\n{line}")
    assert (item["date_published"], item["date_modified"]) == ("2024-03-05T20:15:00Z", "2024-03-06T09:00:00Z")
    [entry] = ElementTree.fromstring(service.get("/v1/feed.atom").text).iter(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}summary"), entry.findtext(f"{ATOM}updated")) == (
        f"The old harbour.\n\n{line}",
        "2024-03-06T09:00:00Z",
    )
    [item] = ElementTree.fromstring(service.get("/v1/feed.rss").text).iter("item")
    assert item.findtext("description") == f"The old harbour.<br/><br/>{line}"


def test_the_log_of_changes_tells_of_a_correction_once(service, article, corrected):
    assert changes(service) == ["corrected"]
    fields = {"version": "3", "versioncreated": "2024-03-06T10:00:00Z", "corrections": [SAID]}
    service.push(article(**fields, headline="More of it"))
    service.drain()
    assert changes(service) == ["updated"]
    service.push(article(**fields | {"version": "4", "corrections": [SAID, {"text": "And it is six."}]}))
    service.drain()
    assert changes(service) == ["corrected"]


def test_an_article_that_comes_with_a_correction_is_published(service, article):
    service.push(article(corrections=[SAID]))
    service.drain()
    assert changes(service) == ["published"]


LINKED = {
    "@context": "https://schema.org", "@type": "NewsArticle", "@id": "urn:1", "headline": "Council votes",
    "articleBody": "The council voted.", "datePublished": "2024-03-05T20:15:00Z",
    "correction": {"@type": "CorrectionComment", "text": SAID["text"], "datePublished": SAID["at"]},
}  # fmt: skip
PAGE = """<!doctype html><html><head><title>Council votes</title>
<script type="application/ld+json">{}</script></head>
<body><article><h1>Council votes</h1><p>{}</p></article></body></html>"""
AP = {"altids": {"itemid": "a1"}, "headline": "Council votes", "pubstatus": "usable", "signals": ["Correction"]}
G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1" version="1"><itemMeta>
<itemClass qcode="ninat:text"/><signal qcode="sig:correction"/></itemMeta><contentMeta><headline>Council</headline>
</contentMeta><contentSet><inlineData>Words.</inlineData></contentSet></newsItem>"""


@pytest.mark.parametrize(
    ("document", "media_type", "corrections"),
    [
        (json.dumps(LINKED), "application/json", [SAID]),
        (PAGE.format(json.dumps(LINKED), "The council voted on Tuesday. " * 20), "text/html", [SAID]),
        (json.dumps(AP), "application/json", [{"text": ALONE}]),
        (G2, "application/xml", [{"text": ALONE}]),
    ],
)
def test_each_format_has_its_way_to_tell_of_a_correction(service, document, media_type, corrections):
    answer = service.push(document, "/v1/preview", content_type=media_type)
    assert answer.json["items"][0]["article"]["corrections"] == corrections
