"""Finds the capitalised phrases of a text, in Latin, Greek and Cyrillic letters."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SCRIPTS = (*range(0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))
_UPPER = "".join(chr(code) for code in _SCRIPTS if chr(code).isupper())
_ABBREVIATED = (
    "Mr Mrs Ms Dr Prof Gov Sen Sens Rep Reps Gen Col Lt Sgt Cpl Pvt Capt Maj Brig Adm Rev St Ste Mt Ft Jr Sr Sra "
    "Inc Corp Co Ltd Bros Dept Calif Fla Mass Conn Ariz Colo Ill Mich Minn Tenn Wash Wis Okla Ala Ark Nev Tex"
)
_PARTICLE = (
    "(?:of the|of|for|de la|de los|de las|del|de|da|do|dos|di|du|des|van der|van den|van|von|zu|der|bin|ibn|ben|"
    "al|el|la|le|arap|and|und|et|y|e|&)"
)
# A pattern that begins with a class is looked for fastest; what stands around a word is checked afterwards.
_DOT = "|".join(rf"(?<=\b{word}\.)" for word in _ABBREVIATED.split())
_INITIALS = rf"\.(?:-?[{_UPPER}]\.)*(?:[{_UPPER}](?!\w))?"
_LETTERS = rf"\w*(?:[-’'&/](?!s\b)\w+)*(?:\.(?:{_DOT}))?"
_REST = rf"(?:{_INITIALS}|{_LETTERS})"
_PHRASE = re.compile(
    rf"[{_UPPER}](?<![\w’'].){_REST}(?: (?:{_PARTICLE} |d[’'])?[{_UPPER}]{_REST}){{0,9}}"
    r"(?:, (?:Inc|Ltd|LLC|L\.P|Corp|Jr|Sr)\b\.?)?"
)
_ENDS_SENTENCE = frozenset(".!?:;\n“”\"'‘’«»„()[]-–—_*•|>")


class Phrase(NamedTuple):
    """Capitalised words that stand together, and where."""

    words: tuple[str, ...]
    begins: bool  # a sentence, or what is set off like one
    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """Give the words as they were written."""
        return " ".join(self.words)

    @property
    def before(self) -> str:
        """Give the word before, in small letters."""
        words = self.text[max(0, self.start - 25) : self.start].split()
        return "" if self.begins or not words else words[-1].lower().strip(",")

    @property
    def behind(self) -> str:
        """Give the text behind."""
        return self.text[self.end : self.end + 24]


def phrases(text: str, passed_over: frozenset[str]) -> Iterator[Phrase]:
    """Give the phrases in their order, without single words to be passed over: most are `The` or `It`."""
    for match in _PHRASE.finditer(text):
        phrase = match[0]
        if phrase.lower() not in passed_over or (phrase.isupper() and len(phrase) > 1):
            start, end = match.span()
            before = text[start - 2 : start].rstrip(" ")
            begins = not before or before[-1] in _ENDS_SENTENCE
            yield Phrase(tuple(phrase.split(" ")), begins, text, start, end)
