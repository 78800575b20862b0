"""Gives one article to a reader."""

from datetime import datetime
from typing import Any

from shared.domain.errors import ArticleNotFound, ArticleWithdrawn
from shared.domain.identity import Stage
from shared.domain.visibility import is_over, is_visible
from shared.usecases.ports import ArticleLookup, IndexedArticle


def get_article(article_id: str, *, index: ArticleLookup, now: datetime) -> dict[str, Any]:
    """Give what readers may see of an article.

    Raises ArticleWithdrawn for one that was taken down or whose time is over, and ArticleNotFound for one that is
    held, or was withdrawn before anybody saw it: nobody may learn that it exists.
    """
    found = index.find(article_id)
    if found is not None and is_visible(
        found.stage, embargo_until=found.embargo_until, expires_at=found.expires_at, now=now
    ):
        return found.document
    if found is not None and found.was_told and _is_gone(found, now):
        raise ArticleWithdrawn("This article was taken down.")
    raise ArticleNotFound("There is no article with this id.")


def _is_gone(found: IndexedArticle, now: datetime) -> bool:
    """Tell whether it was taken down, or its time is over and the index does not say so yet."""
    if found.stage is not Stage.PUBLISHED:
        return found.stage is Stage.WITHDRAWN
    was_seen = found.embargo_until is None or found.embargo_until <= now
    return was_seen and is_over(found.expires_at, now)
