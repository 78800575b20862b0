"""What was sent, decoded once for all formats that look at it, and read strictly."""

import json
import math
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.domain.text import HIDDEN
from shared.formats.encoding import Decoded, decode
from shared.formats.xml.document import parse_xml, root_name

_MAX_DEPTH = 100
_MAX_VALUES = 200_000  # commas and opening brackets, of the texts too: twice what 4 MiB of articles have
_MAX_DIGITS = 19
_START = 1_000  # characters
_BEGINS_AS_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{\]])')  # prose may begin with "[Updated]"
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Payload:
    """The bytes of one push, or of one article of it, with the media type that the sender named."""

    def __init__(self, body: bytes, media_type: str | None = None, charset: str | None = None) -> None:
        self.body = body
        self.media_type = media_type
        self.charset = charset

    @cached_property
    def decoded(self) -> Decoded:
        """Give the body as text with its encoding; raise BadInput where it is not what it claims to be."""
        return decode(self.body, self.charset)

    @property
    def text(self) -> str:
        """Give the body as text without its byte order mark; raise BadInput as `decoded` does."""
        return self.decoded.text

    @cached_property
    def json(self) -> Any:
        """Give the body as JSON (objects, lists, text, numbers); raise BadInput as `strict_json` does."""
        return strict_json(self.text)

    @cached_property
    def root(self) -> str | None:
        """Give the name of the XML document's root element as `{namespace}name`, None of anything else."""
        return root_name(self._visible_start)

    @cached_property
    def xml(self) -> Any:
        """Give the root element of the XML document (lxml); raise BadInput as `parse_xml` does."""
        return parse_xml(self.text)

    @property
    def is_json(self) -> bool:
        """Tell whether to read it as JSON: the media type says so, or it begins as only JSON does."""
        if self.media_type in ("text/markdown", "text/x-markdown"):  # its front matter may be JSON
            return False
        if self.media_type is not None and re.search(r"[/+](json|x-ndjson)\b", self.media_type):
            return True
        return _BEGINS_AS_JSON.match(self._visible_start) is not None

    @cached_property
    def _visible_start(self) -> str:
        """Give the text without what nobody can see at its start: JSON behind a zero-width space is no prose."""
        start = self.text[:_START]
        return HIDDEN.sub("", start) + self.text[_START:] if HIDDEN.search(start) else self.text


type _Place = tuple[_Place | None, str]  # a key, and the place that it stands in


class _Object(dict[str, Any]):
    """A JSON object that had the same key twice: the place is told once the whole is read."""

    duplicate: str | None = None


def strict_json(text: str) -> Any:
    """Read JSON as RFC 8259 has it and refuse what readers disagree about.

    Duplicate keys (the last wins in most readers: an embargo could be overridden), NaN and infinities, numbers of
    more than 19 digits, lone surrogates and more than 100 levels raise BadInput with a JSON Pointer where one is
    known.
    """
    if text.count(",") + text.count("[") + text.count("{") > _MAX_VALUES:
        raise BadInput("The JSON holds too many values.", [FieldError("send fewer articles at once", pointer="")])
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_short,
        )
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadInput(
            f"The body is not JSON: {error.msg} at {where}.",
            [FieldError(f"{error.msg} at {where}", pointer="")],
        ) from None
    _check(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    seen: set[str] = set()
    marked = _Object(value)
    marked.duplicate = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return marked


def _no_constant(name: str) -> float:
    raise _bad_number(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _bad_number(digits)
    return number


def _short(digits: str) -> int:
    if len(digits.lstrip("-")) > _MAX_DIGITS:
        raise _bad_number(digits)
    return int(digits)


def _bad_number(written: str) -> BadInput:
    return BadInput(
        f"{written[:30]} is no number that JSON can carry safely.",
        [FieldError("use a finite number of at most 19 digits", pointer="")],
    )


def _too_deep() -> BadInput:
    return BadInput(
        f"The JSON is nested more than {_MAX_DEPTH} levels deep.",
        [FieldError(f"at most {_MAX_DEPTH} levels", pointer="")],
    )


def _check(value: Any) -> None:
    """Walk the value without recursion, so that depth cannot exhaust the stack.

    A place is kept as a chain of keys and written out as a pointer only for an error: long keys above many
    children would fill the memory.
    """
    waiting: list[tuple[Any, _Place | None, int]] = [(value, None, 1)]
    while waiting:
        node, place, depth = waiting.pop()
        if depth > _MAX_DEPTH:
            raise _too_deep()
        if isinstance(node, _Object) and node.duplicate is not None:
            raise BadInput(
                f"The key {node.duplicate[:100]!r} stands twice in one object.",
                [FieldError("each key once: readers disagree on which counts", _pointer((place, node.duplicate)))],
            )
        if isinstance(node, dict):
            for key, child in node.items():
                _no_surrogate(key, place)
                waiting.append((child, (place, key), depth + 1))
        elif isinstance(node, list):
            waiting.extend((child, (place, str(index)), depth + 1) for index, child in enumerate(node))
        elif isinstance(node, str):
            _no_surrogate(node, place)


def _pointer(place: _Place | None) -> str:
    keys: list[str] = []
    while place is not None:
        place, key = place
        keys.append(join_pointer("", key))
    return "".join(reversed(keys))


def _no_surrogate(text: str, place: _Place | None) -> None:
    if not text.isascii() and _LONE_SURROGATE.search(text):
        raise BadInput(
            "The text has half of a character (a lone surrogate).",
            [FieldError("a \\ud800 to \\udfff escape stands alone", pointer=_pointer(place))],
        )


def join_pointer(pointer: str, key: str) -> str:
    """Give the JSON Pointer (RFC 6901) of a key below `pointer`."""
    return f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"


def under(prefix: str) -> Callable[[BadInput], BadInput]:
    """Give a function that moves an error's pointers below `prefix`: an item's error told of the whole push."""

    def moved(error: BadInput) -> BadInput:
        errors = [
            FieldError(one.detail, None if one.pointer is None else prefix + one.pointer, one.parameter, one.field)
            for one in error.errors
        ]
        return type(error)(error.detail, errors)

    return moved
