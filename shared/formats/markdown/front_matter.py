"""Front matter: the fields above a Markdown text, in YAML (`---`), TOML (`+++`) or JSON (`{`).

What begins as front matter and cannot be found or read as such is refused: it may say that the text is a draft.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.domain.text import HIDDEN
from shared.formats.markdown.front_matter_yaml import read_yaml
from shared.formats.payload import strict_json

_FENCE = re.compile(
    r"[ \t]{0,100}(?P<fence>-{3,}+|\+{3,}+|;{3,}+)[ \t]{0,10}(?:ya?ml|toml|json[c5]?|js)?[ \t]{0,10}(?:\n|$)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\s{0,1000}<!--(?:(?!-->).){0,5000}-->", re.DOTALL)
_KEY = re.compile(r"[ \t]*[\"']?(?P<key>\w[\w .@/-]{0,60}?)[\"']?[ \t]{0,10}[:=](?:[\s\"'\[{]|$)")
_WITHIN = re.compile(r"[ \t]*(?:[-#]|$)|[ \t]+\S")  # a list, a comment, nothing, or what a key above it holds
_HOLDING = re.compile(r"draft|private|publish|visibility|status|embargo|^hold$", re.IGNORECASE)
_ENDS_OF_LINES = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_PLACEHOLDERS = ("{{", "{%", "{:", "{#", "{/", "{<")  # of a site's generator, in the text itself
_MOST = 60_000  # characters
_LOOK = 4_000  # characters in which front matter may stand that is not at the top
_DECODER = json.JSONDecoder()


def unified(text: str) -> str:
    """Give text with one kind of line end and without characters that nobody can see."""
    return HIDDEN.sub("", _ENDS_OF_LINES.sub("\n", text))


def split_front_matter(text: str) -> tuple[str, str, str]:
    """Give the fence, the fields as they are written, and the text below; no fence where there are none.

    Raises BadInput for fields that do not end, that have another fence, or that stand below other words.
    """
    start = _below_comments(text)
    opening = _FENCE.match(start)
    if opening is None and start.startswith("{") and not start.startswith(_PLACEHOLDERS):
        return _json_above(start)
    if opening is None or len(opening["fence"]) > 3:
        if any(_HOLDING.search(key) for key in _keys(start[:_LOOK])):
            raise _refused("it does not stand between two lines --- at the top", "--- above it and below it")
        return "", "", text
    fence = opening["fence"]
    other = r"|\.\.\." if fence == "---" else ""
    closing = re.compile(rf"^(?:{re.escape(fence)}{other})[ \t]*$", re.MULTILINE)
    end = closing.search(start, opening.end(), opening.end() + _MOST)
    if end is None:
        raise _refused(f"it opens with {fence} and does not end", f"{fence} alone on a line below the fields")
    return fence, start[opening.end() : end.start()], start[end.end() :]


def keys_at_the_top(text: str) -> set[str]:
    """Give the names of the fields that stand behind a fence at the top, in lower case, without reading them."""
    start = _below_comments(text)
    return {key.lower() for key in _keys(start[:_MOST])} if _FENCE.match(start) else set()


def _below_comments(text: str) -> str:
    at = 0
    while (comment := _COMMENT.match(text, at)) is not None:
        at = comment.end()
    return text[at:].lstrip()


def _keys(start: str) -> Iterator[str]:
    """Give the keys of the lines directly below a fence, or at the very top where two such lines stand."""
    lines = start.split("\n")
    within = len(lines) > 1 and _KEY.match(lines[0]) is not None and _KEY.match(lines[1]) is not None
    for line in lines:
        key = _KEY.match(line)
        if line.strip() and _FENCE.fullmatch(line):
            within = True
        elif within and key is not None:
            yield key["key"]
        elif not _WITHIN.match(line):
            within = False


def _json_above(start: str) -> tuple[str, str, str]:
    try:
        _, end = _DECODER.raw_decode(start[:_MOST])
    except (ValueError, RecursionError):
        raise _refused("it opens with { and is no JSON that ends", "an object of JSON above the text") from None
    return "{", start[:end], start[end:]


def _refused(why: str, what: str) -> BadInput:
    return BadInput(
        f"The front matter cannot be read: {why}. It may say that this is a draft, so nothing was taken.",
        [FieldError(what, pointer="/front-matter")],
    )


def read_front_matter(fence: str, written: str) -> dict[str, Any]:
    """Read the fields; raise BadInput where they cannot be read: they may say that the text is a draft."""
    try:
        if fence == "+++":
            return {key: _plain(value) for key, value in tomllib.loads(written).items()}
        if fence in ("{", ";;;"):
            value = strict_json(written)
            if not isinstance(value, dict):
                raise ValueError("no object with fields")
            return value
        return read_yaml(written)
    except (ValueError, RecursionError) as error:  # TOML's errors are ValueErrors
        detail = str(error)[:200] or "too deep"
        raise _refused(detail, detail) from None


def _plain(value: Any) -> Any:
    """Give TOML's dates as text; what is deeper than an object or a list of them is as it was."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(one) if not isinstance(one, list) else [] for one in value]
    if isinstance(value, dict):
        return {
            key: one.isoformat() if isinstance(one, datetime | date | time) else one for key, one in value.items()
        }
    return value
