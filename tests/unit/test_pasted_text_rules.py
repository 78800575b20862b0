import re
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.article import Parsed
from shared.domain.errors import BadInput
from shared.domain.text import clean_line
from shared.formats import pasted_text
from shared.formats.payload import Payload
from tests.cost import grows_with_the_text
from tests.unit.pasted_text_cases import BODY, FIRST, HEADLINE, SECOND, THIRD, dropped, fields, read


def test_subheadings_and_lists_stay_in_the_body() -> None:
    page = f"{HEADLINE}\n\n{FIRST}\n\nWhat the bridge will cost\n\n{SECOND}\n\nSteel\nConcrete and sand\n\n{THIRD}"

    assert (read(page).content.body_text or "").split("\n\n") == [
        FIRST,
        "What the bridge will cost",
        SECOND,
        "Steel",
        "Concrete and sand",
        THIRD,
    ]


def test_a_subheading_directly_above_its_paragraph_is_no_other_story() -> None:
    parsed = read(f"{HEADLINE}\n\n{FIRST}\n\nWhat the bridge will cost\n{SECOND}\n\n{THIRD}")

    assert parsed.content.related == ()
    assert parsed.content.body_text == f"{FIRST}\n\nWhat the bridge will cost\n\n{SECOND}\n\n{THIRD}"


def test_a_paragraph_that_ends_with_an_agency_is_no_caption() -> None:
    parsed = read(f"{HEADLINE}\n\n{FIRST}\n\n{THIRD} (Reuters)")

    assert parsed.content.images == ()
    assert parsed.content.body_text == f"{FIRST}\n\n{THIRD} (Reuters)"


def test_an_article_about_cookies_keeps_its_sentences() -> None:
    about = [
        f"The {kind} shop uses cookies to follow its customers, the watchdog found, and nobody can accept that."
        for kind in ("first", "second", "third", "last")
    ]
    assert read("\n\n".join([HEADLINE, *about])).content.body_text == "\n\n".join(about)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("March 5, 2024 10:30 UTC", datetime(2024, 3, 5, 10, 30, tzinfo=UTC)),
        ("Published 5 March 2024 at 10:30 am EST", datetime(2024, 3, 5, 15, 30, tzinfo=UTC)),
        ("Tuesday, March 5, 2024 10:30 p.m.", datetime(2024, 3, 5, 22, 30, tzinfo=UTC)),
        ("2024-03-05T10:30+02:00", datetime(2024, 3, 5, 8, 30, tzinfo=UTC)),
        ("05.03.2024 10:30", datetime(2024, 3, 5, 10, 30, tzinfo=UTC)),
        ("5 березня 2024, 10:30", datetime(2024, 3, 5, 10, 30, tzinfo=UTC)),
        ("By Jane Doe | March 5, 2024 10:30 GMT | 2 min read", datetime(2024, 3, 5, 10, 30, tzinfo=UTC)),
        ("March 5, 2024", None),
        ("March 5", None),
        ("05/03/2024 10:30", None),
        ("31 February 2024 10:30", None),
    ],
)
def test_a_date_counts_when_day_year_and_time_are_certain(line: str, expected: datetime | None) -> None:
    parsed = read(f"{HEADLINE}\n\n{line}\n\n{BODY}")

    assert parsed.content.published_at == expected
    assert parsed.content.body_text == BODY


def test_a_date_without_its_time_is_told_but_not_taken() -> None:
    parsed = read(f"{HEADLINE}\n\nMarch 5, 2024\n\n{BODY}")

    assert [(notice.code, notice.pointer) for notice in parsed.notices] == [("date-without-time", "line 3")]
    assert dropped(parsed) == [("date-line", "March 5, 2024")]


def test_an_update_counts_only_with_its_zone_for_it_orders_versions() -> None:
    zoned = read(f"{HEADLINE}\n\nUpdated: March 5, 2024 10:30 +0100\n\n{BODY}")
    local = read(f"{HEADLINE}\n\nUpdated: March 5, 2024 10:30\n\n{BODY}")

    assert zoned.content.updated_at == datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    assert local.content.updated_at is None
    assert [notice.code for notice in local.notices] == ["date-without-zone"]


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("2 min read", 2),
        ("12 minute read", 12),
        ("Reading time: 3 minutes", 3),
        ("5 Min. Lesezeit", 5),
        ("Lecture 4 min", 4),
        ("3 min di lettura", 3),
        ("7 мин чтения", 7),
        ("5分で読めます", 5),
    ],
)
def test_a_reading_time_is_taken_as_stated(line: str, minutes: int) -> None:
    assert fields(read(f"{HEADLINE}\n\n{line}\n\n{BODY}")) == {
        "headline": HEADLINE,
        "reading_minutes": minutes,
        "body_text": BODY,
    }


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "\u200b", "Share\nFacebook\nRead more"])
def test_a_page_without_headline_and_body_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="neither a headline nor a body"):
        read(text)


@pytest.mark.parametrize(
    ("body", "media_type", "expected"),
    [
        (HEADLINE.encode(), None, True),
        (HEADLINE.encode(), "text/plain", True),
        (HEADLINE.encode(), "application/octet-stream", True),
        (HEADLINE.encode(), "application/x-www-form-urlencoded", True),
        (b"[Updated] Norwick votes", "text/plain", True),
        (HEADLINE.encode(), "text/csv", False),
        (HEADLINE.encode(), "application/json", False),
        (b'{"headline": "Norwick votes"}', "text/plain", False),
        (b"\xef\xbb\xbf \n<html><p>Norwick votes", "text/plain", False),
        (rb"{\rtf1 Norwick votes}", "text/plain", False),
        (b"%PDF-1.7 Norwick", None, False),
        (b"PK\x03\x04\0\0", "application/octet-stream", False),
    ],
)
def test_plain_text_is_recognised_and_nothing_else(body: bytes, media_type: str | None, expected: bool) -> None:
    assert pasted_text.recognises(Payload(body, media_type)) is expected


def test_a_page_is_one_article() -> None:
    payload = Payload(HEADLINE.encode())

    assert pasted_text.split(payload) == [payload]


PIECES = st.one_of(
    st.sampled_from(
        [
            HEADLINE,
            FIRST,
            SECOND,
            THIRD,
            "",
            "",
            "News",
            "Share",
            "Article image",
            "Avatar",
            "Jane Doe",
            "Harbour Correspondent",
            "Jane Doe writes about ports and fishing for the Example Gazette and lives there.",
            "The harbour bridge was closed in May. (Tom Example/Coast Pictures)",
            "The harbour bridge was closed in May",
            "Why the ferry between the islands never came back after the storm",
            "The last ferry left in the autumn and the council promised that another would",
            "Related stories",
            "Comments",
            "We use cookies on this site. Accept all of them to go on reading.",
            "March 5",
        ]
    ),
    # without hashtags: one that is said twice is kept once
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z"), exclude_characters="#"), max_size=200),
)


def words_of(*texts: str | None) -> Counter[str]:
    return Counter(word for text in texts if text for word in re.findall(r"\w+", clean_line(text)))


def places(parsed: Parsed) -> list[str | None]:
    content = parsed.content
    found = [content.headline, content.summary, content.byline, content.body_text]
    found += [text for image in content.images for text in (image.caption, image.credit, image.alt_text)]
    found += [text for story in content.related for text in (story.headline, story.teaser)]
    unnamed = [one.name for one in content.authors if one.biography and one.name not in (content.byline or "")]
    found += unnamed + [text for one in content.authors if one.biography for text in (one.role, one.biography)]
    found += [one.role for one in content.authors if not one.biography] + list(content.keywords)
    return found + [piece.text for piece in parsed.dropped]


def holding_lines(parsed: Parsed, text: str) -> list[str]:
    """Give the lines that hold the article back: what they say is its status, or its embargo."""
    origins = [parsed.content.provenance.get(name) for name in ("status", "embargo_until")]
    named = {one.rule for one in origins if one} | {one.pointer or "" for one in parsed.notices}
    return [line for number, line in enumerate(text.splitlines(), 1) if f"line {number}" in named]


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_every_line_ends_up_in_exactly_one_place(pieces: list[str], end: str) -> None:
    text = end.join([HEADLINE, *pieces])

    parsed = read(text)
    assert words_of(*places(parsed), *holding_lines(parsed, text)) == words_of(clean_line(text))


def long_texts() -> dict[str, str]:
    size = 4_000_000
    return {
        "one word": "a" * 5_000_000,
        "one line": "word and more words. " * (size // 21),
        "short lines": "ab\n" * (size // 3),
        "paragraphs": f"{FIRST}\n\n" * (size // len(FIRST)),
        "brackets": ("(" * 300 + "\n") * (size // 301),
        "names": "Jane Doe\n" * (size // 9),
        "shares": ("share this " * 10 + "!\n") * (size // 112),
        "newsletters": ("newsletter " * 25 + "\n") * (size // 276),
        "captions": "The bridge was closed. (Tom Example/Reuters)\n" * (size // 45),
        "credits": ("Photo: " * 60 + "\n") * (size // 421),
        "dates": "March 5, 2024 10:30 UTC\n" * (size // 24),
        "digits": ("1" * 150 + "\n") * (size // 151),
        "dots": ("." * 599 + "\n") * (size // 600),
        "marks": "e" + "\u0301" * (size // 2),
        "spaces": " " * size,
        "wide": "記事。" * (size // 9),
    }


@pytest.mark.parametrize("name", long_texts())
def test_the_time_grows_no_faster_than_the_text(name: str) -> None:
    def read_or_refused(text: str) -> None:
        with suppress(BadInput):
            read(text)

    grows_with_the_text(read_or_refused, long_texts()[name])


def test_what_is_beyond_the_last_line_looked_at_is_kept_and_told() -> None:
    parsed = read("\n".join([HEADLINE] + [f"{FIRST} {number}." for number in range(6_000)]))

    assert (parsed.content.body_text or "").endswith("5999.")
    assert [notice.code for notice in parsed.notices] == ["long-page"]


def test_more_pictures_than_an_article_may_have_stay_in_the_body() -> None:
    captions = [f"The bridge number {number} was closed. (Tom Example/Reuters)" for number in range(502)]
    parsed = read("\n\n".join([HEADLINE, FIRST, *captions, SECOND]))

    assert len(parsed.content.images) == 500
    assert "number 501" in (parsed.content.body_text or "")


def test_a_short_text_that_a_mail_program_broke_keeps_its_paragraphs() -> None:
    text = (
        "Bridge closed for a week\n\nBy Ida Wren\n\n"
        "The old bridge over the river was closed on Monday. Nobody knows how long.\n\n"
        "Engineers need a week to look at the two pillars in the stream, said Max\nKeel.\n\n"
        "The mayor promised that a ferry would take people across the water, and for\nfree.\n"
    )
    content = pasted_text.parse(Payload(text.encode(), "text/plain")).content
    assert (content.body_text or "").split("\n\n") == [
        "The old bridge over the river was closed on Monday. Nobody knows how long.",
        "Engineers need a week to look at the two pillars in the stream, said Max Keel.",
        "The mayor promised that a ferry would take people across the water, and for free.",
    ]
