"""A large feed in XML in pieces: each a small feed of the same kind, with what stands around the items.

A feed of WordPress's export also holds the pictures that its posts name: each piece gets those of its posts.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from mmap import mmap

from shared.domain.errors import BadInput, TooLarge
from shared.formats import registry
from shared.formats.payload import Payload
from shared.usecases.load_articles import Piece, Unread

_AT_ONCE = 100  # items of a piece
_BYTES_AT_ONCE = 1024 * 1024
_MOST_AROUND = 64 * 1024  # bytes that stand around the items of a feed
_TOKENS = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(item|entry)[\s>]|</(item|entry)\s*>", re.DOTALL)
_ATTACHMENT = re.compile(rb"<wp:post_type>\s*(?:<!\[CDATA\[)?\s*attachment\b")
_POST_ID = re.compile(rb"<wp:post_id>\s*(?:<!\[CDATA\[)?\s*(\d+)")
_PICTURE = re.compile(rb"_thumbnail_id\s*(?:\]\]>)?\s*</wp:meta_key>\s*<wp:meta_value>\s*(?:<!\[CDATA\[)?\s*(\d+)")

type Span = tuple[int, int]


def are_many(content: mmap, most_bytes: int) -> bool:
    """Tell whether it is a feed that is not read at once: too long, or with more items than a push may hold."""
    if content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        return False
    if len(content) > most_bytes:
        return next(_spans(content), None) is not None
    return sum(1 for _ in _spans(content)) > registry.MAX_ARTICLES


def of(name: str, content: mmap, longest: int) -> Iterator[Piece | Unread]:
    """Give the items, some at once; raise TooLarge where too much stands around them."""
    around = _around(content)
    with _Pictures(content) as pictures:
        first, piece, size = 1, list[bytes](), 0
        for number, (start, end) in enumerate(_spans(content), 1):
            if end - start > longest:
                yield Unread(f"{name}, item {number}", TooLarge(f"The item is longer than {longest} bytes."))
                continue
            item = content[start:end]
            if _ATTACHMENT.search(item):
                continue
            if piece and (len(piece) == _AT_ONCE or size + len(item) > _BYTES_AT_ONCE):
                yield _piece(name, first, around, piece, pictures)
                piece, size = [], 0
            first = first if piece else number
            piece.append(item)
            size += len(item)
        if piece:
            yield _piece(name, first, around, piece, pictures)


def _piece(name: str, first: int, around: tuple[bytes, bytes], items: list[bytes], pictures: "_Pictures") -> Piece:
    body = b"\n".join([around[0], *items, *pictures.of(items), around[1]])
    return Piece(f"{name}, items from {first}", Payload(body, "application/xml"))


def _spans(content: mmap) -> Iterator[Span]:
    """Give where each item begins and ends; raise BadInput for one that does not end."""
    start = None
    for token in _TOKENS.finditer(content):
        if token[1] and start is None:
            start = token.start()
        elif token[2] and start is not None:
            yield start, token.end()
            start = None
    if start is not None:
        raise BadInput(f"The feed breaks off within an item, at byte {start}. Fetch it again.")


def _around(content: mmap) -> tuple[bytes, bytes]:
    """Give what stands before the items with what stands between them, and what stands behind them."""
    before, end, size = list[bytes](), 0, 0
    for start, next_end in _spans(content):
        gap = content[end:start].strip() if start - end <= _MOST_AROUND else None
        size += _MOST_AROUND + 1 if gap is None else len(gap)
        if gap is None or size > _MOST_AROUND:
            raise TooLarge(f"More than {_MOST_AROUND} bytes stand around the items of the feed.")
        before += [gap] if gap else []
        end = next_end
    if len(content) - end > _MOST_AROUND:
        raise TooLarge(f"More than {_MOST_AROUND} bytes stand behind the items of the feed.")
    return b"\n".join(before), content[end:]


class _Pictures:
    """Where the pictures of an export stand, kept on disk."""

    def __init__(self, content: mmap) -> None:
        self._content = content
        self._places = sqlite3.connect("")  # a file without a name, gone with the connection

    def __enter__(self) -> "_Pictures":
        self._places.execute("CREATE TABLE place (id INTEGER PRIMARY KEY, start INTEGER, end INTEGER)")
        for start, end in _spans(self._content):
            if end - start > _BYTES_AT_ONCE:
                continue
            item = self._content[start:end]
            if _ATTACHMENT.search(item) and (number := _POST_ID.search(item)):
                row = (int(number[1]), start, end)
                self._places.execute("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", row)
        return self

    def __exit__(self, *_: object) -> None:
        self._places.close()

    def of(self, posts: Iterable[bytes]) -> list[bytes]:
        """Give the pictures that these posts name, each once."""
        wanted = dict.fromkeys(int(named[1]) for post in posts if (named := _PICTURE.search(post)))
        found = (
            self._places.execute("SELECT start, end FROM place WHERE id = ?", (one,)).fetchone() for one in wanted
        )
        return [self._content[start:end] for start, end in filter(None, found)]
