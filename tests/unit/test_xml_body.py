"""The bodies of XML wires."""

import pytest
from lxml import etree

from shared.formats.draft import Draft
from shared.formats.xml.body import Body, byline_within, put_body, read_body, read_words
from shared.formats.xml.layout import wire_paragraphs
from shared.formats.xml.pictures import credited, pictures


def _body(markup: str) -> Body:
    return read_body(etree.fromstring(markup))


def test_the_elements_of_nitf_become_paragraphs() -> None:
    read = _body(
        "<body.content><block><hl2>Storm</hl2><p>Rain fell on <location>Malmö</location>.</p></block>"
        "<bq><block><p>We are safe.</p></block><credit>A neighbour</credit></bq></body.content>"
    )
    assert read.text == "Storm\n\nRain fell on Malmö.\n\nWe are safe.\n\nA neighbour"


def test_namespaces_and_prefixes_do_not_matter() -> None:
    assert (
        _body('<b xmlns:x="http://www.w3.org/1999/xhtml"><x:p>One.</x:p><x:p>Two.</x:p></b>').text
        == "One.\n\nTwo."
    )


def test_rows_of_a_table_stand_by_themselves() -> None:
    read = _body("<b><table><tr><td>Kiel</td><td>2</td></tr><tr><td>Lund</td><td>1</td></tr></table></b>")
    assert read.text == "Kiel 2\n\nLund 1"


def test_a_line_set_in_further_begins_a_paragraph() -> None:
    read = _body(
        "<b><p>(Adds details)\n    Jan 5 - The ferry ran\naground at noon.\n    Nobody was hurt.\n</p></b>"
    )
    assert read.text == "(Adds details)\n\nJan 5 - The ferry ran aground at noon.\n\nNobody was hurt."


def test_the_indentation_of_the_xml_is_no_layout() -> None:
    read = _body("<b>\n  <p>\n    The ferry ran\n    aground at noon.\n  </p>\n</b>")
    assert read.text == "The ferry ran aground at noon."


def test_rows_of_blanks_within_a_paragraph_stay_rows() -> None:
    read = _body("<b><p>Results on Monday\nKiel     2 Lund     0\nTurku    1 Oulu     1\nThat was all.</p></b>")
    assert read.text == "Results on Monday\n\nKiel 2 Lund 0\n\nTurku 1 Oulu 1\n\nThat was all."


def test_escaped_html_is_read_as_html() -> None:
    assert _body("<b><![CDATA[<p>One &amp; two.</p><p>Three.</p>]]></b>").text == "One & two.\n\nThree."


def test_plain_text_keeps_its_paragraphs() -> None:
    assert read_words("One.\n\nTwo.").text == "One.\n\nTwo."
    assert wire_paragraphs("One is long\nand goes on.\n   Two.") == "One is long\nand goes on.\n\n   Two."


def test_what_was_escaped_twice_is_a_quotation_mark() -> None:
    assert _body("<b><p>It&amp;#39;s late.</p></b>").text == "It's late."
    assert _body("<b>It&amp;#39;s late&amp;endash;really.</b>").text == "It's late–really."


def test_metadata_repeated_above_the_text_is_left_out_and_told() -> None:
    read = _body(
        '<body><header><p class="genre">Extra</p><h1>Ferry aground</h1></header>'
        '<div><span class="source">ABC</span></div><p>The ferry ran aground.</p></body>'
    )
    assert read == Body("The ferry ran aground.", (), "Ferry aground", ("Extra Ferry aground", "ABC"))


def test_a_class_named_source_within_a_paragraph_stays() -> None:
    assert _body('<b><p>As <span class="source">the mayor</span> said.</p></b>').text == "As the mayor said."


def test_a_picture_keeps_caption_and_credit() -> None:
    read = _body(
        '<b><figure><img src="https://a.example/1.jpg"/><div class="byline">Jo Doe/ABC</div>'
        "<figcaption>The ferry.</figcaption></figure><p>Text.</p></b>"
    )
    assert pictures(read.figures) == [
        {
            "url": "https://a.example/1.jpg",
            "width": None,
            "height": None,
            "caption": "The ferry.",
            "credit": "Jo Doe/ABC",
            "alt_text": None,
        }
    ]
    assert read.text == "Text."


@pytest.mark.parametrize(
    ("words", "caption", "credit"),
    [
        ("The ferry at noon. Foto: Jo Roe / ABC", "The ferry at noon.", "Jo Roe / ABC"),
        ("The ferry at noon. (Photo by Jo Roe)", "The ferry at noon.", "Jo Roe"),
        ("The ferry at noon (ABC / Jo Roe)", "The ferry at noon", "ABC / Jo Roe"),
        ("Photo: Jo Roe", None, "Jo Roe"),
        ("The ferry at noon.", "The ferry at noon.", None),
    ],
)
def test_a_credit_at_the_end_of_a_caption_is_the_credit(
    words: str, caption: str | None, credit: str | None
) -> None:
    assert credited(words, None) == {"caption": caption, "credit": credit}
    assert credited(words, "ABC") == {"caption": words, "credit": "ABC"}


def test_a_repeated_headline_and_pasted_code_are_dropped_and_told() -> None:
    draft = Draft("x")
    draft.put("headline", "Ferry aground", "/h")
    text = 'FERRY AGROUND\n\nThe ferry ran aground.\n\n<div class="embed"></div><script src="x"></script>'
    put_body(draft, Body(text), "/b", "Ferry aground")
    parsed = draft.finish()
    assert parsed.content.body_text == "The ferry ran aground."
    assert [one.reason for one in parsed.dropped] == ["headline-repeated", "embedded-code"]


def test_a_text_without_any_headline_begins_with_one() -> None:
    draft = Draft("x")
    put_body(draft, Body("The ferry ran aground at noon. Nobody was hurt.\n\nMore soon."), "/b", None)
    content = draft.finish().content
    assert content.headline == "The ferry ran aground at noon."
    assert content.provenance["headline"].rule == "the beginning of the body"


def test_a_byline_within_the_text_is_found_near_its_beginning_only() -> None:
    assert byline_within("(Adds details)\n\nBy Jane Doe\n\nThe ferry ran aground.") == "By Jane Doe"
    assert byline_within("By noon the ferry was afloat again and the crew on shore.\n\nMore.") is None
    assert byline_within("\n\n".join(["Text."] * 9 + ["By Jane Doe"])) is None
