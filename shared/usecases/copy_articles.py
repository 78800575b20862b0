"""Brings articles from the raw store into an index beside the one that is searched, part by part."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from shared.domain.identity import RawKey, Stage
from shared.usecases.carried_index import Carried, NoAlerts, ReadOnly
from shared.usecases.index_articles import Indexed, index_articles
from shared.usecases.newest_version import Ordered, by_article, each_newest_first, newest_first, plainly_newest
from shared.usecases.ports import ArticleIndex, IndexEntry, Outcome, RawStore, Stored
from shared.usecases.rebuild_ports import Inventory, Line

_AT_ONCE = 100  # articles, of which each may hold a megabyte
_PAUSES = (0.5, 2.0, 5.0)  # seconds before what could not be done is tried again


@dataclass
class Brought:
    """What became of articles on their way into an index.

    `left` gives by key why a version was not brought, `not_now` why it could not be for the moment.
    """

    articles: int = 0
    behind: int = 0  # which the searched index lacked, or held in another version
    left: dict[str, str] = field(default_factory=dict)
    not_now: dict[str, str] = field(default_factory=dict)

    def add(self, other: "Brought") -> None:
        """Count another part as well."""
        self.articles += other.articles
        self.behind += other.behind
        self.left |= other.left
        self.not_now |= other.not_now


@dataclass(frozen=True)
class Copying:
    """From where to where: what is not in the searched index goes into both, as if it had just been received.

    `shown` is the searched index, which writes to the other as well; `there` tells what it holds. Where no index
    is searched, both are None, and the other one alone is filled.
    """

    store: RawStore
    shown: ArticleIndex | None
    there: Inventory | None
    other: ArticleIndex
    clock: Callable[[], datetime]
    pauses: Sequence[float] = _PAUSES


def copy_part(prefix: str, copying: Copying) -> Brought:
    """Bring all articles whose ids begin so; doing so twice does no harm.

    Where no index is searched that would tell of a takedown, none that is unclear is brought.
    """
    brought = Brought()
    articles = by_article(copying.store.everything(prefix))
    if copying.there is None:
        articles = (one for one in articles if not _is_unclear(one[0].key, copying.store))
    for some in batched(articles, _AT_ONCE, strict=False):
        brought.add(bring(some, copying))
    return brought


def _is_unclear(key: RawKey, store: RawStore) -> bool:
    return store.is_unclear(key.source, key.article_id)


def bring(articles: Sequence[Sequence[Stored]], copying: Copying) -> Brought:
    """Bring the newest version of each of these articles, or the newest that readers may see in its place."""
    queue = {one.key.article_id: one for one in _versions(articles, copying.store)}
    brought = Brought(articles=len(queue))
    pauses = iter(copying.pauses)
    while queue:
        there = copying.there.at_once(list(queue)) if copying.there is not None else {}
        done, behind = _bring([one.key for one in queue.values()], there, copying)
        brought.behind += behind
        again = {one.key.article_id: one for one in done if one.outcome is Outcome.RETRY}
        rejected = [one for one in done if one.outcome is Outcome.REJECTED]
        names = [one.key.article_id for one in rejected]
        older = {name for name in names if queue[name].fall_back(there.get(name))}
        unread = [one for one in rejected if one.key.article_id not in older]
        brought.left |= {str(one.key): one.reason or "rejected" for one in unread}
        _keep_places([one.key for one in unread], there, copying)
        queue = {name: one for name, one in queue.items() if name in again or name in older}
        pause = next(pauses, None) if again else 0.0
        if pause is None:
            brought.not_now |= {str(one.key): one.reason or "not now" for one in again.values()}
            _keep_places([one.key for one in again.values()], there, copying)
            queue = {name: one for name, one in queue.items() if name in older}
        time.sleep(pause or 0.0)
    return brought


def _versions(articles: Sequence[Sequence[Stored]], store: RawStore) -> "list[_Versions]":
    """Give the versions of each; what must be asked for their order is asked at once."""
    plain = [(versions, key) for versions in articles if (key := plainly_newest(versions)) is not None]
    unclear = [versions for versions in articles if plainly_newest(versions) is None]
    known = [_Versions(key, versions, store) for versions, key in plain]
    asked = zip(unclear, each_newest_first(unclear, store), strict=True)
    return known + [_Versions(ordered[0].key, versions, store, ordered) for versions, ordered in asked]


class _Versions:
    """The versions of one article, the newest first; of most no other than that is ever asked for."""

    def __init__(
        self, key: RawKey, versions: Sequence[Stored], store: RawStore, ordered: list[Ordered] | None = None
    ) -> None:
        self.key = key
        self._versions = versions
        self._store = store
        self._ordered = ordered

    def fall_back(self, line: Line | None) -> bool:
        """Go on to the version before; False where there is none, or none that readers may see.

        What this release cannot read may be an embargo, or the end of one. So nothing older is shown than what the
        searched index holds, `line`, and where that holds nothing, only what is older than a rejected version.
        """
        if self._ordered is None:
            self._ordered = newest_first(self._versions, self._store)
        keys = [one.key for one in self._ordered]
        older = self._ordered[keys.index(self.key) + 1 :]
        if not older or not self._may_be_shown(older[0], line):
            return False
        self.key = older[0].key
        return True

    def _may_be_shown(self, older: Ordered, line: Line | None) -> bool:
        if line is None:
            return self._store.rejection(self.key) is not None
        return older.key == line.key or older.order > line.version // 4


def _bring(keys: Sequence[RawKey], there: Mapping[str, Line], copying: Copying) -> tuple[list[Indexed], int]:
    """Give what became of each, and how many of them the searched index lacked."""
    same = [key for key in keys if key.article_id in there and there[key.article_id].key == key]
    carried = _indexed(same, Carried(copying.other, there), copying)
    settled = [one for one in carried if one.outcome is not Outcome.RETRY]
    # The rest goes the way of what has just been received.
    rest = set(keys) - {one.key for one in settled}
    received = _indexed(sorted(rest, key=str), copying.shown or copying.other, copying)
    return settled + received, sum(one.outcome is Outcome.INDEXED for one in received)


def _keep_places(keys: Sequence[RawKey], there: Mapping[str, Line], copying: Copying) -> None:
    """Carry over what is withdrawn or held: else an earlier version of it, sent again, would be shown."""
    lines = [line for key in keys if (line := there.get(key.article_id)) is not None]
    entries = [
        IndexEntry(line.key, line.version // 4, Stage[line.stage], None)
        for line in lines
        if line.key is not None and line.stage in (Stage.HELD.name, Stage.WITHDRAWN.name)
    ]
    if entries:
        Carried(copying.other, there).write(entries)


def _indexed(keys: Sequence[RawKey], index: ArticleIndex, copying: Copying) -> list[Indexed]:
    if not keys:
        return []
    store, now = ReadOnly(copying.store), copying.clock()
    return index_articles(keys, store=store, index=index, alerts=NoAlerts(), now=now)
