"""Gives a reader more articles like one."""

from datetime import datetime
from typing import Any

from shared.domain.suggest_request import RelatedRequest
from shared.usecases.get_article import get_article
from shared.usecases.ports import RelatedArticles


def related_articles(
    article_id: str, request: RelatedRequest, *, index: RelatedArticles, now: datetime
) -> list[dict[str, Any]]:
    """Give articles like this one; raise what `get_article` raises for one that a reader may not see."""
    return index.related(get_article(article_id, index=index, now=now), request.size, now)
