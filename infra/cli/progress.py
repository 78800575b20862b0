"""How far a long command has come: a bar on a terminal, else a line every few seconds; always on stderr."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS_BETWEEN_LINES = 10.0

Advance = Callable[[int], None]


@contextmanager
def progress(what: str, total: int | None = None, *, unit: str = "articles") -> Iterator[Advance]:
    """Give what to call with the number that was done since the last call; `total` where it is known."""
    if sys.stderr.isatty():
        # Imported here: most commands never show a bar.
        from tqdm import tqdm  # noqa: PLC0415

        with tqdm(total=total, desc=what, unit=f" {unit}", file=sys.stderr, dynamic_ncols=True) as bar:
            yield bar.update
        return
    lines = _Lines(what, total, unit)
    yield lines.advance
    lines.end()


class _Lines:
    """Plain lines for a log, none for what takes no time."""

    def __init__(self, what: str, total: int | None, unit: str) -> None:
        self._what = what
        self._of = "" if total is None else f" of {total:,}"
        self._unit = unit
        self._done = 0
        self._told = time.monotonic()
        self._was_told = False

    def advance(self, number: int) -> None:
        self._done += number
        if time.monotonic() - self._told >= SECONDS_BETWEEN_LINES:
            self._told, self._was_told = time.monotonic(), True
            self._write()

    def end(self) -> None:
        if self._was_told:
            self._write()

    def _write(self) -> None:
        print(f"{self._what}: {self._done:,}{self._of} {self._unit}", file=sys.stderr, flush=True)
