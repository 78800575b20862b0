"""What a reader looks for, as a query of the engine. Never the engine's own query language on a reader's text.

Measured on six collections (docs/adr/0003): a field that holds everything carries the score; the headline, the
first words, the spelling as typed and words beside each other add a little, as the profile says.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeIs

from shared.adapters.analysis import ENGLISH_STOPS
from shared.domain.profile import NEWS, Profile
from shared.domain.query_tree import And, Bag, InField, Leaf, Near, Node, Not, Or, Phrase, Prefix, Word, leaves

Query = dict[str, Any]

CAPTION, VARIANT, FORGIVEN = 0.3, 0.5, 0.5
ALL, TWO = "100%", "2<2"  # of more than two words any two are enough: a percentage ruins long queries
MOST_PAIRS = 8  # of a long query; each costs as much as a phrase
MOST_ENDINGS = 50  # words that one prefix, or one word with its mistakes, stands for
_CAPTIONS = "captions_exact"
_STOPS = frozenset(ENGLISH_STOPS)
_NO_WORD = re.compile(r"[^\w'’.]+")


@dataclass(frozen=True)
class _Scope:
    """Where to look: the fields with stems, each with that of its captions, and those with the words as written.

    Bodies have no such field of their own: what is found in them must be so in `besides`, which has all texts.
    """

    stemmed: tuple[tuple[str, ...], ...]
    exact: tuple[str, ...]
    besides: str | None = None

    def spelled[T](self, look: Callable[[str, T], Query], sought: T) -> Query:
        """Give what is looked for as it is written."""
        found = _any(
            [_less(look(name, sought)) if name == _CAPTIONS else look(name, sought) for name in self.exact]
        )
        return {"bool": {"must": [found], "filter": [look(self.besides, sought)]}} if self.besides else found


@dataclass(frozen=True)
class WordsQuery:
    """Builds queries for the languages that the index holds, with the other spellings of the query's names.

    `forgiving` finds articles with any of the words, each with a typing error or two: with at most so many other
    words, the `endings`, in its place.
    """

    languages: tuple[str, ...]
    variants: Mapping[str, tuple[str, ...]]
    profile: Profile = NEWS
    forgiving: bool = False
    endings: int = MOST_ENDINGS

    def matching(self, tree: Node) -> Query:
        """Give what an article must match."""
        return self._node(tree, self._everywhere())

    def better(self, tree: Node) -> list[Query]:
        """Give what adds to the score: the headline, the first words, words side by side."""
        text = " ".join(_text(leaf) for leaf in leaves(tree) if not isinstance(leaf, Near | Prefix))
        if not text:
            return []
        clauses = [_match("headline_exact", text, self.profile.headline)]
        clauses += [_match(name, text, self.profile.lead) for name in self._each("lead")]
        pairs = [" ".join(pair) for pair in pairwise(_plain(text)) if not _STOPS & {word.lower() for word in pair}]
        return clauses + [_phrase(("exact",), pair, self.profile.pair) for pair in pairs[:MOST_PAIRS]]

    def holding(self, word: str) -> Query:
        """Give what matches articles that have a word as it is typed."""
        return replace(self, forgiving=False)._words([word], self._everywhere(), ALL)

    def marking(self, tree: Node) -> Query:
        """Give what to mark in the fields that are shown: the words, in every form in which they were found."""
        fields = (*self._each("headline"), *self._each("body"))
        return _any([self._marked(leaf, fields) for leaf in dict.fromkeys(leaves(tree))])

    def _everywhere(self) -> _Scope:
        pairs = tuple(zip(self._each("words"), self._each("captions"), strict=True))
        return _Scope(pairs, ("exact", _CAPTIONS))

    def _each(self, name: str) -> tuple[str, ...]:
        return tuple(f"{name}.{language}" for language in self.languages)

    def _scope(self, field: str) -> _Scope:
        if field == "headline":
            return _Scope(tuple((name,) for name in self._each("headline")), ("headline_exact",))
        if field == "body":
            return _Scope(tuple((name,) for name in self._each("body")), self._each("body"), "exact")
        return _Scope(((f"{field}.words",),), (f"{field}.words",))

    def _node(self, node: Node, scope: _Scope) -> Query:  # noqa: PLR0911  one for each kind of node
        match node:
            case Word():
                return scope.spelled(_spelled, node.text) if node.exact else self._words([node.text], scope, ALL)
            case Bag():
                return self._words([word.text for word in node.words], scope, TWO)
            case Phrase():
                return scope.spelled(_in_order, node.text)
            case Prefix():
                return scope.spelled(_prefix, node.text)
            case Near():
                return scope.spelled(_near, node)
            case InField():
                return self._node(node.inner, self._scope(node.field))
            case Not():
                return {"bool": {"must_not": [replace(self, forgiving=False)._node(node.inner, scope)]}}
            case Or():
                return _any([self._node(part, scope) for part in node.parts])
            case And():
                return self._all(node, scope)

    def _all(self, node: And, scope: _Scope) -> Query:
        """Give what matches every part; the plain words among them are one query, in one language."""
        words = [part.text for part in node.parts if _is_plain(part)]
        others = [part for part in node.parts if not _is_plain(part)]
        wanted = [self._words(words, scope, ALL)] if words else []
        wanted += [self._node(part, scope) for part in others if not isinstance(part, Not)]
        return {
            "bool": {
                "must": wanted,
                "must_not": [
                    replace(self, forgiving=False)._node(part.inner, scope)
                    for part in others
                    if isinstance(part, Not)
                ],
            }
        }

    def _words(self, words: Sequence[str], scope: _Scope, wanted: str) -> Query:
        """Give the words as typed or, where one is a name, with another spelling of it."""
        if _is_stopped(words):  # nothing would be left of it: "The Who"
            return scope.spelled(_in_order, " ".join(words))
        if self.forgiving:
            every = words if wanted == ALL else [" ".join(words)]
            return {"bool": {"must": [self._forgiven(text, scope) for text in every if not _is_stopped([text])]}}
        names, rest = self._named(words)
        if not names:
            return self._spread(" ".join(words), scope, wanted)
        pieces = [self._respelled(name, scope) for name in names]
        if wanted == ALL:
            return {"bool": {"must": pieces + ([self._spread(" ".join(rest), scope, ALL)] if rest else [])}}
        pieces += [self._spread(word, scope, ALL) for word in rest if not _is_stopped([word])]
        return {"bool": {"should": pieces, "minimum_should_match": min(2, len(pieces))}}

    def _spread(self, text: str, scope: _Scope, wanted: str) -> Query:
        """Give words in any of the languages, where a caption may hold one of them and the text the other."""
        found = [_across(fields, text, wanted) for fields in scope.stemmed]
        spelled = [] if scope.besides else [name for name in scope.exact[:1] if (name,) not in scope.stemmed]
        return _any(found + [_match(name, text, self.profile.spelling, wanted) for name in spelled])

    def _respelled(self, name: str, scope: _Scope) -> Query:
        """Give a name in its spelling as typed, or, counting for less, in the others."""
        fields = tuple(dict.fromkeys([*(fields[0] for fields in scope.stemmed), *scope.exact]))
        others = [_phrase(fields, other, VARIANT) for other in self.variants[name]]
        return {"dis_max": {"queries": [self._spread(name, scope, ALL), *others]}}

    def _named(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """Tell the names that have other spellings from the rest of the words."""
        text = f" {' '.join(words)} "
        names = [name for name in self.variants if f" {name} " in text]
        for name in names:
            text = text.replace(f" {name} ", "  ")
        return names, text.split()

    def _forgiven(self, text: str, scope: _Scope) -> Query:
        fields = [fields[0] for fields in scope.stemmed]
        as_typed = [_match(name, text) for name in fields]
        options = {"query": text, "fuzziness": "AUTO:4,8", "prefix_length": 1, "max_expansions": self.endings}
        return _any([*as_typed, *({"match": {name: options | {"boost": FORGIVEN}}} for name in scope.exact)])

    def _marked(self, leaf: Leaf, fields: tuple[str, ...]) -> Query:
        match leaf:
            case Phrase():
                return _phrase(fields, leaf.text)
            case Near():
                return _any([self._marked(side, fields) for side in (leaf.left, leaf.right)])
            case Prefix():
                return _any([_prefix(name, leaf.text) for name in fields])
            case _:
                return self._marked_words(_text(leaf), fields)

    def _marked_words(self, text: str, fields: tuple[str, ...]) -> Query:
        if self.forgiving:
            options = {"fuzziness": "AUTO:4,8", "prefix_length": 1, "max_expansions": self.endings}
            return {"multi_match": {"query": text, "fields": list(fields)} | options}
        others = [other for name in self._named(text.split())[0] for other in self.variants[name]]
        return _any([_match(name, text) for name in fields] + [_phrase(fields, other) for other in others])


def _less(query: Query) -> Query:
    return {"bool": {"must": [query], "boost": CAPTION}}


def _is_plain(node: Node) -> TypeIs[Word]:
    return isinstance(node, Word) and not node.exact


def _text(leaf: Leaf) -> str:
    match leaf:
        case Bag():
            return " ".join(word.text for word in leaf.words)
        case Near():
            return f"{leaf.left.text} {leaf.right.text}"
        case _:
            return leaf.text


def _plain(text: str) -> list[str]:
    return [word for word in _NO_WORD.sub(" ", text).split() if re.search(r"\w", word)]


def _is_stopped(words: Sequence[str]) -> bool:
    return all(word.casefold() in _STOPS for text in words for word in _plain(text))


def _any(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else {"bool": {"should": list(queries), "minimum_should_match": 1}}


def _across(fields: tuple[str, ...], text: str, wanted: str) -> Query:
    if len(fields) == 1:
        return _match(fields[0], text, 1, wanted)
    weighted = [fields[0], *(f"{name}^{CAPTION}" for name in fields[1:])]
    return {
        "multi_match": {"query": text, "type": "cross_fields", "fields": weighted, "minimum_should_match": wanted}
    }


def _match(field: str, text: str, boost: float = 1, wanted: str | None = None) -> Query:
    options: Query = {"query": text}
    if boost != 1:
        options["boost"] = boost
    if wanted:
        options["minimum_should_match"] = wanted
    return {"match": {field: options}}


def _phrase(fields: tuple[str, ...], text: str, boost: float = 1) -> Query:
    """Give words in their order."""
    options: Query = {"query": text, "boost": boost}
    if len(fields) == 1:
        return {"match_phrase": {fields[0]: options | _unstemmed(fields[0])}}
    return {"multi_match": options | {"fields": list(fields), "type": "phrase"}}


def _in_order(field: str, text: str) -> Query:
    return _phrase((field,), text)


def _spelled(field: str, text: str) -> Query:
    return {"match": {field: {"query": text, "operator": "and"} | _unstemmed(field)}}


def _prefix(field: str, text: str) -> Query:
    return {"match_bool_prefix": {field: {"query": text, "max_expansions": MOST_ENDINGS, "analyzer": "exact"}}}


def _near(field: str, node: Near) -> Query:
    sides = [
        {"match": {"query": side.text, "ordered": True, "max_gaps": 0} | _unstemmed(field)}
        for side in (node.left, node.right)
    ]
    return {"intervals": {field: {"all_of": {"intervals": sides, "max_gaps": node.distance, "ordered": False}}}}


def _unstemmed(field: str) -> Query:
    """Give the analyzer that leaves out nothing, for the fields that are of no language."""
    return {"analyzer": "exact"} if field.endswith(("exact", ".words")) else {}
