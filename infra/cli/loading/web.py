"""Addresses that the operator gave: a feed or a document, or a sitemap with the pages of the same host.

What comes from elsewhere is not followed: no other host, no redirect to one, nothing that an article names.
"""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import urllib3

from infra.cli.loading.files import MAX_BYTES, Found
from infra.cli.loading.sitemap import LARGEST_SITEMAP, addresses, is_sitemap
from shared.domain.envelope import Hints
from shared.domain.errors import BadInput, CopydeskError, TooLarge, Unavailable
from shared.formats.payload import Payload
from shared.http.encodings import content_type, unpacked
from shared.usecases.load_articles import Piece, Unread

_SECONDS = urllib3.Timeout(connect=10, read=30)
_MOST_REDIRECTS = 5
_HEADERS = {"User-Agent": "copydesk-load", "Accept-Encoding": "gzip"}


def is_address(what: str) -> bool:
    """Tell an address from a file."""
    return what.lower().startswith(("http://", "https://"))


def of_address(url: str) -> Iterator[Found]:
    """Give what is there; of a sitemap its pages, fetched one after another."""
    with urllib3.PoolManager(num_pools=2, timeout=_SECONDS, retries=False) as pool:
        try:
            body, media_type, charset = _fetched(pool, url, LARGEST_SITEMAP)
        except CopydeskError as error:
            yield Unread(url, error)
            return
        if is_sitemap(body):
            yield from _pages(pool, url, body, is_outermost=True)
        elif len(body) > MAX_BYTES:
            yield Unread(url, TooLarge("It is larger than 4 MiB. Fetch it into a file and load that."))
        else:
            yield Piece(url, Payload(body, media_type, charset))


def _pages(pool: urllib3.PoolManager, sitemap: str, body: bytes, *, is_outermost: bool) -> Iterator[Found]:
    try:
        pages, further = addresses(body)
    except CopydeskError as error:
        yield Unread(sitemap, error)
        return
    for url in pages:
        try:
            _same_host(url, sitemap)
            page, media_type, charset = _fetched(pool, url, MAX_BYTES)
        except CopydeskError as error:
            yield Unread(url, error)
        else:
            yield Piece(url, Payload(page, media_type, charset), Hints(url=url))
    for url in further if is_outermost else ():
        try:
            _same_host(url, sitemap)
            inner, _, _ = _fetched(pool, url, LARGEST_SITEMAP)
        except CopydeskError as error:
            yield Unread(url, error)
        else:
            yield from _pages(pool, url, inner, is_outermost=False)


def _fetched(pool: urllib3.PoolManager, url: str, most: int) -> tuple[bytes, str | None, str | None]:
    """Give the body, its media type and charset; raise a reason that a person can do something about."""
    address = url
    for _ in range(_MOST_REDIRECTS):
        try:
            answer = pool.request("GET", address, headers=_HEADERS, redirect=False, preload_content=False)
            body = answer.read(most + 1, decode_content=False)
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(
                f"The address does not answer ({type(error).__name__}): see that it is right and reachable."
            ) from error
        answer.close()
        if target := answer.get_redirect_location():
            address = urljoin(address, target)
            _same_host(address, url)
            continue
        if answer.status != 200:
            raise BadInput(f"The address answers with status {answer.status}.")
        if len(body) > most:
            raise TooLarge(f"It is larger than {most} bytes.")
        media_type, charset = content_type(answer.headers.get("content-type"))
        return unpacked(body, limit=most), media_type, charset
    raise BadInput(f"The address redirects more than {_MOST_REDIRECTS} times.")


def _same_host(url: str, first: str) -> None:
    if not is_address(url) or _host(url) != _host(first):
        raise BadInput(f"It is on another host than {_host(first)}; only that one was asked for.")


def _host(url: str) -> str:
    """Give the host with its port, unless it is the one that all sites have; raise BadInput for no real port.

    A site that is asked by HTTP and answers by HTTPS stays the same.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise BadInput("The address has a port that is none.") from None
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.hostname}" if port in (None, usual) else f"{parts.hostname}:{port}"
