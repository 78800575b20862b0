"""Which of the versions received of an article is the newest: the one place that puts them in order.

When an object was kept orders nothing: a bucket that was copied, a pack that was written anew and an object that
was tried again all have a later time than what they hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from shared.domain.identity import RawKey, milliseconds
from shared.usecases.in_parallel import in_parallel
from shared.usecases.ports import RawStore, Stored


class Ordered(NamedTuple):
    """A version and its order, which the index compares."""

    key: RawKey
    order: int

    @property
    def rank(self) -> tuple[int, bool]:
        """Give its place among the versions; a takedown counts before what it takes down."""
        return self.order, self.key.takedown


def by_article(stored: Iterable[Stored]) -> Iterator[list[Stored]]:
    """Give the versions of one article after another, from a listing in which they are neighbours."""
    return (
        list(versions) for _, versions in groupby(stored, key=lambda one: (one.key.source, one.key.article_id))
    )


def newest_first(versions: Sequence[Stored], store: RawStore) -> list[Ordered]:
    """Give the versions of one article in their order; each without an order of its own costs a request."""
    return each_newest_first([versions], store)[0]


def each_newest_first(articles: Sequence[Sequence[Stored]], store: RawStore) -> list[list[Ordered]]:
    """Give the versions of each article in their order; what must be asked for it is asked at once."""
    unversioned = [one.key for versions in articles for one in versions if one.key.order is None]
    orders = dict(zip(unversioned, in_parallel(lambda key: _received(key, store), unversioned), strict=True))
    return [_newest_first(versions, orders) for versions in articles]


def _newest_first(versions: Sequence[Stored], orders: Mapping[RawKey, int]) -> list[Ordered]:
    keys = (one.key for one in versions)
    ordered = (Ordered(key, orders[key] if key.order is None else key.order) for key in keys)
    return sorted(ordered, key=lambda one: one.rank, reverse=True)


def _received(key: RawKey, store: RawStore) -> int:
    """Give the order of a version without one: the time of its receipt, which stands in the envelope."""
    return milliseconds(store.envelope(key).received_at)


def plainly_newest(versions: Sequence[Stored]) -> RawKey | None:
    """Give the newest version where the listing alone tells it: most articles cost no request of their own."""
    if len(versions) == 1:
        return versions[0].key
    orders = [one.key.order for one in versions]
    if None in orders:
        return None
    return max(versions, key=lambda one: (one.key.order or 0, one.key.takedown)).key
