from itertools import groupby

import pytest

from shared.enrich import name_variants
from shared.enrich.name_variants import canonical, fold, group_of, variants


def test_the_other_spellings_are_given_with_the_best_known_first() -> None:
    assert variants("Mumbai") == ("Bombay", "Bombaim", "Мумбаи", "Бомбей", "मुंबई")
    assert variants("Bombay")[:2] == ("Mumbai", "Bombaim")


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Zelenskyy", "Zelensky"),
        ("zelenskiy", "Зеленський"),
        ("ЗЕЛЕНСКИЙ", "Zelenskyy"),
        ("Kiev", "Kyiv"),
        ("kyiv", "Київ"),
        ("Kharkov", "Kharkiv"),
        ("Turkiye", "Turkey"),
        ("Czech Republic", "Czechia"),
        ("al qaeda", "Al-Qaida"),
        ("Daesh", "ISIS"),
        ("Muammar", ""),
        ("Qaddafi", "Gaddafi"),
        ("Zuerich", "Zurich"),
        ("O.N.U.", "United Nations"),
    ],
)
def test_a_name_finds_its_other_spellings_without_regard_to_case_and_marks(written: str, other: str) -> None:
    folded = {fold(spelling) for spelling in variants(written)}
    assert fold(other) in folded if other else not folded
    assert fold(written) not in folded


@pytest.mark.parametrize(("word", "name"), [("us", "US"), ("who", "WHO"), ("un", "UN"), ("eu", "EU")])
def test_a_short_acronym_counts_only_in_capitals(word: str, name: str) -> None:
    assert variants(word) == ()
    assert variants(name) != ()


def test_a_name_without_a_group_is_its_own_spelling() -> None:
    assert (variants("Springfield"), canonical("Springfield"), group_of("")) == ((), "Springfield", None)
    assert canonical("Киев") == "Kyiv"
    assert variants("a" * 5_000_000) == ()


def test_the_file_keeps_its_form() -> None:
    groups = name_variants.read_groups()
    for group in groups:
        assert group.kind in {"person", "organisation", "place"}
        assert len(group.spellings) > 1
        assert all(spelling == " ".join(spelling.split()) and fold(spelling) for spelling in group.spellings), (
            group
        )
        assert all(len(spelling) <= 100 for spelling in group.spellings)
    kinds = [group.kind for group in groups]
    assert [kind for kind, _ in groupby(kinds)] == sorted(set(kinds))
    for _, same in groupby(groups, key=lambda group: group.kind):
        names = [fold(group.spellings[0]) for group in same]
        assert names == sorted(names)


def test_no_spelling_stands_in_two_groups_or_twice_in_one() -> None:
    spellings = [fold(spelling) for group in name_variants.read_groups() for spelling in group.spellings]
    assert sorted(spellings) == sorted(set(spellings))
