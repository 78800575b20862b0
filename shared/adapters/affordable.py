"""What of a query one search can pay for: the engine refuses one of more than 1,024 terms in all its fields.

A query that is too long is asked in fewer languages, with fewer of the words that come near it, and without the
other spellings of its last names. As they are spelled its words are found in every language.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from shared.adapters.words_query import MOST_ENDINGS, MOST_PAIRS, WordsQuery
from shared.domain.profile import Profile
from shared.domain.query_length import terms_in
from shared.domain.query_tree import And, Bag, InField, Near, Node, Not, Or

_MOST_TERMS = 1_000 - 2 * MOST_PAIRS
_OF_A_LANGUAGE, _OF_ALL = 3, 2  # fields: words, captions, lead; exact, headline_exact
_FORGIVING_OF_A_LANGUAGE, _FORGIVING_OF_ALL = 2, 1  # words, lead; headline_exact
_FUZZY = 2  # fields: exact, captions_exact


def affordable(
    languages: tuple[str, ...],
    names: Mapping[str, tuple[str, ...]],
    profile: Profile,
    tree: Node | None,
    *,
    forgiving: bool = False,
) -> WordsQuery:
    """Give what looks for a query in the first of these languages, in all of them if it is short."""
    terms = max(1, sum(terms_in(text) for text in _texts(tree))) if tree else 1
    few = _first(names, (_MOST_TERMS - terms * (_OF_A_LANGUAGE + _OF_ALL)) // (1 + _OF_ALL))
    spellings = sum(len(others) for others in few.values())
    left = _MOST_TERMS - _OF_ALL * (terms + spellings)
    some = languages[: max(1, left // (_OF_A_LANGUAGE * terms + spellings))]
    left = _MOST_TERMS - terms * (_FORGIVING_OF_A_LANGUAGE * len(some) + _FORGIVING_OF_ALL)
    endings = min(MOST_ENDINGS, max(1, left // (_FUZZY * terms)))
    return WordsQuery(some, few, profile, forgiving=forgiving, endings=endings)


def _first(names: Mapping[str, tuple[str, ...]], left: int) -> dict[str, tuple[str, ...]]:
    """Give the first of the names, as many as have no more spellings than these."""
    few: dict[str, tuple[str, ...]] = {}
    for name, others in names.items():
        left -= len(others)
        if left < 0:
            break
        few[name] = others
    return few


def _texts(node: Node) -> Iterator[str]:
    """Give what is looked for, and what must not be there."""
    match node:
        case And() | Or():
            yield from chain.from_iterable(_texts(part) for part in node.parts)
        case Not() | InField():
            yield from _texts(node.inner)
        case Near():
            yield from (node.left.text, node.right.text)
        case Bag():
            yield from (word.text for word in node.words)
        case _:
            yield node.text
