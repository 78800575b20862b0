"""Takes an article down: a tombstone above every version that was received so far."""

from datetime import datetime

from shared.domain.envelope import Envelope, Hints, content_digest
from shared.domain.errors import ArticleNotFound
from shared.domain.identity import RawKey, milliseconds
from shared.usecases.ports import RawStore

TAKEDOWN = "takedown"  # stands in the place of the format in the envelope


def take_down(article_id: str, *, source: str, store: RawStore, now: datetime) -> RawKey:
    """Keep the takedown of this source's article; repeating it changes nothing.

    It has the order of the newest version received, so a later version, sent on purpose, brings the article back,
    and an earlier one that arrives late does not. Raises ArticleNotFound for an article that this source never
    sent.
    """
    versions = store.versions(source, article_id)
    if not versions:
        raise ArticleNotFound("There is no article of yours with this id.")
    order = max(order_of(version.key, store) for version in versions)
    body = f"takedown of {article_id} at {order}".encode()
    key = RawKey(source, article_id, order, True, content_digest(body, TAKEDOWN, Hints()))
    store.put(key, body, Envelope(source=source, format=TAKEDOWN, received_at=now))
    return key


def order_of(key: RawKey, store: RawStore) -> int:
    """Give the place among the versions; for one without a version it stands in the envelope."""
    if key.order is not None:
        return key.order
    return milliseconds(store.envelope(key).received_at)
