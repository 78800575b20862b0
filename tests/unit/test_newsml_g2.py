"""NewsML-G2 items of our own, in the ways that agencies write them."""

from datetime import UTC, datetime

import pytest

from shared.domain.article import Author, Content, Correction, Image, RelatedStory, Status, Topic
from shared.domain.errors import BadInput
from shared.formats import newsml_g2
from shared.formats.payload import Payload

_SPACE = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
_META = """
  <itemClass qcode="ninat:text"/><provider literal="abc.example"/>
  <versionCreated>2024-01-05T12:00:00+01:00</versionCreated>
  <firstCreated>2024-01-05T11:00:00+01:00</firstCreated>
"""
_USABLE = '<pubStatus qcode="stat:usable"/>'
_CONTENT_META = """
  <urgency>3</urgency><located qcode="abcgeo:1" type="cptype:city"><name>Kiel</name></located>
  <infoSource role="cRole:source" literal="ABC News"/>
  <creator type="cpnat:person" uri="https://abc.example/doe"><name>Jane Doe</name></creator>
  <language tag="en-GB"/>
  <genre qcode="genre:Background"><name>Background</name></genre>
  <subject type="cpnat:abstract" qcode="medtop:20000139"><name xml:lang="de">Unfall</name>
    <name xml:lang="en">accident</name></subject>
  <subject type="cpnat:abstract" qcode="abccategory:sea"><name>Sea</name><sameAs qcode="subj:03015001"/></subject>
  <subject type="cpnat:person" literal="p1"/><subject type="cpnat:organisation"><name>Sea Lines</name></subject>
  <subject type="cpnat:geoArea" qcode="abcgeo:1"><name>Kiel</name></subject>
  <subject type="cpnat:event"><name>Kiel Week</name></subject>
  <keyword>ferries</keyword><slugline>FERRY-KIEL</slugline>
  <headline role="hld:subHeadline">Nobody was hurt</headline><headline>Ferry aground off Kiel</headline>
  <by>By Jane Doe</by><dateline>KIEL, Jan 5 (ABC) -</dateline>
"""
_BODY = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
    "</head><body><p>The ferry ran aground at noon.</p><p>The sea was calm.</p></body></html></inlineXML>"
)
_ASSERT = '<assert literal="p1"><name>Ann Roe</name></assert>'
_RIGHTS = (
    '<rightsInfo><copyrightNotice xml:lang="en">(c) ABC</copyrightNotice><usageTerms>Web</usageTerms></rightsInfo>'
)


def _item(
    meta: str = _USABLE,
    *,
    kind: str = "ninat:text",
    content_meta: str = _CONTENT_META,
    body: str = _BODY,
    guid: str = "urn:newsml:abc:1",
    space: str = _SPACE,
) -> str:
    return (
        f'<newsItem {space} guid="{guid}" version="4" standard="NewsML-G2" xml:lang="en">{_RIGHTS}'
        f"<itemMeta>{_META.replace('ninat:text', kind)}{meta}</itemMeta><contentMeta>{content_meta}</contentMeta>"
        f"{_ASSERT}<contentSet>{body}</contentSet></newsItem>"
    )


def _read(text: str) -> Content:
    payload = Payload(text.encode())
    assert newsml_g2.recognises(payload)
    (part,) = newsml_g2.split(payload)
    return newsml_g2.parse(part).content


def test_an_item_is_read_whole() -> None:
    created, updated = datetime(2024, 1, 5, 10, tzinfo=UTC), datetime(2024, 1, 5, 11, tzinfo=UTC)
    assert _read(_item()).model_copy(update={"provenance": {}}) == Content(
        source_id="urn:newsml:abc:1",
        version="4",
        created_at=created,
        updated_at=updated,
        published_at=updated,
        headline="Ferry aground off Kiel",
        slug="FERRY-KIEL",
        summary="Nobody was hurt",
        body_text="The ferry ran aground at noon.\n\nThe sea was calm.",
        byline="By Jane Doe",
        authors=(Author(name="Jane Doe", url="https://abc.example/doe"),),
        dateline="KIEL, Jan 5 (ABC)",
        language="en-GB",
        section="Sea",
        genre="Background",
        topics=(
            Topic(id="medtop:20000139", name="accident"),
            Topic(id="abccategory:sea", name="Sea"),
            Topic(id="subj:03015001", name="Sea"),
        ),
        keywords=("ferries",),
        people=("Ann Roe",),
        organisations=("Sea Lines",),
        places=("Kiel",),
        events=("Kiel Week",),
        publisher="ABC News",
        rights="(c) ABC\n\nWeb",
        urgency=3,
    )


def test_namespaces_layout_and_encoding_do_not_change_the_article() -> None:
    bare = _item(space="").replace(' xmlns="http://www.w3.org/1999/xhtml"', "")
    prefixed = f"<?xml version='1.0' encoding='utf-16'?>{_item()}".replace("><", ">\n<")
    assert _read(bare) == _read(_item())
    assert newsml_g2.parse(Payload(prefixed.encode("utf-16"))).content == _read(_item())


@pytest.mark.parametrize(
    "embargo", ["<embargoed/>", "<embargoed></embargoed>", "<embargoed>next week</embargoed>"]
)
def test_an_embargo_without_a_time_withholds_the_article(embargo: str) -> None:
    assert _read(_item(_USABLE + embargo)).status is Status.WITHHELD


def test_an_embargo_with_a_time_holds_the_article_until_then() -> None:
    content = _read(_item(_USABLE + "<embargoed>2024-01-06T06:00:00+01:00</embargoed>"))
    assert (content.status, content.embargo_until) == (Status.USABLE, datetime(2024, 1, 6, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ("", Status.USABLE),
        (_USABLE, Status.USABLE),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"/>', Status.WITHHELD),
        ('<pubStatus qcode="stat:canceled"/>', Status.CANCELED),
        ('<pubStatus qcode="stat:cancelled"/>', Status.CANCELED),
        ('<pubStatus qcode="stat:whatever"/>', Status.WITHHELD),
        ("<pubStatus/>", Status.WITHHELD),
        (f'{_USABLE}<signal qcode="sig:kill"/>', Status.CANCELED),
        (f'{_USABLE}<edNote role="x:embargo">Hold for the minister</edNote>', Status.WITHHELD),
    ],
)
def test_the_status_counts_and_an_unknown_one_withholds(meta: str, status: Status) -> None:
    assert _read(_item(meta)).status is status


def test_a_status_without_end_is_refused_at_once() -> None:
    with pytest.raises(BadInput, match="too many elements 'embargoed'"):
        _read(_item("<embargoed/>" * 30_000))


def test_an_editors_note_is_internal() -> None:
    content = _read(_item(f"{_USABLE}<edNote>Call Ann.</edNote><edNote>Call Ann. Then Bob.</edNote>"))
    assert content.internal_note == "Call Ann. Then Bob."


def test_a_correction_is_told_without_the_editors_note() -> None:
    content = _read(_item(f'{_USABLE}<signal qcode="sig:correction"/><edNote>Was wrong.</edNote>'))
    assert content.corrections == (Correction(text="This version corrects an earlier one."),)
    assert content.provenance["corrections"].origin == "derived"


def test_links_lead_to_earlier_items_of_the_story_and_to_related_ones() -> None:
    links = (
        '<link rel="irel:previousVersion" residref="urn:newsml:abc:1"/>'
        '<link rel="irel:derivedFrom" residref="urn:0"/>'
        '<link rel="irel:translationOf" residref="urn:de"/>'
        '<link rel="irel:seeAlso" href="https://a.example/1"><title>The lines</title></link>'
    )
    content = _read(_item(_USABLE + links))
    assert (content.evolved_from, content.story_links) == ("urn:0", ("urn:0", "urn:de"))
    assert content.related == (RelatedStory(headline="The lines", url="https://a.example/1"),)


def test_a_link_that_says_so_takes_the_item_down_that_it_names() -> None:
    links = (
        '<link rel="abc:kills" residref="urn:0"/><link rel="abc:withdraws" residref="urn:9"/>'
        '<link rel="abc:isCancelledBy" residref="urn:7"/><link rel="abc:killedBy" residref="urn:8"/>'
        '<link rel="irel:seeAlso" residref="urn:5"/>'
    )
    content = _read(_item(_USABLE + links))
    assert (content.status, content.takes_down) == (Status.USABLE, ("urn:0", "urn:9"))
    assert content.evolved_from is None


def test_a_description_that_only_repeats_slug_and_headline_is_no_summary() -> None:
    meta = "<headline>H</headline><slugline>S</slugline><description role='descRole:caption'>S:H</description>"
    assert _read(_item(content_meta=meta)).summary is None


def test_elements_of_the_format_that_are_not_read_are_told() -> None:
    own = '<rtr:own xmlns:rtr="urn:rtr"/><deadline>2024</deadline>'
    parsed = newsml_g2.parse(Payload(_item(_USABLE + own).encode()))
    assert [notice.detail for notice in parsed.notices] == ["1 elements were not read: deadline"]


def test_nitf_inside_gives_what_the_metadata_lacks() -> None:
    nitf = (
        '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        "<body.head><hedline><hl1>Ferry aground</hl1></hedline><byline>By <person>Jane Doe</person></byline>"
        "<dateline>KIEL</dateline></body.head><body.content><block><p>It ran aground.</p></block></body.content>"
        "</body></nitf></inlineXML>"
    )
    content = _read(_item(content_meta="", body=nitf))
    assert (content.headline, content.body_text) == ("Ferry aground", "It ran aground.")
    assert (content.byline, content.authors, content.dateline) == (
        "By Jane Doe",
        (Author(name="Jane Doe"),),
        "KIEL",
    )


@pytest.mark.parametrize(
    "body",
    [
        '<inlineData contenttype="text/html"><![CDATA[<p>One.</p><p>Two.</p>]]></inlineData>',
        '<inlineData contenttype="text/plain">One.\n\nTwo.</inlineData>',
        '<inlineData contenttype="text/plain" encoding="enc:base64">T25lLgoKVHdvLg==</inlineData>',
        "<inlineXML><article><p>One.</p><p>Two.</p></article></inlineXML>",
        "<inlineXML><html><body/></html></inlineXML><inlineData>One.\n\nTwo.</inlineData>",
    ],
)
def test_the_body_is_read_from_whatever_carries_it(body: str) -> None:
    assert _read(_item(body=body)).body_text == "One.\n\nTwo."


def test_agencies_user_names_and_photographers_are_no_authors() -> None:
    creators = (
        '<creator literal="Reuters"/><creator qcode="u:1"><name>doe.jane</name></creator>'
        '<creator role="crole:photographer"><name>Jo Roe</name></creator>'
        "<creator><name>Second Television Channel</name><organisationDetails/></creator>"
    )
    assert _read(_item(content_meta=creators)).authors == ()


def test_a_byline_within_the_text_counts_where_there_is_no_other() -> None:
    body = "<inlineXML><html><body><p>By Jane Doe</p><p>It ran aground.</p></body></html></inlineXML>"
    content = _read(_item(content_meta="<headline>H</headline>", body=body))
    assert (content.byline, content.authors) == ("By Jane Doe", (Author(name="Jane Doe"),))


def test_a_picture_with_a_caption_is_an_article_of_its_kind() -> None:
    meta = '<description role="drol:caption">A ferry off Kiel.</description><creditline>ABC</creditline>'
    body = (
        '<remoteContent href="https://a.example/s.jpg" contenttype="image/jpeg" width="10" height="10"/>'
        '<remoteContent href="https://a.example/l.jpg" contenttype="image/jpeg" width="100" height="80"/>'
    )
    content = _read(_item(kind="ninat:picture", content_meta=meta, body=body))
    assert (content.type, content.body_text) == ("picture", "A ferry off Kiel.")
    assert content.images == (
        Image(url="https://a.example/l.jpg", width=100, height=80, caption="A ferry off Kiel.", credit="ABC"),
    )


@pytest.mark.parametrize("kind", ["text", "video", "picture"])
@pytest.mark.parametrize("role", ["drol:internalnote", "abc:editornote", "https://a.example/roles/note"])
def test_a_description_for_editors_is_internal(kind: str, role: str) -> None:
    meta = f'<headline>Ferry</headline><description role="{role}">Do not name the boy.</description>'
    remote = '<remoteContent href="https://a.example/l.jpg" contenttype="image/jpeg"/>'
    content = _read(_item(kind=f"ninat:{kind}", content_meta=meta, body=remote))
    assert content.internal_note == "Do not name the boy."
    assert "boy" not in f"{content.summary} {content.body_text} {content.images}"


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(BadInput, match="picture item has no words"):
        _read(_item(kind="ninat:picture", content_meta="", body='<remoteContent href="https://a.example/s.jpg"/>'))


def test_a_text_behind_an_address_is_not_fetched_and_told() -> None:
    payload = Payload(
        _item(body='<remoteContent href="https://a.example/t.html" contenttype="text/html"/>').encode()
    )
    parsed = newsml_g2.parse(payload)
    assert parsed.content.body_text is None
    assert "content-elsewhere" in [notice.code for notice in parsed.notices]


@pytest.mark.parametrize(
    ("root", "reason"),
    [
        ("conceptItem", "a concept"),
        ("knowledgeItem", "list of concepts"),
        ("catalogItem", "catalogue"),
        ("planningItem", "announces coverage"),
        ("packageItem", "only points to 1 items"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(root: str, reason: str) -> None:
    text = f"<{root} {_SPACE} guid='x'><groupSet><group><itemRef residref='y'/></group></groupSet></{root}>"
    with pytest.raises(BadInput, match=reason):
        _read(text)


def test_other_xml_is_not_claimed() -> None:
    for text in ("<groupSet/>", '<newsItem xmlns="urn:other"/>', "<NewsML/>", "plain", "<html/>"):
        assert not newsml_g2.recognises(Payload(text.encode()))
    with pytest.raises(BadInput, match="no NewsML-G2"):
        newsml_g2.parse(Payload(b"<groupSet/>"))


def test_a_note_for_editors_within_nitf_is_no_part_of_the_text() -> None:
    inner = '<p>One.</p><note noteclass="internal"><p>Call us.</p></note>'
    nitf = f"<nitf><body><body.content>{inner}</body.content></body></nitf>"
    text = (
        '<newsItem guid="a"><contentMeta><headline>A</headline></contentMeta>'
        f"<contentSet><inlineXML>{nitf}</inlineXML></contentSet></newsItem>"
    )
    content = newsml_g2.parse(Payload(text.encode())).content
    assert (content.body_text, content.internal_note) == ("One.", "Call us.")
