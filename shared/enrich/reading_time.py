"""How long a text is to read."""

import re
from math import ceil

# Silent reading of English non-fiction: Brysbaert, "How many words do we read per minute?", Journal of Memory and
# Language 109, 2019.
WORDS_PER_MINUTE = 238
_WORD = re.compile(r"\w+(?:['’\-.]\w+)*")


def word_count(text: str | None) -> int:
    """Give the number of words; a contraction, a hyphenated word and an abbreviation are one each."""
    return sum(1 for _ in _WORD.finditer(text or ""))


def minutes(words: int) -> int | None:
    """Give the minutes of reading, at least one; None where there is nothing to read."""
    return ceil(words / WORDS_PER_MINUTE) if words else None
