"""Compares what was received with what the index holds, and sends again what is missing."""

from collections.abc import Sequence
from itertools import batched, groupby

from shared.domain.identity import RawKey, Stage, index_version
from shared.usecases.ports import ArticleIndex, IndexQueue, RawStore, Stored
from shared.usecases.take_down import order_of

_ARTICLES_AT_ONCE = 500


def reconcile(*, store: RawStore, index: ArticleIndex, queue: IndexQueue) -> int:
    """Send the newest version of every article that the index lacks or holds in an older one; give their number.

    A lost notification, a message that ended as a dead letter, an index made anew: all are mended here. What was
    rejected stays so until its sender pushes it again.
    """
    sent = 0
    articles = (list(versions) for _, versions in groupby(store.everything(), key=_article))
    for some in batched(articles, _ARTICLES_AT_ONCE, strict=False):
        missing = _missing(some, store, index)
        queue.send(missing)
        sent += len(missing)
    return sent


def _article(stored: Stored) -> tuple[str, str]:
    return stored.key.source, stored.key.article_id


def _missing(articles: Sequence[Sequence[Stored]], store: RawStore, index: ArticleIndex) -> list[RawKey]:
    there = index.versions([versions[0].key.article_id for versions in articles])
    behind = []
    for versions in articles:
        version, indexed = there.get(versions[0].key.article_id, (-1, None))
        if indexed is not None and indexed == _plainly_newest(versions):
            continue
        newest, order = max(((one.key, order_of(one.key, store)) for one in versions), key=_rank)
        if version < index_version(order, _least_stage(newest)) and store.rejection(newest) is None:
            behind.append(newest)
    return behind


def _plainly_newest(versions: Sequence[Stored]) -> RawKey | None:
    """Give the newest version where the listing alone tells it: most articles cost no request of their own."""
    if all(one.key.order is not None for one in versions):
        return max(versions, key=lambda one: (one.key.order or 0, one.key.takedown)).key
    newest = max(versions, key=lambda one: one.kept_at)
    is_alone = sum(one.kept_at == newest.kept_at for one in versions) == 1
    return newest.key if is_alone and all(one.key.order is None for one in versions) else None


def _rank(version: tuple[RawKey, int]) -> tuple[int, bool]:
    key, order = version
    return order, key.takedown


def _least_stage(key: RawKey) -> Stage:
    """Give the stage that the index must have reached: a held article is there, without its content."""
    return Stage.WITHDRAWN if key.takedown else Stage.HELD
