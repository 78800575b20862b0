"""The answer of a preview: each article with what was noticed, dropped and derived, or why it is refused."""

from typing import Any

import orjson
from aws_lambda_powertools.event_handler import Response

from shared.domain.errors import CopydeskError
from shared.http.answer import json_response
from shared.http.problem import problem
from shared.usecases.preview_articles import Previews, as_json

_MOST_BYTES = 3 * 1024 * 1024  # of the answer: a function gives 6 MB, in which it stands escaped once more
_LONGEST_BODY, _LONGEST_PIECE = 200_000, 1_000  # characters, of an article that fills the answer alone
_MOST_PIECES = 500


def preview_answer(previews: Previews) -> Response[str]:
    """Give 200 with an item for each article, as many as there is room for; `articles` is how many there are."""
    items: list[dict[str, Any]] = []
    room = _MOST_BYTES
    for one in previews.items:
        item = problem(one) if isinstance(one, CopydeskError) else as_json(one)
        if "article" in item and len(orjson.dumps(item)) > _MOST_BYTES:
            _shorten(item)
        room -= len(orjson.dumps(item))
        if room < 0:
            break
        items.append(item)
    return json_response({"articles": previews.articles, "previewed": len(items), "items": items})


def _shorten(item: dict[str, Any]) -> None:
    """Cut what can be as long as a push: the body, and what was dropped."""
    article, dropped = item["article"], item["dropped"]
    article["body_text"] = article.get("body_text", "")[:_LONGEST_BODY]
    item["dropped"] = [piece | {"text": piece["text"][:_LONGEST_PIECE]} for piece in dropped[:_MOST_PIECES]]
    detail = (
        f"the preview shows at most {_LONGEST_BODY} characters of the body and {_MOST_PIECES} of "
        f"{len(dropped)} dropped pieces; a push keeps everything"
    )
    item["warnings"].append({"code": "preview-shortened", "detail": detail})
