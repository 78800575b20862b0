from datetime import UTC, datetime

import pytest

from shared.domain.article import Status
from shared.domain.errors import BadInput
from shared.formats.feeds import rss
from tests.unit.feed_cases import BLOG, read, read_item, rss_feed


@pytest.mark.parametrize(
    ("words", "status", "until"),
    [
        ('<p:embargoDate xmlns:p="http://prismstandard.org/namespaces/basic/2.0/">2030-01-01T00:00:00Z</p:embargoDate>',
         Status.USABLE, datetime(2030, 1, 1, tzinfo=UTC)),
        ("<embargo/>", Status.WITHHELD, None),
        ('<x:info xmlns:x="urn:x"><x:embargoed>next week</x:embargoed></x:info>', Status.WITHHELD, None),
        ('<x:publishing_status xmlns:x="urn:x">Published</x:publishing_status>', Status.USABLE, None),
        ('<x:publishing_status xmlns:x="urn:x">Killed</x:publishing_status>', Status.CANCELED, None),
        ('<x:pubStatus xmlns:x="urn:x">who knows</x:pubStatus>', Status.WITHHELD, None),
    ],
)  # fmt: skip
def test_a_producers_own_embargo_and_status_hold(words: str, status: Status, until: datetime | None) -> None:
    content = read_item(f"<title>T</title>{words}").content
    assert (content.status, content.embargo_until) == (status, until)


EMBARGO = (
    '<p:embargoDate xmlns:p="http://prismstandard.org/namespaces/basic/2.0/">2030-01-01T00:00:00Z</p:embargoDate>'
)


def test_the_channels_embargo_holds_every_item() -> None:
    feed = rss_feed(BLOG + BLOG, "<embargo>2030-01-01T00:00:00Z</embargo>")
    assert [one.content.embargo_until for one in read(rss, feed)] == [datetime(2030, 1, 1, tzinfo=UTC)] * 2


def test_no_long_notice_of_rights_hides_the_channels_embargo() -> None:
    terms = "Terms. " * 540
    rights = f"<copyright>{terms}</copyright><dc:rights>{terms}</dc:rights>"
    feed = rss_feed(BLOG + BLOG, f"{rights}{EMBARGO}")
    for parsed in read(rss, feed):
        assert parsed.content.embargo_until == datetime(2030, 1, 1, tzinfo=UTC)
        assert [one.detail for one in parsed.notices if one.code == "feed-context-left-out"] == [
            "too long to be said of every entry of the feed: dc:rights"
        ]


def test_a_channel_that_says_too_much_of_an_embargo_is_refused() -> None:
    with pytest.raises(BadInput, match="too much of whether its entries may be shown"):
        read(rss, rss_feed(BLOG, f"<embargo>{'x' * 20_000}</embargo>"))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("<status>draft</status>", Status.WITHHELD),
        ("<x:post_status xmlns:x='urn:x'>pending</x:post_status>", Status.WITHHELD),
        ("<article-status>held</article-status>", Status.WITHHELD),
        ("<draft>true</draft>", Status.WITHHELD),
        ("<draft>no</draft>", Status.USABLE),
        ("<post_password>abc</post_password>", Status.WITHHELD),
        ("<post_password/>", Status.USABLE),
        ("<status>published</status>", Status.USABLE),
        ("<media:status state='active'/>", Status.USABLE),
        ("<media:status state='blocked'/>", Status.WITHHELD),
    ],
)
def test_a_status_by_any_of_its_names_is_read_as_one(said: str, status: Status) -> None:
    assert read_item(f"<title>Harbour</title><description>Open.</description>{said}").content.status is status


def test_an_embargo_of_a_second_channel_holds_that_channels_items() -> None:
    item = "<item><title>{}</title><description>Open.</description></item>"
    embargo = "<embargo>2027-01-01T00:00:00Z</embargo>"
    channels = [f"<channel><title>Gazette</title>{item.format('a')}</channel>"]
    channels += [f"<channel><title>Herald</title>{embargo}{item.format('b')}</channel>"]
    found = read(rss, f'<rss version="2.0">{"".join(channels)}</rss>')
    assert [(one.content.headline, one.content.publisher, one.content.embargo_until) for one in found] == [
        ("a", "Gazette", None),
        ("b", "Herald", datetime(2027, 1, 1, tzinfo=UTC)),
    ]


def test_what_the_root_says_of_an_embargo_holds_every_item() -> None:
    item = "<item><title>a</title><description>Open.</description></item>"
    found = read(rss, f'<rss version="2.0"><embargo/><channel>{item}{item}</channel></rss>')
    assert [one.content.status for one in found] == [Status.WITHHELD] * 2
