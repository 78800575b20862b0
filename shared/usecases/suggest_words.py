"""Suggests to a reader who types what there is to find."""

from datetime import datetime
from typing import Any

from shared.domain.suggest_request import SuggestRequest
from shared.domain.wording import wording
from shared.usecases.ports import Suggestions

_NOTHING: dict[str, Any] = {"headlines": [], "authors": [], "topics": []}


def suggest_words(request: SuggestRequest, *, index: Suggestions, now: datetime) -> dict[str, Any]:
    """Give headlines, authors and topics that begin as was typed; nothing without a letter."""
    return index.suggest(request, now) if wording(request.typed) else _NOTHING
