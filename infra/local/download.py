"""Fetches jars from Maven Central into a cache, several at a time."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from infra.local.failure import StartFailure
from infra.local.jar_lock import LOCK_FILE, Jar, locked_jars
from infra.local.progress import Progress

if TYPE_CHECKING:
    from jgo.maven import MavenContext

PARALLEL_DOWNLOADS = 8
ATTEMPTS = 4
SECONDS_WITHOUT_AN_ANSWER = 60


class Download:
    """Fetches jars into a directory beside the cache and moves each there once its hash is right.

    jgo checks no hash of a lock and writes in place, so a download that breaks off would stay as a half jar.
    """

    def __init__(self, repository: Path, progress: Progress, *, already: int) -> None:
        self._repository = repository
        self._progress = progress
        self._done = already
        self._total = len(locked_jars())
        self._received = 0
        self._counting = Lock()
        self._ended = Event()
        self._failure: Exception | None = None

    def run(self, missing: list[Jar]) -> None:
        """Return when all of them are in the cache."""
        staging = self._repository / ".arriving"
        shutil.rmtree(staging, ignore_errors=True)  # of a start that was killed
        context = self._maven(staging)
        waiting = SimpleQueue[Jar]()
        for jar in missing:
            waiting.put(jar)
        # Daemons, so that Ctrl-C need not wait for the answers that are still on their way.
        workers = [
            Thread(target=self._work, args=(waiting, context), daemon=True) for _ in range(PARALLEL_DOWNLOADS)
        ]
        try:
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        finally:
            self._ended.set()
            shutil.rmtree(staging, ignore_errors=True)
        if self._failure:
            raise self._failure

    def _work(self, waiting: SimpleQueue[Jar], context: "MavenContext") -> None:
        while not self._ended.is_set():
            try:
                self._fetch_one(waiting.get_nowait(), context)
            except Empty:
                return
            except (StartFailure, OSError) as failure:
                self._failure = self._failure or failure
                self._ended.set()

    def _maven(self, staging: Path) -> "MavenContext":
        # Imported here: it takes 0.3 s, and only the first start on a machine needs it.
        from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415

        @contextmanager
        def watch(_name: str, _size: int) -> Iterator[Callable[[int], None]]:
            yield lambda count: self._tell(received=count)

        resolver = PythonResolver(progress_callback=watch)
        return MavenContext(resolver=resolver, repo_cache=staging, timeout=SECONDS_WITHOUT_AN_ANSWER)

    def _tell(self, *, jars: int = 0, received: int = 0) -> None:
        if self._ended.is_set():
            raise StartFailure("The download was broken off.")
        with self._counting:
            self._done += jars
            self._received += received
            self._progress(f"OpenSearch: {self._done} of {self._total} jars, {self._received / 1e6:.0f} MB")

    def _fetch_one(self, jar: Jar, context: "MavenContext") -> None:
        reason: Exception | None = None
        arrived = context.repo_cache / jar.path
        for _ in range(ATTEMPTS):
            arrived.unlink(missing_ok=True)
            try:
                context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
            except (OSError, RuntimeError) as failure:  # requests' errors are OSErrors, jgo's RuntimeErrors
                reason = failure
                continue
            if jar.is_good_at(context.repo_cache):
                (self._repository / jar.path).parent.mkdir(parents=True, exist_ok=True)
                arrived.replace(self._repository / jar.path)
                self._tell(jars=1)
                return
        raise StartFailure(
            f"{jar.path.name} could not be fetched with the sha256 that {LOCK_FILE.name} names "
            f"({reason or 'its content is another'}). Check the network and start again: what is complete is kept."
        ) from reason
