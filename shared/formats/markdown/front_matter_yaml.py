"""The part of YAML that people write into front matter: keys, texts, lists and one or two levels within.

Plain, quoted and folded texts, lists in brackets or with dashes, objects by indentation or in braces. Anchors,
tags, several documents and keys that are no words are not read: a line that is none of this raises ValueError.
"""

import re
from typing import Any

_MAX_DEPTH = 6
_MAX_LINES = 2_000
_KEY = re.compile(r"(?P<key>\"[^\"]{1,60}\"|'[^']{1,60}'|[^\W\d][\w .@/-]{0,60}?)\s{0,4}:(?:\s+(?P<value>.*))?$")
_COMMENT = re.compile(r"\s+#.*$")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": ""}
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}

type _Lines = list[tuple[int, str]]  # indentation and words


def read_yaml(text: str) -> dict[str, Any]:
    """Read front matter; raise ValueError, naming the line, for what is beyond it."""
    lines = text.replace("\t", "  ").split("\n")
    if len(lines) > _MAX_LINES:
        raise ValueError(f"more than {_MAX_LINES} lines")
    numbered = [(len(line) - len(line.lstrip()), line.strip()) for line in lines]
    value, _ = _block(numbered, _next(numbered, 0), 0)
    if value is not None and not isinstance(value, dict):
        raise ValueError("a list and no fields")
    return value or {}


def _next(lines: _Lines, at: int) -> int:
    while at < len(lines) and (not lines[at][1] or lines[at][1].startswith("#")):
        at += 1
    return at


def _block(lines: _Lines, at: int, depth: int) -> tuple[Any, int]:
    """Read the object or the list that begins at this line, up to a line that is indented less."""
    if at >= len(lines):
        return None, at
    if depth > _MAX_DEPTH:
        raise ValueError(f"line {at + 1}: more than {_MAX_DEPTH} levels")
    margin = lines[at][0]
    if lines[at][1].startswith("- ") or lines[at][1] == "-":
        return _sequence(lines, at, margin, depth)
    return _mapping(lines, at, margin, depth)


def _sequence(lines: _Lines, at: int, margin: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while at < len(lines) and lines[at][0] == margin and (lines[at][1] + " ").startswith("- "):
        rest = lines[at][1][1:].strip()
        if _KEY.match(rest) and not rest.startswith(
            ("[", "{")
        ):  # an object whose first key stands behind the dash
            inner = margin + len(lines[at][1]) - len(rest)
            lines[at] = (inner, rest)
            value, at = _block(lines, at, depth + 1)
        else:
            value, at = _value(lines, at, margin, rest, depth)
        found.append(value)
        at = _next(lines, at)
    return found, at


def _mapping(lines: _Lines, at: int, margin: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while at < len(lines) and lines[at][0] == margin:
        match = _KEY.match(lines[at][1])
        if match is None:
            raise ValueError(f"line {at + 1}: {lines[at][1][:40]!r} is no `key: value`")
        key = _key(match)
        if key in found:
            raise ValueError(f"line {at + 1}: the key {key[:40]!r} stands twice")
        found[key], at = _value(lines, at, margin, (match["value"] or "").strip(), depth)
        at = _next(lines, at)
    if at < len(lines) and lines[at][0] > margin:
        raise ValueError(f"line {at + 1}: it is indented further than the key above it")
    return found, at


def _value(lines: _Lines, at: int, margin: int, written: str, depth: int) -> tuple[Any, int]:
    """Read what stands behind a key or a dash; give it with the number of the line after it."""
    if re.fullmatch(r"[|>][+-]?\d?\s*(?:#.*)?", written):
        return _folded(lines, at + 1, margin, keep=written[0] == "|")
    if written and not written.startswith("#"):
        end = at + 1
        while end < len(lines) and (_is_open(written) or _goes_on(lines[end], margin, written)):
            written = f"{written} {lines[end][1]}"
            end += 1
            if len(written) > 20_000:
                raise ValueError(f"line {at + 1}: a text that does not end")
        if _is_open(written):
            raise ValueError(f"line {at + 1}: a text or a list that does not end")
        return _scalar(written, at), end
    below = _next(lines, at + 1)
    dashed = below < len(lines) and lines[below][0] == margin and (lines[below][1] + " ").startswith("- ")
    if below < len(lines) and (lines[below][0] > margin or dashed):
        return _block(lines, below, depth + 1)
    return None, below


def _is_open(written: str) -> bool:
    """Tell a quoted text or a list that goes on in the next line."""
    if written[0] in "[{":
        return written.count(written[0]) > written.count("]" if written[0] == "[" else "}")
    return written[0] in "\"'" and (len(written) == 1 or not _ends(written))


def _ends(written: str) -> bool:
    words = _COMMENT.sub("", written)
    return words.endswith(written[0]) and not (written[0] == '"' and words.endswith('\\"'))


def _goes_on(line: tuple[int, str], margin: int, written: str) -> bool:
    """Tell a plain text that goes on in a line that is indented further."""
    if line[0] <= margin or written[0] in "\"'[{" or _KEY.match(line[1]):
        return False
    return bool(line[1]) and not line[1].startswith("#")


def _folded(lines: _Lines, at: int, margin: int, *, keep: bool) -> tuple[str, int]:
    parts: list[str] = []
    while at < len(lines) and (lines[at][0] > margin or not lines[at][1]):
        parts.append(lines[at][1])
        at += 1
    return ("\n" if keep else " ").join(part if keep or part else "\n\n" for part in parts).strip(), at


def _scalar(written: str, at: int) -> Any:
    if written[0] in "\"'" and (
        found := re.fullmatch(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*(?:#.*)?", written)
    ):
        return _unquoted(found[1])
    if written[0] in "[{":
        return _flow(_COMMENT.sub("", written), at)
    if written[0] in "&*!%@`":
        raise ValueError(f"line {at + 1}: anchors, tags and the like are not read")
    words = _COMMENT.sub("", written).strip()
    return _WORDS.get(words.lower(), words)


def _unquoted(written: str) -> str:
    if written[0] == "'":
        return written[1:-1].replace("''", "'")
    return _ESCAPE.sub(_unescaped, written[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) == 5 else _ESCAPES.get(code, code)


def _flow(written: str, at: int) -> Any:
    """Read `[one, "two"]`, or `{name: one}`, with texts alone in it."""
    inner = written.strip()[1:-1]
    if "[" in inner or "{" in inner:
        raise ValueError(f"line {at + 1}: lists within lists are not read")
    parts = [part.strip() for part in re.findall(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,\"']|['\"])+", inner)]
    if written[0] == "[":
        return [_scalar(part, at) for part in parts if part]
    found: dict[str, Any] = {}
    for part in filter(None, parts):
        match = _KEY.match(part)
        if match is None or _key(match) in found:
            raise ValueError(f"line {at + 1}: {part[:40]!r} is no `key: value` of its own")
        value = (match["value"] or "").strip()
        found[_key(match)] = _scalar(value, at) if value else None
    return found


def _key(match: re.Match[str]) -> str:
    written = match["key"]
    return _unquoted(written) if written[0] in "\"'" else written
