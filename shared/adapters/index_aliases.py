"""The indices of articles and their two aliases: what readers search, and what gets every write as well."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, RequestError

from shared.adapters.engine import ALIAS, ALSO, reached
from shared.adapters.mapping import MADE_AT, index_body

_INDICES = "articles-0*"


class OpenSearchIndices:
    """Each index has a number; an alias says which one is which."""

    def __init__(self, client: OpenSearch) -> None:
        self._client = client

    def names(self) -> list[str]:
        """Give all indices of articles, the first one first."""
        return sorted(reached(lambda: self._client.indices.get_alias(index=_INDICES)))

    def shown(self) -> str | None:
        """Give the index that readers search, None where the alias is missing."""
        return self._behind(ALIAS)

    def also(self) -> str | None:
        """Give the index that gets every write as well, None where there is none."""
        return self._behind(ALSO)

    def _behind(self, alias: str) -> str | None:
        try:
            found = reached(lambda: self._client.indices.get_alias(name=alias))
        except NotFoundError:
            return None
        return max(found, default=None)

    def design(self) -> str:
        """Give a digest of settings and fields as this release makes them."""
        return sha256(orjson.dumps(index_body(), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]

    def make(self, name: str, made_at: datetime | None) -> None:
        """Make an index that gets every write from now on; one that is there already stays as it is.

        `made_at` is what the index before it says of itself: what was told before is told no more.
        """
        body: dict[str, Any] = index_body() | {"aliases": {ALSO: {}}}
        body["mappings"]["_meta"] = {MADE_AT: (made_at or datetime.now(UTC)).isoformat()}
        try:
            reached(lambda: self._client.indices.create(index=name, body=body))
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def exchange(self, shown: str | None, also: str) -> bool:
        """Let these two change their places: one request, which is done as a whole or not at all.

        False says that they are not in these places any more, and nothing was done.
        """
        actions: list[dict[str, Any]] = [
            {"remove": {"index": also, "alias": ALSO, "must_exist": True}},
            {"add": {"index": also, "alias": ALIAS, "is_write_index": True}},
        ]
        if shown is not None:
            actions += [
                {"remove": {"index": shown, "alias": ALIAS, "must_exist": True}},
                {"add": {"index": shown, "alias": ALSO}},
            ]
        try:
            reached(lambda: self._client.indices.update_aliases(body={"actions": actions}))
        except NotFoundError:
            return False
        return True

    def drop(self, name: str) -> None:
        """Remove an index with all it holds."""
        reached(lambda: self._client.indices.delete(index=name, params={"ignore_unavailable": "true"}))
