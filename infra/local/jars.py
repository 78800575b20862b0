"""The jars of the local OpenSearch, verified and in a cache; what is missing there is downloaded."""

import fcntl
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from infra.local.download import Download
from infra.local.jar_lock import locked_jars
from infra.local.progress import Progress


def cache_directory() -> Path:
    """Where everything is kept that can be fetched or made again."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "copydesk").resolve()


def fetch(repository: Path, progress: Progress) -> list[Path]:
    """Every locked jar as a verified file; what is missing or damaged is downloaded."""
    repository.mkdir(parents=True, exist_ok=True)
    wanted = locked_jars()
    with _alone_in(repository, progress):
        with ThreadPoolExecutor() as pool:
            good = list(pool.map(lambda jar: jar.is_good_at(repository), wanted))
        missing = [jar for jar, is_good in zip(wanted, good, strict=True) if not is_good]
        if missing:
            Download(repository, progress, already=len(wanted) - len(missing)).run(missing)
    return [repository / jar.path for jar in wanted]


@contextmanager
def _alone_in(repository: Path, progress: Progress) -> Iterator[None]:
    """Two starts at once must not download into one cache: the second waits for the first."""
    with (repository / ".lock").open("w") as guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("OpenSearch: another start is fetching the jars; waiting for it")
            fcntl.flock(guard, fcntl.LOCK_EX)
        yield
