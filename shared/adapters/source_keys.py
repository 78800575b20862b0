"""Which source a key belongs to. Only the SHA-256 of a key is ever stored."""

import hmac
import logging
import re
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import Unavailable
from shared.domain.identity import SOURCE

_KEEP_SECONDS = 60
_LOG = logging.getLogger("copydesk.source_keys")


class SsmSourceKeys:
    """Below one path of the SSM Parameter Store each source has a parameter: the SHA-256 of its key in
    hexadecimal digits, or of several, separated by commas, while a key is being changed.
    """

    def __init__(self, client: Any, path: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._path = path
        self._clock = clock
        self._sources: list[tuple[str, str]] = []
        self._read_at: float | None = None

    def source_of(self, key: str) -> str | None:
        """Give the source that has this key, None when there is none; raise Unavailable when keys were never read.

        Every known digest is compared in constant time, so that the time tells nothing.
        """
        self._refresh()
        digest = sha256(key.encode()).hexdigest()
        matches = [source for known, source in self._sources if hmac.compare_digest(known, digest)]
        return matches[0] if matches else None

    def _refresh(self) -> None:
        if self._read_at is not None and self._clock() - self._read_at < _KEEP_SECONDS:
            return
        try:
            self._sources = self._read()
        except (BotoCoreError, ClientError) as error:
            if self._read_at is None:
                raise Unavailable("The keys of the sources cannot be read now.") from error
            _LOG.warning("the keys of the sources cannot be read; the known ones serve on", exc_info=error)
        self._read_at = self._clock()  # after a failure the known keys serve for another minute

    def _read(self) -> list[tuple[str, str]]:
        pages = self._client.get_paginator("get_parameters_by_path").paginate(Path=self._path)
        parameters = [parameter for page in pages for parameter in page["Parameters"]]
        named = [(parameter["Name"].rpartition("/")[2], parameter["Value"]) for parameter in parameters]
        pairs = [(part.strip().lower(), source) for source, value in named for part in value.split(",")]
        for digest, source in pairs:
            if not _is_usable(digest, source):
                _LOG.error("the key of a source cannot be used", extra={"source": source[:100]})
        return [pair for pair in pairs if _is_usable(*pair)]


def _is_usable(digest: str, source: str) -> bool:
    return SOURCE.fullmatch(source) is not None and re.fullmatch(r"[0-9a-f]{64}", digest) is not None
