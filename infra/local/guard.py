"""Runs a command that ends when the process that started it ends: `guard.py SIGNAL COMMAND…`.

Standard input is a pipe of which only the parent holds the other end, so its end is the parent's end, however
that came about. On Linux the kernel also ends the command should this process be killed; macOS has no such
call. The command's process id is the one line of standard output; all that it prints goes to standard error.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading

SECONDS_TO_STOP = 10
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(how: signal.Signals, command: list[str]) -> int:
    """Run the command in a group of its own; its exit code is ours."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def end_with_this_process() -> None:
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, how)

    # Nothing else runs in this process yet, so a function between fork and exec is safe.
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
        preexec_fn=end_with_this_process,  # noqa: PLW1509  # see above
    )
    threading.Thread(target=_stop_with_parent, args=(child, how), daemon=True).start()
    print(child.pid, flush=True)
    code = child.wait()
    _signal_group(child, signal.SIGKILL)  # a JVM that writes its AOT cache has a second one at work
    return code if code >= 0 else 128 - code


def _stop_with_parent(child: subprocess.Popen[bytes], how: signal.Signals) -> None:
    while os.read(sys.stdin.fileno(), 1):
        continue
    _signal_group(child, how)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(SECONDS_TO_STOP)
        return
    _signal_group(child, signal.SIGKILL)


def _signal_group(child: subprocess.Popen[bytes], how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: EPERM when only a zombie is left
        os.killpg(child.pid, how)


if __name__ == "__main__":
    sys.exit(main(signal.Signals(int(sys.argv[1])), sys.argv[2:]))
