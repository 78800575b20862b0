"""Takes a push in: every article of it is kept as it was sent, or refused with a reason."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from shared.domain.article import Article, Notice, Status
from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.errors import BadInput, CopydeskError, FieldError, ReadingFailed, Unavailable, VersionConflict
from shared.domain.identity import RawKey
from shared.formats import registry
from shared.formats.payload import Payload
from shared.usecases.ports import RawStore, Stored
from shared.usecases.read_article import read_again, read_article
from shared.usecases.take_down import order_of

_LEAST_DATE = 10**11  # an order from here (1973) to there (2286) is a date in milliseconds, others are numbers
_FIRST_BEYOND_DATES = 10**13
_PARALLEL_PUTS = 16  # a push of 1,000 articles at 20 ms a PUT takes 1.3 s


@dataclass(frozen=True)
class Receipt:
    """One article that was kept: it will be indexed whatever happens next."""

    article: Article
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class _Ready:
    key: RawKey
    body: bytes
    envelope: Envelope
    receipt: Receipt


def accept_articles(
    payload: Payload,
    *,
    source: str,
    format_name: str | None,
    hints: Hints,
    store: RawStore,
    now: datetime,
) -> list[Receipt | CopydeskError]:
    """Keep each article of a push; give a receipt for each, or the reason why it was refused, in their order.

    Raises BadInput or UnsupportedInput when nothing of the push can be read; then nothing is kept.
    """
    parts = taken_apart(payload, format_name, hints)

    def prepared(place: int, part: tuple[Payload, registry.Format | CopydeskError]) -> _Ready | CopydeskError:
        document, reader = part
        if isinstance(reader, CopydeskError):
            return reader
        received_at = now + timedelta(milliseconds=place)  # orders edits of one article that have no version
        return or_error(lambda: _ready(document, _envelope(document, source, reader, received_at, hints)))

    items = [prepared(place, part) for place, part in enumerate(parts)]
    return _keep_all(items, store)


def _keep_all(items: Sequence[_Ready | CopydeskError], store: RawStore) -> list[Receipt | CopydeskError]:
    """Keep them at once, but versions of one article one after another, so that a conflict of theirs is seen."""
    outcomes: dict[int, Receipt | CopydeskError] = {
        place: item for place, item in enumerate(items) if isinstance(item, CopydeskError)
    }
    articles: dict[str, dict[int, _Ready]] = {}
    for place, item in enumerate(items):
        if isinstance(item, _Ready):
            articles.setdefault(item.key.article_id, {})[place] = item

    outage: list[Unavailable] = []  # once the store does not answer, the rest need not wait for it too

    def keep_one(item: _Ready) -> Receipt | CopydeskError:
        try:
            return outage[0] if outage else _keep(item, store)
        except Unavailable as error:
            outage.append(error)
            return error
        except CopydeskError as error:
            return error

    def keep_versions(versions: dict[int, _Ready]) -> dict[int, Receipt | CopydeskError]:
        return {place: keep_one(item) for place, item in versions.items()}

    with ThreadPoolExecutor(_PARALLEL_PUTS) as pool:
        for kept in pool.map(keep_versions, articles.values()):
            outcomes |= kept
    return [outcomes[place] for place in range(len(items))]


def taken_apart(
    payload: Payload, format_name: str | None, hints: Hints
) -> list[tuple[Payload, registry.Format | CopydeskError]]:
    """Give each article of a push with its format, or the reason why it cannot be read.

    Raises BadInput or UnsupportedInput when nothing of it can be read, there are too many articles, or one id was
    given for several.
    """
    parts = list(islice(registry.take_apart(payload, format_name), registry.MAX_ARTICLES + 1))
    if len(parts) > registry.MAX_ARTICLES:
        raise BadInput(
            f"The push holds more than {registry.MAX_ARTICLES} articles. Send fewer at once.",
            [FieldError(f"at most {registry.MAX_ARTICLES} articles", pointer="")],
        )
    if len(parts) > 1 and (hints.source_id or hints.url):
        raise BadInput(
            f"One id or address was given for {len(parts)} articles. Send them one by one.",
            [FieldError("the body holds more than one article", pointer="")],
        )
    return parts


def _envelope(
    document: Payload, source: str, reader: registry.Format, received_at: datetime, hints: Hints
) -> Envelope:
    return Envelope(
        source=source,
        format=reader.NAME,
        received_at=received_at,
        hints=hints,
        media_type=document.media_type,
        charset=_needed_charset(document),
    )


def _needed_charset(document: Payload) -> str | None:
    """Give the charset unless the bytes are read the same without: most senders say UTF-8 of what is UTF-8."""
    if document.charset is None or document.decoded.encoding not in ("utf-8", "utf-8-sig"):
        return document.charset
    alone = Payload(document.body).decoded
    return None if alone == document.decoded else document.charset


def _ready(document: Payload, envelope: Envelope) -> _Ready:
    reading = read_article(document, envelope)
    article = reading.article
    key = RawKey(
        source=envelope.source,
        article_id=article.id,
        order=article.order if reading.ordered else None,
        takedown=article.status is Status.CANCELED,
        digest=content_digest(document.body, envelope.format, envelope.hints, envelope.charset),
    )
    return _Ready(key, document.body, envelope, Receipt(article, reading.notices))


def _keep(item: _Ready, store: RawStore) -> Receipt:
    stored = store.versions(item.key.source, item.key.article_id)
    others = [one.key for one in stored if one.key != item.key]
    item = _killing_all(item, others, store)
    taken = [other for other in others if _same_version(item.key, other)]
    if taken:
        return _already_kept(item, taken[0], store)
    if not store.put(item.key, item.body, item.envelope) and store.rejection(item.key) is not None:
        store.put_again(item.key)  # the sender tries again what could not be indexed
    notices = _order_notices(item.key, others) or _repeat_notices(item.key, stored)
    return replace(item.receipt, notices=(*item.receipt.notices, *notices))


def _killing_all(item: _Ready, others: Sequence[RawKey], store: RawStore) -> _Ready:
    """Let a kill count whose order is of another kind than those before: numbers and dates do not compare."""
    if not item.key.takedown or all(_is_date(other.order) == _is_date(item.key.order) for other in others):
        return item
    own = item.receipt.article.order
    order = max(own, *(order_of(other, store) for other in others))
    return replace(item, key=replace(item.key, order=order))


def _is_date(order: int | None) -> bool:
    return order is None or _LEAST_DATE <= order < _FIRST_BEYOND_DATES


def _repeat_notices(key: RawKey, stored: Sequence[Stored]) -> tuple[Notice, ...]:
    """Tell a sender that goes back to an earlier text without a version: it looks like a repeated push."""
    kept_at = next((one.kept_at for one in stored if one.key == key), None)
    if key.order is not None or kept_at is None or all(one.kept_at <= kept_at for one in stored):
        return ()
    detail = (
        "this was received before, and something newer since, which stays; send a version or a date to go back"
    )
    return (Notice(code="seen-before", detail=detail),)


def _same_version(key: RawKey, other: RawKey) -> bool:
    """Tell whether both claim one version; a takedown may repeat the version that it takes down."""
    return key.order is not None and key.order == other.order and not key.takedown and not other.takedown


def _already_kept(item: _Ready, other: RawKey, store: RawStore) -> Receipt:
    """Give the receipt where the first has the same content in another layout; else refuse and keep it aside."""
    first = store.get(other)
    reading = read_again(first)
    if _essence(reading.article) == _essence(item.receipt.article):
        return item.receipt
    store.put_conflicting(item.key, item.body, item.envelope)
    article = item.receipt.article
    given_by = article.provenance["version" if (article.version or "").isdigit() else "updated_at"]
    raise VersionConflict(
        "This version was received before with other content; the first stays. Send a new version.",
        [FieldError("the same version as before, with other content", pointer=given_by.rule)],
    )


def _essence(article: Article) -> dict[str, Any]:
    """Give what the sender says: all but the time of receipt and what follows from it."""
    of_receipt = {name for name, origin in article.provenance.items() if origin.origin == "received"}
    return article.model_dump(exclude={"received_at", "provenance", *of_receipt})


def _order_notices(key: RawKey, others: Sequence[RawKey]) -> tuple[Notice, ...]:
    """Tell a sender whose version will not be shown, or will shut out others."""
    orders = [other.order for other in others if other.order is not None]
    if key.order is None and any(order < _LEAST_DATE for order in orders):
        detail = "earlier versions are numbered, this one is not: it counts as newer than any number"
        return (Notice(code="unnumbered-version", detail=detail),)
    if key.order is not None and (
        any(order > key.order for order in orders)
        or any(other.takedown and other.order == key.order for other in others)
        or (key.order < _LEAST_DATE and any(other.order is None for other in others))
    ):
        detail = "a newer version was received before; this one is kept and will not be shown"
        return (Notice(code="older-version", detail=detail),)
    return ()


def or_error[T](act: Callable[[], T]) -> T | CopydeskError:
    """Give what was made, or why it was not: what is wrong with one article must not cost the others."""
    try:
        return act()
    except CopydeskError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever a format did not foresee
        return ReadingFailed(error)
