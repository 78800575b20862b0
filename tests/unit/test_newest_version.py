"""Which version is the newest, for whoever asks: the list alone, history and status, and the reconciliations."""

from dataclasses import dataclass, field

import pytest

from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.history_request import DiffRequest, HistoryRequest
from shared.domain.identity import RawKey, Stage, index_version, milliseconds
from shared.usecases.article_history import article_history, compare_versions
from shared.usecases.article_status import article_status
from shared.usecases.compare_stores import compare_stores
from shared.usecases.newest_version import newest_first, plainly_newest
from shared.usecases.ports import IndexedArticle, Rejection
from shared.usecases.rebuild_ports import Line
from shared.usecases.reconcile import reconcile
from shared.usecases.take_down import put_tombstone
from tests.unit.memory_store import ID, MINUTE, NOON, MemoryStore


@dataclass
class Index:
    """The index, which holds one version of one article at most."""

    holds: tuple[int, RawKey] | None = None

    def versions(self, ids):
        return {ID: self.holds} if self.holds else {}

    def lines(self, prefix):
        if self.holds is None:
            return iter(())
        version, key = self.holds
        return iter([Line(ID, version, Stage(version % 4).name, str(key), key)])

    def find(self, article_id) -> IndexedArticle | None:
        return None


@dataclass
class Queue:
    sent: list[RawKey] = field(default_factory=list)

    def send(self, keys):
        self.sent += keys


@pytest.fixture
def store():
    return MemoryStore()


def put(store, order, body, minutes=0):
    """Keep a version that was received so many minutes after noon."""
    sent = f'{{"uri": "urn:1", "headline": "{body}", "body_text": "{body}"}}'.encode()
    key = RawKey("demo", ID, order, False, content_digest(sent, "ninjs", Hints()))
    store.put(key, sent, Envelope(source="demo", format="ninjs", received_at=NOON + minutes * MINUTE))
    return key


def behind(store, index, *, command):
    """What a reconciliation sends: that of each hour, or the command."""
    queue = Queue()
    if command:
        list(compare_stores([""], store=store, index=index, queue=queue))
    else:
        reconcile(store=store, index=index, queue=queue)
    return queue.sent


def test_edits_without_a_version_are_ordered_by_their_receipt_whenever_they_were_kept(store):
    keys = [put(store, None, body, minutes) for minutes, body in enumerate(["first", "second", "third"])]
    store.copy()
    listed = store.versions("demo", ID)
    times = [milliseconds(NOON + minutes * MINUTE) for minutes in range(3)]
    assert newest_first(listed, store) == list(zip(reversed(keys), reversed(times), strict=True))
    assert plainly_newest(listed) is None


def test_the_listing_tells_the_newest_where_all_have_an_order_or_there_is_one_alone(store):
    first = put(store, None, "first")
    assert plainly_newest(store.versions("demo", ID)) == first
    mixed = put(store, 2**55, "numbered")
    assert plainly_newest(store.versions("demo", ID)) is None
    del store.kept[str(first)]
    takedown = put_tombstone(ID, source="demo", store=store, now=NOON, moment=NOON)
    assert (takedown.order, plainly_newest(store.versions("demo", ID))) == (mixed.order, takedown)
    assert store.asked == []


def test_history_status_and_comparison_agree_on_the_order_also_in_a_copied_bucket(store):
    for minutes, body in enumerate(["first", "second", "third"]):
        put(store, None, body, minutes)
    store.copy()
    options = {"source": "demo", "store": store, "index": Index(), "now": NOON}
    history = article_history(ID, HistoryRequest(), **options)
    assert [one.article.headline for one in history.versions] == ["third", "second", "first"]
    assert [one.key for one in article_status(ID, **options).versions] == [
        one.status.key for one in history.versions
    ]
    pair = compare_versions(ID, DiffRequest(), **options)
    assert (pair.older.article.headline, pair.newer.article.headline) == ("second", "third")


@pytest.mark.parametrize("command", [False, True])
def test_an_edit_that_the_index_lacks_is_sent_also_in_a_copied_bucket(store, command):
    first = put(store, None, "first")
    second = put(store, None, "second", 1)
    store.copy()
    index = Index((index_version(milliseconds(NOON), Stage.PUBLISHED), first))
    assert behind(store, index, command=command) == [second]


@pytest.mark.parametrize("command", [False, True])
def test_a_rejected_version_hides_neither_a_takedown_nor_a_version_that_never_arrived(store, command):
    first = put(store, 1, "first")
    poison = put(store, 3, "poison")
    store.rejections[poison] = Rejection("not now", NOON)
    assert behind(store, Index(), command=command) == [first]
    shown = Index((index_version(1, Stage.PUBLISHED), first))
    assert behind(store, shown, command=command) == []
    takedown = RawKey("demo", ID, 1, True, "0" * 64)
    store.put(takedown, b"", Envelope(source="demo", format="takedown", received_at=NOON))
    assert behind(store, shown, command=command) == [takedown]


def test_the_command_tells_what_is_rejected_and_what_is_stale_below_it(store):
    first = put(store, 1, "first")
    second = put(store, 2, "second")
    poison = put(store, 3, "poison")
    store.rejections[poison] = Rejection("not now", NOON)
    [(found, orphans)] = compare_stores([""], store=store, index=Index((index_version(1, Stage.PUBLISHED), first)))
    assert (found.counts, orphans) == ({"rejected": 1, "stale": 1}, [])
    assert found.examples == {"rejected": [f"{poison}: not now"], "stale": [str(second)]}
