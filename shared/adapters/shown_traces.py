"""What the indices of OpenSearch hold of an article, in the files of their segments too, and the end of that."""

import time
from typing import Any

import orjson
from opensearchpy import OpenSearch

from shared.adapters.change_log import TOLD, told_in
from shared.adapters.document import to_document
from shared.adapters.engine import reached
from shared.domain.change import Change, Told
from shared.domain.identity import Stage, index_version
from shared.domain.story import Member
from shared.usecases.ports import IndexEntry
from shared.usecases.purge import LAST, Subject

_INDICES = "articles-*"
_TOMBSTONE = frozenset({"id", "source", "stage", "raw_key", "story_id", "story_keys", "grouped_at", *TOLD})
_VERSION = index_version(LAST, Stage.WITHDRAWN)
_BY_HAND = "purge"  # in the place of the version that made a change
# A merge leaves alone a segment of which less than a tenth was replaced; one sentence of it would still be there.
_ALLOWED = "index.merge.policy.expunge_deletes_allowed"
_EXPUNGE = {"only_expunge_deletes": "true"}
# The engine keeps what was replaced until it has noted that no copy needs it any more: each half minute.
_TRIES, _SECONDS_BETWEEN = 40, 3.0


class OpenSearchShownTraces:
    """All indices of articles: what readers search, what gets every write as well, and what was left behind."""

    def __init__(self, client: OpenSearch) -> None:
        self._client = client

    def holding(self, subject: Subject) -> list[str]:
        """Give the indices that hold more of the article than the tombstone of its end."""
        found = {name: self._there(name, subject) for name in self._names()}
        return [name for name, there in found.items() if there is not None and not _is_buried(there)]

    def bury(self, subject: Subject) -> None:
        """Put a tombstone into every index, at a version that nothing beats; readers are told of a withdrawal."""
        for name in self._names():
            there = self._there(name, subject)
            if there is not None and _is_buried(there):
                continue
            was_told = there is not None and told_in(there["_source"]) is not None
            told = Told(Change.WITHDRAWN, subject.at, _BY_HAND) if was_told else None
            options: Any = {"version": _VERSION, "version_type": "external_gte", "refresh": "true"}
            body: Any = orjson.dumps(to_document(_end(subject, told))).decode()
            reached(
                lambda name=name, body=body, options=options: self._client.index(  # type: ignore[misc]
                    index=name, id=subject.article_id, body=body, params=options
                )
            )

    def expunge(self) -> list[str]:
        """Take what was replaced out of the files of the indices; give those that still hold what was replaced.

        While others write, something was always replaced a moment ago: then nobody can tell whose it is.
        """
        names = self._names()
        if not names:
            return []
        self._set_allowed(0)
        try:
            for _ in range(_TRIES):
                reached(lambda: self._client.indices.flush(index=_INDICES, params={"force": "true"}))
                reached(lambda: self._client.indices.forcemerge(index=_INDICES, params=_EXPUNGE))
                reached(lambda: self._client.indices.refresh(index=_INDICES))
                left = [name for name in names if self._replaced(name)]
                if not left:
                    break
                time.sleep(_SECONDS_BETWEEN)
        finally:
            self._set_allowed(None)
        return left

    def _replaced(self, name: str) -> int:
        """Give how many documents are in the files of an index that were replaced."""
        found = reached(lambda: self._client.indices.segments(index=name))["indices"][name]["shards"]
        segments = [one for copies in found.values() for copy in copies for one in copy["segments"].values()]
        return sum(int(one["deleted_docs"]) for one in segments)

    def _set_allowed(self, percent: int | None) -> None:
        reached(lambda: self._client.indices.put_settings(index=_INDICES, body={_ALLOWED: percent}))

    def _names(self) -> list[str]:
        return sorted(reached(lambda: self._client.indices.get_alias(index=_INDICES)))

    def _there(self, name: str, subject: Subject) -> dict[str, Any] | None:
        answer = reached(lambda: self._client.mget(index=name, body={"ids": [subject.article_id]}))
        found: dict[str, Any] = answer["docs"][0]
        return found if found.get("found") and found["_source"]["source"] == subject.source else None


def _end(subject: Subject, told: Told | None) -> IndexEntry:
    """Give what the index function makes of the tombstone: of its story nothing is left but its own name."""
    name = subject.article_id
    alone = Member(name, _VERSION, name, keys=frozenset({name}))
    return IndexEntry(subject.tombstone, LAST, Stage.WITHDRAWN, None, member=alone, at=subject.at, told=told)


def _is_buried(there: dict[str, Any]) -> bool:
    document = there["_source"]
    is_alone = document.get("story_keys") == [document["id"]]
    return bool(there["_version"] == _VERSION) and document.keys() <= _TOMBSTONE and is_alone
