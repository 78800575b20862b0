"""Words as they are compared where neither case nor accents nor punctuation count."""

import re
import unicodedata

_DROPPED = re.compile(r"['’ʼʻ`´.]")
_LONGEST = 512  # characters
# Letters that have no decomposition in Unicode.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def wording(text: str) -> str:
    """Give the words of a line: `Macron’s “U.S. visit”` and `macrons us visit` are the same."""
    folded = text[:_LONGEST].casefold().translate(_LETTERS)
    plain = folded if folded.isascii() else unicodedata.normalize("NFKD", folded)
    letters = "".join(letter for letter in _DROPPED.sub("", plain) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", letters))
