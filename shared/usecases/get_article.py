"""Gives one article to a reader."""

from datetime import datetime
from typing import Any

from shared.domain.errors import ArticleNotFound, ArticleWithdrawn
from shared.domain.identity import Stage
from shared.domain.visibility import is_visible
from shared.usecases.ports import ArticleLookup


def get_article(article_id: str, *, index: ArticleLookup, now: datetime) -> dict[str, Any]:
    """Give what readers may see of an article.

    Raises ArticleWithdrawn for one that was taken down, and ArticleNotFound for one that is held: nobody may learn
    that it exists.
    """
    found = index.find(article_id)
    if found is not None and found.stage is Stage.WITHDRAWN:
        raise ArticleWithdrawn("This article was taken down.")
    if found is None or not is_visible(
        found.stage, embargo_until=found.embargo_until, expires_at=found.expires_at, now=now
    ):
        raise ArticleNotFound("There is no article with this id.")
    return found.document
