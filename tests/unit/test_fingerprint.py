"""The sketch of a text's words: what changes it, what does not, and what two of them tell."""

import random
import unicodedata

import pytest

from shared.domain.text import clean_text
from shared.enrich.fingerprint import NEAR_COPY, bands, fingerprint, similarity
from tests.cost import within

TEXT = """The ferry to the outer islands will sail twice a day from April, the county's transport office said on
Thursday. Islanders had asked for a third crossing on Fridays – “so that our children come home for the weekend” –
but the office does not have the crew for it. Ida Sørlund, who runs the only café on the western island, said she'd
rather have a ferry that sails in winter. Last year eleven of its crossings were cancelled because of ice."""


def sketch(text: str) -> str:
    found = fingerprint(text)
    assert found is not None
    return found


def words(*numbers: int) -> str:
    return " ".join(f"word{number}" for number in numbers)


@pytest.mark.parametrize(
    "same",
    [
        TEXT.replace("\n", "\n\n   "),
        TEXT.upper(),
        TEXT.replace(",", " ;").replace(".", "").replace("–", "—").replace("“", '"').replace("”", '"'),
        TEXT.replace("'", "’"),
        clean_text(unicodedata.normalize("NFD", TEXT)),
    ],
    ids=["indented", "in capitals", "with other punctuation", "with curly apostrophes", "in another Unicode form"],
)
def test_the_sketch_is_of_the_words_alone(same):
    assert fingerprint(same) == fingerprint(TEXT)


def test_signs_beside_ascii_words_change_nothing():
    text = TEXT.replace("Sørlund", "Sorlund").replace("café", "snake_case_1").encode("ascii", "ignore").decode()
    assert fingerprint(text) == fingerprint(f"{text} –")


def test_the_sketch_of_the_same_words_is_the_same_for_ever():
    """It is kept in the index: another sketch would tell nothing beside those that are there."""
    kept = sketch(words(*range(30)))
    assert kept.startswith("Az5T9wpl/HcXlI1lMQ0ngzhW")
    assert bands(kept) == (
        "0c923a77e",
        "1eb70d649",
        "27ea96e59",
        "36ce9a42c",
        "4b39d225b",
        "581918b77",
        "639edbe3e",
        "7cf2db11b",
        "876955cb6",
        "94b9cae30",
    )


@pytest.mark.parametrize("text", ["", "   ", "!?", "The market is closed today.", words(*range(29))])
def test_a_short_text_has_no_sketch(text):
    assert fingerprint(text) is None


def test_short_texts_are_compared_exactly():
    one, other = sketch(words(*range(60))), sketch(words(*range(55), 70, 71, 72, 73, 74))
    assert similarity(one, other) == 53 / 63
    assert similarity(one, one) == 1.0
    assert similarity(one, sketch(words(*range(100, 160)))) == 0.0


def test_long_texts_are_compared_closely():
    chosen = random.Random(7)
    errors = []
    for _ in range(20):
        start = chosen.randrange(100_000)
        one, other = range(start, start + 2_002), range(start + 200, start + 2_202)
        errors.append(similarity(sketch(words(*one)), sketch(words(*other))) - 1_800 / 2_200)
    assert abs(sum(errors) / len(errors)) < 0.02
    assert max(map(abs, errors)) < 0.1


def test_a_short_and_a_long_text_are_compared():
    short, long = sketch(words(*range(150))), sketch(words(*range(3_000)))
    assert similarity(short, long) == similarity(long, short) < 0.1


def test_near_copies_meet_under_a_band_and_strangers_do_not():
    one = sketch(words(*range(500)))
    copy = sketch(words(*range(40, 500)))
    assert similarity(one, copy) >= NEAR_COPY
    assert set(bands(one)) & set(bands(copy))
    assert set(bands(one)).isdisjoint(bands(sketch(words(*range(600, 1_100)))))
    assert len(bands(one)) == 10


def test_a_language_without_spaces_has_words():
    text = "県議会は火曜日の夜、昨年の嵐で壊れた古い桟橋を再建することを決めた。費用は四千万円になる。"
    other = text.replace("四千万円", "四千六百万円")
    assert similarity(sketch(text), sketch(other)) >= NEAR_COPY
    assert sketch(text) != sketch(other)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 600_000,
        "a " * 1_500_000,
        "ß" * 3_000_000,
        "漢" * 3_000_000,
        "_" * 3_000_000,
        "e\u0301 " * 1_000_000,
    ],
    ids=["one word", "short words", "one long word", "signs", "underscores", "accents"],
)
def test_megabytes_take_a_bounded_time(text):
    within(0.25, lambda: fingerprint(text))
