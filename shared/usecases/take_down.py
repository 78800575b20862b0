"""Takes an article down: a tombstone above every version that was received so far."""

from datetime import datetime

from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.errors import ArticleNotFound
from shared.domain.identity import RawKey, milliseconds
from shared.usecases.newest_version import newest_first
from shared.usecases.ports import RawStore

TAKEDOWN = "takedown"  # stands in the place of the format in the envelope


def take_down(article_id: str, *, source: str, store: RawStore, now: datetime) -> RawKey:
    """Keep the takedown of this source's article; repeating it changes nothing.

    It has the order of the newest version received, so a later version, sent on purpose, brings the article back,
    and an earlier one that arrives late does not. Raises ArticleNotFound for an article that this source never
    sent.
    """
    if not store.versions(source, article_id):
        raise ArticleNotFound("There is no article of yours with this id.")
    return put_tombstone(article_id, source=source, store=store, now=now, moment=now)


def put_tombstone(
    article_id: str, *, source: str, store: RawStore, now: datetime, moment: datetime, by: str | None = None
) -> RawKey:
    """Keep a takedown of an article, received or not; `by` is the sender's id of the document that asks for it.

    One that comes before its article waits for it, with the order of the `moment` when it was asked for.
    """
    received = newest_first(store.versions(source, article_id), store)
    order = received[0].order if received else milliseconds(moment)
    key, body = tombstone(source, article_id, order)
    store.put(key, body, Envelope(source=source, format=TAKEDOWN, received_at=now, taken_down_by=by))
    return key


def tombstone(source: str, article_id: str, order: int) -> tuple[RawKey, bytes]:
    """Give the key of a takedown through the API, or by another document, and what it consists of."""
    body = f"takedown of {article_id} at {order}".encode()
    return RawKey(source, article_id, order, True, content_digest(body, TAKEDOWN, Hints())), body
