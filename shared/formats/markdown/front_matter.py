"""Front matter: the fields above a Markdown text, in YAML (`---`), TOML (`+++`) or JSON (`{`)."""

import json
import re
import tomllib
from datetime import date, datetime, time
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.formats.markdown.front_matter_yaml import read_yaml
from shared.formats.payload import strict_json

_FENCE = re.compile(r"\s{0,100}?(?P<fence>---|\+\+\+|;;;)[ \t]{0,10}(?:yaml|toml|json)?[ \t]{0,10}\n")
_MOST = 60_000  # characters
_DECODER = json.JSONDecoder()


def split_front_matter(text: str) -> tuple[str, str, str]:
    """Give the fence, the fields as they are written, and the text below; no fence where there are none."""
    opening = _FENCE.match(text)
    if opening is None:
        return _json_above(text)
    closing = re.compile(rf"^(?:{re.escape(opening['fence'])}|\.\.\.)[ \t]*$", re.MULTILINE)
    end = closing.search(text, opening.end(), opening.end() + _MOST)
    if end is None:
        return "", "", text
    return opening["fence"], text[opening.end() : end.start()], text[end.end() :]


def _json_above(text: str) -> tuple[str, str, str]:
    start = text.lstrip()
    if not start.startswith("{"):
        return "", "", text
    try:
        _, end = _DECODER.raw_decode(start[:_MOST])
    except (ValueError, RecursionError):
        return "", "", text
    return ("{", start[:end], start[end:]) if start[end:].strip() else ("", "", text)


def read_front_matter(fence: str, written: str) -> dict[str, Any]:
    """Read the fields; raise BadInput where they cannot be read: they may say that the text is a draft."""
    try:
        if fence == "+++":
            return {key: _plain(value) for key, value in tomllib.loads(written).items()}
        if fence in ("{", ";;;"):
            value = strict_json(written)
            return value if isinstance(value, dict) else {}
        return read_yaml(written)
    except (ValueError, RecursionError) as error:  # TOML's errors are ValueErrors
        detail = str(error)[:200] or "too deep"
        raise BadInput(
            f"The front matter cannot be read: {detail}. It may say that this is a draft, so nothing was taken.",
            [FieldError(detail, pointer="/front-matter")],
        ) from None


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
