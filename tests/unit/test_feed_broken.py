"""Feeds as templates leave them: what is mended, what is told, and what is refused."""

from contextlib import suppress

import pytest

from shared.domain.errors import BadInput
from shared.formats.feeds import rss
from shared.formats.feeds.recovery import recovered
from shared.formats.payload import Payload
from tests.cost import within
from tests.unit.feed_cases import codes, fields, read, rss_feed


def test_undeclared_prefixes_text_behind_the_end_and_control_characters_are_mended_and_told() -> None:
    item = (
        "<item><title>A & B</title><content:encoded>One\x0b.</content:encoded>"
        "<dc:creator>Jane Doe</dc:creator></item>"
    )
    (parsed,) = read(rss, rss_feed(item, spaces="") + "<b>Warning</b>: broken in index.php on line 7")
    assert fields(parsed) == {
        "headline": "A & B",
        "body_text": "One.",
        "byline": "Jane Doe",
        "authors": [{"name": "Jane Doe"}],
        "publisher": "Harbour Gazette",
    }
    (notice,) = parsed.notices
    assert notice.code == "feed-repaired"
    for told in ("control characters", "after its last tag", "content, dc were not declared"):
        assert told in notice.detail


def test_tags_that_are_never_closed_cost_no_other_item() -> None:
    items = (
        "<item><title>One</title><description>Text<br>more <b>bold</description></item>"
        "<item><title>Two</title><guid>2</guid></item>"
    )
    one, two = read(rss, rss_feed(items))
    assert (one.content.headline, one.content.summary) == ("One", "Text more bold")
    assert (two.content.headline, two.content.source_id) == ("Two", "2")
    assert "feed-repaired" in codes(one)
    assert "feed-repaired" in codes(two)


@pytest.mark.parametrize(
    ("broken", "headline", "words"),
    [
        ("<title>2 < 3 & R&D</title>", "2 < 3 & R&D", None),
        ("<title>x</titl><description>Text.</description>", "x", "Text."),
        ("<title>x</title><description>a <- b &nbsp;c</description>", "x", "a <- b c"),
        ("<title>x</title><p class=big>y</p>", "x", None),
        ("<title>x</title><!-- never closed", "x", None),
        ("<title>x</title><description><![CDATA[never closed</description>", "x", None),
        ("<title>x</title></channel></rss>", "x", None),
    ],
)
def test_an_item_that_is_broken_costs_no_other(broken: str, headline: str, words: str | None) -> None:
    items = f"<item><title>A</title></item><item>{broken}</item><item><title>B</title></item>"
    parsed = [one.content for one in read(rss, rss_feed(items))]
    assert [one.headline for one in parsed] == ["A", headline, "B"]
    assert parsed[1].summary == words


def test_of_a_transfer_that_broke_off_only_the_last_item_is_refused() -> None:
    whole = rss_feed("<item><title>One</title></item><item><title>Two</title><description>It reop")
    one, two = rss.split(Payload(whole[: whole.index("reop") + 4].encode()))
    assert rss.parse(one).content.headline == "One"
    with pytest.raises(BadInput, match="breaks off"):
        rss.parse(two)


def test_utf_8_that_calls_itself_latin_1_is_read_as_what_it_is() -> None:
    document = rss_feed("<item><title>© Zoë</title></item>").replace("UTF-8", "ISO-8859-1")
    (parsed,) = read(rss, document)
    assert parsed.content.headline == "© Zoë"
    assert codes(parsed) == ["feed-repaired"]
    (honest,) = read(rss, document.encode("latin-1"))
    assert honest.content.headline == "© Zoë"
    assert honest.notices == ()


@pytest.mark.parametrize("reference", ["&#2;", "&#x1F;", "&#31;", "&#xFFFE;", "&#0011;", "&#8;", "&#55296;"])
def test_references_to_what_is_no_character_are_left_out(reference: str) -> None:
    (parsed,) = read(rss, rss_feed(f"<item><title>T</title><content:encoded><![CDATA[<p>a{reference}b</p>]]>"
                                   "</content:encoded></item>"))  # fmt: skip
    assert (parsed.content.body_text or "").replace("\ufffd", "") == "ab"


def test_a_name_that_is_too_long_is_left_out_and_costs_no_article() -> None:
    (parsed,) = read(rss, rss_feed(f"<item><title>T</title><source>{'s' * 300}</source></item>"))
    assert fields(parsed) == {"headline": "T"}
    assert codes(parsed) == ["invalid-value"]


def test_an_item_within_an_item_is_its_own_article() -> None:
    items = (
        "<item><title>One</title><item/><item><title>Two</title></item><description>Words.</description></item>"
    )
    assert [one.content.headline for one in read(rss, rss_feed(items))] == ["One", "Two"]


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
        "<rss>" + "<item>" * 200_000,
        rss_feed("<item><title>x</title>" + "<![CDATA[" * 200_000),
        "<rss><channel>" + "<item><title>x</title>" * 30_000,
        rss_feed("<item>" + "<title>x</title>" * 30_000 + "</item>"),
        rss_feed("<item><title>x</title><x>" + "<embargo>x</embargo>" * 30_000 + "</x></item>"),
        rss_feed("".join(f"<item><p{n}:a/><title>t</title></item>" for n in range(20_000))),
    ],
    ids=["entities", "elements", "verbatim", "unclosed", "one-item", "embargoes", "prefixes"],
)
def test_a_hostile_feed_takes_bounded_time(document: str) -> None:
    def read_or_refused() -> None:
        with suppress(BadInput):
            for part in rss.split(Payload(document.encode()))[:20]:
                rss.parse(part)

    within(1, read_or_refused)


def test_a_broken_feed_is_mended_by_the_same_careful_parser() -> None:
    declared = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(BadInput, match="declares entities"):
        recovered(f"{declared}<rss><channel><item><title>One &b;<br></item></channel></rss>")
    assert recovered("") == (None, False)


def test_what_stands_in_a_cdata_section_is_left_as_it_is() -> None:
    item = "<item><title><![CDATA[R&D 2 < 3 &copy;]]></title><link>x?a&b<br></link></item>"
    (parsed,) = read(rss, rss_feed(item))
    assert parsed.content.headline == "R&D 2 < 3 ©"
