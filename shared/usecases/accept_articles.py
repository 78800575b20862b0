"""Takes a push in: every article of it is kept as it was sent, or refused with a reason."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice

from shared.domain.article import Status
from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.errors import BadInput, CopydeskError, FieldError, ReadingFailed, Unavailable
from shared.domain.identity import RawKey
from shared.formats import registry
from shared.formats.payload import Payload
from shared.usecases.keep_version import Incoming, Receipt, keep_version, taken_down_by
from shared.usecases.ports import RawStore
from shared.usecases.read_article import read_article

_PARALLEL_PUTS = 16  # a push of 1,000 articles at 20 ms a PUT takes 1.3 s


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

    def prepared(place: int, part: tuple[Payload, registry.Format | CopydeskError]) -> Incoming | CopydeskError:
        document, reader = part
        if isinstance(reader, CopydeskError):
            return reader
        received_at = now + timedelta(milliseconds=place)  # orders edits of one article that have no version
        return or_error(lambda: incoming(document, envelope_of(document, source, reader, received_at, hints)))

    items = [prepared(place, part) for place, part in enumerate(parts)]
    return _keep_all(items, store)


def _keep_all(items: Sequence[Incoming | CopydeskError], store: RawStore) -> list[Receipt | CopydeskError]:
    """Keep them at once, but one after another what concerns one article: its versions, and what kills it."""
    outcomes: dict[int, Receipt | CopydeskError] = {
        place: item for place, item in enumerate(items) if isinstance(item, CopydeskError)
    }
    outage: list[Unavailable] = []  # once the store does not answer, the rest need not wait for it too

    def keep_one(item: Incoming) -> Receipt | CopydeskError:
        try:
            return outage[0] if outage else keep_version(item, store)
        except Unavailable as error:
            outage.append(error)
            return error
        except CopydeskError as error:
            return error

    def keep_some(some: list[int]) -> dict[int, Receipt | CopydeskError]:
        return {place: keep_one(item) for place in some if isinstance(item := items[place], Incoming)}

    with ThreadPoolExecutor(_PARALLEL_PUTS) as pool:
        for kept in pool.map(keep_some, _together(items)):
            outcomes |= kept
    return [outcomes[place] for place in range(len(items))]


def _together(items: Sequence[Incoming | CopydeskError]) -> list[list[int]]:
    """Give the places of those that concern the same articles, in their order."""
    groups: list[tuple[set[str], list[int]]] = []
    group_of: dict[str, tuple[set[str], list[int]]] = {}
    for place, item in enumerate(items):
        if isinstance(item, CopydeskError):
            continue
        names, places = {item.key.article_id, *taken_down_by(item.receipt.article)}, [place]
        for other in {id(found): found for name in names if (found := group_of.get(name))}.values():
            names, places = names | other[0], sorted([*places, *other[1]])
            groups.remove(other)
        groups.append((names, places))
        group_of |= dict.fromkeys(names, groups[-1])
    return [places for _, places in groups]


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


def envelope_of(
    document: Payload, source: str, reader: registry.Format, received_at: datetime, hints: Hints
) -> Envelope:
    """Give what is kept beside an article."""
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


def incoming(document: Payload, envelope: Envelope) -> Incoming:
    """Give an article as it goes into the store; raise BadInput where it cannot become one."""
    reading = read_article(document, envelope)
    article = reading.article
    key = RawKey(
        source=envelope.source,
        article_id=article.id,
        order=article.order if reading.ordered else None,
        takedown=article.status is Status.CANCELED,
        digest=content_digest(document.body, envelope.format, envelope.hints, envelope.charset),
    )
    return Incoming(key, document.body, envelope, Receipt(article, reading.notices))


def or_error[T](act: Callable[[], T]) -> T | CopydeskError:
    """Give what was made, or why it was not: what is wrong with one article must not cost the others."""
    try:
        return act()
    except CopydeskError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever a format did not foresee
        return ReadingFailed(error)
