"""The pages that a sitemap names: fetched already, beside it in the folder, or to be fetched from its site."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from infra.cli.loading.files import Found, named, of_file, of_folder, unreadable
from infra.cli.loading.page_addresses import PageAddresses
from shared.domain.envelope import Hints
from shared.domain.errors import BadInput, CopydeskError
from shared.formats.xml.document import parse_xml
from shared.http.encodings import GZIP, unpacked
from shared.usecases.load_articles import Unread

LARGEST_SITEMAP = 50 * 1024 * 1024  # bytes, as the protocol of sitemaps has it
_ROOTS = (b"<urlset", b"<sitemapindex")
_NAMES = (".xml", ".xml.gz")
_START = 4_096
_GZIP_ALONE = 31  # zlib's window size for a gzip member with its header and checksum


def is_sitemap(start: bytes) -> bool:
    """Tell from its first bytes whether a document is a sitemap, or a list of sitemaps."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and any(root in start[:_START] for root in _ROOTS)


def addresses(body: bytes) -> tuple[list[str], list[str]]:
    """Give the pages and the further sitemaps that one names; raise BadInput for XML that cannot be read."""
    root = parse_xml(body.decode("utf-8-sig", "replace"))
    found: dict[str, list[str]] = {"url": [], "sitemap": []}
    for one in root:
        kind = etree.QName(one).localname if isinstance(one.tag, str) else ""
        place = next((each.text for each in one if etree.QName(each).localname == "loc"), None) if kind else None
        if kind in found and place and place.strip():
            found[kind].append(place.strip())
    return found["url"], found["sitemap"]


def of_folder_with_sitemaps(folder: Path) -> Iterator[Found]:
    """Give what is in a folder; its sitemaps are no articles, and tell the addresses of pages that are in it."""
    sitemaps = [one for one in sorted(folder.iterdir()) if one.name.endswith(_NAMES) and is_sitemap_file(one)]
    with PageAddresses() as known:
        for sitemap in sitemaps:
            for one in beside(sitemap):
                if isinstance(one, Unread):
                    yield one
                else:
                    known.note(one.file, one.url)
        yield from of_folder(folder, known.of, {file.resolve() for file in sitemaps})


def is_sitemap_file(file: Path) -> bool:
    """Tell whether a file is a sitemap, or a list of sitemaps, packed or not."""
    try:
        with file.open("rb") as opened:
            start = opened.read(_START)
    except OSError:
        return False  # it is told of where it is read
    return is_sitemap(_begin(start))


def _begin(start: bytes) -> bytes:
    """Give the first bytes of a file, also of one that is packed."""
    if not start.startswith(GZIP):
        return start
    try:
        return zlib.decompressobj(_GZIP_ALONE).decompress(start, _START)
    except zlib.error:
        return b""


def of_sitemap_file(file: Path) -> Iterator[Found]:
    """Give the pages of a sitemap that was fetched with them; one that is not there is told of."""
    for one in beside(file):
        if isinstance(one, Unread):
            yield one
        else:
            yield from of_file(one.file, Hints(url=one.url))


@dataclass(frozen=True)
class Page:
    """A page of a sitemap that is beside it."""

    url: str
    file: Path


def beside(file: Path) -> Iterator[Page | Unread]:
    """Give each page that a sitemap names with its file, sitemaps within one too; what is not there is told of."""
    read = _read(file)
    if isinstance(read, Unread):
        yield read
        return
    pages, sitemaps = read
    for url in pages:
        yield _page(file, url)
    for url in sitemaps:
        inner = _file_of(file, url)
        if inner is None:
            yield _missing(url)
        elif inner.resolve() != file.resolve():
            below = _read(inner)
            yield from [below] if isinstance(below, Unread) else (_page(inner, page) for page in below[0])


def _read(file: Path) -> tuple[list[str], list[str]] | Unread:
    try:
        return addresses(unpacked(file.read_bytes(), limit=LARGEST_SITEMAP))
    except OSError as error:
        return Unread(named(file), unreadable(error))
    except CopydeskError as error:
        return Unread(named(file), error)


def _page(sitemap: Path, url: str) -> Page | Unread:
    file = _file_of(sitemap, url)
    return _missing(url) if file is None else Page(url, file)


def _file_of(sitemap: Path, url: str) -> Path | None:
    """Give the file that the usual tools keep a page in: by its path, with or without the name of the host."""
    return next((one for one in _candidates(sitemap, url) if one.is_file()), None)


def _candidates(sitemap: Path, url: str) -> Iterator[Path]:
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/")
    if ".." in Path(path).parts or not (path or parts.hostname):
        return
    for root in (sitemap.parent, sitemap.parent / (parts.hostname or "")):
        for name in (path, f"{path}.html", f"{path}/index.html", Path(path).name, f"{Path(path).name}.html"):
            if name:
                yield root / name


def _missing(url: str) -> Unread:
    path = unquote(urlsplit(url).path).strip("/")
    return Unread(url, BadInput(f"The page is not beside the sitemap: there is no file {path!r}. Fetch it there."))
