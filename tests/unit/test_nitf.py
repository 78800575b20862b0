"""NITF documents of our own, in the ways that wires write them."""

from datetime import UTC, datetime

import pytest

from shared.domain.article import Author, Content, Correction, Image, Status, Topic
from shared.domain.errors import BadInput
from shared.domain.story import linked
from shared.formats import nitf
from shared.formats.payload import Payload

_HEAD = """
  <title>Ferry aground off Kiel</title>
  <meta name="anpa-keyword" content="Ferry-Kiel"/>
  <tobject tobject.type="Economy">
    <tobject.property tobject.property.type="Background"/>
    <tobject.subject tobject.subject.refnum="03015001" tobject.subject.matter="Ships"/>
    <tobject.subject tobject.subject.ipr="ABC" tobject.subject.refnum="F1" tobject.subject.type="Sea"/>
  </tobject>
"""
_DOCDATA = """
  <doc-id id-string="abc.1" regsrc="ABC"/>
  <urgency ed-urg="3"/>
  <date.issue norm="20240105T120000+0100"/>
  <ed-msg info="Adds quotes."/>
  <du-key key="ferry" version="2"/>
  <doc.copyright year="2024" holder="ABC News"/>
  <key-list><keyword key="ferries"/></key-list>
  <evloc city="Kiel" iso-cc="DE"/>
  <identified-content><org>Sea Lines</org><person>Ann Roe</person></identified-content>
"""
_BODY_HEAD = """
  <hedline><hl1>Ferry aground off Kiel</hl1></hedline>
  <byline>By <person>Jane Doe</person><byttl>Marine Reporter</byttl></byline>
  <distributor><org>ABC News Agency</org></distributor>
  <dateline><location><city>Kiel</city>, <country>Germany</country></location>
    <story.date norm="20240105T120000+0100">Jan 5</story.date></dateline>
  <abstract><p>Nobody was hurt.</p></abstract>
"""
_CONTENT = """
  <p>The ferry ran aground at noon.</p>
  <media media-type="image">
    <media-reference source="https://a.example/s.jpg" width="100" height="50" alternate-text="A ferry"/>
    <media-reference source="https://a.example/l.jpg" width="1000" height="500"/>
    <media-caption>The ferry at noon.</media-caption><media-producer>Jo Roe</media-producer>
  </media>
  <hl2>Calm sea</hl2>
  <ul><li>One crew</li><li>Two dogs</li></ul>
"""


def _document(
    docdata: str = _DOCDATA,
    *,
    management: str = "",
    head: str = _HEAD,
    body_head: str = _BODY_HEAD,
    content: str = _CONTENT,
    root: str = '<nitf baselang="en-GB">',
) -> Payload:
    text = (
        f"{root}<head>{head}<docdata {management}>{docdata}</docdata></head>"
        f"<body><body.head>{body_head}</body.head><body.content>{content}</body.content></body></nitf>"
    )
    return Payload(text.encode())


def _read(payload: Payload) -> Content:
    assert nitf.recognises(payload)
    (part,) = nitf.split(payload)
    return nitf.parse(part).content


def test_a_document_is_read_whole() -> None:
    moment = datetime(2024, 1, 5, 11, tzinfo=UTC)
    assert _read(_document()).model_copy(update={"provenance": {}}) == Content(
        story_links=("du-key:ferry",),
        source_id="abc.1",
        version="2",
        language="en-GB",
        created_at=moment,
        published_at=moment,
        updated_at=moment,
        headline="Ferry aground off Kiel",
        slug="Ferry-Kiel",
        summary="Nobody was hurt.",
        body_text="The ferry ran aground at noon.\n\nCalm sea\n\nOne crew\n\nTwo dogs",
        byline="By Jane Doe, Marine Reporter",
        authors=(Author(name="Jane Doe", role="Marine Reporter"),),
        dateline="Kiel, Germany",
        section="Economy",
        genre="Background",
        topics=(Topic(id="subj:03015001", name="Ships"), Topic(id="abc:F1", name="Sea")),
        keywords=("ferries",),
        people=("Ann Roe",),
        organisations=("Sea Lines",),
        places=("Kiel",),
        images=(
            Image(
                url="https://a.example/l.jpg",
                width=1000,
                height=500,
                caption="The ferry at noon.",
                credit="Jo Roe",
            ),
        ),
        publisher="ABC News Agency",
        rights="© 2024 ABC News",
        urgency=3,
        internal_note="Adds quotes.",
    )


def test_layout_encoding_and_namespace_do_not_change_the_article() -> None:
    plain = _document()
    spaced = "<?xml version='1.0' encoding='ISO-8859-1'?>\n" + plain.text.replace("><", ">\n  <")
    spaced = spaced.replace("<nitf ", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" ')
    assert _read(Payload(spaced.encode("latin-1"))) == _read(plain)


def test_an_embargoed_document_is_held_until_its_release() -> None:
    held = _document(
        _DOCDATA + '<date.release norm="20240106T060000+0100"/>', management='management-status="embargoed"'
    )
    content = _read(held)
    assert (content.status, content.embargo_until) == (Status.USABLE, datetime(2024, 1, 6, 5, tzinfo=UTC))


@pytest.mark.parametrize("release", ["", "<date.release/>", '<date.release norm="YYYYMMDD000000-HHMM"/>'])
def test_an_embargo_without_a_time_withholds_the_document(release: str) -> None:
    content = _read(_document(_DOCDATA + release, management='management-status="embargoed"'))
    assert content.status is Status.WITHHELD


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("usable", Status.USABLE),
        ("withheld", Status.WITHHELD),
        ("cancelled", Status.CANCELED),
        ("odd", Status.WITHHELD),
    ],
)
def test_the_management_status_counts_and_an_unknown_one_withholds(word: str, status: Status) -> None:
    assert _read(_document(management=f'management-status="{word}"')).status is status


def test_a_release_after_the_issue_is_an_embargo_whatever_the_status() -> None:
    content = _read(_document(_DOCDATA + '<date.release norm="20240106T060000+0100"/>'))
    assert content.embargo_until == datetime(2024, 1, 6, 5, tzinfo=UTC)


def test_an_expiry_that_nobody_filled_in_is_told_and_one_that_cannot_be_read_withholds() -> None:
    template = nitf.parse(_document(_DOCDATA + '<date.expire norm="YYYYMMDD000000-HHMM"/>'))
    assert template.content.status is Status.USABLE
    assert [notice.code for notice in template.notices] == ["date-unreadable"]
    assert _read(_document(_DOCDATA + '<date.expire norm="soon"/>')).status is Status.WITHHELD


_KILL = 'management-status="usable" management-doc-idref="abc.0" management-idref-status="canceled"'


def test_a_document_without_words_that_cancels_another_is_read_as_that_one_canceled() -> None:
    payload = _document(management=_KILL, body_head="<hedline><hl1>KILL: Ferry</hl1></hedline>", content="")
    parsed = nitf.parse(payload)
    assert (parsed.content.source_id, parsed.content.status) == ("abc.0", Status.CANCELED)
    assert parsed.content.version is None
    assert parsed.content.updated_at == datetime(2024, 1, 5, 11, tzinfo=UTC)
    assert [notice.code for notice in parsed.notices] == ["takedown-of-another"]


def test_a_headline_that_a_takedown_does_not_have_is_derived() -> None:
    body = _document(management=_KILL, body_head="", content="").body
    content = nitf.parse(Payload(body.replace(b"Ferry aground off Kiel", b""))).content
    assert content.headline == "Canceled by its sender"
    assert content.provenance["headline"].origin == "derived"


def test_a_document_with_words_that_cancels_another_stays_itself_and_takes_that_one_down() -> None:
    parsed = nitf.parse(_document(management=_KILL))
    assert (parsed.content.source_id, parsed.content.status) == ("abc.1", Status.USABLE)
    assert parsed.content.story_links == ("abc.0", "du-key:ferry")
    assert parsed.content.takes_down == ("abc.0",)
    assert [notice.code for notice in parsed.notices] == ["takes-down-another"]


def test_a_document_that_names_an_earlier_one_evolved_from_it() -> None:
    content = _read(_document(management='management-doc-idref="abc.0"'))
    assert (content.evolved_from, content.story_links) == ("abc.0", ("abc.0", "du-key:ferry"))


def test_versions_under_new_ids_meet_by_the_key_of_their_story() -> None:
    keyed = "<doc-id id-string='{}'/><du-key key='ferry' version='{}'/>"
    first, second = (_read(_document(keyed.format(*one))) for one in (("abc.1", 1), ("abc.2", 2)))
    assert first.source_id != second.source_id
    assert linked("abc", first) & linked("abc", second)
    assert _read(_document("<doc-id id-string='abc.1'/><du-key key=''/>")).story_links == ()


def test_a_correction_is_kept_with_its_words() -> None:
    content = _read(_document(_DOCDATA + '<correction info="It was noon, not one." id-string="abc.0"/>'))
    assert content.corrections == (Correction(text="It was noon, not one."),)
    assert content.story_links == ("abc.0", "du-key:ferry")


def test_a_byline_within_the_text_counts_where_there_is_no_other() -> None:
    content = _read(_document(body_head="", content="<p>By Jane Doe</p><p>The ferry ran aground.</p>"))
    assert (content.byline, content.authors) == ("By Jane Doe", (Author(name="Jane Doe"),))
    assert content.provenance["byline"].origin == "derived"


def test_initials_and_agencies_are_no_authors() -> None:
    content = _read(_document(body_head="<byline>ab/cd</byline>"))
    assert (content.byline, content.authors) == ("ab/cd", ())


def test_a_tagline_that_says_something_ends_the_text() -> None:
    end = "</body.content><body.end><tagline>Ann Roe contributed to this story.</tagline></body.end><body.content>"
    assert (_read(_document(content=f"<p>Text.</p>{end}")).body_text or "").endswith(
        "Ann Roe contributed to this story."
    )


def test_a_note_above_the_text_is_for_editors() -> None:
    content = _read(_document(body_head=_BODY_HEAD + "<note><p>Names are spelt right.</p></note>"))
    assert content.internal_note == "Adds quotes.\n\nNames are spelt right."


def test_a_body_without_its_inner_element_is_read() -> None:
    text = "<nitf><body><body.head><hedline>H</hedline></body.head><p>One.</p><p>Two.</p></body></nitf>"
    assert _read(Payload(text.encode())).body_text == "One.\n\nTwo."


def test_a_date_without_a_zone_does_not_order_versions() -> None:
    content = _read(_document('<doc-id id-string="abc.1"/><date.issue norm="20240105T120000"/>'))
    assert (content.updated_at, content.published_at) == (None, datetime(2024, 1, 5, 12, tzinfo=UTC))


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(BadInput, match="neither a headline nor a body"):
        _read(_document(head="", body_head="", content=""))


def test_other_xml_is_not_claimed() -> None:
    assert not nitf.recognises(Payload(b"<nitf-list/>"))
    assert not nitf.recognises(Payload(b"no markup"))
    with pytest.raises(BadInput, match="no NITF"):
        nitf.parse(Payload(b"<html/>"))


@pytest.mark.parametrize("attributes", ['noteclass="editorsnote"', 'noteclass="internal"', ""])
def test_a_note_for_editors_is_no_part_of_the_text(attributes: str) -> None:
    note = f"<note {attributes}><body.content><block><p>Call the desk.</p></block></body.content></note>"
    content = _read(_document(content=f"<p>One.</p>{note}<p>Two.</p>"))
    assert (content.body_text, content.internal_note) == ("One.\n\nTwo.", "Adds quotes.\n\nCall the desk.")


@pytest.mark.parametrize("kind", ["cpyrt", "end", "hd", "trademk"])
def test_a_note_for_readers_stays_in_the_text(kind: str) -> None:
    content = _read(_document(content=f'<p>One.</p><note noteclass="{kind}"><p>Two.</p></note>'))
    assert content.body_text == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ('<docdata management-status="canceled"/>', Status.CANCELED),
        ('<docdata management-status="embargoed"/>', Status.WITHHELD),
    ],
)
def test_a_second_docdata_counts_too(second: str, status: Status) -> None:
    text = _document().text.replace("</docdata>", f"</docdata>{second}")
    assert _read(Payload(text.encode())).status is status


def test_a_release_at_no_time_that_can_be_read_withholds() -> None:
    told = '<doc-id id-string="a"/><date.release norm="{}"/>'
    held = _read(_document(told.format("after the speech")))
    assert (held.status, held.embargo_until) == (Status.WITHHELD, None)
    assert _read(_document(told.format("YYYYMMDD000000-HHMM"))).status is Status.USABLE


def test_a_version_of_other_digits_is_kept_as_it_is_written() -> None:
    text = (
        '<nitf><head><docdata><doc-id id-string="a"/><du-key generation="1" version="²"/></docdata></head>'
        "<body><body.head><hedline><hl1>H</hl1></hedline></body.head><body.content><p>T</p></body.content></body></nitf>"
    )
    assert nitf.parse(Payload(text.encode())).content.version == "²"
