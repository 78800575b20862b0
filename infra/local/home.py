"""The folder of a local stack: who runs on it, what must survive a restart, and stack.json for other programs."""

import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from infra.local.failure import StartFailure


class Home:
    """`.local`, or the folder that COPYDESK_HOME names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.logs = self.folder / "logs"
        self._stack_file = self.folder / "stack.json"
        self._secrets_file = self.folder / "secrets.json"

    @classmethod
    def from_environment(cls) -> "Home":
        """Give the folder that this run uses."""
        return cls(Path(os.environ.get("COPYDESK_HOME") or ".local"))

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Be the one stack on this folder, or raise StartFailure that names the one that runs.

        The lock is on the folder itself: it leaves no file, and the system lifts it whatever ends the process.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StartFailure(self._who_runs()) from None
            self.withdraw()  # of a stack that was killed
            yield
        finally:
            os.close(handle)

    def _who_runs(self) -> str:
        try:
            running = json.loads(self._stack_file.read_text())
        except FileNotFoundError:
            return f"Copydesk is starting or stopping on {self.folder} at this moment; try again in a few seconds."
        return f"Copydesk runs already: {running['url']} (process {running['pids']['stack']}, data {self.folder})."

    def publish(self, facts: Mapping[str, Any]) -> None:
        """Write stack.json: where everything is, for tests and tools."""
        _write(self._stack_file, facts)

    def withdraw(self) -> None:
        """Remove stack.json."""
        self._stack_file.unlink(missing_ok=True)

    def kept(self, name: str, make: Callable[[], str]) -> str:
        """Give the secret of this name; what `make` gives the first time is kept, readable by its owner alone."""
        known: dict[str, str] = {}
        with suppress(FileNotFoundError):
            known = json.loads(self._secrets_file.read_text())
        if name not in known:
            known[name] = make()
            _write(self._secrets_file, known)
        return known[name]

    def key(self, source: str) -> str:
        """Give the key that a source pushes with."""
        return self.kept(f"key of {source}", lambda: secrets.token_urlsafe(24))

    def signing_secret(self, source: str) -> str:
        """Give the secret that a source signs with."""
        return self.kept(f"signing secret of {source}", lambda: secrets.token_hex(24))


def _write(file: Path, content: Mapping[str, Any]) -> None:
    """Replace the file at once: whoever reads it sees the old or the new content, whole."""
    draft = file.with_suffix(".new")
    with open(draft, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as output:
        output.write(json.dumps(content, indent=2) + "\n")
    draft.replace(file)
