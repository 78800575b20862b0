"""What editors pinned to queries, in S3, which is the truth about it."""

import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

from shared.adapters.bucket import Bucket

_FOLDER = "pins/"
_NAME = re.compile(_FOLDER + r"[0-9a-f]{64}\.json")
_PARALLEL_READS = 10


class S3PinStore:
    """One object a query, pins/<SHA-256 of its wording>.json, so that two who pin at once keep both their pins."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._bucket = Bucket(client, bucket)

    def pin(self, wording: str, article_ids: Sequence[str]) -> None:
        """Keep what is pinned to a query of this wording; none ends it."""
        name = f"{_FOLDER}{sha256(wording.encode()).hexdigest()}.json"
        if article_ids:
            self._bucket.put(name, json.dumps({"query": wording, "articles": list(article_ids)}).encode())
        else:
            self._bucket.delete(name)

    def pins(self) -> dict[str, list[str]]:
        """Give what is pinned, by the wording of the query."""
        names = [one["Key"] for one in self._bucket.listed(_FOLDER) if _NAME.fullmatch(one["Key"])]
        with ThreadPoolExecutor(_PARALLEL_READS) as pool:
            kept = [json.loads(one.body) for one in pool.map(self._bucket.get, names) if one is not None]
        return {one["query"]: one["articles"] for one in kept}
