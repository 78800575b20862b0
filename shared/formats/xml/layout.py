"""The layout of a text wire within XML: where its paragraphs and the rows of its tables begin.

A line that is set in further than the others begins a paragraph, and so does one below an empty line. A line with
columns of blanks or dots is a row of a table and stands by itself.
"""

import html
import re

from shared.formats.html_text import plain_paragraphs

_BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]*\n[^<>]*(?=<)")
_PREFORMATTED = re.compile(r"(<pre\b[^<>]{0,200}>)([^<]*)(?=</pre)")
_COLUMNS = re.compile(r"\S(?:\s{3,}|\.{3,}|\t)\S")
_ESCAPED = r"(?:#\d{2,5}|#x[0-9A-Fa-f]{2,4}|quot|apos|nbsp|amp|[lr][sd]quo|[mn]dash|hellip);"
_ESCAPED_TWICE = re.compile(rf"&amp;(?={_ESCAPED})")  # "&amp;#39;", which old systems leave behind
_ESCAPED_STILL = re.compile(rf"&{_ESCAPED}")
_OWN_DASHES = re.compile(r"&(?:amp;)?e([nm]dash;)")  # no names of HTML's
_BREAK = "<br><br>"


def wire_paragraphs(text: str) -> str:
    """Give plain text with an empty line between its paragraphs, also where they begin with white space."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    starts = _first_lines(lines)
    if not starts:
        return plain_paragraphs(text)
    marked = ((f"\n{line}" if number in starts else line) for number, line in enumerate(lines))
    return "\n".join(marked).strip()


def _first_lines(lines: list[str]) -> set[int]:
    """Give the numbers of lines that are set in: where all are, that is only the layout of the XML."""
    margins = {n: len(line) - len(line.lstrip()) for n, line in enumerate(lines) if n and line.strip()}
    if len(margins) < 2:
        return set()
    least = min(margins.values())
    return {number for number, margin in margins.items() if margin >= least + 2}


def with_paragraphs(markup: str) -> str:
    """Give HTML with breaks where the layout of its text begins a paragraph."""
    markup = _PREFORMATTED.sub(_preformatted, markup)
    if "\n" in markup:
        markup = _BETWEEN_TAGS.sub(_broken_up, markup)
    return _ESCAPED_TWICE.sub("&", _OWN_DASHES.sub(r"&\1", markup))


def _broken_up(run: re.Match[str]) -> str:
    lines = run[0].replace("\r", "").expandtabs(4).split("\n")
    starts = _first_lines(lines)
    words = [n for n, line in enumerate(lines) if line.strip()]
    if len(words) < 2:
        return run[0]
    columns = {n for n in words if _COLUMNS.search(lines[n])}
    new = starts | columns | {n for n in words if n - 1 in columns or not lines[n - 1].strip()}
    return "\n".join(f"{_BREAK}{line}" if n in new and n > words[0] else line for n, line in enumerate(lines))


def _preformatted(match: re.Match[str]) -> str:
    """Give a table of blanks line by line, and any other text in its paragraphs."""
    lines = [line for line in match[2].replace("\r", "").split("\n") if line.strip()]
    if 2 * sum(_COLUMNS.search(line) is not None for line in lines) >= len(lines):
        return match[1] + _BREAK.join(lines)
    return match[1] + wire_paragraphs(match[2]).replace("\n\n", _BREAK)


def unescaped(text: str) -> str:
    """Undo what is left of an escaping in plain text, of quotation marks and dashes."""
    return _ESCAPED_STILL.sub(lambda match: html.unescape(match[0]), _OWN_DASHES.sub(r"&\1", text))
