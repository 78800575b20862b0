"""Locks and notes of operations that take long, as objects under operations/ in the raw bucket."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.adapters.bucket import Bucket

_DEAD_AFTER = timedelta(minutes=1)


class S3Operations:
    """One lock and one note for each operation; S3's conditional writes let only one hold a lock."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._bucket = Bucket(client, bucket)

    def note(self, operation: str) -> dict[str, Any] | None:
        """Give what was noted last."""
        found = self._get(_note(operation))
        return found and found[0]

    def put_note(self, operation: str, note: Mapping[str, Any]) -> None:
        """Note how far an operation has come, in the place of what was noted before."""
        self._bucket.put(_note(operation), _written(note))

    def take(self, operation: str, holder: str, now: datetime, is_gone: Callable[[str], bool]) -> str | None:
        """Take the lock, also from who is gone or gave no sign of life for a minute; else give who holds it."""
        mine = _written({"holder": holder, "at": now.isoformat()})
        found = self._get(_lock(operation))
        if found is None:
            return None if self._bucket.put_new(_lock(operation), mine) else "another"
        lock, tag = found
        if now - datetime.fromisoformat(lock["at"]) < _DEAD_AFTER and not is_gone(lock["holder"]):
            return str(lock["holder"])
        return None if self._bucket.replace(_lock(operation), mine, tag) else "another"

    def beat(self, operation: str, holder: str, now: datetime) -> bool:
        """Give a sign of life; False says that another has taken the lock."""
        found = self._get(_lock(operation))
        if found is None or found[0]["holder"] != holder:
            return False
        mine = _written({"holder": holder, "at": now.isoformat()})
        return self._bucket.replace(_lock(operation), mine, found[1])

    def leave(self, operation: str, holder: str) -> None:
        """Give the lock back, if it is still held."""
        found = self._get(_lock(operation))
        if found is not None and found[0]["holder"] == holder:
            self._bucket.delete(_lock(operation))

    def _get(self, key: str) -> tuple[dict[str, Any], str] | None:
        kept = self._bucket.get(key)
        return None if kept is None else (json.loads(kept.body), kept.tag)


def _written(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content).encode()


def _lock(operation: str) -> str:
    return f"operations/{operation}.lock"


def _note(operation: str) -> str:
    return f"operations/{operation}.json"
