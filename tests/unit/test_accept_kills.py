"""A push may hold a version of an article and the document that kills it: what comes later in it holds."""

import time

import pytest

from shared.domain.envelope import Hints
from shared.domain.identity import article_id
from shared.formats.payload import Payload
from shared.usecases.accept_articles import accept_articles
from shared.usecases.newest_version import newest_first
from tests.unit.memory_store import MINUTE, NOON, MemoryStore

MESSAGE = (
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>{items}</itemSet></newsMessage>'
)
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}"
standard="NewsML-G2" standardversion="2.29"><itemMeta><itemClass qcode="ninat:text"/><provider literal="x"/>
<versionCreated>2024-03-05T1{version}:00:00Z</versionCreated><pubStatus qcode="stat:usable"/>{link}</itemMeta>
<contentMeta><headline>Council votes</headline></contentMeta><contentSet><inlineXML contenttype="text/plain">
<p xmlns="">It did so today.</p></inlineXML></contentSet></newsItem>"""
KILLS = '<link rel="x:kills" residref="urn:1"/>'


class SlowForArticles(MemoryStore):
    """What is done at once with the keeping of an article is done before it."""

    def put(self, key, body, envelope):
        if not key.takedown:
            time.sleep(0.1)
        return super().put(key, body, envelope)


def item(guid, version, link=""):
    return ITEM.format(guid=guid, version=version, link=link)


def accept(store, items, now):
    payload = Payload(MESSAGE.format(items="".join(items)).encode(), "application/xml")
    return accept_articles(payload, source="demo", format_name=None, hints=Hints(), store=store, now=now)


@pytest.mark.parametrize("others", [[], [item("urn:other", 1)]])
@pytest.mark.parametrize(("killer_is_last", "is_down"), [(True, True), (False, False)])
def test_a_kill_stands_above_the_version_before_it_in_the_same_push(others, killer_is_last, is_down):
    store = SlowForArticles()
    accept(store, [item("urn:1", 1)], NOON)
    pair = [item("urn:1", 2), item("urn:2", 3, KILLS)]
    pushed = pair if killer_is_last else list(reversed(pair))
    receipts = accept(store, [pushed[0], *others, pushed[1]], NOON + MINUTE)
    assert len(receipts) == 2 + len(others)
    newest = newest_first(store.versions("demo", article_id("demo", "urn:1")), store)[0].key
    assert newest.takedown == is_down
