"""The pieces of a query as it was typed. Nothing is an error: what means nothing here is read as words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

FIELDS = ("headline", "body", "author", "topic", "section")
_QUOTES = str.maketrans("“”„‟«»＂", '"""""""')  # as phones, word processors and other languages write them
_SHORTEST_PREFIX = 3
_MOST_DISTANT = 50
_LONGEST_LOUD = 5  # words of a query in capitals, as in EU OR US
_PIECE = re.compile(
    r'(?P<phrase>"[^"]*")|(?P<open>\()|(?P<close>\))|'
    r"(?P<near>NEAR/\d{1,4}(?!\S))|(?P<operator>(?:AND|OR|NOT)(?![^\s()\"]))|"
    r"(?P<field>[A-Za-z]{2,20}:(?=[^\s/]))|(?P<minus>(?<![^\s(\"])-(?=[\w\"(=]))|(?P<equals>(?<![^\s(\":-])=(?=[\w\"]))|"
    r"(?P<word>[^\s()\"]+)|(?P<other>\S)"
)
_LETTERS = re.compile(r"\w")


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PREFIX = auto()
    PHRASE = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    FIELD = auto()
    EXACT = auto()


@dataclass(frozen=True)
class Token:
    """One piece: its kind, and its text or, of NEAR, its distance."""

    kind: Kind
    text: str = ""


def tokens(line: str, warn: dict[str, None]) -> Iterator[Token]:
    """Give the tokens of a clean line; put a sentence into `warn` for everything that is read otherwise."""
    line = line.translate(_QUOTES)
    if line.count('"') % 2:
        warn["a quote that does not close was passed over"] = None
        at = line.rindex('"')
        line = f"{line[:at]} {line[at + 1 :]}"
    loud = line.isupper() and len(line.split()) > _LONGEST_LOUD  # then AND, OR and NOT do not stand out
    for match in _PIECE.finditer(line):
        yield from [Token(Kind.WORD, match[0])] if loud and match.lastgroup == "operator" else _token(match, warn)


def _token(match: re.Match[str], warn: dict[str, None]) -> Iterator[Token]:
    written = match[0]
    match match.lastgroup:
        case "phrase":
            if _LETTERS.search(written):
                yield Token(Kind.PHRASE, written.strip('"').strip())
        case "open":
            yield Token(Kind.OPEN)
        case "close":
            yield Token(Kind.CLOSE)
        case "operator":
            yield Token(Kind[written])
        case "minus":
            yield Token(Kind.NOT, "-")
        case "equals":
            yield Token(Kind.EXACT)
        case "near":
            yield Token(Kind.NEAR, str(min(max(int(written.removeprefix("NEAR/")), 1), _MOST_DISTANT)))
        case "field":
            yield from _field(written, warn)
        case "word":
            yield from _words(written, warn)


def _field(written: str, warn: dict[str, None]) -> Iterator[Token]:
    name = written[:-1].lower()
    if name in FIELDS:
        yield Token(Kind.FIELD, name)
        return
    warn[f"{name} is no field that can be searched; known: {', '.join(FIELDS)}"] = None
    yield Token(Kind.WORD, written[:-1])


def _words(written: str, warn: dict[str, None]) -> Iterator[Token]:
    """Give a word, a prefix, or the pieces of something that holds asterisks where none are taken."""
    stem = written.rstrip("*")
    if "*" not in written:
        if _LETTERS.search(written):
            yield Token(Kind.WORD, written)
        return
    pieces = [piece for piece in re.split(r"\*+", stem) if _LETTERS.search(piece)]
    if len(pieces) == 1 and stem != written and pieces[0] == stem and len(stem) >= _SHORTEST_PREFIX:
        yield Token(Kind.PREFIX, stem)
        return
    warn[f"an asterisk ends a word of {_SHORTEST_PREFIX} letters or more; elsewhere it was passed over"] = None
    yield from (Token(Kind.WORD, piece) for piece in pieces)
