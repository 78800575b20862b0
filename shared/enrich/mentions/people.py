"""The rules that tell whether a phrase without a title is a person."""

import re

from shared.enrich.mentions.lists import lists
from shared.enrich.mentions.phrases import Phrase

LONGEST_PERSON = 5  # words
_FIRST_NAME, _BESIDE = 0.85, 0.8  # how sure each kind of evidence is
_BEHIND = re.compile(r",? \(?(?:aged )?\d{1,3}[,)]|, (?:who|quien)\b")


def evidence(phrase: Phrase, at: int, *, measured: bool) -> float:
    """Tell how surely words are a person; `at` is where a first name stands among them, -1 where none does."""
    words = phrase.words
    if _is_none(words, max(at, 0)):
        return 0
    # In other languages an initial may be an abbreviation, `z. B. der Rat`, and what is said an exclamation.
    if at >= 0 or any(len(word) == 2 and word[1] == "." for word in words[0 if measured else 1 : -1]):
        return _FIRST_NAME
    known = lists()
    behind = phrase.behind.lstrip(", ").split(" ", 1)[0].rstrip(",.")
    before = phrase.before
    beside = before in known.roles or before in known.verbs
    return _BESIDE if beside or (measured and behind in known.verbs) or _BEHIND.match(phrase.behind) else 0


def _is_none(words: tuple[str, ...], at: int) -> bool:
    """Tell what looks like a person and is none: `Doe Street Paris`, `Roman Catholic`, `Mary And Her Lamb`."""
    known, last, length = lists(), words[-1].lower(), len(words) - at
    if last in known.places and (length > 2 or words[0].lower() in known.places):
        return True
    if length > LONGEST_PERSON or last in known.nationalities or (last.upper() == words[-1] and len(last) <= 3):
        return True
    return any(word.lower() in known.starts and word.lower() not in known.in_names for word in words[1:])


def may_be_person(phrase: Phrase) -> bool:
    """Tell whether two or three words have at least the looks of a person."""
    words = phrase.words
    if phrase.begins or not 2 <= len(words) <= 3:
        return False
    shaped = all(word.isalpha() and not word.isupper() for word in words)
    return shaped and lists().never_in_persons.isdisjoint(map(str.lower, words))
