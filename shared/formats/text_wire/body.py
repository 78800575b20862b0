"""The text of a wire: lines of a fixed width put together again, and what stands below it for editors.

A paragraph ends at an empty line or where the next line is indented; rows of a table and of a list stay lines of
their own. The notebook below dpa's stories and the initials of those who wrote and edited are not the article's.
"""

import re

_INDENT = re.compile(r"(?:\t| {2,})\s*")
_OWN_LINE = re.compile(r"\s*(?:[-*•–]\s|\d{1,2}[.)]\s)|.*\S(?: {3,}|\t)\S.*(?: {3,}|\t)\S")
_NOTEBOOK = re.compile(
    r"#{1,3}\s*(?:\w{2,4}\s+)?(?:notebook|notizblock|notebloc|orte|internet|redaktionelle hinweise|"
    r"ansprechpartner|service|contacts?|editorial)\b|(?:\*\s*){3,}$|"
    r"(?:the following information is not|die folgenden informationen sind nicht)",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"(?:\((?:Schluss|Forts\.?|Ende|ends?|more)\)\s*)?(?:[A-Za-z]{2,8}(?:-[a-z]{2,4})?[\s/]+)?[a-z]{2,4}(?:[\s/-]{1,2}[a-z]{2,4}){0,7}"
)
_DATELINE = re.compile(
    r"(?:\((?P<first>[^()\n]{2,30})\)\s*[-–—_]{1,2}\s*)?"
    r"(?P<place>[^\W\d_][^()\n]{1,70}?)\s*(?:\((?P<agency>[^()\n]{2,30})\)\s*[-–—_=:]{0,2}|[-–—_]{1,2})\s"
)
_DAY = re.compile(
    r",?\s*(?:\d{1,2}\.?\s*[^\W\d_]{3,9}\.?|[^\W\d_]{3,9}\.?\s*\d{1,2})(?:,?\s*\d{4})?(?:\s+[A-Z]{2,5})?\s*$"
)
_LONGEST = 300  # characters of a line of fixed width, and more
_ENDINGS = ("!", "?", "”", '"', ":")


def unwrapped(lines: list[str]) -> list[str]:
    """Give the paragraphs of wrapped lines."""
    paragraphs: list[list[str]] = [[]]
    margin = 0
    for line in lines:
        indent = _indent(line)
        if not line.strip():
            paragraphs.append([])
        elif indent > margin or _OWN_LINE.match(line[:_LONGEST]):
            paragraphs.append([line.strip()])
        else:
            paragraphs[-1].append(line.strip())
        margin = indent if line.strip() else 0
    return [" ".join(parts) for parts in paragraphs if parts]


def _indent(line: str) -> int:
    match = _INDENT.match(line)
    return len(match[0].expandtabs(4)) if match else 0


def without_notebook(lines: list[str]) -> tuple[list[str], list[str]]:
    """Give the lines of the text and those of the notebook below it."""
    for number, line in enumerate(lines):
        if number and _NOTEBOOK.match(line.strip()):
            return lines[:number], lines[number:]
    return lines, []


def without_initials(paragraphs: list[str]) -> tuple[list[str], str | None]:
    """Give the paragraphs and the initials that stood below them."""
    if len(paragraphs) > 1 and len(paragraphs[-1]) <= 50 and _INITIALS.fullmatch(paragraphs[-1]):
        return paragraphs[:-1], paragraphs[-1]
    return paragraphs, None


def dateline(paragraph: str) -> tuple[str | None, str | None]:
    """Give the place and the agency that a story's first paragraph begins with."""
    match = _DATELINE.match(paragraph[:140])
    if match is None:
        return None, None
    agency = match["agency"] or match["first"]
    place = _DAY.sub("", match["place"]).strip(" ,")
    if agency is None or len(place.split()) > 6 or place.endswith(_ENDINGS):
        return None, agency
    return place, agency
