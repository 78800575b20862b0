"""Which words are somebody's name, and how it is written."""

import re

from shared.formats.byline import employers, given_names, words

_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*[’'.]?")
_NICKNAME = re.compile(r"[\"“„'‘(][^\W\d_][\w .’'-]{0,30}[\"”“'’)]")
_ELISION = re.compile(r"[dDlL][’'](?=\w)")  # d'Emilio
_INITIAL = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*\.?")
_PEN_NAME = re.compile(r"[^\W_][\w-]{2,29}(?:\.[^\W\d_][\w-]{2,20})?")
_INITIALS_AND_SURNAME = re.compile(r"(?:[^\W\d_a-zà-ÿа-яіїєґ]\.-?){1,3}[^\W\d_a-zà-ÿа-яіїєґ][^\W\d_]{2,20}")
_CASELESS = re.compile(r"[\u0590-\u0dff\u10a0-\u10ff]")  # Hebrew, Arabic, the scripts of India, Georgian
_HAN = re.compile(r"[\u3400-\u9fff]{2,4}")
_HANGUL = re.compile(r"[\uac00-\ud7af]{2,4}")
_SCOTTISH = re.compile(r"Mac(?=donald|kenzie|leod|arthur|gregor|intyre|millan|pherson|farlane|askill|kay$)")
_LONGEST = 80  # characters
_MOST_WORDS = 4  # besides particles
_ACADEMIC = frozenset({"dr.", "prof.", "dr", "prof"})
_AS_IT_IS = frozenset({"ii", "iii", "iv", "aj", "cj", "ej"})


def is_name(text: str) -> bool:
    """Tell whether the text is a person's name alone: two to four words with capitals, and particles."""
    if len(text) > _LONGEST:
        return False
    if _INITIALS_AND_SURNAME.fullmatch(text):
        return True
    found = _NICKNAME.sub("", text).split()
    if found and found[-1].casefold() in words.GENERATIONS:
        found = found[:-1]
    main = [word for word in found if word.casefold() not in words.PARTICLES]
    if not 2 <= len(found) <= _MOST_WORDS + 3 or not 1 <= len(main) <= _MOST_WORDS:
        return False
    if found[-1] in words.PARTICLES or found[0].casefold() in words.ARTICLES - words.PARTICLES:
        return False
    return all(map(_is_word, found)) and not _is_place(found) and not has_other_word(found)


def _is_word(word: str) -> bool:
    if not _WORD.fullmatch(word):
        return False
    return word in words.PARTICLES or _is_capital(word) or _CASELESS.match(word) is not None


def _is_capital(word: str) -> bool:
    return _ELISION.sub("", word, count=1)[0].isupper()


def _is_place(found: list[str]) -> bool:
    return " ".join(found).casefold() in employers.PLACES or found[-1].casefold() in employers.COUNTRIES


def has_other_word(found: list[str]) -> bool:
    """Tell whether one of the words is of an agency, an employer or an office; a surname may look like one."""
    last = len(found) - 1
    for at, word in enumerate(found):
        folded = word.strip(".").casefold()
        is_surname = at == last > 0 and folded in words.SURNAMES_TOO and _is_given(found[0])
        if not is_surname and is_other_word(word, folded):
            return True
    return False


def _is_given(word: str) -> bool:
    return word.casefold() in given_names.GIVEN_NAMES or _INITIAL.fullmatch(word) is not None


def is_other_word(word: str, folded: str) -> bool:
    """Tell whether a word is of the trade; an agency's short name counts with its capitals ("AP", not "Eta")."""
    if folded in words.OFFICES or folded in employers.EMPLOYERS or folded in employers.NEWS_EMPLOYERS:
        return True
    if folded in words.ROLES:
        return True
    return folded in words.AGENCIES and (len(folded) > 4 or word == words.AGENCIES[folded] or word.islower())


def has_common_given_name(text: str) -> bool:
    """Tell whether the text begins with a given name that many people have, or with an initial."""
    found = text.split()
    while len(found) > 2 and found[0].casefold() in _ACADEMIC:
        found = found[1:]
    return bool(found) and (_is_given(found[0]) or _is_given(found[0].partition("-")[0]))


def is_surname(text: str) -> bool:
    """Tell whether the text can stand before the comma of "Doe, Jane": one word, with particles before it."""
    found = text.split()
    if not found or len(found) > 4 or len(text) > _LONGEST or not _is_capital(found[-1]) or has_other_word(found):
        return False
    lone = text.casefold()
    if lone in employers.COUNTRIES or lone in given_names.GIVEN_NAMES or not all(map(_is_word, found)):
        return False
    return len(found[-1]) > 1 and all(word.casefold() in words.PARTICLES for word in found[:-1])


def is_given_names(text: str) -> bool:
    """Tell whether the text can stand behind the comma of "Doe, Jane M."."""
    found = text.split()
    if (
        not 1 <= len(found) <= 3
        or len(text) > _LONGEST
        or has_other_word(found)
        or text.casefold() in employers.COUNTRIES
    ):
        return False
    if text.casefold().strip(".") in words.DEGREES | words.GENERATIONS:
        return False
    return all(_is_word(word) and _is_capital(word) for word in found)


def is_pen_name(text: str) -> bool:
    """Tell whether one word, all there is, names its author: a first name, an account, no abbreviation."""
    folded = text.casefold().strip(".")
    if (
        not _PEN_NAME.fullmatch(text)
        or is_other_word(text, folded)
        or folded in employers.COUNTRIES | employers.PLACES
    ):
        return False
    if text.isupper() or (len(text) < 4 and not _is_capital(text)) or not _has_vowel(folded):
        return False
    parts = re.split(r"[-._]", folded)
    if "-" in text and parts[0] not in given_names.GIVEN_NAMES:
        return False
    return not any(part in words.OFFICES or part in words.ROLES for part in parts)


def _has_vowel(text: str) -> bool:
    return (
        any(letter in "aeiouyäöüáéíóúàèìòùâêîôûåæøаеиоуыэюяіїє0123456789" for letter in text)
        or not text[0].isascii()
    )


def is_name_without_spaces(text: str) -> bool:
    """Tell a Chinese or Korean name, which is written as one word."""
    if _HAN.fullmatch(text):
        return text[0] in given_names.CHINESE_SURNAMES and text not in words.OFFICES
    return _HANGUL.fullmatch(text) is not None and text not in words.OFFICES


def written(name: str, *, alone: bool = False) -> str:
    """Give a name in the usual letters: "BERNARD MCDONALD" as "Bernard McDonald"; without "Mr.".

    `alone` is a surname, of which short ones are no abbreviation either.
    """
    found = name.split()
    while len(found) > 2 and found[0].casefold() in words.TITLES:
        found = found[1:]
    main = [_ELISION.sub("", word) for word in found if word.casefold() not in words.PARTICLES]
    capitals = all(map(str.isupper, main)) and (alone or any(len(word.strip(".")) > 2 for word in main))
    return " ".join(_spelled(word, at, all_capitals=capitals) for at, word in enumerate(found))


def _spelled(word: str, at: int, *, all_capitals: bool) -> str:
    letters = word.strip(".")
    if (
        not _ELISION.sub("", word, count=1).isupper()
        or _INITIAL.fullmatch(word)
        or letters.casefold() in _AS_IT_IS
    ):
        return word
    if not all_capitals and len(letters) < 4:
        return word
    if all_capitals and at > 0 and word.casefold() in words.LOWERED_PARTICLES:
        return word.casefold()
    if len(letters) <= 2 and not _has_vowel(letters.casefold()):
        return word
    return re.sub(r"[^\W_]+(?=[’'-]?)", _capitalised, word)


def _capitalised(match: re.Match[str]) -> str:
    piece = match[0]
    if piece.islower():
        return piece
    piece = piece[0] + piece[1:].lower().replace("i\u0307", "i")
    if piece.startswith("Mc") and len(piece) > 3:
        return f"Mc{piece[2:].capitalize()}"
    scottish = _SCOTTISH.match(piece)
    return f"Mac{piece[3:].capitalize()}" if scottish else piece
