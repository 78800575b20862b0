"""Who holds the lock of an operation: a process of a machine, and the same machine knows of its end."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from infra.cli.stack import Stack
from shared.adapters.operation_store import S3Operations
from shared.usecases.operation_lock import only_one


@contextmanager
def alone(stack: Stack, operation: str) -> Iterator[Callable[[], None]]:
    """Let this process alone do it; give what raises AtWork when another has taken it over."""
    operations = S3Operations(stack.s3, stack.bucket)
    with only_one(operation, operations=operations, holder=_holder(), is_gone=_is_gone) as check:
        yield check


def of_packs(source: str) -> str:
    """Give the name of the lock of whatever writes a source's packs: a load, a purge."""
    return f"packs-{source}"


def _holder() -> str:
    return f"process {os.getpid()} on {socket.gethostname()}"


def _is_gone(holder: str) -> bool:
    """Tell whether the other one ran on this machine and has ended."""
    number, _, machine = holder.removeprefix("process ").partition(" on ")
    if machine != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
