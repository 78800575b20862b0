"""Pins articles to queries: kept in the raw store, and in the index, where searches learn of them."""

from collections.abc import Sequence

from shared.usecases.ports import PinIndex, PinStore


def pin_articles(wording: str, article_ids: Sequence[str], *, store: PinStore, index: PinIndex) -> None:
    """Put these articles before all others that a query of this wording finds; none ends it."""
    store.pin(wording, article_ids)
    restore_pins(store=store, index=index)


def restore_pins(*, store: PinStore, index: PinIndex) -> None:
    """Bring what is kept into an index that was made anew, or that missed a change."""
    there = index.pins()
    kept = store.pins()
    if there != kept:
        index.put_pins(kept)
