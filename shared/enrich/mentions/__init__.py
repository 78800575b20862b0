"""Finds the people, organisations and places that a text names, by rules and lists and without a model.

One pass over the first 20,000 characters finds the capitalised phrases. What a phrase names is told by, in this
order: names that the sender gave; the lists of places and organisations; the words that names of organisations
and places end or begin with (`… Bank`, `Ministry of …`, `Lake …`); titles (`President …`, `Mr. …`); first names;
and what stands beside it (`…, 54,`, `… said`, `spokesman …`). A surname alone counts for the one full name in
the text that ends in it, an acronym for the name that it stands behind in parentheses, an agency's dateline for
its place; other spellings of a name (name_variants.tsv) count together.

German writes every noun with a capital: there, and in languages in which the rules have not been measured, the
weaker rules rest. Scripts without capitals have no mentions. Precision goes before completeness: what is not
told is left out. The lists are words.txt and places.txt, to be edited by hand, and countries.txt.
"""

from collections.abc import Iterable

from shared.domain.article import Mention
from shared.enrich.mentions.lists import lists
from shared.enrich.mentions.phrases import phrases
from shared.enrich.mentions.reading import GIVEN, Reader
from shared.enrich.mentions.tally import Found, Kind, Tally

_LOOKED_AT = 20_000  # characters
_MOST = 100  # mentions
_LONGEST = 120  # characters of a name
_MEASURED = frozenset({"en", "es"})  # languages


def mentions(
    headline: str | None,
    body_text: str | None,
    language: str | None,
    people: Iterable[str] = (),
    *,
    organisations: Iterable[str] = (),
    places: Iterable[str] = (),
) -> tuple[Mention, ...]:
    """Give what the text names, the most named first. Names that the sender gave are sure of their kind."""
    tally = Tally()
    given: dict[Kind, Iterable[str]] = {"person": people, "organisation": organisations, "place": places}
    for kind, names in given.items():
        for name in names:
            tally.know(Found(name, kind, GIVEN))
    reader = Reader(tally, measured=(language or "").partition("-")[0].lower() in _MEASURED)
    title = "" if headline is None or headline.isupper() else headline[:_LOOKED_AT]
    for phrase in phrases(f"{title}\n\n{(body_text or '')[:_LOOKED_AT]}", lists().starts):
        reader.read(phrase)
    reader.decide()
    named = [(one, count) for one, count in tally.joined() if len(one.name) <= _LONGEST]
    named.sort(key=lambda entry: (-entry[1], -entry[0].confidence))
    return tuple(
        Mention(name=one.name, kind=one.kind, confidence=one.confidence, count=count)
        for one, count in named[:_MOST]
    )
