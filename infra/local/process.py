"""A process of the local stack: it writes to a log file and never outlives the one that started it."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.local import guard

BYTES_OF_LOG_TO_SHOW = 4_000


class Process:
    """A running command; `ends_with` is the signal it gets when its time or its parent's is over."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        cwd: Path | None = None,
        ends_with: signal.Signals = signal.SIGTERM,
        inherits: Sequence[int] = (),
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        with log.open("wb") as output:
            self._guard = subprocess.Popen(
                # -I -S: the guard needs the standard library alone and is up in 0.03 s.
                [sys.executable, "-I", "-S", guard.__file__, str(int(ends_with)), *command],
                cwd=cwd,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches the parent alone, which stops the others in order
                pass_fds=inherits,
            )
        assert self._guard.stdout  # noqa: S101
        with self._guard.stdout as line:
            self.pid = int(line.readline() or 0)

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._guard.poll()

    def stop(self) -> None:
        """End it and wait until it is gone."""
        assert self._guard.stdin  # noqa: S101
        self._guard.stdin.close()
        self._guard.wait()

    def kill(self) -> None:
        """End it as a crash would."""
        if self.pid and self.exit_code is None:  # 0 if it could not even be started
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.stop()

    def last_lines(self) -> str:
        """The end of what it wrote."""
        return self.log.read_bytes()[-BYTES_OF_LOG_TO_SHOW:].decode(errors="replace").strip()
