from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.article import Content
from shared.domain.errors import BadInput
from shared.domain.identity import (
    RawKey,
    Stage,
    article_id,
    checked_source_id,
    derived_source_id,
    index_version,
    version_order,
)

NOW = datetime(2024, 3, 5, 20, 15, tzinfo=UTC)


def test_an_article_id_is_stable_and_of_one_source():
    assert article_id("demo", "urn:1") == article_id("demo", "urn:1") != article_id("wire", "urn:1")


@pytest.mark.parametrize("bad", ["", " ", "a b", "a\tb", "a\u200bb", "a\u202eb", "x" * 513, "\x00"])
def test_an_id_that_could_be_mistaken_is_refused(bad):
    with pytest.raises(BadInput):
        checked_source_id(bad)


def test_an_id_is_the_same_in_every_unicode_form():
    assert checked_source_id("caf\u0065\u0301") == checked_source_id("caf\u00e9")


def test_an_id_made_of_words_ignores_layout_and_case():
    one = Content(headline="A Headline", body_text="Two  words.\n\nMore.")
    other = Content(headline="a headline", body_text="Two words. More.")
    assert derived_source_id(one) == derived_source_id(other)


@pytest.mark.parametrize(
    ("content", "order"),
    [
        (Content(version="12", updated_at=NOW), 12),
        (Content(version="007"), 7),
        (Content(version="1.2", updated_at=NOW), 1709669700000),
        (Content(version="１２", updated_at=NOW), 1709669700000),
        (Content(updated_at=datetime(1900, 1, 1, tzinfo=UTC)), 0),
        (Content(), None),
    ],
)
def test_a_version_of_digits_orders_before_the_date_does(content, order):
    assert version_order(content, received_at=NOW) == order


@pytest.mark.parametrize(
    "content",
    [Content(version="9" * 20), Content(version=str(2**60 + 1)), Content(updated_at=NOW + timedelta(minutes=6))],
)
def test_an_order_that_would_shut_out_later_versions_is_refused(content):
    with pytest.raises(BadInput):
        version_order(content, received_at=NOW)


def test_a_clock_that_is_a_little_ahead_is_believed():
    assert version_order(Content(updated_at=NOW + timedelta(minutes=4)), received_at=NOW) is not None


def test_later_stages_win_within_a_version_and_later_versions_over_all():
    ladder = [index_version(order, stage) for order in (1, 2) for stage in Stage]
    assert ladder == sorted(set(ladder))
    assert index_version(2**60, Stage.WITHDRAWN) < 2**63


@pytest.mark.parametrize(
    "key", [RawKey("demo", "a" * 32, 7, False, "b" * 64), RawKey("d-1", "0" * 32, None, True, "c" * 64)]
)
def test_a_raw_key_is_read_as_it_was_written(key):
    assert RawKey.parse(str(key)) == key


@pytest.mark.parametrize(
    "key", ["", "raw/x", "rejected/demo/a.json", "raw/../" + "a" * 32 + "/1-article-" + "b" * 64]
)
def test_a_key_that_is_not_ours_is_refused(key):
    with pytest.raises(ValueError, match="not the key"):
        RawKey.parse(key)


def test_an_id_that_is_longer_than_its_normal_form_is_not_cut_to_another() -> None:
    decomposed = "u:" + "\u03b1\u0313\u0301\u0345" * 128
    for end in ("ONE", "TWO"):
        with pytest.raises(BadInput):
            checked_source_id(decomposed + end)
