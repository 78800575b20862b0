"""What the SSM Parameter Store knows of each source: the SHA-256 of its key, and the secret that it signs with."""

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
_SHORTEST_SECRET = 16  # characters
_LOG = logging.getLogger("copydesk.source_keys")


class _SsmSources:
    """Below one path each source has a parameter: a value, or several with commas between while it is changed."""

    def __init__(self, client: Any, path: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._path = path
        self._clock = clock
        self._sources: list[tuple[str, str]] = []
        self._read_at: float | None = None

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
        pages = self._client.get_paginator("get_parameters_by_path").paginate(Path=self._path, WithDecryption=True)
        parameters = [parameter for page in pages for parameter in page["Parameters"]]
        named = [(parameter["Name"].rpartition("/")[2], parameter["Value"]) for parameter in parameters]
        pairs = [(part.strip(), source) for source, value in named for part in value.split(",")]
        usable = [pair for pair in pairs if SOURCE.fullmatch(pair[1]) and self._is_usable(pair[0])]
        for _, source in [pair for pair in pairs if pair not in usable]:
            _LOG.error("the key of a source cannot be used", extra={"source": source[:100]})
        return usable

    def _is_usable(self, value: str) -> bool:
        raise NotImplementedError


class SsmSourceKeys(_SsmSources):
    """Which source a key belongs to. Only the SHA-256 of a key, in hexadecimal digits, is ever stored."""

    def source_of(self, key: str) -> str | None:
        """Give the source that has this key, None when there is none; raise Unavailable when keys were never read.

        Every known digest is compared in constant time, so that the time tells nothing.
        """
        self._refresh()
        digest = sha256(key.encode()).hexdigest()
        matches = [source for known, source in self._sources if hmac.compare_digest(known.lower(), digest)]
        return matches[0] if matches else None

    def _is_usable(self, value: str) -> bool:
        return re.fullmatch(r"[0-9a-f]{64}", value, re.IGNORECASE) is not None


class SsmSigningSecrets(_SsmSources):
    """The secrets of sources that sign what they send: SecureStrings, since only the secret itself makes one."""

    def secrets_of(self, source: str) -> list[bytes]:
        """Give the secrets of this source, none when it does not sign; raise Unavailable when never read."""
        self._refresh()
        return [secret.encode() for secret, name in self._sources if name == source]

    def _is_usable(self, value: str) -> bool:
        return len(value) >= _SHORTEST_SECRET
