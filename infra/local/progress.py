"""What a start-up tells whoever waits for it."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

Progress = Callable[[str], None]

SECONDS_BETWEEN_LINES = 3.0


class ProgressLine:
    """One line that updates itself on a terminal; elsewhere, a line every few seconds.

    Use it as a context manager: leaving it finishes the line, so that what comes next starts a new one.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._rewrites = self._stream.isatty()
        self._written = ""
        self._latest = ""
        self._written_at = float("-inf")

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *_: object) -> None:
        if self._latest != self._written:
            self._write(self._latest)
        if self._rewrites and self._written:
            self._stream.write("\n")
        self._stream.flush()

    def __call__(self, message: str) -> None:
        """Show this message in place of the one before."""
        self._latest = message
        if self._rewrites or time.monotonic() - self._written_at >= SECONDS_BETWEEN_LINES:
            self._write(message)

    def _write(self, message: str) -> None:
        # ESC[K clears what a longer message before left on the line.
        self._stream.write(f"\r{message}\x1b[K" if self._rewrites else f"{message}\n")
        self._stream.flush()
        self._written, self._written_at = message, time.monotonic()
