"""The rules that tell what a capitalised phrase names."""

import re

from shared.enrich.mentions.lists import lists
from shared.enrich.mentions.people import LONGEST_PERSON, evidence, may_be_person
from shared.enrich.mentions.phrases import Phrase
from shared.enrich.mentions.tally import Found, Tally

# How sure each kind of evidence is; the lower ones were set by what was found right of them.
GIVEN, _TITLED, _LISTED, _DEFINED = 0.95, 0.9, 0.9, 0.9
_BUILT, _KNOWN, _SURE_BEGINNING, _AGAIN, _ACRONYM = 0.85, 0.8, 0.8, 0.7, 0.6

# Between the parts of the name of an organisation or place, or between two names.
_AND = frozenset({"and", "und", "et", "y", "e"})
_OF = _AND | {"of", "for"}
_GENITIVE = frozenset({"der", "des", "del"})
_ACRONYM_BEHIND = re.compile(r" ?\(([^\W\d_]{2,8})\)")
_ROMAN = re.compile(r"[IVXLC]+")


class Reader:
    """Reads the phrases of one text into a tally."""

    def __init__(self, tally: Tally, *, measured: bool) -> None:
        self._tally = tally
        self._measured = measured
        self._lists = lists()
        self._undecided: list[Phrase] = []

    def read(self, phrase: Phrase) -> None:
        """Tell what a phrase names; what cannot be told yet is left to be decided with the whole text read."""
        words = phrase.words if len(phrase.words) == 1 else self._stripped(phrase.words)
        if words is not phrase.words:
            phrase = phrase._replace(words=words)
        if len(words) == 1:
            self._read_word(phrase)
        elif words and not self._read_listed(phrase) and not self._read_built(phrase):
            self._read_person(phrase)

    def decide(self) -> None:
        """Decide with the whole text read: a name that was told elsewhere, a surname, a name of two words."""
        alone = {phrase.words[0].lower() for phrase in self._undecided if len(phrase.words) == 1}
        later: list[Phrase] = []
        for phrase in self._undecided:
            if self._measured and may_be_person(phrase) and phrase.words[-1].lower() in alone:
                self._tally.add(Found(phrase.name, "person", _AGAIN))
            else:
                later.append(phrase)
        for phrase in later:
            if one := self._tally.named(phrase.name):
                self._tally.add(one)

    def _stripped(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out what only begins a sentence, `The` or `Monday`, and a title of something, `Sprecher der`."""
        lists = self._lists
        if len(words) > 2 and words[1] in _GENITIVE and words[0].lower() in lists.titles:
            words = words[2:]
        while words and self._only_begins(words[0]) and " ".join(words).lower() not in lists.places:
            words = words[1:]
            while words and (words[0] in lists.in_names or words[0] in _OF):
                words = words[1:]
        while words and (self._only_begins(words[-1]) or words[-1] in lists.in_names):
            if " ".join(words).lower() in lists.places:  # Santo Domingo, which is no Sunday
                break
            words = words[:-1]
        return words

    def _only_begins(self, word: str) -> bool:
        """Tell `Who` from `WHO`."""
        key = word.lower()
        return key in self._lists.starts and not (word.isupper() and key in self._lists.organisations)

    def _read_word(self, phrase: Phrase) -> None:
        lists, word, key = self._lists, phrase.words[0], phrase.words[0].lower()
        if key in self._tally.known:
            self._tally.add(self._tally.known[key])
        elif key in lists.places and (word.isupper() or len(key) > 3):
            shown = word.title() if word.isupper() and len(word) > 5 else word  # a dateline
            self._tally.add(Found(shown, "place", _LISTED))
        elif self._is_organisation(word, phrase.begins):
            self._tally.add(Found(word, "organisation", _LISTED))
        elif key in lists.people:
            self._tally.add(Found(word, "person", _KNOWN))
        elif not phrase.begins and self._is_acronym(word):
            self._tally.add(Found(word, "organisation", _ACRONYM))
        elif key not in lists.nationalities and key not in lists.titles:
            self._undecided.append(phrase)

    def _is_organisation(self, word: str, begins: bool) -> bool:
        key = word.lower()
        if key in self._lists.organisations_of_common_words:
            return not begins
        return key in self._lists.organisations and (word.isupper() or len(key) > 3)

    def _is_acronym(self, word: str) -> bool:
        shaped = 2 <= len(word) <= 5 and word.isupper() and word.isalpha() and not _ROMAN.fullmatch(word)
        return shaped and word.lower() not in self._lists.no_acronyms and word.lower() not in self._lists.starts

    def _read_listed(self, phrase: Phrase) -> bool:
        """Read a phrase that is a name of the lists, and pass over capitals throughout that are none."""
        name = phrase.name
        key = name.lower().replace("’", "'")
        if key in self._tally.known:
            self._tally.add(self._tally.known[key])
        elif key in self._lists.places:
            self._tally.add(Found(name.title() if name.isupper() else name, "place", _LISTED))
        elif key in self._lists.organisations:
            self._tally.add(Found(name, "organisation", _LISTED))
        else:
            return name.isupper()
        return True

    def _read_built(self, phrase: Phrase) -> bool:
        """Read a phrase that its words make an organisation, a place or something else; split where it is two."""
        lists, words = self._lists, phrase.words
        last = words[-1].lower()
        at = next((i for i, word in enumerate(words) if word in _OF), 0)
        if last in lists.other_ends and not at:
            return True
        if (last in lists.organisation_ends or (self._measured and "&" in words)) and self._is_one_name(
            words, last
        ):
            self._add_organisation(phrase)
        elif last in lists.place_ends and self._measured and not at:
            self._tally.add(Found(phrase.name, "place", _BUILT))
        elif at:
            self._read_joined(phrase, at)
        elif words[0].lower() in lists.organisation_beginnings and words[1] in lists.in_names:
            self._add_organisation(phrase)
        else:
            return False
        return True

    def _is_one_name(self, words: tuple[str, ...], last: str) -> bool:
        """Tell `Securities and Exchange Commission` from `Judge Doe of Supreme Court` and `Doe and Acme Corp.`"""
        lists, first = self._lists, words[0].lower()
        if "of" in words or "for" in words:
            return first not in lists.title_like and first not in lists.first_names
        joints = [at for at, word in enumerate(words) if word in _AND]
        behind = words[joints[-1] + 1 :] if joints else ()
        return last in lists.joined_ends or all(word.lower() in lists.organisation_ends for word in behind)

    def _add_organisation(self, phrase: Phrase) -> None:
        """Count an organisation, and remember the acronym behind its name, so that it counts for the name."""
        one = Found(phrase.name, "organisation", _BUILT)
        behind = _ACRONYM_BEHIND.match(phrase.behind)
        if behind and behind[1].isupper():
            one = one._replace(confidence=_DEFINED)
            self._tally.known.setdefault(behind[1].lower(), one)
        self._tally.add(one)

    def _read_joined(self, phrase: Phrase, at: int) -> None:
        """Tell `Bank of England` and `Gulf of Mexico` from `Doe of France` and `Acme and Doe`, which are two."""
        lists, words = self._lists, phrase.words
        heads = {words[0].lower(), words[at - 1].lower()}
        if heads & lists.organisation_beginnings and (
            words[at] not in _AND or words[0].lower() in lists.joined_beginnings
        ):
            self._add_organisation(phrase)
        elif words[at] == "of" and heads & lists.other_beginnings:
            return
        elif words[at] == "of" and (heads & lists.place_ends or heads & lists.place_beginnings):
            self._tally.add(Found(phrase.name, "place", _BUILT))
        else:
            right = words[at + 2 if words[at + 1] == "the" else at + 1 :]
            self.read(phrase._replace(words=words[:at], end=len(phrase.text)))
            self.read(phrase._replace(words=right, begins=False, start=0))

    def _read_person(self, phrase: Phrase) -> None:
        """Read `French President Emmanuel Macron` and `Acme Chairman Jane Doe`, or a name without a title."""
        lists, words = self._lists, phrase.words
        at = next((i for i in range(len(words) - 2, -1, -1) if words[i].lower() in lists.titles), -1)
        if at < 0 or (at and words[at - 1].lower() in lists.first_names):  # as in Martin King Doe
            self._read_name(phrase)
            return
        left, name = words[:at], words[at + 1 :]
        while left and left[-1].lower() in lists.title_like:
            left = left[:-1]
        if left:
            self.read(phrase._replace(words=left, end=len(phrase.text)))
        alone = len(name) == 1 and (name[0].lower() in lists.title_like or name[0].lower() in lists.places)
        if len(name) <= LONGEST_PERSON and name[0] not in lists.in_names and not alone:
            self._tally.add(Found(" ".join(name), "person", _TITLED))

    def _read_name(self, phrase: Phrase) -> None:
        lists, words = self._lists, phrase.words
        while len(words) > 1 and words[0].lower() in lists.nationalities:
            words = words[1:]
        while len(words) > 1 and words[-1].lower() in lists.behind_persons:
            words = words[:-1]
        if words is not phrase.words:
            phrase = phrase._replace(words=words)
        first = words[0].lower()
        if len(words) == 1:
            self._read_word(phrase)
        elif first in lists.place_beginnings and first not in lists.first_names:
            known = " ".join(words[1:]).lower() in lists.places
            if known or first in lists.sure_place_beginnings:
                self._tally.add(Found(phrase.name, "place", _BUILT if known else _SURE_BEGINNING))
        elif first not in lists.other_beginnings:
            at = next((i for i, word in enumerate(words[:-1]) if word.lower() in lists.first_names), -1)
            if confidence := evidence(phrase, at, measured=self._measured):
                self._tally.add(Found(" ".join(words[max(at, 0) :]), "person", confidence))
            else:
                self._undecided.append(phrase)
