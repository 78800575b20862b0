"""The place of a version among those received before, with a store that keeps in memory."""

import json
from datetime import timedelta
from threading import Barrier

import pytest

from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.errors import ArticlePurged, VersionConflict
from shared.domain.identity import RawKey
from shared.formats.payload import Payload
from shared.usecases.accept_articles import accept_articles
from shared.usecases.keep_version import RETRY_WINDOW, Receipt
from shared.usecases.ports import Purged
from shared.usecases.read_article import read_again
from shared.usecases.take_down import TAKEDOWN, put_tombstone, take_down
from tests.unit.memory_store import ID, MINUTE, NOON, MemoryStore


@pytest.fixture
def store():
    return MemoryStore()


def push(store, body, *, after=MINUTE, **fields):
    """Push an article some time after the last; gives the codes of the warnings."""
    store.clock += after
    [outcome] = accept_articles(
        Payload(
            json.dumps({"uri": "urn:1", "headline": "h", "body_text": body} | fields).encode(), "application/json"
        ),
        source="demo",
        format_name=None,
        hints=Hints(),
        store=store,
        now=store.clock,
    )
    if not isinstance(outcome, Receipt):
        raise outcome
    return [one.code for one in outcome.notices]


def delete(store):
    store.clock += MINUTE
    take_down(ID, source="demo", store=store, now=store.clock)


def test_a_sender_that_begins_to_number_is_followed_and_told(store):
    push(store, "unversioned")
    assert push(store, "two", version="2") == ["numbered-version"]
    assert store.shown() == "two"
    assert push(store, "three", version="3") == []
    assert push(store, "one", version="1") == ["older-version"]
    assert store.shown() == "three"


def test_a_sender_that_stops_to_number_is_followed_and_told(store):
    push(store, "seven", version="7")
    assert push(store, "unversioned") == ["unnumbered-version"]
    assert store.shown() == "unversioned"


def test_of_two_senders_one_with_numbers_and_one_with_dates_the_last_to_send_is_shown(store):
    for n, body in enumerate("abcdef"):
        if n % 2:
            push(store, body, versioncreated=(NOON + n * MINUTE).isoformat())
        else:
            push(store, body, version=str(n + 1))
        assert store.shown() == body


def test_a_late_update_stays_older_than_what_its_kind_has_shown_already(store):
    push(store, "noon", versioncreated=NOON.isoformat())
    push(store, "two", version="2")
    assert push(store, "morning", versioncreated=(NOON - 60 * MINUTE).isoformat()) == ["older-version"]
    assert store.shown() == "two"


def test_the_same_text_again_at_once_is_a_repeated_push(store):
    push(store, "A")
    push(store, "B")
    assert push(store, "A") == ["seen-before"]
    assert store.shown() == "B"
    assert len(store.kept) == 2


def test_the_same_text_again_later_goes_back_to_it(store):
    push(store, "A")
    push(store, "B")
    assert push(store, "A", after=RETRY_WINDOW) == ["seen-before"]
    assert store.shown() == "A"
    assert push(store, "A") == []  # its sender got no answer
    assert push(store, "B", after=2 * RETRY_WINDOW) == ["seen-before"]
    assert store.shown() == "B"
    assert len(store.kept) == 4


def test_the_newest_text_again_changes_nothing_however_late(store):
    push(store, "A")
    assert push(store, "A", after=timedelta(days=3)) == []
    assert len(store.kept) == 1


def test_a_repeat_does_not_bring_back_what_was_taken_down_and_a_new_text_does(store):
    push(store, "A")
    delete(store)
    assert push(store, "A", after=timedelta(days=1)) == ["seen-before"]
    assert store.shown() is None
    assert push(store, "B") == []
    assert store.shown() == "B"


def test_a_kill_that_is_sent_again_takes_down_what_came_between(store):
    push(store, "A")
    push(store, "A", pubstatus="canceled")
    push(store, "B")
    assert store.shown() == "B"
    push(store, "A", pubstatus="canceled")
    assert store.shown() is None


def test_a_kill_that_is_sent_again_after_a_takedown_changes_nothing(store):
    push(store, "A")
    push(store, "A", pubstatus="canceled")
    push(store, "B")
    delete(store)
    assert push(store, "A", pubstatus="canceled") == []
    assert len(store.kept) == 4


@pytest.mark.parametrize("kind", [{"version": "3"}, {"versioncreated": NOON.isoformat()}, {}])
def test_a_kill_counts_whatever_orders_it_and_an_earlier_version_does_not_undo_it(store, kind):
    push(store, "two", version="2")
    push(store, "kill", pubstatus="canceled", **kind)
    assert store.shown() is None
    assert push(store, "one", version="1") == ["older-version"]
    assert store.shown() is None
    push(store, "four", version="4")
    assert store.shown() == "four"


def test_the_same_version_with_other_content_is_refused_and_kept_aside_also_after_a_change_of_kind(store):
    push(store, "unversioned")
    push(store, "two", version="2")
    with pytest.raises(VersionConflict):
        push(store, "another two", version="2")
    assert (store.shown(), len(store.conflicts)) == ("two", 1)


def test_an_update_without_a_date_of_publication_keeps_that_of_the_first_version(store):
    def published():
        newest = store.newest().key
        return read_again(store.get(newest)).article.published_at

    push(store, "one", version="1", versioncreated=NOON.isoformat())
    push(store, "two", version="2", versioncreated=(NOON + MINUTE).isoformat())
    assert published() == NOON
    push(store, "three", version="3", versioncreated=(NOON + 2 * MINUTE).isoformat(), embargoed=None)
    assert published() == NOON
    push(store, "four", version="4", firstpublished=(NOON - MINUTE).isoformat())
    assert published() == NOON - MINUTE
    push(store, "five")
    assert published() == NOON


def test_an_update_of_what_was_embargoed_has_the_date_when_that_ended(store):
    ended = NOON + 30 * MINUTE
    push(store, "one", version="1", versioncreated=NOON.isoformat(), embargoed=ended.isoformat())
    push(store, "two", version="2", versioncreated=(NOON + 40 * MINUTE).isoformat(), after=45 * MINUTE)
    newest = store.newest().key
    assert read_again(store.get(newest)).article.published_at == ended


def test_what_readers_never_saw_dates_nothing(store):
    push(store, "one", version="1", versioncreated=NOON.isoformat(), pubstatus="withheld")
    push(store, "two", version="2", versioncreated=(NOON + MINUTE).isoformat())
    push(store, "three", version="3", versioncreated=(NOON + 2 * MINUTE).isoformat())
    newest = store.newest().key
    assert read_again(store.get(newest)).article.published_at == NOON + MINUTE


@pytest.mark.parametrize("kind", [{"version": "3"}, {}])
def test_a_takedown_that_waits_takes_the_first_that_comes_and_not_what_is_sent_after_it(store, kind):
    put_tombstone(ID, source="demo", store=store, now=NOON, moment=NOON, by="urn:2")
    assert push(store, "first", **kind) == ["older-version"]
    assert push(store, "first", **kind) in ([], ["seen-before"])  # its sender got no answer
    assert store.shown() is None
    push(store, "second", **({"version": "4"} if kind else {}))
    assert store.shown() == "second"


def test_a_takedown_that_waits_holds_for_an_earlier_version_that_comes_after_a_later_one(store):
    put_tombstone(ID, source="demo", store=store, now=NOON, moment=NOON, by="urn:2")
    for number in ("2", "1"):
        assert push(store, f"number {number}", version=number) == ["older-version"]
    assert store.shown() is None
    push(store, "number 3", version="3")
    assert store.shown() == "number 3"


def test_an_erased_article_is_refused_and_nothing_of_it_is_kept(store):
    store.put(
        RawKey("demo", ID, 2**59, True, "0" * 64), b"t", Envelope(source="demo", format=TAKEDOWN, received_at=NOON)
    )
    store.erased["demo", ID] = Purged(NOON, "a court's order")
    with pytest.raises(ArticlePurged, match="erased for good on 2024-03-05"):
        push(store, "again", version="9")
    assert len(store.kept) == 1


def test_a_copied_bucket_changes_nothing_of_what_a_repeated_push_means(store):
    for body in "ABC":
        push(store, body)
    store.copy()
    assert push(store, "C", after=2 * RETRY_WINDOW) == []
    assert push(store, "A") == ["seen-before"]
    assert (store.shown(), len(store.kept)) == ("A", 4)


def test_edits_that_were_kept_at_one_moment_are_told_apart_by_their_receipt(store):
    second = timedelta(milliseconds=1)
    push(store, "A")
    push(store, "B", after=second)
    push(store, "C", after=second)
    assert push(store, "A", after=2 * RETRY_WINDOW) == ["seen-before"]
    assert store.shown() == "A"


def test_a_kill_that_waits_holds_for_its_article_also_in_a_copied_bucket(store):
    push(store, "kill", pubstatus="canceled")
    store.clock += 60 * MINUTE
    store.copy()
    assert push(store, "late", after=-30 * MINUTE) == ["older-version"]
    assert store.shown() is None


def test_a_first_push_and_a_repeated_one_ask_for_nothing_but_the_list_of_versions(store):
    push(store, "A")
    push(store, "A")
    push(store, "one", version="1", uri="urn:2")
    push(store, "two", version="2", uri="urn:2")
    assert store.asked == []


def test_the_same_version_is_refused_where_the_first_cannot_be_read_any_more(store):
    body = b"{'what an earlier release took'}"
    digest = content_digest(body, "ninjs", Hints())
    store.put(
        RawKey("demo", ID, 2, False, digest), body, Envelope(source="demo", format="ninjs", received_at=NOON)
    )
    with pytest.raises(VersionConflict, match="received before with other content"):
        push(store, "two", version="2")
    assert len(store.conflicts) == 1


def test_a_takedown_asks_for_the_receipts_of_all_versions_at_once(store):
    for body in "ABC":
        push(store, body)
    together = Barrier(3, timeout=20)  # broken where one request waits for another
    envelope = store.envelope

    class Slow(MemoryStore):
        def envelope(self, key):
            together.wait()
            return envelope(key)

    newest = store.newest().order
    assert take_down(ID, source="demo", store=Slow(kept=store.kept), now=store.clock).order == newest
