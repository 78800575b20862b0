"""When an embargo ends that stands in a line of text: "EMBARGOED UNTIL 00:01 GMT, 1 January 2027".

Only a line that says nothing else is trusted: "until the day after …" or an hour that is not understood leaves the
words as they are, which withholds the article.
"""

import re

from shared.formats.draft import Draft
from shared.formats.embargo_words import BEGINNING, begins_with_an_embargo, is_embargo_line
from shared.formats.hold import Place, read_hold
from shared.formats.pasted_text.dates import find_date
from shared.formats.pasted_text.lines import Line

_LONGEST = 160
_MOST = 20  # embargoes of one text
_HEAD = 12  # lines in which a longer one, the first paragraph say, may begin with the embargo
_FILLING = re.compile(
    r"(?:[\W_]|\b(?:on|at|the|of|um|am|den|le|à|el|il|alle|uhr|uur|hrs|hours|local|time|ortszeit|embargo|embargoed|"
    r"until|till?|bis|release|date)\b)*",
    re.IGNORECASE,
)


def end_of_embargo(words: str) -> str:
    """Give the time that the words name, in ISO 8601; the words themselves where they say more or less."""
    line = " ".join(words.split())
    if len(line) > _LONGEST:
        return words
    match = BEGINNING.match(line)
    rest = line[match.end() :] if match else line
    printed = find_date(rest)
    if printed is None or _FILLING.fullmatch(rest.replace(printed.text, " ", 1)) is None:
        return words
    if printed.moment is None:
        return printed.day.isoformat()
    return printed.moment.isoformat() if printed.zoned else printed.moment.replace(tzinfo=None).isoformat()


def take_embargo(draft: Draft, lines: list[Line]) -> list[Line]:
    """Hold the article where a line names an embargo; give the lines without those that say nothing else."""
    told = [
        line
        for number, line in enumerate(lines)
        if is_embargo_line(line.text) or (number < _HEAD and begins_with_an_embargo(line.text))
    ]
    if not told:
        return lines
    embargoes: list[Place] = [(f"line {line.number}", end_of_embargo(line.text)) for line in told[:_MOST]]
    embargoes += [(f"line {line.number}", "one of too many") for line in told[_MOST : _MOST + 1]]
    read_hold([], embargoes).put(draft)
    own = {line.number: line.text for line in told if is_embargo_line(line.text)}
    draft.put("internal_note", "\n\n".join(own.values()), f"line {told[0].number}")
    return [line for line in lines if line.number not in own]
