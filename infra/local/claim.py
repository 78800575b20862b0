"""Who runs the node on a home: at most one process, and it says where."""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

OWNER_FILE = "owner.json"


@dataclass(frozen=True)
class Owner:
    """The process that started the node, and where the node listens."""

    process: int
    port: int
    hosts: Sequence[str]

    def is_alive(self) -> bool:
        """Whether that process still runs."""
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:  # it runs, under another user
            return True
        return True


@contextmanager
def taken(home: Path) -> Iterator[IO[str] | None]:
    """Give the right to run a node on this home, or None if another process has it.

    The node's guard inherits the file and with it the lock, which so lasts as long as the node runs and not
    only as long as its owner.
    """
    with (home / OWNER_FILE).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        file.truncate(0)
        yield file


def write(owner: Owner, file: IO[str]) -> None:
    """Tell others who has this home."""
    file.write(json.dumps(asdict(owner)))
    file.flush()


def owner_of(home: Path) -> Owner | None:
    """The process that has this home, unless it has not said so yet."""
    try:
        return Owner(**json.loads((home / OWNER_FILE).read_text()))
    except ValueError:
        return None
