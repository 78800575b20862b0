"""Compares what was received with what the index holds, and sends again what is missing."""

from collections.abc import Iterable, Iterator
from itertools import batched, groupby

from shared.domain.identity import RawKey, Stage, index_version
from shared.usecases.ports import ArticleIndex, IndexQueue, RawStore
from shared.usecases.take_down import order_of

_ARTICLES_AT_ONCE = 500


def reconcile(*, store: RawStore, index: ArticleIndex, queue: IndexQueue) -> int:
    """Send the newest version of every article that the index lacks or holds in an older one; give their number.

    A lost notification, a message that ended in the dead-letter queue, an index made anew: all are mended here.
    What was rejected stays so until somebody sends it again.
    """
    sent = 0
    for newest in batched(_newest(store), _ARTICLES_AT_ONCE, strict=False):
        missing = _missing(dict(newest), store, index)
        queue.send(missing)
        sent += len(missing)
    return sent


def _newest(store: RawStore) -> Iterator[tuple[RawKey, int]]:
    for _, keys in groupby(store.all_keys(), key=lambda key: (key.source, key.article_id)):
        yield max(_ordered(keys, store), key=lambda pair: (pair[1], pair[0].takedown))


def _ordered(keys: Iterable[RawKey], store: RawStore) -> Iterator[tuple[RawKey, int]]:
    yield from ((key, order_of(key, store)) for key in keys)


def _missing(newest: dict[RawKey, int], store: RawStore, index: ArticleIndex) -> list[RawKey]:
    there = index.versions([key.article_id for key in newest])
    return [
        key
        for key, order in newest.items()
        if there.get(key.article_id, -1) < index_version(order, _least_stage(key)) and store.rejection(key) is None
    ]


def _least_stage(key: RawKey) -> Stage:
    """Give the stage that the index must have reached: a held article is there, without its content."""
    return Stage.WITHDRAWN if key.takedown else Stage.HELD
