"""What was erased for good and still reaches the index function, since it was read before or is remembered."""

from collections.abc import Sequence

from shared.domain.envelope import Envelope
from shared.domain.identity import RawKey
from shared.usecases.carried_index import Captured, NoAlerts
from shared.usecases.index_articles import index_articles
from shared.usecases.ports import IndexEntry, Outcome, Purged, WriteResult
from shared.usecases.take_down import TAKEDOWN, tombstone
from tests.unit.memory_store import ID, NOON, MemoryStore


class _Rejecting(Captured):
    """An index that takes nothing, and says why in words of the article."""

    def made_at(self) -> None:
        return None

    def write(self, entries: Sequence[IndexEntry]) -> list[WriteResult]:
        return [WriteResult(Outcome.REJECTED, "failed to parse 'a word of it'") for _ in entries]


def _rejected(store: MemoryStore) -> tuple[Outcome, list[RawKey]]:
    key, body = tombstone("demo", ID, 1)
    store.put(key, body, Envelope(source="demo", format=TAKEDOWN, received_at=NOON))
    [done] = index_articles([key], store=store, index=_Rejecting(None), alerts=NoAlerts(), now=NOON)
    return done.outcome, list(store.rejections)


def test_why_it_was_rejected_is_not_kept():
    store = MemoryStore()
    store.erased["demo", ID] = Purged(NOON, "a court says so")
    assert _rejected(store) == (Outcome.SUPERSEDED, [])


def test_of_all_others_it_is():
    outcome, kept = _rejected(MemoryStore())
    assert (outcome, [one.article_id for one in kept]) == (Outcome.REJECTED, [ID])
