"""Reads what a reader typed. Every text has a reading; what could not be read as meant becomes a warning.

zelensky troops          words: both of two; of more at least two
"foreign troops"         this phrase, in this spelling
=Kiev                    this spelling alone
a AND b, a OR b, NOT c, -c, (…)      AND binds before OR
headline:word            in one field: headline, body, author, topic, section
a NEAR/5 b               at most five words apart
ukrain*                  every word that begins so, of three letters or more
"""

from collections import Counter
from dataclasses import dataclass

from shared.domain.errors import BadInput, FieldError
from shared.domain.query_length import MAX_TERMS_READ, first_terms, terms_in
from shared.domain.query_tokens import Kind, Token, tokens
from shared.domain.query_tree import And, Bag, InField, Near, Node, Not, Or, Phrase, Prefix, Word, leaves
from shared.domain.text import clean_line
from shared.domain.wording import wording

MAX_LENGTH = 512
MAX_TERMS = 32
_MAX_DEPTH = 10
_TERMS = frozenset({Kind.WORD, Kind.PREFIX, Kind.PHRASE})
_LONGEST_QUERY = 10  # words without operators: beyond it, what has few of them is a text that was pasted
_LONGEST_WITH_A_PHRASE, _WORDS_BESIDE_A_PHRASE = 16, 4  # beyond both, somebody was quoted
_NEVER_IN_PROSE = frozenset({Kind.FIELD, Kind.NEAR, Kind.EXACT})
_SELDOM_IN_PROSE = frozenset({Kind.AND, Kind.OR, Kind.NOT, Kind.PREFIX})
_PROSE_TO_EACH = 8  # words to one that may be an operator
_NOT_TOLD = _SELDOM_IN_PROSE | {Kind.PHRASE}


@dataclass(frozen=True)
class QueryText:
    """The reading of a query, None of an empty one, and what was read otherwise than it may have been meant.

    `typed` is the line as it was typed, `wording` the same as headlines are compared with it.
    """

    tree: Node | None = None
    warnings: tuple[str, ...] = ()
    typed: str = ""
    wording: str = ""

    @property
    def interpreted(self) -> str:
        """Give the reading as one line, with the operators that were not typed."""
        return "" if self.tree is None else str(self.tree)


def parse_query(written: str) -> QueryText:
    """Read a query; raise BadInput beyond 512 characters or 32 words with operators, never for its syntax."""
    if len(written) > MAX_LENGTH:
        raise _too_much(f"has {len(written)} characters; at most {MAX_LENGTH} are taken")
    warnings: dict[str, None] = {}
    line = clean_line(written)
    found = list(tokens(line, warnings))
    if _is_prose(found):
        found = _as_words(found, warnings)
    elif _terms(found) > MAX_TERMS or _length(found) > MAX_TERMS_READ:
        raise _too_much(f"has more than {MAX_TERMS} words beside operators")
    tree = _Parser(found, warnings).parse()
    if tree is None and line:
        warnings["there is no word in it to look for; these are all articles"] = None
    elif tree is not None and not any(leaves(tree)):
        warnings["what must not be there was given alone; it takes away from all articles"] = None
    return QueryText(tree, tuple(warnings), line, wording(line))


def _terms(found: list[Token]) -> int:
    return sum(len(token.text.split()) for token in found if token.kind in _TERMS)


def _length(found: list[Token]) -> int:
    return sum(terms_in(token.text) for token in found if token.kind in _TERMS)


def _is_prose(found: list[Token]) -> bool:
    """Tell whether this is a text that was pasted: in prose, quotes and dashes are no operators."""
    kinds = Counter(token.kind for token in found)
    terms = _terms(found)
    has_long_quote = kinds[Kind.WORD] > _WORDS_BESIDE_A_PHRASE and terms > _LONGEST_WITH_A_PHRASE
    is_long = kinds[Kind.WORD] > _LONGEST_QUERY or has_long_quote or max(terms, _length(found) // 4) > MAX_TERMS
    if not is_long or any(kinds[kind] for kind in _NEVER_IN_PROSE):
        return False
    return sum(kinds[kind] for kind in _SELDOM_IN_PROSE) * _PROSE_TO_EACH <= len(found)


def _as_words(found: list[Token], warnings: dict[str, None]) -> list[Token]:
    if any(token.kind in _NOT_TOLD for token in found):
        warnings["of a text this long all was read as words, quotes and operators with them"] = None
    words = [word for token in found if token.kind in _TERMS for word in token.text.split()]
    if _length(found) > MAX_TERMS_READ:
        warnings[f"of a text this long the first {MAX_TERMS_READ} words were read"] = None
    return [Token(Kind.WORD, word) for word in first_terms(words)]


def _too_much(detail: str) -> BadInput:
    return BadInput(f"The query {detail}.", [FieldError(detail, parameter="q")])


class _Parser:
    """Descends through the tokens; an operator without a side, or half a pair of parentheses, is passed over."""

    def __init__(self, found: list[Token], warnings: dict[str, None]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0
        self._warnings = warnings

    def parse(self) -> Node | None:
        parts: list[Node] = []
        while self._at < len(self._tokens):
            part = self._any()
            parts += [part] if part else []
            if self._take(Kind.CLOSE):
                self._warn("a parenthesis that does not open was passed over")
        return _together(parts)

    def _peek(self) -> Kind | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _take(self, kind: Kind) -> Token | None:
        if self._peek() is not kind:
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _warn(self, sentence: str) -> None:
        self._warnings[sentence] = None

    def _any(self) -> Node | None:
        parts = [self._all()]
        while self._take(Kind.OR):
            parts.append(self._all())
        found = [part for part in parts if part is not None]
        if len(found) < len(parts) and len(parts) > 1:
            self._warn("OR without something on both sides was passed over")
        return Or(tuple(found)) if len(found) > 1 else next(iter(found), None)

    def _all(self) -> Node | None:
        parts: list[Node] = []
        joined = False
        while (kind := self._peek()) not in (None, Kind.OR, Kind.CLOSE):
            if kind is Kind.AND:
                self._at += 1
                if parts and self._peek() not in (None, Kind.OR, Kind.CLOSE, Kind.AND):
                    joined = True
                else:
                    self._warn("AND without something on both sides was passed over")
                continue
            part = self._one()
            parts += [part] if part else []
            if self._peek() is Kind.NEAR:
                parts += self._near(parts)
        return _together(parts, all_wanted=joined)

    def _one(self) -> Node | None:
        token = self._tokens[self._at]
        self._at += 1
        match token.kind:
            case Kind.WORD:
                return Word(token.text)
            case Kind.PREFIX:
                return Prefix(token.text)
            case Kind.PHRASE:
                return Phrase(token.text)
            case Kind.OPEN:
                return self._group()
            case Kind.NOT | Kind.FIELD | Kind.EXACT:
                return self._prefixed(token)
        self._warn("NEAR stands between two words; elsewhere it was passed over")
        return None

    def _prefixed(self, token: Token) -> Node | None:
        if self._peek() in (None, Kind.CLOSE, Kind.AND, Kind.OR, Kind.NEAR) or self._depth >= _MAX_DEPTH:
            self._warn(f"{token.text or '='} without something after it was passed over")
            return None
        self._depth += 1
        inner = self._one()
        self._depth -= 1
        if inner is None or token.kind is Kind.NOT:
            return inner and (inner.inner if isinstance(inner, Not) else Not(inner))
        if token.kind is Kind.FIELD:
            return InField(token.text, inner)
        return Word(inner.text, exact=True) if isinstance(inner, Word) else inner

    def _group(self) -> Node | None:
        if self._depth >= _MAX_DEPTH:
            self._warn(f"parentheses more than {_MAX_DEPTH} deep were passed over")
            return None
        self._depth += 1
        inner = self._any()
        self._depth -= 1
        if not self._take(Kind.CLOSE):
            self._warn("a parenthesis that does not close was passed over")
        return inner

    def _near(self, parts: list[Node]) -> list[Node]:
        token = self._tokens[self._at]
        self._at += 1
        left = parts.pop() if parts else None
        right = self._one() if self._peek() not in (None, Kind.OR, Kind.CLOSE, Kind.AND) else None
        if isinstance(left, Word | Phrase) and isinstance(right, Word | Phrase):
            return [Near(left, right, int(token.text))]
        self._warn("NEAR stands between two words; elsewhere it was passed over")
        return [part for part in (left, right) if part is not None]


def _together(parts: list[Node], *, all_wanted: bool = False) -> Node | None:
    """Join what stands side by side: words alone, in parentheses or not, make a bag; all else is wanted."""
    words = tuple(word for part in parts for word in _plain_words(part))
    if all_wanted or len(words) < 2:
        return And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)
    rest = [part for part in parts if not _plain_words(part)]
    bag = Bag(words)  # a word that is typed twice weighs twice
    return And((bag, *rest)) if rest else bag


def _plain_words(part: Node) -> tuple[Word, ...]:
    if isinstance(part, Bag):
        return part.words
    return (part,) if isinstance(part, Word) and not part.exact else ()
