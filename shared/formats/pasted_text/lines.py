"""Lines of a pasted page: what each looks like, taken by itself."""

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice, pairwise

from shared.domain.text import clean_line

# No news page has so many lines: what follows them is taken as one piece, so that hostile input stays cheap.
MAX_LINES = 4_000
_LOOK = 600  # characters of a line that decide what it is
_WIDEST = 100  # characters of a line that a mail program broke
_FEW_GAPS = 2
_FEW_STEMS = 3
_FEW = 30  # words that tell a menu
_LONG = 10_000  # characters: no line of a page, but of text without line ends
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CLOSERS = "\"'»”’“›)]}」』】*†"
_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", "۔", "።", "॥", "։", "။")
_INNER_END = re.compile(r"[.!?…][\"'»”’)]*\s+\S|[。！？।؟۔။]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_WIDE_OR_THAI = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")
_SEPARATORS = re.compile(r"[|•·»›→]")
_WORD = re.compile(r"\w+")


class Kind(IntEnum):
    """What a line looks like by its length and its end."""

    LABEL = 0  # a word or two: a menu item, a button, a name
    TITLE = 1  # a few words without the end of a sentence: a headline, a subheading, an item of a list
    SENTENCE = 2  # short, but ends as a sentence does
    PROSE = 3  # a paragraph


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not empty; `number` counts all lines of the input from 1."""

    number: int
    text: str
    gap: bool  # an empty line stands before it, or it is the first
    size: int  # characters; those of wide scripts, which say more each, count two and a half
    words: int
    ends: bool
    kind: Kind


def read_lines(text: str) -> tuple[list[Line], str]:
    """Give the lines that are not empty, and as one piece what follows the last that is looked at."""
    raw, rest = _raw_lines(text)
    found: list[Line] = []
    gap = True
    for number, line in _unwrapped(raw):
        clean = _clean(line)
        if clean:
            found.append(_look(clean, number, gap))
        gap = not clean
    return found, rest


def _raw_lines(text: str) -> tuple[list[str], str]:
    raw: list[str] = []
    begin = 0
    for end in islice(_BREAK.finditer(text), MAX_LINES):
        raw.append(text[begin : end.start()])
        begin = end.end()
    if len(raw) < MAX_LINES:
        return [*raw, text[begin:]], ""
    return raw, text[begin:]


def _clean(line: str) -> str:
    """Give the line as `clean_line` does; what is plain or very long is not looked at twice."""
    if len(line) > _LONG or (line.isascii() and line.isprintable() and "  " not in line):
        return line.strip()
    return clean_line(line)


def _look(text: str, number: int, gap: bool) -> Line:
    head = text[:_LOOK]
    size = len(text) if text.isascii() else len(text) + len(_WIDE.findall(head)) * 3 // 2
    words = head.count(" ") + 1
    ends = _ends(text[-_LOOK:])
    return Line(number, text, gap, size, words, ends, _kind(head, size, words, ends))


def _ends(text: str) -> bool:
    """Tell whether the text ends as a sentence does, be it before a remark in brackets: "It rained. (Reuters)"."""
    if text.rstrip(_CLOSERS)[-1:] in _ENDS:
        return True
    return (
        text[-1:] in ")]）"
        and text[: max(text.rfind("("), text.rfind("["), text.rfind("（"))].rstrip()[-1:] in _ENDS
    )


def _kind(head: str, size: int, words: int, ends: bool) -> Kind:
    if size >= 140 and not _is_list(head, words, ends):
        if ends or size >= 200 or "," in head or _INNER_END.search(head):
            return Kind.PROSE
    elif ends and size >= 60:
        return Kind.PROSE
    if ends and size >= 16 and (words >= 3 or _WIDE_OR_THAI.search(head)):
        return Kind.SENTENCE
    if size >= 25 and (words >= 3 or _WIDE_OR_THAI.search(head)):
        return Kind.TITLE
    return Kind.LABEL


def _is_list(head: str, words: int, ends: bool) -> bool:
    """Tell a menu written on one line: many separators, or nearly every word with a capital and no end."""
    if len(_SEPARATORS.findall(head)) * 12 > words:
        return True
    first = head.split(maxsplit=_FEW)[:_FEW]
    return not ends and sum(word[:1].isupper() for word in first) > 0.7 * len(first)


def stems(text: str) -> set[str]:
    """Give what two texts can be compared by without knowing their language.

    The first five letters of each word of four letters and more; pairs of letters in scripts without spaces.
    """
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if _WIDE_OR_THAI.match(word):
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= 4:
            found.add(word[:5])
    return found


def overlap(text: str, others: set[str]) -> float:
    """Give the share of the text's stems that are among the others; a single word that is says little."""
    own = stems(text)
    return len(own & others) / max(len(own), _FEW_STEMS)


def _unwrapped(raw: list[str]) -> list[tuple[int, str]]:
    """Give the lines with their numbers; paragraphs that a mail program broke at a width are put together."""
    numbered = list(enumerate(raw, 1))
    width = _wrap_width(raw)
    if width is None:
        return numbered
    joined: list[tuple[int, str]] = []
    for number, line in numbered:
        before = raw[number - 2] if number > 1 else ""
        if joined and _continues(before, line, width):
            joined[-1] = (joined[-1][0], f"{joined[-1][1].rstrip()} {line.strip()}")
        else:
            joined.append((number, line))
    return joined


def _wrap_width(raw: list[str]) -> int | None:
    """Give the width at which a mail program or a wire broke lines, None for text with a line a paragraph.

    Where lines were broken, many of a like length are followed by one that begins in the middle of a sentence.
    """
    pairs = [
        (len(before.rstrip()), after[:1].islower())
        for before, after in pairwise(raw)
        if 45 <= len(before) <= _WIDEST and after[:1].strip() and not before.rstrip(_CLOSERS + " ").endswith(_ENDS)
    ]
    inside = [length for length, lower in pairs if lower]
    if len(inside) <= 0.4 * len(pairs):
        return None
    if len(inside) >= 3:
        return max(inside)
    # A short text in which nothing is longer: its paragraphs are parted by empty lines.
    is_short = (
        bool(inside) and max(map(len, raw)) <= _WIDEST and sum(not line.strip() for line in raw) >= _FEW_GAPS
    )
    return max(length for length, _ in pairs) if is_short else None


def _continues(before: str, line: str, width: int) -> bool:
    """Tell whether the line was broken off the one before because its first word would not have fitted."""
    first = line.split(maxsplit=1)[:1]
    if not first or line[:1].isspace() or not before.strip():
        return False
    return width < len(before.rstrip()) + 1 + len(first[0]) and len(before) <= width
