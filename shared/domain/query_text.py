"""What a reader typed: words, and phrases in quotes."""

import re
from dataclasses import dataclass

from shared.domain.errors import BadInput, FieldError
from shared.domain.text import clean_line

MAX_LENGTH = 512
MAX_TERMS = 32
_QUOTES = str.maketrans("“”„‟«»", '""""""')  # as phones, word processors and other languages write them
_OPERATOR = re.compile(r"(?:^|\s)(?:(?:AND|OR|NOT)(?=\s|$)|-\w|\()|\w\*")
_PHRASE = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class QueryText:
    """The reading of a query: the words outside quotes, the phrases inside, and what was read otherwise."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def interpreted(self) -> str:
        """Give the reading as one line; of more than two words any two are enough."""
        words = self.words if len(self.words) <= 2 else (f"2 OF ({', '.join(self.words)})",)
        return " AND ".join([*words, *(f'"{phrase}"' for phrase in self.phrases)])


def parse_query(written: str) -> QueryText:
    """Read a query; quotes that do not close are passed over. Raises BadInput beyond the limits."""
    if len(written) > MAX_LENGTH:
        raise _too_much(f"has {len(written)} characters; at most {MAX_LENGTH} are taken")
    line = clean_line(written).translate(_QUOTES)
    phrases = tuple(phrase.strip() for phrase in _PHRASE.findall(line) if re.search(r"\w", phrase))
    rest = _PHRASE.sub(" ", line)
    warnings = ["a quote that does not close was passed over"] if '"' in rest else []
    if _OPERATOR.search(rest):
        warnings.append("AND, OR, NOT, a leading -, * and parentheses are no operators; they were read as words")
    words = tuple(word for word in rest.replace('"', " ").split() if re.search(r"\w", word))
    if len(words) + sum(len(phrase.split()) for phrase in phrases) > MAX_TERMS:
        raise _too_much(f"has more than {MAX_TERMS} words")
    return QueryText(words, phrases, tuple(warnings))


def _too_much(detail: str) -> BadInput:
    return BadInput(f"The query {detail}.", [FieldError(detail, parameter="q")])
