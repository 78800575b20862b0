"""Messages of NewsML-G2 items: what becomes an article, what belongs to one, and what holds them."""

from shared.domain.article import Content, Image, Status
from shared.formats import newsml_g2
from shared.formats.payload import Payload


def _item(guid: str, kind: str = "text", meta: str = "", description: str = "") -> str:
    content = f"<inlineXML><html><body><p>Body of {guid}.</p></body></html></inlineXML>"
    remote = f'<remoteContent href="https://a.example/{guid}.jpg" contenttype="image/jpeg"/>'
    return (
        f'<newsItem guid="{guid}" version="1"><itemMeta><itemClass qcode="ninat:{kind}"/>'
        f"<versionCreated>2024-01-05T12:00:00Z</versionCreated>{meta}</itemMeta>"
        f"<contentMeta><headline>Headline of {guid}</headline>{description}</contentMeta>"
        f"<contentSet>{content if kind == 'text' else remote}</contentSet></newsItem>"
    )


def _package(guid: str, *members: str, meta: str = "") -> str:
    refs = "".join(f'<itemRef residref="{member}"/>' for member in members)
    return (
        f'<packageItem guid="{guid}"><itemMeta><itemClass qcode="ninat:composite"/>{meta}</itemMeta>'
        f'<groupSet root="r"><group id="r">{refs}</group></groupSet></packageItem>'
    )


def _message(*item_sets: str, header: str = "<sender>abc</sender>") -> Payload:
    sets = "".join(f"<itemSet>{items}</itemSet>" for items in item_sets)
    text = (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>{header}</header>{sets}</newsMessage>'
    )
    return Payload(text.encode())


def _read(payload: Payload) -> list[Content]:
    parts = newsml_g2.split(payload)
    assert [part.body for part in parts] == [part.body for part in newsml_g2.split(payload)]
    return [newsml_g2.parse(Payload(part.body, part.media_type)).content for part in parts]


def test_every_item_of_every_item_set_is_an_article() -> None:
    read = _read(_message(_item("a") + _item("b"), _item("c")))
    assert [(one.source_id, one.body_text) for one in read] == [
        ("a", "Body of a."),
        ("b", "Body of b."),
        ("c", "Body of c."),
    ]


def test_a_message_of_one_item_stays_as_it_came() -> None:
    message = _message(_item("a"))
    assert newsml_g2.split(message) == [message]


def test_an_embargo_in_the_header_holds_every_item() -> None:
    read = _read(_message(_item("a") + _item("b"), header="<embargoed/>"))
    assert [one.status for one in read] == [Status.WITHHELD] * 2


def test_what_a_package_says_holds_its_items_only() -> None:
    canceled = '<pubStatus qcode="stat:canceled"/>'
    read = _read(_message(_item("a") + _item("b") + _package("p", "a", meta=canceled)))
    assert [(one.source_id, one.status) for one in read] == [("a", Status.CANCELED), ("b", Status.USABLE)]


def test_pictures_that_travel_with_the_only_text_are_its_pictures() -> None:
    caption = '<description role="drol:caption">A ferry.</description>'
    (read,) = _read(_message(_item("a") + _item("p", "picture", description=caption) + _package("k", "a", "p")))
    assert read.images == (Image(url="https://a.example/p.jpg", caption="A ferry."),)


def test_pictures_of_a_package_belong_to_its_first_text() -> None:
    items = _item("a") + _item("b") + _item("p", "picture") + _item("q", "picture")
    read = _read(_message(items + _package("k", "b", "p")))
    assert [(one.source_id, one.type, len(one.images)) for one in read] == [
        ("a", "text", 0),
        ("b", "text", 1),
        ("q", "picture", 1),
    ]


def test_a_picture_that_is_held_itself_is_not_shown_with_the_text() -> None:
    payload = _message(_item("a") + _item("p", "picture", "<embargoed/>"))
    (part,) = newsml_g2.split(payload)
    parsed = newsml_g2.parse(part)
    assert parsed.content.images == ()
    assert [notice.code for notice in parsed.notices] == ["associated-item-held"]


def test_a_video_with_the_text_is_told() -> None:
    (part,) = newsml_g2.split(_message(_item("a") + _item("v", "video")))
    assert [notice.code for notice in newsml_g2.parse(part).notices] == ["media-not-read"]


def test_pictures_alone_are_articles() -> None:
    read = _read(_message(_item("p", "picture") + _item("q", "picture")))
    assert [(one.source_id, one.type) for one in read] == [("p", "picture"), ("q", "picture")]
