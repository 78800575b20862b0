import pytest

from shared.domain.text import clean_line, clean_text
from tests.cost import grows_with_the_text, within


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("  two   words\n", "two words"),
        ("a\u00a0b\u2003c", "a b c"),
        ("\u202eevil\u202c", "evil"),
        ("zero\u200bwidth", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("nul\x00 esc\x1b", "nul esc"),
        ("\ue000mark\ue001", "mark"),
        ("cafe\u0301", "caf\u00e9"),
        ("\U000e0041tag", "tag"),
        ("curly “quotes” stay", "curly “quotes” stay"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_line_is_what_a_person_sees(given, expected):
    assert clean_line(given) == expected


def test_marks_without_end_are_cut():
    assert len(clean_line("a" + "\u0336" * 10_000)) == 9


def test_paragraphs_are_separated_by_one_empty_line():
    assert clean_text("one\nline\r\n\r\n \n\ntwo \n\n\n") == "one line\n\ntwo"


@pytest.mark.parametrize(
    "hostile",
    [
        " " * 1_000_000,
        "\n" * 1_000_000,
        "\n " * 500_000,
        "a\u0336" * 500_000,
        "\u0336" * 1_000_000,
        "a" + "\u0301\u0316" * 500_000,
    ],
)
def test_cleaning_takes_linear_time(hostile):
    within(2, lambda: clean_text(hostile))
    grows_with_the_text(clean_text, hostile)
