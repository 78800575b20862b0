"""Notes with each version on its way into the index what readers are to be told of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.article import Status
from shared.domain.change import changed_at, told_of
from shared.domain.identity import RawKey, Stage
from shared.usecases.ports import IndexEntry, ToldIndex

_DIGITS = 16  # of what an article was made of


def tell_changes(entries: Sequence[IndexEntry], *, index: ToldIndex, now: datetime) -> list[IndexEntry]:
    """Give these with the change that each is for a reader; raise Unavailable when the engine does not answer."""
    before = index.told([entry.key.article_id for entry in entries])
    made_at = index.made_at()
    return [
        replace(
            entry,
            told=told_of(
                _shown_stage(entry, now),
                changed_at(entry.received_at or now, _embargo(entry), index_made_at=made_at, now=now),
                made_by(entry.key),
                before.get(entry.key.article_id),
                is_known=entry.key.article_id in before,
            ),
        )
        for entry in entries
    ]


def _shown_stage(entry: IndexEntry, now: datetime) -> Stage:
    """Give the stage as a reader sees it: a version that has expired already takes the one before it away."""
    expires_at = entry.article.expires_at if entry.article is not None else None
    is_over = entry.stage is Stage.PUBLISHED and expires_at is not None and expires_at <= now
    return Stage.HELD if is_over else entry.stage


def made_by(key: RawKey) -> str:
    """Give the name under which a version stands in what it made known."""
    return key.digest[:_DIGITS]


def _embargo(entry: IndexEntry) -> datetime | None:
    article = entry.article
    shown = article is not None and entry.stage is Stage.PUBLISHED and article.status is Status.USABLE
    return article.embargo_until if article is not None and shown else None
