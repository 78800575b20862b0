"""Messages of NewsML-G2 items: what becomes an article, what belongs to one, and what holds them."""

import pytest

from shared.domain.article import Content, Image, Status
from shared.domain.errors import BadInput
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


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ('<pubStatus qcode="stat:canceled"/>', Status.CANCELED),
        ('<pubStatus qcode="stat:who-knows"/>', Status.WITHHELD),
        ('<signal qcode="sig:kill"/>', Status.CANCELED),
        ('<edNote role="x:embargo">Hold for the minister</edNote>', Status.WITHHELD),
        ("<expires>some day</expires>", Status.WITHHELD),
        ("<embargoed/>", Status.WITHHELD),
        ("</itemMeta><contentMeta><embargoed/></contentMeta><itemMeta>", Status.WITHHELD),
        ("</itemMeta><rightsInfo><expires>some day</expires></rightsInfo><itemMeta>", Status.WITHHELD),
        ('<signal qcode="sig:update"/>', Status.USABLE),
    ],
)
def test_a_package_holds_one_item_as_it_holds_each_of_two(meta: str, status: Status) -> None:
    package = _package("p", "a", "b", meta=meta)
    assert [one.status for one in _read(_message(_item("a") + package))] == [status]
    assert [one.status for one in _read(_message(_item("a") + _item("b") + package))] == [status] * 2
    nested = _package("q", "p", meta=meta) + _package("p", "a", "b")
    held = _read(_message(_item("a") + _item("b") + _item("c") + nested))
    assert [one.status for one in held] == [status, status, Status.USABLE]


def test_a_package_without_a_name_and_members_holds_the_whole_message() -> None:
    package = _package("", meta='<signal qcode="sig:kill"/>')
    for items in (_item("a"), _item("a") + _item("b")):
        assert {one.status for one in _read(_message(items + package))} == {Status.CANCELED}


@pytest.mark.parametrize(
    "packages",
    [
        "".join(_package(f"p{n}", f"p{n + 1}") for n in range(1_000)),
        "".join(_package(f"p{n}", "a", meta="<embargoed/>") for n in range(200)),
    ],
)
def test_packages_without_end_are_refused_at_once(packages: str) -> None:
    with pytest.raises(BadInput, match="hold too much"):
        newsml_g2.split(_message(_item("a") + _item("b") + packages))


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


@pytest.mark.parametrize(
    ("signal", "status"),
    [
        *((word, Status.CANCELED) for word in ("canceled", "cancelled", "withdrawn", "withdrawal", "retraction")),
        *((word, Status.CANCELED) for word in ("killed", "delete", "mandatory-kill", "takedown")),
        *((word, Status.WITHHELD) for word in ("embargo", "embargoed")),
        *((word, Status.USABLE) for word in ("update", "correction")),
    ],
)
def test_a_signal_takes_an_item_back_or_holds_it(signal: str, status: Status) -> None:
    (read,) = _read(_message(_item("a", meta=f'<signal qcode="sig:{signal}"/>')))
    assert read.status is status


def test_the_time_of_an_embargo_that_a_signal_names_stands_beside_it() -> None:
    meta = '<embargoed>2027-01-01T00:00:00Z</embargoed><signal qcode="sig:embargoed"/>'
    (read,) = _read(_message(_item("a", meta=meta)))
    assert (read.status, str(read.embargo_until)) == (Status.USABLE, "2027-01-01 00:00:00+00:00")


def test_a_package_holds_the_items_of_packages_within_it() -> None:
    packages = _package("out", "in", meta="<embargoed/>") + _package("in", "a")
    read = _read(_message(packages + _item("a") + _item("b")))
    assert [one.status for one in read] == [Status.WITHHELD, Status.USABLE]


@pytest.mark.parametrize("reference", ["a:1", "https://a.example/a.xml"])
def test_a_package_that_names_an_unknown_item_holds_every_item(reference: str) -> None:
    read = _read(_message(_package("p", reference, "b", meta="<embargoed/>") + _item("a") + _item("b")))
    assert [one.status for one in read] == [Status.WITHHELD] * 2


@pytest.mark.parametrize("word", ["<embargoed/>", '<pubStatus qcode="stat:withheld"/>'])
@pytest.mark.parametrize("items", [_item("a"), _item("a") + _item("b")])
def test_what_stands_directly_below_the_root_holds_every_item(word: str, items: str) -> None:
    read = _read(Payload(f"<newsMessage>{word}<itemSet>{items}</itemSet></newsMessage>".encode()))
    assert {one.status for one in read} == {Status.WITHHELD}


def test_a_package_that_says_too_much_of_its_items_status_is_refused() -> None:
    packages = _package("p", "a", "b", meta=f"<pubStatus>{'x' * 5_001}</pubStatus>")
    with pytest.raises(BadInput, match="packages hold too much"):
        newsml_g2.split(_message(packages + _item("a") + _item("b")))
