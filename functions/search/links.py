"""Links to searches: relative, so that no header of a request can turn them elsewhere."""

from collections.abc import Mapping
from urllib.parse import urlencode


def link(path: str, parameters: Mapping[str, object]) -> str:
    """Give a path with its parameters."""
    return f"{path}?{urlencode(parameters)}" if parameters else path
