import re

import pytest

from shared.formats.months import PATTERN, month


@pytest.mark.parametrize(
    ("names", "number"),
    [
        ("January JAN Jänner enero gennaio січня stycznia", 1),
        ("March Mrz mrt mars березня března", 3),
        ("June juin czerwca červen черв чер", 6),
        ("July juillet juil července липня", 7),
        ("August août aou серпня сер", 8),
        ("December des desember déc грудня гру", 12),
    ],
)
def test_a_month_is_known_by_its_name_in_many_languages(names: str, number: int) -> None:
    assert {name: month(name) for name in names.split()} == dict.fromkeys(names.split(), number)
    assert [name for name in names.split() if not re.fullmatch(PATTERN, name, re.IGNORECASE)] == []


@pytest.mark.parametrize("word", ["", "ma", "середа", "jui", "dessert", "черга", "Doe"])
def test_another_word_is_no_month(word: str) -> None:
    assert month(word) == 0
