"""An article that is dated ahead, received by a clock that was fast, and indexed by one that is right."""

import json
from datetime import timedelta

import pytest

from shared.domain.envelope import Hints
from shared.domain.identity import Stage
from shared.formats.payload import Payload
from shared.usecases.accept_articles import accept_articles
from shared.usecases.keep_version import Receipt
from shared.usecases.make_entries import Ready, make_entries
from tests.unit.memory_store import MINUTE, NOON, MemoryStore

FAST = 12 * MINUTE


def indexed(given: dict[str, str]) -> Ready:
    """Receive it twelve minutes ahead of noon, and read it at noon."""
    store = MemoryStore()
    body = json.dumps({"uri": "urn:1", "headline": "Ahead", "body_text": "Words of it."} | given).encode()
    [receipt] = accept_articles(
        Payload(body, "application/json"),
        source="demo",
        format_name=None,
        hints=Hints(),
        store=store,
        now=NOON + FAST,
    )
    assert isinstance(receipt, Receipt)
    assert receipt.article.embargo_until is None
    [ready] = make_entries([store.newest().key], store=store, now=NOON)
    assert isinstance(ready, Ready)
    return ready


def test_a_date_of_publication_that_is_ahead_of_the_second_clock_alone_holds_it():
    due = NOON + 10 * MINUTE
    ready = indexed({"firstpublished": due.isoformat()})
    assert (ready.entry.stage, ready.due) == (Stage.HELD, due)
    assert ready.entry.article is not None
    assert ready.entry.article.embargo_until == due  # the filter of every read


@pytest.mark.parametrize("given", [{}, {"firstpublished": (NOON - timedelta(seconds=1)).isoformat()}])
def test_nothing_else_is_held_by_it(given):
    assert indexed(given).entry.stage is Stage.PUBLISHED
