from typing import Any

import pytest

from shared.domain.errors import BadInput
from shared.formats import schema_org
from shared.formats.payload import Payload
from tests.unit.schema_org_cases import STORY, codes, parse, payload, read, split


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
