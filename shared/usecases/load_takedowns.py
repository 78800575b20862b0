"""Takedowns that a bulk load meets: those that its articles ask for, and those that come while it goes on.

The places of its versions are decided long before they are written, and reading an archive takes time too. What
takes an article down after the load has begun was told that the article is down; so it stays down, as if the load
had been received at the moment at which it began.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from shared.domain.envelope import Envelope
from shared.domain.identity import RawKey, milliseconds
from shared.domain.version_place import are_of_one_kind
from shared.usecases.load_ports import Kill, PackMember, PackStore, Spool
from shared.usecases.newest_version import newest_first
from shared.usecases.take_down import TAKEDOWN, tombstone


def take_others_down(*, source: str, spool: Spool, store: PackStore) -> None:
    """Keep the takedowns that articles of the load ask for, each above what stands before it in the load."""
    for kill in spool.kills():
        key, body = tombstone(source, kill.key.article_id, _order_of(kill, source, spool, store))
        store.put(key, body, kill.envelope)
        spool.know(key)


def _order_of(kill: Kill, source: str, spool: Spool, store: PackStore) -> int:
    """Give the order that it would have, had the articles of the load been pushed one after another."""
    target = kill.key.article_id
    members = spool.kept_of(target)
    before = [_order(key, envelope) for number, key, envelope in members if number < kill.number]
    before += [one.order for one in newest_first(store.versions(source, target), store)[:1]]
    if before:
        return max(before)
    moment = kill.key.order or 0  # it waits for the first that comes, unless a date compares with its own
    first = next(((key, _order(key, envelope)) for _, key, envelope in members), None)
    is_compared = first is None or (first[0].order is not None and are_of_one_kind(first[1], moment))
    return moment if first is None or is_compared else max(moment, first[1])


@dataclass(frozen=True)
class HeldDown:
    """What is left of a pack to be written; `erased` was purged meanwhile, `covered` counts what stays down."""

    members: Sequence[PackMember]
    erased: Sequence[PackMember]
    covered: int


def hold_down(
    members: Sequence[PackMember], *, source: str, slot: str, known: Collection[RawKey], store: PackStore
) -> HeldDown:
    """Let takedowns that came since the places were decided hold for these too; to be asked just before a put."""
    own = {one.article_id for one in members}
    came = (one for one in store.takedowns(source, slot) if one.article_id in own and one not in known)
    erased, covered = set[str](), 0
    for article_id, takedowns in groupby(came, key=lambda one: one.article_id):
        if store.purged(source, article_id) is not None:
            erased.add(article_id)
            continue
        versions = [one for one in members if one.article_id == article_id]
        covered += sum(_cover(versions, takedown, store) for takedown in takedowns)
    left = [one for one in members if one.article_id not in erased]
    return HeldDown(left, [one for one in members if one.article_id in erased], covered)


def _cover(versions: Sequence[PackMember], takedown: RawKey, store: PackStore) -> int:
    """Keep a takedown above the versions that this one has to hold for; give their number.

    One that its sender gave a version or a date holds for the versions that do not compare as later.
    """
    envelope = store.envelope(takedown)
    order = _order(takedown, envelope)

    def is_later(one: PackMember) -> bool:
        has_place = envelope.format != TAKEDOWN and takedown.order is not None and one.key.order is not None
        return has_place and are_of_one_kind(_order(one.key, one.envelope), order)

    orders = [_order(one.key, one.envelope) for one in versions if not one.key.takedown and not is_later(one)]
    above = [one for one in orders if one > order]
    if above:
        key, body = tombstone(takedown.source, takedown.article_id, max(above))
        by = envelope.taken_down_by
        kept = Envelope(
            source=takedown.source, format=TAKEDOWN, received_at=envelope.received_at, taken_down_by=by
        )
        store.put(key, body, kept)
    return len(above)


def _order(key: RawKey, envelope: Envelope) -> int:
    return milliseconds(envelope.received_at) if key.order is None else key.order
