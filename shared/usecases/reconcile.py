"""Compares what was received with what the index holds, and sends again what is missing."""

from collections.abc import Sequence
from itertools import batched

from shared.domain.identity import RawKey, Stage, index_version
from shared.usecases.newest_version import Ordered, by_article, each_newest_first, plainly_newest
from shared.usecases.ports import ArticleIndex, IndexQueue, RawStore, Rejection, Stored

_ARTICLES_AT_ONCE = 500


def reconcile(prefix: str = "", *, store: RawStore, index: ArticleIndex, queue: IndexQueue) -> int:
    """Send the newest version of every article that the index lacks or holds in an older one; give their number.

    Only articles whose ids begin so are looked at. A lost notification, a message that ended as a dead letter, an
    index made anew: all are mended here. What was rejected stays so until its sender pushes it again, and the
    version before it counts.
    """
    sent = 0
    for some in batched(by_article(store.everything(prefix)), _ARTICLES_AT_ONCE, strict=False):
        missing = _missing(some, store, index)
        queue.send(missing)
        sent += len(missing)
    return sent


def _missing(articles: Sequence[Sequence[Stored]], store: RawStore, index: ArticleIndex) -> list[RawKey]:
    there = index.versions([versions[0].key.article_id for versions in articles])
    unclear = []
    for versions in articles:
        _, indexed = there.get(versions[0].key.article_id, (-1, None))
        if indexed is None or indexed != plainly_newest(versions):
            unclear.append(versions)
    behind = []
    for ordered in each_newest_first(unclear, store):
        version, _ = there.get(ordered[0].key.article_id, (-1, None))
        newest, _ = lacking(ordered, version, store)
        if newest is not None:
            behind.append(newest)
    return behind


def lacking(
    ordered: Sequence[Ordered], version: int, store: RawStore
) -> tuple[RawKey | None, dict[RawKey, Rejection]]:
    """Give the newest version that the index must hold and lacks, if any, and the rejected ones above it.

    `version` is that of the index, -1 where it holds nothing. A rejected version must not hide that the one before
    it, a takedown perhaps, never arrived. Of an article that is unclear the index lacks nothing: what cannot be
    read may be its takedown.
    """
    rejected: dict[RawKey, Rejection] = {}
    if store.is_unclear(ordered[0].key.source, ordered[0].key.article_id):
        return None, rejected
    for key, order in ordered:
        if version >= index_version(order, least_stage(key)):
            break
        if (rejection := store.rejection(key)) is None:
            return key, rejected
        rejected[key] = rejection
    return None, rejected


def least_stage(key: RawKey) -> Stage:
    """Give the stage that the index must have reached: a held article is there, without its content."""
    return Stage.WITHDRAWN if key.takedown else Stage.HELD
