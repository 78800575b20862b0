"""The answer to one who follows the changes."""

from collections.abc import Mapping
from typing import Any

from functions.search.links import link
from shared.usecases.follow_changes import ChangesPage

_PATH = "/v1/changes"


def changes_answer(page: ChangesPage, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Give a part of the log; `next` is always there, for the changes to come."""
    following = {**parameters, "since": page.next_cursor}
    return {"changes": page.changes, "links": {"self": link(_PATH, parameters), "next": link(_PATH, following)}}
