import json
from datetime import UTC, datetime

import pytest

from shared.domain.envelope import Envelope
from shared.enrich.reading_time import minutes, word_count
from shared.formats.payload import Payload
from shared.usecases.enrich_article import enrich_article
from shared.usecases.read_article import read_article
from tests.cost import within

_ENVELOPE = Envelope(source="test", format="ninjs", received_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, 0),
        ("", 0),
        ("Don't re-open the U.S. embassy", 5),
        ("Le président d’Ukraine", 3),
        ("日本の首相", 5),
        ("首相は G7 に参加", 7),
        ("Президент України", 2),
        ("— … !", 0),
    ],
)
def test_contractions_and_hyphenated_words_are_one_and_chinese_characters_are_counted(
    text: str | None, words: int
) -> None:
    assert word_count(text) == words


def test_a_language_is_read_at_its_own_pace() -> None:
    assert [minutes(960, code) for code in (None, "en", "en-GB", "de", "fi", "ja", "xx")] == [5, 5, 5, 6, 6, 3, 5]
    assert (minutes(1, "en"), minutes(0, "en")) == (1, None)


@pytest.mark.parametrize("text", ["a" * 5_000_000, "a-" * 1_000_000, "日" * 1_000_000, "'" * 1_000_000])
def test_hostile_text_is_counted_in_bounded_time(text: str) -> None:
    within(1, lambda: word_count(text))


def test_the_language_that_was_found_counts_for_the_time_of_reading() -> None:
    body = "政府今天宣布了新的环境保护政策，要求所有城市在五年内减少污染。" * 60
    given = read_article(
        Payload(json.dumps({"headline": "新政策", "body_text": body}).encode()), _ENVELOPE
    ).article
    enriched, _ = enrich_article(given)
    assert enriched.language == "zh"
    assert enriched.reading_minutes == minutes(enriched.word_count, "zh") != minutes(enriched.word_count, None)
