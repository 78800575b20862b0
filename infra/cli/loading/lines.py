"""A file with one JSON object a line, of any length."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from shared.domain.errors import TooLarge
from shared.formats.payload import Payload
from shared.usecases.load_articles import Piece, Unread

_NAMES = (".ndjson", ".jsonl")


def are_json(start: bytes, file: Path) -> bool:
    """Tell from its name or its first line whether a file has one object a line."""
    if file.name.lower().removesuffix(".gz").endswith(_NAMES):
        return True
    first, end, second = start.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    return bool(end) and first.startswith(b"{") and first.rstrip().endswith(b"}") and second.startswith(b"{")


def of(name: str, file: BinaryIO, longest: int) -> Iterator[Piece | Unread]:
    """Give each line; one of more than `longest` bytes is told of and passed by without being held."""
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        place = f"{name}, line {number}"
        if len(line) > longest:
            while line and not line.endswith(b"\n"):
                line = file.readline(longest)
            yield Unread(place, TooLarge(f"The line is longer than {longest} bytes."))
        elif article := line.strip().removeprefix(b"\xef\xbb\xbf"):
            yield Piece(place, Payload(article, "application/json"))
