"""Values as the index's `folded` has them, and patterns of how what is looked for may be written in them.

The index folds what a filter compares; a facet's values are counted as they are written, so that looking inside a
facet needs a pattern of everything that a letter may be written as. What is looked for is found as it is typed, in
any script; beyond that case counts in none, and diacritics not in Latin, Greek and Cyrillic, where they are not
letters of their own as Japanese ガ and Hindi क़ are.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# What the engine's `folded` makes of a character besides a small letter: Lucene's ASCIIFoldingFilter with the
# index's apostrophes, taken from the engine; a test asks it again.
_TABLE = Path(__file__).with_name("asciifolding.json")
_MARKS = "\u0300-\u036f"  # the diacritics of these scripts, where they stand apart: İ in small letters has one
_MARK = re.compile(f"[{_MARKS}]")
_BEYOND = "\u0530"  # the first character after Latin, Greek and Cyrillic
_WRITTEN = (
    range(0x20, 0x250),
    range(0x370, 0x530),
    range(0x1E00, 0x2000),
    range(0x2018, 0x201A),
    range(0xFB00, 0xFB07),
    range(0xFF01, 0xFF5F),
)  # Latin, Greek, Cyrillic, apostrophes, ligatures, full width
_TWO = 2
# The engine's work grows with everything that a letter may be, and faster where what is looked for repeats itself.
# So many letters and words are looked for in all their spellings; what follows, as it is typed but for case.
_MOST_LETTERS, _MOST_WORDS, _MOST_CHOICES = 20, 3, 3


def folded(value: str) -> str:
    """Fold as the index does: no case, no diacritics."""
    return "".join(map(_folded, value))


def holding(needle: str) -> str:
    """Give the engine's pattern of every value in which the words of `needle` stand, in their order."""
    words = needle.split()
    begins = " ".join(words[:_MOST_WORDS])[:_MOST_LETTERS]
    follows = " ".join(words)[len(begins) :]
    pattern, choices = "", 0
    for written, otherwise in _places(begins):
        choose = otherwise and choices < _MOST_CHOICES
        pattern += f"({written}|{otherwise})" if choose else written
        choices += bool(otherwise)
    return f".*{pattern}{''.join(map(_cases, follows))}.*"


def _places(words: str) -> Iterator[tuple[str, str]]:
    """Give how each place is written, and how in another number of letters, empty where it is in no other."""
    at = 0
    while at < len(words):
        pair = words[at : at + _TWO]
        together = _spellings().get("".join(map(_plain, pair)), "") if len(pair) == _TWO else ""
        apart = _plain(words[at])
        if words[at] == " ":
            yield ".*", ""
            at += 1
        elif _MARK.match(words[at]):
            yield words[at], "()"  # which stands for nothing
            at += 1
        elif together:
            yield "".join(map(_one_of, pair)), _class(*together)
            at += _TWO
        else:
            yield _one_of(words[at]), "".join(map(_one_of, apart)) if len(apart) > 1 else ""
            at += 1


def _one_of(letter: str) -> str:
    """Give the pattern of a letter in all its spellings."""
    return _class(letter, letter.lower(), letter.upper(), *_spellings().get(_plain(letter), ""))


def _cases(letter: str) -> str:
    """Give the pattern of a letter as it is typed but for case."""
    return _class(letter, letter.lower(), letter.upper())


def _class(*spellings: str) -> str:
    """Give a class of the engine's regular expressions: these letters, leaving out what takes two."""
    letters = "".join(sorted({one for one in spellings if len(one) == 1}))
    return f"[{re.sub(r'([^\w])', r'\\\1', letters)}]"


def _folded(character: str) -> str:
    small = character.lower()
    return _table().get(character, small if len(small) == 1 else character)


def _plain(character: str) -> str:
    """Give what a character is without case and diacritics, in Latin, Greek and Cyrillic; any other in small."""
    if (small := folded(character)).isascii():
        return small.lower()
    apart = folded(_MARK.sub("", unicodedata.normalize("NFKD", character))).casefold()
    return apart if apart.strip() and max(apart) < _BEYOND else small


@cache
def _spellings() -> dict[str, str]:
    """Give for each plain letter, or pair of them, the characters that are one."""
    spellings: dict[str, str] = defaultdict(str)
    for character in (chr(code) for codes in _WRITTEN for code in codes):
        if len(plain := _plain(character)) <= _TWO and not _MARK.match(character):
            spellings[plain] += character
    return dict(spellings)


@cache
def _table() -> dict[str, str]:
    letters: dict[str, str] = json.loads(_TABLE.read_text("utf-8"))
    return {character: plain for plain, characters in letters.items() for character in characters}
