"""The answers about the versions of an article."""

from typing import Any

from functions.accept.answers import version_answer
from shared.domain.text_difference import Passage
from shared.usecases.article_history import Comparison, History, PastVersion

_MOST_SHOWN = 3 * 2**20  # characters of a comparison: a function answers with 6 MB at most


def history_answer(article_id: str, history: History, page_size: int) -> dict[str, Any]:
    """Give one page of the versions, the newest first."""
    path = f"/v1/articles/{article_id}/versions"
    links = {"status": f"/v1/articles/{article_id}/status"}
    if history.next_before is not None:
        links["next"] = f"{path}?before={history.next_before}&page-size={page_size}"
    return {
        "id": article_id,
        "index": "answering" if history.index_answers else "unavailable",
        "versions": [_version(one) for one in history.versions],
        "links": links,
    }


def _version(one: PastVersion) -> dict[str, Any]:
    answer = version_answer(one.status) | {"takedown": one.status.key.takedown}
    article = one.article
    if article is None:
        return answer
    given = {
        "version": article.version,
        "updated_at": article.updated_at.isoformat() if article.updated_at else None,
        "headline": article.headline,
        "words": article.word_count,
        "corrections": [each.model_dump(mode="json", exclude_none=True) for each in article.corrections] or None,
    }
    return answer | {name: value for name, value in given.items() if value is not None}


def comparison_answer(article_id: str, comparison: Comparison) -> dict[str, Any]:
    """Give what changed; the text of passages that stayed is left out where that would be too long."""
    changes = comparison.changes
    length = sum(len(one.text) + sum(len(piece.text) for piece in one.pieces) for one in changes.body)
    return {
        "id": article_id,
        "from": _version(comparison.older),
        "to": _version(comparison.newer),
        "fields": [{"field": one.field, "from": one.before, "to": one.after} for one in changes.fields],
        "body": [_passage(one, whole=length <= _MOST_SHOWN) for one in changes.body],
    }


def _passage(one: Passage, *, whole: bool) -> dict[str, Any]:
    if one.pieces:
        return {"kind": one.kind, "words": [{"kind": each.kind, "text": each.text} for each in one.pieces]}
    if one.kind == "same" and not whole:
        return {"kind": one.kind, "characters": len(one.text)}
    return {"kind": one.kind, "text": one.text}
