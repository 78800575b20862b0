import pytest

from shared.domain.as_typed import begins_like


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Ines Carrow", "c"),
        ("Ines Carrow", "car"),
        ("Ines Carrow", "carrow ines"),
        ("Ines Carrow", "carow"),  # a letter less
        ("Ines Carrow", "carrrow"),  # a letter more
        ("Ines Carrow", "catrow"),  # another letter
        ("Ines Carrow", "acrr"),  # two that changed places
        ("Øyvind Lund", "oyv"),
        ("Brontë", "BRONTE"),
        ("O’Hara", "o'h"),
        ("J.K. Berg", "jk"),
    ],
)
def test_what_begins_words_of_a_name_is_like_it_with_one_error(name, typed):
    assert begins_like(name, typed)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Ines Carrow", "car berg"),
        ("Ines Carrow", "cxr"),  # too short a word for an error
        ("Ines Carrow", "crarwo"),  # two errors
        ("Ines Carrow", "carrows and"),
        ("Ines Carrow", "row"),
    ],
)
def test_what_does_not_begin_words_of_a_name_is_not_like_it(name, typed):
    assert not begins_like(name, typed)


def test_a_long_name_costs_nothing_to_speak_of():
    assert not begins_like("ab" * 100_000, "bc" * 250)
