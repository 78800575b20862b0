"""Files and folders in pieces of bounded size: a document as it is, lines of JSON, the items of a large feed."""

import gzip
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path

from infra.cli.loading import items, lines
from shared.domain.envelope import Hints
from shared.domain.errors import BadInput, TooLarge, UnsupportedInput
from shared.formats.payload import Payload
from shared.usecases.load_articles import PassedOver, Piece, Unread

MAX_BYTES = 4 * 1024 * 1024  # of one document: what the API takes
_GZIP = b"\x1f\x8b"
_START = 4_096  # bytes that tell what a file is
# The suffixes of files in a folder that are read.
_MARKED_UP = (".xml", ".html", ".htm", ".xhtml", ".rss", ".atom", ".rdf", ".wxr", ".nitf", ".newsml", ".g2")
_OTHERS = (".json", ".ndjson", ".jsonl", ".jsonld", ".ninjs", ".txt", ".md", ".markdown", ".eml", ".iptc")
_ARTICLES = frozenset((*_MARKED_UP, *_OTHERS))

type Found = Piece | Unread | PassedOver


def of_folder(
    folder: Path, address_of: Callable[[Path], str | None], without: Collection[Path]
) -> Iterator[Found]:
    """Give what is in the files of a folder and of those in it, in the order of their names.

    Those that are left out are given by their whole paths.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(place, name)
            if file.resolve() in without:
                continue
            if name.startswith(".") or _suffix(file) not in _ARTICLES:
                yield PassedOver(named(file))
            else:
                yield from of_file(file, Hints(url=address_of(file)))


def of_file(file: Path, hints: Hints = Hints()) -> Iterator[Found]:  # noqa: B008 - it cannot be changed
    """Give what is in one file; what cannot be opened or divided is given as unread."""
    try:
        with _unpacked(file) as plain:
            yield from _pieces(named(file), plain, hints)
    except OSError as error:
        yield Unread(named(file), unreadable(error))
    except (BadInput, TooLarge, UnsupportedInput) as error:
        yield Unread(named(file), error)


def named(file: Path) -> str:
    """Give the name of a file for people; its bytes need not be UTF-8."""
    return os.fsencode(file).decode("utf-8", "replace")


def unreadable(error: OSError) -> BadInput:
    """Give the reason why a file cannot be read."""
    return BadInput(f"The file cannot be read: {error.strerror or error}.")


def _pieces(name: str, file: Path, hints: Hints) -> Iterator[Piece | Unread]:
    size = file.stat().st_size
    if size == 0:
        yield Unread(name, BadInput("The file is empty; it holds the article."))
        return
    with file.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as content:
        if lines.are_json(content[:_START], Path(name)):
            yield from lines.of(name, opened, MAX_BYTES)
        elif items.are_many(content, MAX_BYTES):
            yield from items.of(name, content, MAX_BYTES)
        elif size > MAX_BYTES:
            detail = (
                f"The file is larger than {MAX_BYTES} bytes (4 MiB) and neither a feed nor one article a line."
            )
            raise TooLarge(f"{detail} Divide it; an array of JSON: `jq -c '.[]' FILE > FILE.ndjson`.")
        else:
            yield Piece(name, Payload(bytes(content)), hints)


@contextmanager
def _unpacked(file: Path) -> Iterator[Path]:
    """Give the file, or what a gzip holds in a file of its own for as long as it is read."""
    with file.open("rb") as opened:
        is_packed = opened.read(len(_GZIP)) == _GZIP
    if not is_packed:
        yield file
        return
    with tempfile.NamedTemporaryFile(prefix="copydesk-load-") as plain:
        try:
            with gzip.open(file) as packed:
                shutil.copyfileobj(packed, plain)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BadInput("The file is no gzip that can be unpacked: it is damaged or ends too early.") from error
        plain.flush()
        yield Path(plain.name)


def _suffix(file: Path) -> str:
    return (file.with_suffix("") if file.suffix.lower() == ".gz" else file).suffix.lower()
