"""Takedowns in the ways that systems send them: the article is gone from everywhere, and nothing of it is left."""

import json

import pytest

from tests.functional.test_receive_superdesk import ITEM, Publisher, secrets

__all__ = ["secrets"]

pytestmark = pytest.mark.engine
SECRET = "Xyzzyname"
SURFACES = (
    "/v1/search?q=resigns&facets=author,topic,date:month",
    "/v1/search?facets=author,topic,section,date:month&order-by=newest",
    "/v1/facets/author",
    "/v1/suggest?q=Xyzz",
    "/v1/feed.rss",
    "/v1/feed.atom",
    "/v1/feed.json",
    "/v1/changes",
    "/v1/articles?url=https://news.example/xyzzyname",
)


def take(service, document, **more):
    [receipt] = service.push(document, **more).json["items"]
    service.drain()
    return receipt


def is_gone(service, receipt):
    """See that readers get 410 and nothing of the article, on any surface."""
    answer = service.get(receipt["links"]["article"])
    assert answer.status == 410
    assert answer.json.keys() == {"type", "title", "status", "detail", "request_id"}
    assert answer.headers.keys().isdisjoint({"etag", "last-modified"})
    answers = [answer, service.get(f"{receipt['links']['article']}/related"), *map(service.get, SURFACES)]
    return not any(SECRET.lower() in f"{one.text}{one.headers}".lower() for one in answers)


def state(service, receipt):
    answer = service.get(receipt["links"]["status"], authorization="Bearer key-of-demo")
    newest = answer.json["versions"][0]
    return newest["status"], newest["cause"]


def test_a_delete_leaves_nothing_of_the_article_on_any_surface(service, article):
    receipt = take(
        service,
        article(
            headline=f"{SECRET} resigns", byline=f"By Ann {SECRET}", subject=[{"name": SECRET}],
            url="https://news.example/xyzzyname",
        ),
    )  # fmt: skip
    assert SECRET in service.get(receipt["links"]["article"]).text
    service.request("DELETE", receipt["links"]["article"], source="demo")
    service.drain()
    assert is_gone(service, receipt)


def ghost(current, previous, event=None):
    return ({"event": event} if event else {}) | {"post": {"current": current, "previous": previous}}


POST = {
    "id": "6501", "uuid": "u-6501", "title": f"{SECRET} resigns", "slug": "xyzzyname", "status": "published",
    "html": f"<p>{SECRET} resigned on Tuesday.</p>", "visibility": "public",
    "published_at": "2024-03-05T20:15:00.000Z", "updated_at": "2024-03-05T20:15:00.000Z",
}  # fmt: skip
LATER = {"updated_at": "2024-03-05T21:00:00.000Z"}


@pytest.mark.parametrize(
    "webhook",
    [
        ghost(POST | LATER | {"status": "draft"}, {"status": "published"}, "post.unpublished"),
        ghost(POST | LATER | {"status": "draft"}, {"status": "published", "updated_at": POST["updated_at"]}),
        ghost({}, POST, "post.deleted"),
        ghost({}, POST),
    ],
)
def test_ghost_unpublishes_and_deletes(service, webhook):
    receipt = take(service, ghost(POST, {"status": "draft"}, "post.published"))
    assert SECRET in service.get(receipt["links"]["article"]).text
    take(service, webhook)
    assert is_gone(service, receipt)
    assert state(service, receipt) == ("withdrawn", "canceled")
    again = POST | {"updated_at": "2024-03-05T22:00:00.000Z"}
    take(service, ghost(again, {"status": "draft"}, "post.published"))
    assert service.get(receipt["links"]["article"]).status == 200


def test_superdesk_corrects_kills_and_takes_down(service, secrets):
    item = ITEM | {"headline": f"{SECRET} holds", "associations": {}}
    [receipt] = Publisher().push(item).json["items"]
    corrected = item | {"version": "3", "ednote": "CORRECTION: the wall is that of Port Ellery"}
    Publisher().push(corrected | {"versioncreated": "2025-03-05T20:30:00+0000"})
    service.drain()
    found = service.get(receipt["links"]["article"]).json
    assert found["corrections"] == [{"text": "This version corrects an earlier one."}]
    kill = item | {"version": "4", "pubstatus": "canceled", "headline": "KILL", "body_html": "<p>Do not use.</p>"}
    Publisher().push(kill | {"versioncreated": "2025-03-05T20:45:00+0000"})
    service.drain()
    assert is_gone(service, receipt)
    assert state(service, receipt) == ("withdrawn", "canceled")


NITF = """<nitf><head><title>{title}</title><docdata {management}>
<doc-id id-string="{id}"/><date.issue norm="{at}"/></docdata></head>
<body><body.head><hedline><hl1>{title}</hl1></hedline></body.head><body.content>{words}</body.content></body></nitf>"""
KILLS = 'management-doc-idref="wire.1" management-idref-status="canceled"'


def nitf(id_="wire.1", title=f"{SECRET} resigns", words="<p>It is so.</p>", management="", at="20240305T120000Z"):
    return NITF.format(id=id_, title=title, words=words, management=management, at=at)


@pytest.mark.parametrize("words", ["", "<p>The wire withdraws its story of noon.</p>"])
def test_a_document_of_nitf_kills_the_one_that_it_names(service, words):
    receipt = take(service, nitf(), content_type="application/xml")
    killer = take(
        service, nitf("wire.2", "KILL", words, KILLS, "20240305T130000Z"), content_type="application/xml"
    )
    assert is_gone(service, receipt)
    if words:
        assert service.get(killer["links"]["article"]).json["headline"] == "KILL"
        assert state(service, receipt) == ("withdrawn", "killed-by-another")
        assert [one["code"] for one in killer["warnings"]] == ["takes-down-another"]


@pytest.mark.parametrize("words", ["", "<p>The wire withdraws its story of noon.</p>"])
@pytest.mark.parametrize("at", ["20240305T120000Z", ""])
def test_a_kill_that_comes_before_its_article_waits_for_it(service, words, at):
    take(service, nitf("wire.2", "KILL", words, KILLS, "20240305T130000Z"), content_type="application/xml")
    receipt = take(service, nitf(at=at), content_type="application/xml")
    assert "older-version" in [one["code"] for one in receipt["warnings"]]
    assert is_gone(service, receipt)
    take(service, nitf(title="Brought back", at="20240305T140000Z"), content_type="application/xml")
    assert service.get(receipt["links"]["article"]).json["headline"] == "Brought back"


def test_a_kill_that_is_pushed_again_does_not_take_down_what_was_brought_back(service):
    kill = nitf("wire.2", "KILL", "<p>Withdrawn.</p>", KILLS, "20240305T130000Z")
    receipt = take(service, nitf(), content_type="application/xml")
    take(service, kill, content_type="application/xml")
    take(service, nitf(title="Brought back", at="20240305T140000Z"), content_type="application/xml")
    take(service, kill, content_type="application/xml")
    assert service.get(receipt["links"]["article"]).json["headline"] == "Brought back"


def test_a_kill_takes_down_articles_of_its_own_source_alone(service):
    receipt = take(service, nitf(), content_type="application/xml", source="wire")
    take(service, nitf("wire.2", "KILL", "<p>Withdrawn.</p>", KILLS), content_type="application/xml")
    assert service.get(receipt["links"]["article"]).status == 200


G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}"
standard="NewsML-G2" standardversion="2.29" conformance="power"><itemMeta><itemClass qcode="ninat:text"/>
<provider literal="wire"/><versionCreated>{at}</versionCreated><pubStatus qcode="{status}"/>{more}</itemMeta>
<contentMeta><headline>{headline}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Words.</p></body></html></inlineXML></contentSet></newsItem>"""


def g2(guid="urn:wire:1", version=1, status="stat:usable", headline=f"{SECRET} resigns", more=""):
    at = f"2024-03-05T12:0{version}:00Z"
    return G2.format(guid=guid, version=version, status=status, headline=headline, at=at, more=more)


@pytest.mark.parametrize(
    "kill",
    [
        g2(version=2, status="stat:canceled"),
        g2(version=2, more='<signal qcode="sig:kill"/>'),
        g2("urn:wire:2", headline="KILL", more='<link rel="wire:kills" residref="urn:wire:1"/>'),
    ],
)
def test_newsml_g2_kills_by_status_by_signal_and_by_naming_another_item(service, kill):
    receipt = take(service, g2(), content_type="application/xml")
    assert SECRET in service.get(receipt["links"]["article"]).text
    take(service, kill, content_type="application/xml")
    assert is_gone(service, receipt)


def test_an_erased_article_is_refused_with_what_to_do(service, article):
    receipt = take(service, article())
    service.request("DELETE", receipt["links"]["article"], source="demo")
    fact = json.dumps({"at": "2024-03-05T12:00:00+00:00", "reason": "a court's order"})
    service.s3.put_object(Bucket="copydesk-raw", Key=f"purged/demo/{receipt['id']}", Body=fact)
    refused = service.push(article(version="9"))
    assert (refused.status, refused.json["type"]) == (409, "urn:copydesk:problem:purged")
    assert "needs another id" in refused.json["detail"]
    assert "court" not in refused.text
