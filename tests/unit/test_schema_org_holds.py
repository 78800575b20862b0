import re
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Status
from shared.domain.errors import BadInput
from shared.formats import schema_org
from tests.unit.schema_org_cases import STORY, codes, parse, payload, read, split


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Published", Status.USABLE),
        ("Draft", Status.WITHHELD),
        ({"@type": "DefinedTerm", "name": "Withdrawn"}, Status.CANCELED),
        ("canceled", Status.CANCELED),
        ({"@type": "DefinedTerm", "termCode": "Draft"}, Status.WITHHELD),
        (["Published", "Draft"], Status.WITHHELD),
        (None, Status.USABLE),
    ],
)
def test_the_status_of_the_work_is_read(status: Any, expected: Status) -> None:
    assert read(creativeWorkStatus=status).status is expected


def test_an_embargo_without_a_time_withholds() -> None:
    assert read(embargoed="").status is Status.WITHHELD
    assert read(embargoDate="2030-01-01T00:00:00Z").embargo_until == datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "free"),
    [
        ({"isAccessibleForFree": True}, True),
        ({"isAccessibleForFree": "True"}, True),
        ({"isAccessibleForFree": "https://schema.org/False"}, False),
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".p"}}, False),
        ({"hasPart": [{"isAccessibleForFree": "false"}]}, False),
        ({}, None),
    ],
)
def test_the_paywall_is_read(changes: dict[str, Any], free: bool | None) -> None:
    assert read(**changes).free_to_read is free


@pytest.mark.parametrize(
    ("image", "urls"),
    [
        ("https://img.example.com/a.jpg", ["https://img.example.com/a.jpg"]),
        (["https://img.example.com/a.jpg", "https://img.example.com/a.jpg"], ["https://img.example.com/a.jpg"]),
        ([{"contentUrl": "//img.example.com/a.jpg"}], ["https://img.example.com/a.jpg"]),
        ({"@id": "https://img.example.com/a.jpg?x=1&amp;y=2"}, ["https://img.example.com/a.jpg?x=1&y=2"]),
        ("javascript:alert(1)", []),
        ("/a.jpg", []),
    ],
)
def test_pictures_are_read_in_each_of_their_forms(image: Any, urls: list[str]) -> None:
    assert [picture.url for picture in read(image=image).images] == urls


@pytest.mark.parametrize(
    ("sections", "section", "others"),
    [
        ("Local", "Local", []),
        ("Marketing,Social Media", "Marketing", ["Social Media"]),
        ("Food, Drink and Travel", "Food, Drink and Travel", []),
        (["Local", "Local"], "Local", ["Local"]),
        ({"@type": "DefinedTerm", "name": "Local"}, "Local", []),
    ],
)
def test_sections_are_read(sections: Any, section: str, others: list[str]) -> None:
    content = read(articleSection=sections)
    assert (content.section, [topic.name for topic in content.topics]) == (section, others)


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ("a, b,,c", ("a", "b", "c")),
        (["a, b"], ("a", "b")),
        (["Port, Old", "b"], ("Port, Old", "b")),
        ([{"@type": "DefinedTerm", "name": "a"}], ("a",)),
        ("", ()),
    ],
)
def test_keywords_are_read(keywords: Any, expected: tuple[str, ...]) -> None:
    assert read(keywords=keywords).keywords == expected


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("One.\nTwo.", "One.\n\nTwo."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("Fish &amp; chips", "Fish & chips"),
        (["One.", "Two."], "One.\n\nTwo."),
    ],
)
def test_the_body_is_read_as_text_or_markup(body: Any, text: str) -> None:
    assert read(articleBody=body).body_text == text


def test_the_updates_of_a_live_blog_follow_its_text() -> None:
    updates = [
        {"@type": "BlogPosting", "headline": "10:00", "articleBody": "The first ship."},
        {"@type": "BlogPosting", "articleBody": "The second ship."},
    ]
    (content,) = split([STORY | {"@type": "LiveBlogPosting", "liveBlogUpdate": updates}])
    assert content.body_text == "The harbour reopened on Tuesday.\n\n10:00\n\nThe first ship.\n\nThe second ship."


def test_the_address_of_all_corrections_is_no_correction() -> None:
    assert read(correction="https://news.example.com/corrections").corrections == ()
    assert read(correction="The year was wrong.").corrections[0].text == "The year was wrong."


def test_references_in_a_circle_come_to_an_end() -> None:
    circle = [
        STORY | {"author": {"@id": "#a"}},
        {"@id": "#a", "name": {"@id": "#b"}},
        {"@id": "#b", "name": {"@id": "#a"}},
    ]
    assert [content.headline for content in split(circle)] == ["Harbour reopens"]


def test_a_document_that_grows_when_it_is_written_out_is_refused() -> None:
    big = {"@type": "Organization", "@id": "#org", "description": "x" * 200_000}
    many = [
        {"@type": "Article", "@id": f"urn:{n}", "headline": str(n), "publisher": {"@id": "#org"}}
        for n in range(500)
    ]
    with pytest.raises(BadInput, match="refer to too much"):
        schema_org.split(payload([big, *many]))


def test_a_property_with_thousands_of_values_is_refused_at_once() -> None:
    with pytest.raises(BadInput, match="too many") as refusal:
        parse([STORY | {"author": [{"@id": "#a"}] * 50_000}, {"@id": "#a"} | {str(n): n for n in range(50_000)}])
    assert refusal.value.errors[0].pointer == "/author"


def test_more_than_200_authors_are_refused_with_the_place() -> None:
    names = [f"Jane Doe{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(201)]
    with pytest.raises(BadInput) as refusal:
        parse(STORY | {"author": names})
    assert refusal.value.errors[0].pointer == "/author"


PROPERTIES = re.findall(
    r"\w+",
    """
    about alternateName articleBody articleSection author contentLocation correction creativeWorkStatus
    copyrightHolder dateModified datePublished description embargo expires genre hasPart headline identifier image
    inLanguage isAccessibleForFree isBasedOn isPartOf keywords license liveBlogUpdate mainEntityOfPage mentions
    name publisher timeRequired url version
    """,
)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        5,
        True,
        [],
        {},
        [None],
        [[]],
        [{}],
        [5],
        {"@id": 5},
        {"name": None},
        {"@value": {}},
    ],
)
@pytest.mark.parametrize("name", PROPERTIES)
def test_whatever_stands_in_a_property_the_article_is_read_or_refused(name: str, value: Any) -> None:
    try:
        assert split(STORY | {"text": "B", name: value})
        assert split({"@graph": [STORY | {"text": "B", name: value}]})
    except BadInput as refusal:
        assert refusal.detail


@pytest.mark.parametrize("kind", [None, 5, {}, [None], [5], "", "Article ", ["https://schema.org/Article"]])
def test_whatever_stands_as_a_type_the_document_is_read_or_refused(kind: Any) -> None:
    try:
        assert split({"@type": kind, "headline": "A"})[0].headline == "A"
    except BadInput as refusal:
        assert "no article" in refusal.detail


HELD = {"embargoed": "2099-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    "document",
    [
        {"@graph": [STORY]} | HELD,
        {"@type": "WebPage", "mainEntity": STORY} | HELD,
        {"@graph": [STORY, {"@id": STORY["@id"]} | HELD]},
        {"@graph": [STORY, {"@type": "NewsArticle", "@id": STORY["@id"]} | HELD]},
        {"@graph": [STORY | {"embargoed": "2024-01-01T00:00:00Z"}, {"@id": STORY["@id"]} | HELD]},
    ],
)
def test_what_holds_a_page_or_another_node_of_the_name_holds_the_article(document: dict[str, Any]) -> None:
    assert [content.embargo_until for content in split(document)] == [datetime(2099, 1, 1, tzinfo=UTC)]


@pytest.mark.parametrize("more", [{"creativeWorkStatus": ""}, {"pubstatus": "withheld"}, {"expires": "one day"}])
def test_a_status_that_is_empty_or_of_ninjs_withholds(more: dict[str, Any]) -> None:
    assert read(**more).status is Status.WITHHELD


def test_parts_that_are_held_longer_than_the_article_are_left_out() -> None:
    secret = {"@type": "NewsArticle", "headline": "SECRET", "articleBody": "SECRET"}
    later = secret | {"datePublished": "2098-01-01T00:00:00Z"}
    for part in (secret | HELD, secret | {"pubstatus": "withheld"}, later):
        for field in ("hasPart", "liveBlogUpdate"):
            parsed = parse(STORY | {field: [part]})
            assert "SECRET" not in parsed.content.model_dump_json()
            assert codes(parsed) == ["part-held"]
    assert read(hasPart=[secret | HELD], **HELD).related[0].headline == "SECRET"


def test_the_latest_of_several_dates_counts() -> None:
    dates = ["2024-01-01T00:00:00Z", "2098-01-01T00:00:00Z"]
    assert read(datePublished=dates).published_at == datetime(2098, 1, 1, tzinfo=UTC)


def test_the_value_of_an_identifier_is_the_id_and_one_with_a_space_is_passed_over() -> None:
    plain = {key: value for key, value in STORY.items() if key != "@id"}
    named = {"@type": "PropertyValue", "name": "post_id", "value": "post-7"}
    assert parse(plain | {"identifier": named}).content.source_id == "post-7"
    assert parse(plain | {"identifier": ["post 7", named]}).content.source_id == "post-7"
    spaced = plain | {"identifier": "post 7", "url": "https://news.example.com/a"}
    assert parse(spaced).content.source_id == "https://news.example.com/a"


@pytest.mark.parametrize("field", ["articleBody", "author"])
def test_references_to_a_large_text_are_bounded(field: str) -> None:
    story = STORY | {field: [{"@id": "#t"}] * 100}
    with pytest.raises(BadInput, match="refers to too much") as refusal:
        parse({"@graph": [story, {"@id": "#t", "name": "x" * 500_000}]})
    assert refusal.value.errors[0].pointer == f"/{field}"


def test_an_endless_live_blog_is_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        read(liveBlogUpdate=[{"headline": "a"}] * 3_000)
    assert refusal.value.errors[0].pointer == "/liveBlogUpdate"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": "draft"}, Status.WITHHELD),
        ({"status": ""}, Status.WITHHELD),
        ({"status": "published"}, Status.USABLE),
        ({"isDraft": True}, Status.WITHHELD),
        ({"isDraft": "true"}, Status.WITHHELD),
        ({"isDraft": False}, Status.USABLE),
    ],
)
def test_words_of_a_system_s_own_hold_too(changes: dict[str, Any], expected: Status) -> None:
    assert read(**changes).status is expected
