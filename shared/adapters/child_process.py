"""Does in a child process what may end the process that does it: see docs/adr/0016."""

import os
import pickle
import resource
import select
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NoReturn

from shared.domain.errors import Deadly, Unavailable

_NO_MEMORY = 4  # exit code of the child
_PIECE = 1 << 20
_LENGTH = 8  # bytes that tell how many follow; none follow where the work raised
_LATE = "no time was left to read it in this run"


class ChildProcess:
    """Forks once for all pieces of work, and once more after each that ends the child.

    A child may hold `most_bytes` and take `most_seconds` of processor time; it is ended when no `seconds_left`.
    """

    def __init__(self, *, most_bytes: int, most_seconds: int, seconds_left: Callable[[], float]) -> None:
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds
        self._seconds_left = seconds_left

    def __call__[T](self, works: Sequence[Callable[[], T]]) -> list[T | Exception]:
        """Give what each gives or raises: Deadly where it ended its process, Unavailable where time was over.

        What raises in the child is done once more, here: it harms nobody, and its traceback is whole.
        """
        done: list[T | Exception] = []
        while len(done) < len(works):
            done += self._some(works[len(done) :])
        return done

    def _some[T](self, works: Sequence[Callable[[], T]]) -> list[T | Exception]:
        """Give the results of the first of these, as many as one child has; one is to blame only as its first."""
        if self._seconds_left() <= 0:
            return [Unavailable(_LATE)] * len(works)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            _be_the_child(works, writer, self._most_bytes, self._most_seconds)
        os.close(writer)
        is_late = True
        try:
            sent, is_late = self._received(reader)
        finally:
            os.close(reader)
            if is_late:
                os.kill(child, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        results = [_result(one, work) for one, work in zip(_messages(sent), works, strict=False)]
        if is_late:
            return results + [Unavailable(_LATE)] * (len(works) - len(results))
        return results or [Deadly(_told(code))]

    def _received(self, reader: int) -> tuple[bytes, bool]:
        """Give all that the child sent until it closed its end, and whether the time was over before it did."""
        received = bytearray()
        while True:
            ready, _, _ = select.select([reader], [], [], max(0.0, self._seconds_left()))
            piece = os.read(reader, _PIECE) if ready else b""
            if not piece:
                return bytes(received), not ready
            received += piece


def _be_the_child(
    works: Sequence[Callable[[], object]], writer: int, most_bytes: int, most_seconds: int
) -> NoReturn:
    """Send what each gives and end, without anything that Python does at an end: all of it is the parent's."""
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
        with open(writer, "wb") as out:
            for work in works:
                given = _given(work)
                out.write(len(given).to_bytes(_LENGTH) + given)
                out.flush()
    except MemoryError:
        os._exit(_NO_MEMORY)
    finally:
        os._exit(0)


def _given(work: Callable[[], object]) -> bytes:
    try:
        return pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - whatever it is, the parent meets it too
        return b""


def _messages(sent: bytes) -> Iterator[bytes]:
    """Give each message that came whole."""
    at = 0
    while len(sent) >= (start := at + _LENGTH) and len(sent) >= (at := start + int.from_bytes(sent[at:start])):
        yield sent[start:at]


def _result[T](message: bytes, work: Callable[[], T]) -> T | Exception:
    with suppress(Exception):  # nothing was sent: it raised, or cannot be carried over
        result: T = pickle.loads(message)  # noqa: S301 - of our own child
        return result
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - it is the caller's
        return error


def _told(code: int) -> str:
    how = {
        _NO_MEMORY: "takes more memory than the function has",
        -signal.SIGXCPU: "takes more time than there is",
    }.get(code, f"ends the process that reads it ({_ending(code)})")
    return f"Reading it {how}; others were not held up."


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
