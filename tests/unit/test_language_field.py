import pytest

from shared.adapters.analysis import language_field


@pytest.mark.parametrize(
    ("language", "field"),
    [("en-GB", "en"), ("nb", "no"), ("zh-Hant", "cjk"), ("uk", "other"), ("pl", "other"), ("DE", "de")],
)
def test_an_article_stands_in_the_fields_of_its_language(language, field):
    assert language_field(language, "Any text") == field


def test_what_is_too_short_to_tell_its_language_by_is_read_as_english():
    assert language_field(None, "Error Estimation in Runge-Kutta Procedures") == "en"
    assert language_field(None, "東京五輪") == "cjk"
