import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Content, Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import schema_org
from shared.formats.payload import Payload

STORY: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "@id": "https://news.example.com/harbour#article",
    "headline": "Harbour reopens",
    "datePublished": "2024-03-05T10:00:00Z",
    "articleBody": "The harbour reopened on Tuesday.",
}


def payload(document: Any) -> Payload:
    return Payload(json.dumps(document).encode(), "application/ld+json")


def parse(document: Any) -> Parsed:
    return schema_org.parse(payload(document))


def read(**changes: Any) -> Content:
    return parse(STORY | changes).content


def split(document: Any) -> list[Content]:
    return [schema_org.parse(part).content for part in schema_org.split(payload(document))]


def codes(parsed: Parsed) -> list[str]:
    return [notice.code for notice in parsed.notices]


def test_an_article_is_read_without_a_notice() -> None:
    parsed = parse(
        STORY
        | {
            "@type": ["OpinionNewsArticle"],
            "url": "https://news.example.com/harbour#top",
            "dateModified": "2024-03-05T12:00:00+01:00",
            "dateCreated": "2024-03-04T10:00:00Z",
            "expires": "2025-01-01T00:00:00Z",
            "version": 2,
            "description": "Open again &amp; busy.",
            "author": {
                "@type": "Person",
                "name": "Jane Doe",
                "jobTitle": "Reporter",
                "description": "Writes.",
                "image": {"@type": "ImageObject", "url": "https://img.example.com/j.jpg"},
                "sameAs": ["https://social.example.com/jane"],
            },
            "publisher": {"@type": "Organization", "name": "Example News"},
            "image": {
                "@type": "ImageObject",
                "url": "https://img.example.com/h.jpg",
                "width": "1200",
                "height": {"@type": "QuantitativeValue", "value": 800},
                "caption": "The harbour",
                "creditText": "Pia Photo",
            },
            "articleSection": ["Local", "Transport"],
            "keywords": "port, bridge; crane",
            "about": [
                {"@type": "Thing", "name": "Ports", "@id": "http://cv.example.com/ports"},
                {"@type": "Person", "name": "Ada Other"},
                "Shipping",
            ],
            "mentions": [
                {"@type": "Organization", "name": "Port Authority"},
                {"@type": "Event", "name": "Harbour Day"},
            ],
            "contentLocation": {"@type": "Place", "name": "Port Town"},
            "dateline": "Port Town",
            "inLanguage": "en-GB",
            "isAccessibleForFree": "False",
            "copyrightNotice": "© Example News",
            "license": "https://news.example.com/terms",
            "isBasedOn": "https://news.example.com/earlier",
            "timeRequired": "PT3M",
            "correction": {
                "@type": "CorrectionComment",
                "text": "The year was wrong.",
                "datePublished": "2024-03-05T13:00:00Z",
            },
        }
    )
    assert parsed.notices == ()
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "https://news.example.com/harbour#article",
        "url": "https://news.example.com/harbour",
        "version": "2",
        "expires_at": "2025-01-01T00:00:00Z",
        "created_at": "2024-03-04T10:00:00Z",
        "published_at": "2024-03-05T10:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour reopens",
        "summary": "Open again & busy.",
        "body_text": "The harbour reopened on Tuesday.",
        "byline": "Jane Doe",
        "authors": [
            {
                "name": "Jane Doe",
                "role": "Reporter",
                "biography": "Writes.",
                "image_url": "https://img.example.com/j.jpg",
                "url": "https://social.example.com/jane",
            }
        ],
        "dateline": "Port Town",
        "language": "en-GB",
        "section": "Local",
        "genre": "Opinion",
        "topics": [
            {"id": "http://cv.example.com/ports", "name": "Ports"},
            {"name": "Shipping"},
            {"name": "Transport"},
        ],
        "keywords": ["port", "bridge", "crane"],
        "people": ["Ada Other"],
        "organisations": ["Port Authority"],
        "places": ["Port Town"],
        "events": ["Harbour Day"],
        "images": [
            {
                "url": "https://img.example.com/h.jpg",
                "width": 1200,
                "height": 800,
                "caption": "The harbour",
                "credit": "Pia Photo",
            }
        ],
        "corrections": [{"text": "The year was wrong.", "at": "2024-03-05T13:00:00Z"}],
        "publisher": "Example News",
        "rights": "© Example News\n\nhttps://news.example.com/terms",
        "free_to_read": False,
        "reading_minutes": 3,
        "evolved_from": "https://news.example.com/earlier",
    }


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        (["Jane Doe", "John Roe"], ["Jane Doe", "John Roe"]),
        ({"@type": "Person", "name": "Jane Doe"}, ["Jane Doe"]),
        ([{"name": "Jane Doe"}, {"name": "John Roe"}], ["Jane Doe", "John Roe"]),
        ({"@type": "Person", "name": ["Jane Doe"]}, ["Jane Doe"]),
        ({"name": {"@value": "Jane Doe", "@language": "en"}}, ["Jane Doe"]),
        ({"@list": [{"name": "Jane Doe"}]}, ["Jane Doe"]),
        ({"@type": "Organization", "name": "Example News"}, []),
        ({"@type": "Person", "name": "Reuters"}, []),
        ({"@type": "Person", "name": "Example Times"}, []),
        ({"@type": "Person", "name": "news.example.com"}, []),
        ({"@id": "https://elsewhere.example.com/jane"}, []),
        ("Mary O&#039;Neill", ["Mary O'Neill"]),
        ([], []),
        (None, []),
    ],
)
def test_authors_are_read_in_each_of_their_forms(author: Any, names: list[str]) -> None:
    content = read(author=author, publisher={"name": "Example Times"})
    assert [person.name for person in content.authors] == names


def test_a_creator_stands_in_for_a_missing_author() -> None:
    assert read(creator=["Jane Doe"]).authors[0].name == "Jane Doe"


def test_an_author_whom_nothing_names_is_told() -> None:
    parsed = parse(STORY | {"author": {"@id": "https://news.example.com/jane"}})
    assert codes(parsed) == ["reference-not-found"]


GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "@id": "#page", "name": "A page", "primaryImageOfPage": {"@id": "#image"}},
        {
            "@type": "Article",
            "@id": "https://news.example.com/a#article",
            "headline": "A",
            "author": {"@id": "#jane"},
            "publisher": {"@id": "#org"},
            "image": {"@id": "#image"},
            "isPartOf": {"@id": "#page"},
        },
        {
            "@type": "Article",
            "@id": "https://news.example.com/b#article",
            "headline": "B",
            "author": [{"@id": "#jane"}],
        },
        {"@type": ["Person", "Organization"], "@id": "#jane", "name": "Jane Doe", "worksFor": {"@id": "#org"}},
        {"@type": "Organization", "@id": "#org", "name": "Example News", "member": {"@id": "#jane"}},
        {"@type": "ImageObject", "@id": "#image", "url": "https://img.example.com/a.jpg", "caption": "A crane"},
    ],
}


def test_a_graph_is_taken_apart_and_each_part_keeps_what_it_refers_to() -> None:
    first, second = split(GRAPH)
    assert (first.headline, second.headline) == ("A", "B")
    assert first.publisher == "Example News"
    assert first.images[0].caption == "A crane"
    assert (first.byline, second.byline) == ("Jane Doe", "Jane Doe")
    parts = schema_org.split(payload(GRAPH))
    assert "A page" not in parts[1].text


def test_a_part_is_the_same_bytes_every_time() -> None:
    assert [part.body for part in schema_org.split(payload(GRAPH))] == [
        part.body for part in schema_org.split(payload(GRAPH))
    ]


def test_an_article_alone_stays_byte_for_byte_what_was_sent() -> None:
    sent = payload(STORY)
    assert schema_org.split(sent) == [sent]


def test_an_article_within_a_pages_description_is_found() -> None:
    page = {"@type": "WebPage", "name": "Page", "mainEntity": STORY, "relatedLink": []}
    assert [content.headline for content in split(page)] == ["Harbour reopens"]


def test_stories_beside_the_article_are_no_articles_of_their_own() -> None:
    teaser = {"@type": "NewsArticle", "headline": "Another", "url": "https://news.example.com/x"}
    listing = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": teaser}]}
    assert [content.headline for content in split([listing, STORY])] == ["Harbour reopens"]
    assert [content.headline for content in split(listing)] == ["Another"]
    related = split(STORY | {"hasPart": [teaser]})[0].related
    assert [(story.headline, story.url) for story in related] == [("Another", "https://news.example.com/x")]


def test_several_nodes_about_one_article_are_put_together() -> None:
    more = {"@type": "Article", "@id": STORY["@id"], "headline": "Other words", "articleSection": "Local"}
    same_words = {"@type": "BlogPosting", "headline": "Harbour reopens", "keywords": ["port"]}
    (content,) = split([STORY, more])
    assert (content.headline, content.section) == ("Harbour reopens", "Local")
    assert len(split([STORY, same_words])) == 2
    assert len(split([same_words, same_words | {"genre": "x"}])) == 1


def test_an_id_that_a_whole_site_shares_is_no_articles_id() -> None:
    shared_id = {"@id": "https://news.example.com/#article"}
    first, second = split(
        [STORY | shared_id, STORY | shared_id | {"headline": "B", "url": "https://news.example.com/b"}]
    )
    assert (first.source_id, second.source_id) == (None, "https://news.example.com/b")
    assert read(**{"@id": "_:b0"}, mainEntityOfPage="https://news.example.com/").source_id is None


@pytest.mark.parametrize(
    ("changes", "source_id"),
    [
        ({"@id": None, "url": "https://news.example.com/b"}, "https://news.example.com/b"),
        (
            {"@id": "#article", "mainEntityOfPage": {"@id": "https://news.example.com/c"}},
            "https://news.example.com/c",
        ),
        ({"@id": None, "mainEntityOfPage": {"id": "https://news.example.com/d"}}, "https://news.example.com/d"),
        ({"@id": None, "identifier": {"@type": "PropertyValue", "value": 77}}, "77"),
        ({"@id": None, "identifier": ["x-1"]}, "x-1"),
    ],
)
def test_the_id_is_found_in_its_places(changes: dict[str, Any], source_id: str) -> None:
    assert read(**changes).source_id == source_id


@pytest.mark.parametrize(
    "document",
    [
        {"@type": "Product", "name": "Shoes"},
        {"@context": "https://schema.org", "@graph": [{"@type": "Person", "name": "Jane"}, {"@type": "Product"}]},
        [{"@type": "Product"}],
    ],
)
def test_a_document_without_an_article_is_refused_with_what_it_has(document: Any) -> None:
    for reading in (schema_org.split, schema_org.parse):
        with pytest.raises(BadInput, match=r"no article: it describes .*Product"):
            reading(payload(document))


def test_an_article_without_words_is_refused() -> None:
    with pytest.raises(BadInput, match="neither a headline nor a body"):
        parse({"@type": "NewsArticle", "isAccessibleForFree": True})


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (STORY, True),
        ([STORY], True),
        (GRAPH, True),
        ({"@type": "Product"}, True),
        ({"headline": "A", "articleBody": "B"}, True),
        ({"headline": "A", "datePublished": "2024-01-01"}, True),
        ({"headline": "A", "body_text": "B"}, False),
        ({"title": "A"}, False),
        ([], False),
        ("x", False),
    ],
)
def test_linked_data_is_recognised(document: Any, expected: bool) -> None:
    assert schema_org.recognises(payload(document)) is expected


def test_text_is_not_claimed() -> None:
    assert not schema_org.recognises(Payload(b"@type: Article", "text/plain"))


def test_an_object_without_a_type_is_read_as_an_article() -> None:
    assert parse({"headline": "A", "articleBody": "B"}).content.body_text == "B"


@pytest.mark.parametrize("prefix", ["schema:", "http://schema.org/", "https://schema.org/"])
def test_properties_with_the_vocabularys_prefix_are_read(prefix: str) -> None:
    node = {"@type": f"{prefix}NewsArticle", f"{prefix}headline": [{"@value": "A"}], f"{prefix}articleBody": "B"}
    content = parse([node]).content
    assert (content.headline, content.body_text) == ("A", "B")


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
