"""What was read lately and never changes, so that many who want it at once read it once."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock


class Remembered[T]:
    """Keeps the last so many; a failure is told to all who wait for it, and not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Future[T]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str, read: Callable[[], T]) -> T:
        """Give what was read under this name, or read it; raise what reading raises."""
        with self._lock:
            known = self._kept.get(name)
            if known is not None:
                self._kept.move_to_end(name)
            else:
                own: Future[T] = Future()
                self._kept[name] = own
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        if known is not None:
            return known.result()
        try:
            own.set_result(read())
        except BaseException as error:
            with self._lock:
                self._kept.pop(name, None)
            own.set_exception(error)
            raise
        return own.result()
