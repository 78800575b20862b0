import pytest

from shared.enrich import language
from tests.cost import within

ENGLISH = (
    "The harbour opened again on Monday after two years of work, the mayor said. Ships came in from all sides. "
)
GERMAN = "Der Hafen ist am Montag nach zwei Jahren Arbeit wieder geöffnet worden, sagte die Bürgermeisterin. "
NORWEGIAN = "Havnen åpnet igjen på mandag etter to års arbeid, sa ordføreren til journalistene som var kommet. "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        ("El puerto volvió a abrir el lunes después de dos años de obras, dijo la alcaldesa.", "es"),
        ("Le port a rouvert lundi après deux ans de travaux, a déclaré la maire de la ville.", "fr"),
        ("Порт знову відкрили в понеділок після двох років робіт, сказала міська голова.", "uk"),
        ("Порт снова открыли в понедельник после двух лет работ, сообщила мэр города.", "ru"),
        ("港は月曜日に再び開きました。", "ja"),
        ("港口星期一重新开放,市长说。", "zh"),
        ("أعيد فتح الميناء يوم الاثنين بعد عامين من العمل، بحسب رئيسة البلدية.", "ar"),
    ],
)
def test_the_language_of_a_text_is_told_with_its_confidence(text: str, code: str) -> None:
    detected = language.detect(text)
    assert detected is not None
    assert detected[0] == code
    assert 0.5 <= detected[1] <= 1


@pytest.mark.parametrize(
    "text", ["", "Port", "12:30 2-1 3.5%", "https://example.org/a/long/path/to/some/thing", "OK! Aha."]
)
def test_nothing_is_said_of_a_text_that_is_too_short(text: str) -> None:
    assert language.detect(text) is None


def test_capitals_throughout_do_not_change_the_language() -> None:
    detected = language.detect(ENGLISH.upper())
    assert detected is not None
    assert detected[0] == "en"


def test_a_given_language_is_contradicted_only_surely_and_by_enough_text() -> None:
    contrary = language.contradicting("en-US", GERMAN * 4)
    assert contrary is not None
    assert contrary[0] == "de"
    assert language.contradicting("de", GERMAN * 4) is None
    assert language.contradicting("en", GERMAN[:60]) is None


def test_languages_that_are_alike_do_not_contradict_each_other() -> None:
    assert language.contradicting("nb", NORWEGIAN * 4) is None
    assert language.contradicting("nn_NO", NORWEGIAN * 4) is None
    assert language.contradicting("da", NORWEGIAN * 4) is None


@pytest.mark.parametrize("piece", ["a", "a ", "@", "漢", "😀", "\n", "http://a/"])
def test_a_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    language.detect(ENGLISH)  # loads the model
    text = piece * 5_000_000
    within(0.25, lambda: language.detect(text))
