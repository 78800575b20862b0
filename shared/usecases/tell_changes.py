"""Notes with each version on its way into the index what readers are to be told of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

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
            told=before.get(entry.key.article_id)
            if entry.again
            else told_of(
                _shown_stage(entry, now),
                changed_at(_due(entry, now), index_made_at=made_at, now=now),
                made_by(entry.key),
                before.get(entry.key.article_id),
                is_known=entry.key.article_id in before,
                corrections=_corrections(entry),
            ),
        )
        for entry in entries
    ]


def _shown_stage(entry: IndexEntry, now: datetime) -> Stage:
    """Give the stage as a reader sees it: what expired before anybody could see it is as if it were held."""
    expired_at = _expired_at(entry)
    return Stage.HELD if expired_at is not None and expired_at <= _shown_from(entry, now) else entry.stage


def _corrections(entry: IndexEntry) -> str:
    """Give what stands for the corrections of a version, nothing where it has none."""
    texts = [one.text for one in entry.article.corrections] if entry.article is not None else []
    return sha256("\n".join(texts).encode()).hexdigest()[:_DIGITS] if texts else ""


def _due(entry: IndexEntry, now: datetime) -> datetime:
    """Give the time of this version's change in the eyes of a reader."""
    shown_from, expired_at = _shown_from(entry, now), _expired_at(entry)
    return shown_from if expired_at is None else max(shown_from, expired_at)


def _expired_at(entry: IndexEntry) -> datetime | None:
    """Give when its time was over, None of what is not withdrawn for that."""
    article = entry.article
    is_usable = article is not None and article.status is Status.USABLE
    return article.expires_at if article and is_usable and entry.stage is Stage.WITHDRAWN else None


def _shown_from(entry: IndexEntry, now: datetime) -> datetime:
    """Give when readers could see it, or that it took away the one before it, for the first time."""
    received_at, article = entry.received_at or now, entry.article
    if article is None or article.embargo_until is None:
        return received_at
    was_released = entry.stage is not Stage.HELD and article.status is Status.USABLE
    return max(received_at, article.embargo_until) if was_released else received_at


def made_by(key: RawKey) -> str:
    """Give the name under which a version stands in what it made known."""
    return key.digest[:_DIGITS]
