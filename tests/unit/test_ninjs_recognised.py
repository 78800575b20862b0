import re
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Status
from shared.domain.errors import BadInput
from shared.formats import ninjs
from shared.formats.hold import read_hold
from shared.formats.payload import Payload
from shared.formats.values import Fields
from tests.cost import within
from tests.unit.ninjs_cases import STORY, codes, parse, payload, read


@pytest.mark.parametrize(
    "item",
    [
        {"uri": "urn:x:1", "headline": "A", "body_text": "B"},
        {"headline": "A", "body_text": "B"},
        {"headline": "A"},
        {"body_html": "<p>B</p>"},
        {"uri": "urn:x:1", "headlines": [{"value": "A"}], "bodies": [{"value": "B"}]},
        {"uri": "urn:x:1", "headline_main": "A", "versionCreated": "2024-01-01T00:00:00Z"},
        {"guid": "tag:x", "type": "text", "slugline": "x"},
        {"uri": "urn:x:1", "type": "event"},
        {"item": [{"uri": "urn:x:1", "headline": "A"}], "total": 1},
        {"_items": [{"guid": "urn:x:1", "type": "text"}]},
    ],
)
def test_ninjs_is_recognised(item: dict[str, Any]) -> None:
    assert ninjs.recognises(payload(item))


@pytest.mark.parametrize(
    "document",
    [
        {
            "type": "story",
            "version": "0.10.7",
            "headlines": {"basic": "A"},
            "content_elements": [],
            "canonical_url": "/a",
        },
        {"id": "world/1", "type": "article", "webTitle": "A", "fields": {"headline": "A", "body": "<p>B</p>"}},
        {"response": {"status": "ok", "content": {"id": "world/1", "webTitle": "A"}}},
        {"api_version": "1.1", "data": {"item": {"uri": "x", "headline": "A", "pubstatus": "usable"}}},
        {"data": {"items": [{"item": {"uri": "x", "headline": "A"}}]}},
        {"post": {"current": {"id": "1", "html": "<p>A</p>", "title": "A"}, "previous": {}}},
        {
            "id": 1,
            "type": "post",
            "guid": {"rendered": "x"},
            "title": {"rendered": "A"},
            "content": {"rendered": "B"},
        },
        {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1", "content_html": "B"}]},
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "A", "articleBody": "B"},
        {"headline": "A", "articleBody": "B", "datePublished": "2024-01-01"},
        {"@type": "NewsArticle", "headline": "A", "uri": "urn:x:1"},
        {"title": "A", "text": "B", "authors": ["C"]},
        {"items": [{"id": 1}]},
        {"item": []},
        {"uri": "urn:x:1"},
        {"guid": "urn:x:1", "title": "A"},
        {},
        [],
        "headline",
        5,
    ],
)
def test_other_json_is_not_claimed(document: Any) -> None:
    assert not ninjs.recognises(payload(document))


def test_text_is_not_claimed() -> None:
    assert not ninjs.recognises(Payload(b"headline: A\n\nbody_text: B", "text/plain"))


@pytest.mark.parametrize("document", [{"title": "A", "text": "B"}, [], "x", None])
def test_json_that_is_no_item_is_refused_with_what_was_expected(document: Any) -> None:
    with pytest.raises(BadInput, match="no ninjs item") as refusal:
        ninjs.parse(payload(document))
    assert "headline" in refusal.value.errors[0].detail


def test_a_wrapped_list_is_taken_apart() -> None:
    items = [STORY, STORY | {"uri": "urn:x:2", "headline": "Zwölf"}]
    parts = ninjs.split(payload({"total": 2, "item": items}))
    assert [ninjs.parse(part).content.source_id for part in parts] == [STORY["uri"], "urn:x:2"]


def test_a_single_item_stays_byte_for_byte_what_was_sent() -> None:
    sent = payload(STORY)
    assert ninjs.split(sent) == [sent]


@pytest.mark.parametrize("kind", ["event", "planning"])
def test_an_announcement_is_refused(kind: str) -> None:
    with pytest.raises(BadInput, match="announces") as refusal:
        parse({"uri": "urn:x:1", "type": kind, "title": "A conference"})
    assert refusal.value.errors[0].pointer == "/type"


def test_an_item_without_words_is_refused() -> None:
    with pytest.raises(BadInput, match="neither a headline nor a body"):
        parse({"uri": "urn:x:1", "type": "text", "versioncreated": "2024-01-01T00:00:00Z"})


def test_the_smallest_push_is_an_article_without_an_id() -> None:
    parsed = parse({"headline": "A", "body_text": "B"})
    assert (parsed.content.source_id, parsed.content.headline, parsed.content.body_text) == (None, "A", "B")
    assert parsed.notices == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type": "story"}, "unknown-type"),
        ({"byeline": "Jane"}, "unknown-property"),
        ({"versioncreated": "yesterday"}, "date-unreadable"),
        ({"language": "English, mostly"}, "invalid-value"),
        ({"slugline": {"a": 1}}, "unexpected-type"),
        ({"urgency": 99}, "invalid-value"),
        ({"subject": [{"rel": "about"}]}, "invalid-value"),
        ({"authors": [{"name": "View All Posts"}]}, "no-person"),
        ({"url": "javascript:alert(1)"}, "invalid-url"),
    ],
)
def test_a_departure_from_the_format_is_a_notice_and_the_article_is_read(
    changes: dict[str, Any], code: str
) -> None:
    parsed = parse(STORY | changes)
    assert code in codes(parsed)
    assert parsed.content.body_text == "The harbour reopened on Tuesday."


def test_a_title_stands_in_for_a_missing_headline() -> None:
    item = {"uri": "urn:x:1", "title": "A title", "body_text": "B", "type": "text"}
    parsed = parse(item)
    assert parsed.content.headline == "A title"
    assert codes(parsed) == ["headline-from-title"]


@pytest.mark.parametrize(
    ("item", "body"),
    [
        ({"body_text": "One ends.\nTwo ends."}, "One ends.\n\nTwo ends."),
        ({"body_text": "<p>One.</p><p>Two.</p>"}, "One.\n\nTwo."),
        ({"body_xhtml": "<p>One.</p>", "body_text": "Flat."}, "One."),
        ({"body_html": "<script>x()</script>", "body_text": "Flat."}, "Flat."),
        ({"body_richtext": "<p>One.</p>", "body_footer": "Call us."}, "One."),
        ({"body_main": "One."}, "One."),
        ({"bodies": "One."}, "One."),
        ({"bodies": [{"contenttype": "application/xhtml+xml", "value": "<p>One.</p>"}]}, "One."),
    ],
)
def test_the_body_is_found_in_each_of_its_forms(item: dict[str, Any], body: str) -> None:
    assert parse({"uri": "urn:x:1", "headline": "A"} | item).content.body_text == body


@pytest.mark.parametrize(
    ("subject", "topic"),
    [
        ({"code": "medtop:20000001"}, ("medtop:20000001", None)),
        ({"code": "01000000", "name": "arts"}, ("01000000", "arts")),
        ({"code": "science", "scheme": "desk", "name": "Science"}, ("desk:science", "Science")),
        ({"qcode": "a", "scheme": "http://cv.example.com/x"}, ("http://cv.example.com/x/a", None)),
        ({"name": "Ports"}, (None, "Ports")),
        ("Ports", (None, "Ports")),
    ],
)
def test_a_topics_code_is_kept_as_it_was_given(subject: Any, topic: tuple[str | None, str | None]) -> None:
    found = read(subject=[subject]).topics[0]
    assert (found.id, found.name) == topic


def test_one_useless_topic_does_not_cost_the_others() -> None:
    parsed = parse(STORY | {"subject": [{"name": "x" * 300}, {"name": "Ports"}, 5, None]})
    assert [topic.name for topic in parsed.content.topics] == ["Ports", "5"]
    assert codes(parsed) == ["invalid-value"]


@pytest.mark.parametrize("field", ["subject", "authors", "keywords"])
def test_more_than_200_are_refused_with_the_place(field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse(STORY | {field: [{"name": f"Jane Doe{chr(97 + n // 26)}{chr(97 + n % 26)}"} for n in range(201)]})
    assert refusal.value.errors[0].pointer == f"/{field}"


def test_a_picture_item_has_its_own_picture() -> None:
    content = read(
        type="picture",
        body_text="A red crane",
        description_text="A crane",
        byline="Pia Photo",
        renditions={
            "main": {"href": "//img.example.com/m.jpg", "width": 10, "height": 10, "mimetype": "image/png"}
        },
    )
    assert [image.model_dump(exclude_defaults=True) for image in content.images] == [
        {
            "url": "https://img.example.com/m.jpg",
            "width": 10,
            "height": 10,
            "caption": "A crane",
            "credit": "Pia Photo",
            "alt_text": "A red crane",
        }
    ]


def test_a_picture_in_the_body_that_is_an_association_too_is_kept_once() -> None:
    rendition = {"href": "https://img.example.com/a.jpg"}
    content = read(
        body_html='<p>One.</p><img src="https://img.example.com/a.jpg"><img src="javascript:x">',
        associations=[{"name": "a", "uri": "urn:p", "renditions": [{"name": "main", **rendition}]}],
    )
    assert [image.url for image in content.images] == ["https://img.example.com/a.jpg"]


PROPERTIES = re.findall(
    r"\w+",
    """
    altids associations authors bodies body_html body_text by byline copyrightnotice description_text descriptions
    ednote embargoed event expires firstcreated genre guid headline headlines infosource keywords language located
    organisation person place pubstatus readtime renditions schedule_settings service slugline source state
    subject title type uri url urgency usageterms version versioncreated
    """,
)


@pytest.mark.parametrize("value", [None, "x", 5, True, [], {}, [None], [[]], [{}], [5], {"a": None}, {"a": [5]}])
@pytest.mark.parametrize(
    "name",
    PROPERTIES,
)
def test_whatever_stands_in_a_property_the_item_is_read_or_refused(name: str, value: Any) -> None:
    item = STORY | {"headlines": [{"value": "A"}], name: value}
    assert ninjs.recognises(payload({"guid": "x", name: value})) in (True, False)
    try:
        assert parse(item).format == "ninjs"
    except BadInput as refusal:
        assert refusal.detail


@pytest.mark.parametrize(
    "more",
    [
        {"pubstatus": "usable", "embargoed_text": "Not before 2099"},
        {"content_restrictions": {"embargo": "soon"}},
        {"extra": {"embargo": "soon"}},
        {"rightsinfo": {"embargoed": "soon"}},
        {"expires": "one day", "pubstatus": "usable"},
        {"creativeWorkStatus": "Draft"},
    ],
)
def test_what_holds_an_item_in_an_unusual_place_withholds_with_a_notice(more: dict[str, Any]) -> None:
    parsed = parse(STORY | more)
    assert parsed.content.status is Status.WITHHELD
    assert parsed.notices


def test_superdesks_states_count_in_any_case() -> None:
    assert read(state="Killed").status is Status.CANCELED
    assert read(extra={"embargo": None}).status is Status.USABLE


@pytest.mark.parametrize("name", ["firstpublished", "datePublished"])
def test_the_latest_of_several_dates_of_publication_counts(name: str) -> None:
    dates = ["2024-01-01T00:00:00Z", "2098-01-01T00:00:00Z"]
    assert parse(STORY | {name: dates}).content.published_at == datetime(2098, 1, 1, tzinfo=UTC)


def test_a_wrapped_list_holds_each_of_its_items_that_does_not_say_more() -> None:
    around = {"embargoed": "2099-01-01T00:00:00Z", "pubstatus": "withheld"}
    items = [STORY, STORY | {"pubstatus": "canceled"}, STORY | {"embargoed": "2100-01-01T00:00:00Z"}]
    read_items = [ninjs.parse(part).content for part in ninjs.split(payload(around | {"items": items}))]
    assert [item.status for item in read_items] == [Status.WITHHELD, Status.CANCELED, Status.WITHHELD]
    assert [item.embargo_until.year for item in read_items if item.embargo_until] == [2099, 2099, 2100]
    with pytest.raises(BadInput):
        ninjs.split(payload({"embargoed": "x" * 10_000, "items": items}))


@pytest.mark.parametrize(
    "more",
    [{"associations": {str(n): {} for n in range(3_000)}}, {"keywords": "a," * 3_000}, {"place": ["a"] * 3_000}],
)
def test_an_endless_list_is_refused_with_its_pointer(more: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refusal:
        parse(STORY | more)
    assert refusal.value.errors[0].pointer == f"/{next(iter(more))}"


def test_many_properties_about_an_embargo_are_read_in_time() -> None:
    fields = Fields({f"embargo{n}note": "x" for n in range(60_000)})
    held = within(1, lambda: read_hold([], [(pointer, value) for _, value, pointer in fields]))
    assert held.status is Status.WITHHELD
