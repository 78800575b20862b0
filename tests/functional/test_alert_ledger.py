"""What an alert was told is noted once, whoever comes, and in whatever state who noted it ended."""

from datetime import UTC, datetime

import boto3
import pytest
from moto import mock_aws

from shared.adapters.alert_store import S3AlertLedger
from shared.domain.alert import AlertKey
from shared.domain.alert_event import Event, Kind
from shared.usecases.alert_ports import MATCH, Claim

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ONE = Event(Kind.PUBLISHED, "article-1", "version-1", NOW)
LATER = Event(Kind.UPDATED, "article-1", "version-2", NOW)
OTHER = Event(Kind.PUBLISHED, "article-2", "version-1", NOW)


@pytest.fixture
def ledger(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="raw")
        yield S3AlertLedger(s3, "raw")


def claims(ledger, *events):
    return [ledger.claim("story", "alert", MATCH, event) for event in events]


def test_of_two_articles_of_a_story_the_first_has_the_slot(ledger):
    assert claims(ledger, ONE, OTHER) == [True, False]
    assert ledger.claims(["story", "another"]) == {("alert", MATCH): Claim("story", sent=False)}


def test_who_was_cut_off_may_claim_again_and_give_way_to_its_own_later_version(ledger):
    assert claims(ledger, ONE, ONE, LATER, OTHER) == [True, True, True, False]


def test_what_was_sent_is_claimed_by_nobody_again(ledger):
    claims(ledger, ONE)
    ledger.settle("story", "alert", MATCH)
    assert claims(ledger, ONE, LATER, OTHER) == [False, False, False]
    assert ledger.claims(["story"]) == {("alert", MATCH): Claim("story", sent=True)}


def test_an_article_knows_the_alerts_that_were_told_of_it(ledger):
    keys = [AlertKey("demo", "a" * 32), AlertKey("wire", "b" * 32)]
    for key in (*keys, keys[0]):
        ledger.note("article-1", key)
    assert ledger.told("article-1") == keys
    assert ledger.told("article-2") == []
