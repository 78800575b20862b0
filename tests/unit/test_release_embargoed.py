"""What is sent for its time, and to what delay of SQS that comes."""

from datetime import UTC, datetime, timedelta
from threading import Barrier

import boto3
import pytest
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.sqs.models import sqs_backends

from shared.adapters.index_queue import SqsIndexQueue
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey
from shared.usecases.index_articles import Indexed
from shared.usecases.ports import Due, Outcome, Rejection
from shared.usecases.release_embargoed import await_their_time, overdue, release_embargoed

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


class Queue:
    """Keeps what is to be sent, unless it is full."""

    def __init__(self, *, full: bool = False):
        self.due = []
        self.full = full

    def send(self, keys):
        raise AssertionError

    def send_when_due(self, due, now):
        if self.full:
            raise Unavailable("full")
        self.due += due


def done(number, outcome, seconds):
    due = None if seconds is None else NOW + timedelta(seconds=seconds)
    return Indexed(RawKey("demo", f"{number:032x}", 1, False, "0" * 64), outcome, due=due)


NEAR = [done(1, Outcome.INDEXED, 120), done(2, Outcome.SUPERSEDED, -1)]
OTHERS = [done(3, Outcome.INDEXED, 121), done(4, Outcome.INDEXED, None), done(5, Outcome.REJECTED, 1)]
OTHERS += [done(6, Outcome.RETRY, 1)]


def test_what_is_due_within_two_minutes_is_sent_unless_it_comes_again_anyway_or_never():
    queue = Queue()
    assert await_their_time(NEAR + OTHERS, queue=queue, now=NOW) == NEAR + OTHERS
    assert queue.due == [Due(one.key, one.due) for one in NEAR]


def test_what_cannot_be_sent_comes_again_and_nothing_else_does():
    outcomes = [one.outcome for one in await_their_time(NEAR + OTHERS, queue=Queue(full=True), now=NOW)]
    assert outcomes == [Outcome.RETRY] * 2 + [one.outcome for one in OTHERS]


def test_nothing_is_asked_of_the_queue_where_nothing_is_due():
    assert await_their_time(OTHERS, queue=Queue(full=True), now=NOW) == OTHERS


@pytest.mark.parametrize(
    ("seconds", "delay"), [(-3_600, 0), (0, 0), (0.001, 1), (30, 30), (30.2, 31), (7_200, 900)]
)
def test_a_message_is_held_back_until_its_time_in_whole_seconds_and_never_longer_than_sqs_can(
    monkeypatch, seconds, delay
):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("sqs")
        url = client.create_queue(QueueName="index")["QueueUrl"]
        due = Due(NEAR[0].key, NOW + timedelta(seconds=seconds))
        SqsIndexQueue(client, url).send_when_due([due], NOW)
        [message] = sqs_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].queues["index"]._messages
        held_back = max(0, message.delayed_until - message.sent_timestamp) / 1000
    assert held_back == pytest.approx(delay, abs=0.5)  # moto reads its clock twice


class Store:
    """Has rejected some; `begin` is called in each look-up."""

    def __init__(self, rejected=(), begin=lambda key: None):
        self.rejected = rejected
        self.begin = begin

    def rejection(self, key):
        self.begin(key)
        return Rejection("bad", NOW) if key in self.rejected else None


class Index:
    """Holds so many that are due now."""

    def __init__(self, number):
        self.all = [Due(RawKey("demo", f"{n:032x}", 1, False, "0" * 64), NOW) for n in range(number)]

    def due(self, until):
        return iter(self.all)


def release(index, store):
    fresh, load = Queue(), Queue()
    return release_embargoed(store=store, index=index, queue=fresh, load_queue=load, now=NOW), fresh.due, load.due


def test_the_earliest_thousand_are_released_as_if_pushed_and_the_rest_as_a_load_without_the_rejected():
    index = Index(1_701)
    sent, fresh, load = release(index, Store(rejected=[index.all[1_200].key]))
    assert (sent, fresh, load) == (1_700, index.all[:1_000], index.all[1_000:1_200] + index.all[1_201:])


def test_a_run_ends_after_twenty_thousand_and_leaves_the_others_to_the_next():
    sent, fresh, load = release(Index(20_001), Store())
    assert (sent, len(fresh), len(load)) == (20_000, 1_000, 19_000)


def test_whether_articles_were_rejected_is_asked_of_several_at_once():
    together = Barrier(2)
    assert release(Index(2), Store(begin=lambda key: together.wait(timeout=60)))[0] == 2


def test_the_first_are_sent_before_the_last_are_known():
    def fails(key):
        if key == index.all[500].key:
            raise Unavailable("gone")

    index, queue = Index(501), Queue()
    with pytest.raises(Unavailable):
        release_embargoed(store=Store(begin=fails), index=index, queue=queue, load_queue=queue, now=NOW)
    assert queue.due == index.all[:500]


def test_of_what_is_overdue_nothing_is_counted_that_was_rejected_and_two_thousand_at_most():
    index = Index(10)
    assert overdue(store=Store(rejected=[index.all[3].key]), index=index, since=NOW) == 9
    assert overdue(store=Store(), index=Index(2_100), since=NOW) == 2_000
