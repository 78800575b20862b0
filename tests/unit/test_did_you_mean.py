"""Near words: what counts as an error, and what a query is corrected to."""

import pytest

from shared.domain.did_you_mean import corrected, errors
from shared.domain.wording import wording


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("troops", "troops", 0), ("trops", "troops", 1), ("torops", "troops", 1), ("harbuor", "harbour", 1),
     ("", "ab", 2), ("kitten", "sitting", 3)],
)  # fmt: skip
def test_an_error_is_a_letter_changed_added_left_out_or_swapped(one, other, count):
    assert (errors(one, other), errors(other, one)) == (count, count)


@pytest.mark.parametrize(
    ("query", "unknown", "found", "better"),
    [
        ("trops", ["trops"], ["troops", "Troops"], "troops"),
        ("Zelensy visits", ["Zelensy"], ["Zelensky", "zelenskys"], "Zelensky visits"),
        ("trops", [], ["troops"], None),  # a word that is there, or was not asked for
        ("cat", ["cat"], ["dogs"], None),
        ("at", ["at"], ["it"], None),  # too short to say
        ("cats", ["cats"], ["coat"], None),  # two errors in four letters
        ("harbuor AND trops", ["harbuor", "trops"], ["harbour", "troops"], "harbour AND troops"),
        ("a.b*c trops", ["a.b*c", "trops"], ["troops"], "a.b*c troops"),
    ],
)
def test_a_word_that_is_nowhere_gives_way_to_the_nearest_that_was_found(query, unknown, found, better):
    assert corrected(query, unknown, found) == better


def test_wordings_have_no_case_accents_or_punctuation():
    assert wording("Macron’s “U.S. visit” – Économie: ŁÓDŹ") == "macrons us visit economie lodz"
    assert wording("Зеленський!") == wording("зеленськии")
    assert wording("?!") == ""
