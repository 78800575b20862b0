"""Values without case and diacritics, and patterns of the engine that find them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.folding import folded, holding
from shared.domain.text import clean_line


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Søren Łukasz", "soren lukasz"),
        ("ÉTÉ", "ete"),
        ("Straße", "strasse"),
        ("O’Neil", "o'neil"),
        ("Æsop", "aesop"),
        ("İi̇", "ii̇"),
        ("Київ й", "київ й"),
        ("ﬁsh Ｆｕｌｌ ①", "fish full 1"),
        ("½ ™ Ⅷ 한국 ガ", "½ ™ ⅷ 한국 ガ"),
    ],
)
def test_values_are_folded_as_the_index_folds_them(written, plain):
    assert folded(written) == plain


@pytest.mark.parametrize(
    ("needle", "value"),
    [
        ("fen", "Abbey FENBERT"),
        ("soren", "Søren Łukasz"),
        ("lukasz", "Søren Łukasz"),
        ("aeso", "Æsop"),
        ("æso", "AESOP"),
        ("strasse", "Hohe Straße"),
        ("abb fen", "Abbey Fenbert"),
        ("o'n", "O’Neil"),
        ("киї", "Київ"),
        ("a.b", "x a.b"),
        ("", "anything"),
        ("киів", "Київ"),
        ("ΟΔΌΣ", "οδος"),
        ("fish full", "ﬁsh Ｆｕｌｌ"),
        ("tm", "x TM"),
        ("i̇stanbul", "İstanbul"),
        ("ẹ̀gbá", "Ẹ̀GBÁ"),
    ],
)
def test_a_needle_finds_what_it_may_be_written_as(needle, value):
    assert re.fullmatch(holding(needle), value)


OWN = [
    "한국경제", "กรุงเทพ", "أحمد", "إيران", "バイデン", "ガザ", "हिन्दी क़लम", "ﬁsh", "Ｆｕｌｌ", "①", "½", "™", "Ⅷ",
    "ﷺ", "x̄y", "i̇stanbul", "ß" * 12, "Ọ̀ṣun", "ŉ", "㈱", "𝐀", "ᾳ", "´", "ﾊﾞ", "שָׁלוֹם", "ё", "𐐷",
    "Straße und Maße in Pößneck, Äußerste Größe",
]  # fmt: skip


@pytest.mark.parametrize("value", OWN)
def test_a_value_is_found_as_it_is_typed(value):
    value = clean_line(value)
    assert re.fullmatch(holding(value), value)
    assert re.fullmatch(holding(value), f"one {value} other")


@given(st.text(max_size=60))
def test_any_value_is_found_as_it_is_typed(value):
    value = clean_line(value)
    assert re.fullmatch(holding(value), value)


def test_after_the_first_letters_and_words_case_alone_does_not_count():
    assert re.fullmatch(holding("a b c dé" + "x" * 20), "A B C DÉ" + "X" * 20)
    assert not re.fullmatch(holding("a b c d"), "a b c e d")
    assert not re.fullmatch(holding("x" * 20 + "e"), "x" * 20 + "é")


@pytest.mark.parametrize(
    ("needle", "value"),
    [("fen", "Ann Lee"), ("a.b", "axb"), ("fen abb", "Abbey Fenbert"), ("カサ", "ガザ"), ("xy", "x z")],
)
def test_a_needle_does_not_find_what_is_written_otherwise(needle, value):
    assert not re.fullmatch(holding(needle), value)
