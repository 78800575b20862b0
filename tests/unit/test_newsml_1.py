"""NewsML 1 documents of our own, in the ways that agencies write them."""

from datetime import UTC, datetime

import pytest

from shared.domain.article import Author, Content, Image, Status, Topic
from shared.domain.errors import BadInput
from shared.formats import newsml_1
from shared.formats.payload import Payload

_ENVELOPE = '<NewsEnvelope><DateAndTime>20240105T120000Z</DateAndTime><Priority FormalName="4"/></NewsEnvelope>'
_MANAGED = (
    '<NewsItemType FormalName="News"/><FirstCreated>20240105T110000+0100</FirstCreated>'
    "<ThisRevisionCreated>20240105T120000+0100</ThisRevisionCreated>"
)
_USABLE = '<Status FormalName="Usable"/>'
_LINES = (
    "<NewsLines><HeadLine>Ferry aground off Kiel</HeadLine><ByLine>By Jane Doe</ByLine>"
    "<DateLine>KIEL, Jan 5 (ABC) -</DateLine><CopyrightLine>(c) ABC</CopyrightLine>"
    "<SlugLine>Ferry-Kiel</SlugLine>"
    "<NewsLine><NewsLineType FormalName='AdvisoryLine'/><NewsLineText>UPDATES</NewsLineText></NewsLine>"
    "</NewsLines>"
)
_METADATA = (
    "<AdministrativeMetadata><Provider><Party FormalName='ABC'/></Provider></AdministrativeMetadata>"
    "<DescriptiveMetadata><Language FormalName='EN'/><Genre FormalName='Article'/>"
    "<SubjectCode><SubjectMatter FormalName='03015000'/></SubjectCode>"
    "<Property FormalName='Keyword' Value='ferries'/>"
    "<Property FormalName='Keyword' Value='Ann Roe' Role='PersonInImage'/></DescriptiveMetadata>"
)
_TOPICS = (
    "<TopicSet><Topic Duid='t1'><TopicType FormalName='SubjectMatter'/><FormalName>03015000</FormalName>"
    "<Description xml:lang='de' Variant='Name'>Schiffe</Description>"
    "<Description xml:lang='en' Variant='Name'>Ships</Description></Topic></TopicSet>"
)


def _text(body: str = "<p>The ferry ran aground.</p><p>Nobody was hurt.</p>", kind: str = "NITF3.1") -> str:
    return (
        f"<ContentItem><MediaType FormalName='Text'/><Format FormalName='{kind}'/>"
        f"<DataContent>{body}</DataContent></ContentItem>"
    )


def _component(inner: str, role: str = "", lines: str = "", *, attributes: str = "", metadata: str = "") -> str:
    named = f"<Role FormalName='{role}'/>" if role else ""
    return f"<NewsComponent {attributes}>{named}{lines}{metadata}{inner}</NewsComponent>"


def _item(component: str, status: str = _USABLE, number: str = "77") -> str:
    return (
        "<NewsItem><Identification><NewsIdentifier><ProviderId>abc.example</ProviderId><DateId>20240105</DateId>"
        f"<NewsItemId>{number}</NewsItemId><RevisionId PreviousRevision='1' Update='N'>2</RevisionId>"
        f"<PublicIdentifier>urn:newsml:abc.example:20240105:{number}:2</PublicIdentifier></NewsIdentifier>"
        f"<NameLabel>ferry</NameLabel></Identification><NewsManagement>{_MANAGED}{status}</NewsManagement>"
        f"{component}</NewsItem>"
    )


def _document(*items: str) -> Payload:
    return Payload(f'<NewsML Version="1.2">{_ENVELOPE}{"".join(items)}</NewsML>'.encode())


def _read_all(payload: Payload) -> list[Content]:
    assert newsml_1.recognises(payload)
    return [newsml_1.parse(Payload(part.body, part.media_type)).content for part in newsml_1.split(payload)]


def _read(*items: str) -> Content:
    (content,) = _read_all(_document(*items))
    return content


_WHOLE = _component(_text(), lines=_LINES, metadata=_TOPICS + _METADATA)


def test_an_item_is_read_whole() -> None:
    created, updated = datetime(2024, 1, 5, 10, tzinfo=UTC), datetime(2024, 1, 5, 11, tzinfo=UTC)
    assert _read(_item(_WHOLE)).model_copy(update={"provenance": {}}) == Content(
        source_id="urn:newsml:abc.example:20240105:77",
        version="2",
        created_at=created,
        updated_at=updated,
        published_at=updated,
        headline="Ferry aground off Kiel",
        slug="Ferry-Kiel",
        body_text="The ferry ran aground.\n\nNobody was hurt.",
        byline="By Jane Doe",
        authors=(Author(name="Jane Doe"),),
        dateline="KIEL, Jan 5 (ABC)",
        language="en",
        genre="Article",
        topics=(Topic(id="subj:03015000", name="Ships"),),
        keywords=("ferries",),
        people=("Ann Roe",),
        publisher="ABC",
        rights="(c) ABC",
        urgency=4,
        internal_note="UPDATES",
    )


@pytest.mark.parametrize(
    "body",
    [
        "<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>",
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>One.</p><p>Two.</p></body></html>',
        "<body.content><p>One.</p><p>Two.</p></body.content>",
        "<![CDATA[<P>One.</P><P>Two.</P>]]>",
        "One.\n\nTwo.",
    ],
)
def test_the_text_is_read_from_whatever_carries_it(body: str) -> None:
    assert _read(_item(_component(_text(body), lines=_LINES))).body_text == "One.\n\nTwo."


def test_components_are_read_by_their_roles() -> None:
    photo = (
        "<ContentItem Href='https://a.example/s.jpg'><MimeType FormalName='image/jpeg'/><Characteristics>"
        "<Property FormalName='PixelWidth' Value='10'/><Property FormalName='PixelHeight' Value='9'/>"
        "</Characteristics></ContentItem>"
    )
    parts = [
        _component(_text("body {color: red}", "CSS"), "StyleSheet"),
        _component(_text("<p>Ann Roe, +49 1</p>"), "Contact"),
        _component(_text("<p>Nobody was hurt</p>"), "SubHeadLine"),
        _component(_text("<p>It ran aground.</p>"), "Body"),
        _component(photo + _component(_text("A ferry."), "Caption"), "Photo"),
        _component(photo.replace("s.jpg", "logo.jpg"), "Logo"),
    ]
    (part,) = newsml_1.split(_document(_item(_component("".join(parts), lines=_LINES))))
    parsed = newsml_1.parse(part)
    assert (parsed.content.body_text, parsed.content.summary) == ("It ran aground.", "Nobody was hurt")
    assert parsed.content.images == (Image(url="https://a.example/s.jpg", width=10, height=9, caption="A ferry."),)
    assert [(one.reason, one.text) for one in parsed.dropped] == [("component-contact", "Ann Roe, +49 1")]


def test_components_beside_one_caption_are_renditions_of_one_picture() -> None:
    def rendition(name: str, width: str) -> str:
        return _component(
            f"<ContentItem Href='https://a.example/{name}.jpg'><MediaType FormalName='Photo'/><Characteristics>"
            f"<Property FormalName='Width' Value='{width}'/><Property FormalName='Height' Value='{width}'/>"
            "</Characteristics></ContentItem>",
            name,
        )

    caption = _component(_text("A ferry."), "Caption")
    photo = _component(caption + rendition("HighDef", "90") + rendition("Thumbnail", "9"), "Picture")
    content = _read(_item(_component(_component(_text(), "Main") + photo, lines=_LINES)))
    assert content.images == (Image(url="https://a.example/HighDef.jpg", width=90, height=90, caption="A ferry."),)


def test_every_item_is_an_article_also_one_within_another() -> None:
    inner = _item(_WHOLE, number="2")
    frame = _item(f"<NewsComponent>{inner}</NewsComponent>", '<Status FormalName="Withheld"/>', "9")
    read = _read_all(_document(_item(_WHOLE, number="1"), frame))
    assert [(one.source_id, one.status) for one in read] == [
        ("urn:newsml:abc.example:20240105:1", Status.USABLE),
        ("urn:newsml:abc.example:20240105:2", Status.WITHHELD),
    ]


def test_translations_within_one_item_are_articles_of_their_own() -> None:
    def story(language: str, role: str = "") -> str:
        lines = f"<NewsLines><HeadLine>In {language}</HeadLine></NewsLines>"
        spoken = f"<DescriptiveMetadata><Language FormalName='{language}'/></DescriptiveMetadata>"
        return _component(_text(f"<p>Text in {language}.</p>"), role, lines, metadata=spoken)

    payload = _document(_item(_component(story("de") + story("en", "Main"), attributes='EquivalentsList="yes"')))
    read = _read_all(payload)
    assert [(one.source_id, one.language, one.body_text) for one in read] == [
        ("urn:newsml:abc.example:20240105:77", "en", "Text in en."),
        ("urn:newsml:abc.example:20240105:77#de", "de", "Text in de."),
    ]
    assert [part.body for part in newsml_1.split(payload)] == [part.body for part in newsml_1.split(payload)]


_WILL_CHANGE = (
    "<StatusWillChange><FutureStatus FormalName='{}'/><DateAndTime>20240106T060000+0100</DateAndTime>"
    "</StatusWillChange>"
)


def test_an_embargoed_item_is_held_until_its_status_changes() -> None:
    content = _read(_item(_WHOLE, '<Status FormalName="Embargoed"/>' + _WILL_CHANGE.format("Usable")))
    assert (content.status, content.embargo_until) == (Status.USABLE, datetime(2024, 1, 6, 5, tzinfo=UTC))


def test_an_item_that_will_be_canceled_expires() -> None:
    content = _read(_item(_WHOLE, _USABLE + _WILL_CHANGE.format("Canceled")))
    assert content.expires_at == datetime(2024, 1, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("managed", "status"),
    [
        ('<Status FormalName="Embargoed"/>', Status.WITHHELD),
        ('<Status FormalName="Canceled"/>', Status.CANCELED),
        ('<Status FormalName="Odd"/>', Status.WITHHELD),
        (f'{_USABLE}<Instruction FormalName="Kill"/>', Status.CANCELED),
        ("", Status.USABLE),
    ],
)
def test_the_status_counts_and_an_unknown_one_withholds(managed: str, status: Status) -> None:
    assert _read(_item(_WHOLE, managed)).status is status


_UNREADABLE_END = (
    "<StatusWillChange><FutureStatus FormalName='{}'/><DateAndTime>{}</DateAndTime></StatusWillChange>"
)


@pytest.mark.parametrize("when", ["some day", ""])
def test_an_end_that_cannot_be_read_withholds(when: str) -> None:
    payload = _document(_item(_WHOLE, _USABLE + _UNREADABLE_END.format("Canceled", when)))
    parsed = newsml_1.parse(payload)
    assert parsed.content.status is Status.WITHHELD
    assert "expiry-unreadable" in [notice.code for notice in parsed.notices]


def _advised(*advisories: str, kind: str = "AdvisoryLine") -> str:
    lines = "".join(
        f"<NewsLine><NewsLineType FormalName='{kind}'/><NewsLineText>{one}</NewsLineText></NewsLine>"
        for one in advisories
    )
    return _component(_text(), lines=f"<NewsLines><HeadLine>Ferry</HeadLine>{lines}</NewsLines>")


def test_every_advisory_is_kept_and_one_that_speaks_of_an_embargo_holds() -> None:
    content = _read(_item(_advised("UPDATES", "embargo until 1 January 2027")))
    assert (content.internal_note, content.status) == (
        "UPDATES\n\nembargo until 1 January 2027",
        Status.WITHHELD,
    )
    assert _read(_item(_advised("UPDATES", "Adds the embargo on oil"))).status is Status.USABLE
    assert _read(_item(_advised("18 Uhr", kind="EmbargoLine"))).status is Status.WITHHELD


def test_an_advisory_about_the_embargo_that_the_management_ends_adds_nothing() -> None:
    managed = '<Status FormalName="Embargoed"/>' + _WILL_CHANGE.format("Usable")
    content = _read(_item(_advised("Embargoed until 6 January"), managed))
    assert (content.status, content.embargo_until) == (Status.USABLE, datetime(2024, 1, 6, 5, tzinfo=UTC))


def test_creators_are_the_byline_where_there_is_none() -> None:
    metadata = "<AdministrativeMetadata><Creator><Party FormalName='Jane Doe'/></Creator></AdministrativeMetadata>"
    lines = "<NewsLines><HeadLine>Ferry</HeadLine></NewsLines>"
    content = _read(_item(_component(_text(), lines=lines, metadata=metadata)))
    assert (content.byline, content.authors) == ("Jane Doe", (Author(name="Jane Doe"),))


def test_links_lead_to_earlier_items_of_the_story() -> None:
    links = '<DerivedFrom NewsItem="urn:0"/><AssociatedWith NewsItem="urn:s"/><AssociatedWith FormalName="Photo"/>'
    content = _read(_item(_WHOLE, _USABLE + links))
    assert (content.evolved_from, content.story_links) == ("urn:0", ("urn:0", "urn:s"))


def test_an_item_that_says_so_takes_the_one_it_is_associated_with_down_whatever_its_revision() -> None:
    links = (
        '<AssociatedWith FormalName="Kill" NewsItem="urn:newsml:abc:20240105:ferry:2N"/>'
        '<AssociatedWith FormalName="Cancels" NewsItem="urn:other"/>'
        '<AssociatedWith FormalName="KilledBy" NewsItem="urn:killer"/>'
        '<AssociatedWith FormalName="withdrawn-by" NewsItem="urn:killer"/>'
    )
    content = _read(_item(_WHOLE, _USABLE + links))
    assert (content.status, content.takes_down) == (
        Status.USABLE,
        ("urn:newsml:abc:20240105:ferry", "urn:other"),
    )


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("<TopicSet/>", "a set of topics"),
        ("<Update/>", "only instructions"),
        ("<NewsComponent><NewsItemRef NewsItem='urn:1'/></NewsComponent>", "only points to other items"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(inner: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        _read(_item(inner))


def test_a_document_without_items_is_refused_and_other_xml_not_claimed() -> None:
    with pytest.raises(BadInput, match="no NewsItem"):
        _read()
    assert not newsml_1.recognises(Payload(b"<newsItem/>"))
    with pytest.raises(BadInput, match="no NewsML 1"):
        newsml_1.parse(Payload(b"<nitf/>"))


def test_a_correction_without_a_comment_is_told_in_our_words_and_one_with_it_in_its_own() -> None:
    plain = _read(_item(_WHOLE, _USABLE + '<Instruction FormalName="Correction"/>'))
    comment = '<Instruction FormalName="Correction"><Comment>Was ten.</Comment></Instruction>'
    told = _read(_item(_WHOLE, _USABLE + comment))
    assert [one.text for one in plain.corrections] == ["This version corrects an earlier one."]
    assert [one.text for one in told.corrections] == ["Was ten."]
    assert [one.provenance["corrections"].origin for one in (plain, told)] == ["derived", "given"]


def _stories(*names: str, role: str = "") -> dict[str | None, str | None]:
    parts = [
        _component(
            _text(f"<p>Text {name}.</p>"),
            role if number == 0 else "",
            f"<NewsLines><HeadLine>Head {name}</HeadLine></NewsLines>",
            attributes=f'Duid="{name}"',
        )
        for number, name in enumerate(names)
    ]
    return {one.headline: one.source_id for one in _read_all(_document(_item(_component("".join(parts)))))}


def test_the_ids_of_an_items_stories_do_not_depend_on_their_order() -> None:
    base = "urn:newsml:abc.example:20240105:77"
    assert _stories("a", "b") == _stories("b", "a") == {"Head a": f"{base}#a", "Head b": f"{base}#b"}


def test_the_main_story_has_the_items_own_id() -> None:
    base = "urn:newsml:abc.example:20240105:77"
    assert _stories("a", "b", role="Main") == {"Head a": base, "Head b": f"{base}#b"}


def test_stories_of_one_name_get_ids_of_their_own() -> None:
    parts = [
        _component(_text(), lines=f"<NewsLines><HeadLine>{head}</HeadLine></NewsLines>", attributes='Duid="x"')
        for head in ("A", "B", "C")
    ]
    ids = [one.source_id for one in _read_all(_document(_item(_component("".join(parts)))))]
    assert len(set(ids)) == 3
