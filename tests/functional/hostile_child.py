"""Puts every hostile input through the edge and the use case, in a process that may open nothing.

The arguments are the path of a file that nobody may open, how many formats are claimed of each input, or `all`,
and the names of the inputs.

Prints a line of JSON for each input and claimed format: the statuses, the CPU time, the growth of memory, and
what was opened that should not be.
"""

import base64
import ctypes
import gc
import json
import os
import resource
import signal
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.envelope import Hints
from shared.domain.errors import CopydeskError
from shared.formats import registry
from shared.formats.payload import Payload
from shared.http.ingest_request import read_body
from shared.http.problem import problem
from shared.usecases.accept_articles import accept_articles
from tests.functional.hostile_cases import CANARY, CASES, HEAD, NEWSML, NITF, Case

ROOT = Path(__file__).parents[2]
OWN = tuple(
    str(place) for place in (sys.prefix, sys.base_prefix, ROOT / "shared", ROOT / "tests", "/usr/share/zoneinfo")
)
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.", "ftplib.")
IN_OPEN = 0x20
SECONDS_TO_GIVE_UP = 5  # of CPU time, which is all that a busy machine does not take
SECRET = "what stands in the file that nobody may open"
WARM = ["A headline\n\nBy Ines Carrow\n\nA body.", "<html><body><article><p>Text.</p></article></body></html>"]


class Watch:
    """Notes what Python opens while it is on."""

    def __init__(self) -> None:
        self.is_on = False
        self.seen: list[str] = []
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_on:
            return
        is_foreign = event == "open" and not str(arguments[0]).startswith(OWN)
        if is_foreign or event.startswith(FORBIDDEN):
            self.seen.append(f"{event} {arguments[0]!r}"[:200])

    @contextmanager
    def on(self) -> Iterator[list[str]]:
        self.seen, self.is_on = [], True
        try:
            yield self.seen
        finally:
            self.is_on = False


class Nowhere:
    """A store that takes everything and keeps nothing."""

    def put(self, *_: Any) -> bool:
        return True

    def versions(self, *_: Any) -> list[Any]:
        return []


def statuses(case: Case, body: bytes, format_name: str | None) -> tuple[list[int], str]:
    """Give the status of each article, and the words of those that are taken."""
    headers = {"content-encoding": case.encoding} | ({"content-type": case.media_type} if case.media_type else {})
    event = {"headers": headers, "body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    try:
        sent = read_body(APIGatewayProxyEventV2(event))
        outcomes = accept_articles(
            Payload(sent.content, sent.media_type, sent.charset),
            source="demo",
            format_name=format_name,
            hints=Hints(),
            store=Nowhere(),  # type: ignore[arg-type]
            now=datetime.now(UTC),
        )
    except CopydeskError as error:
        return [problem(error)["status"]], ""
    refused = [problem(one)["status"] for one in outcomes if isinstance(one, CopydeskError)]
    taken = [one.article for one in outcomes if not isinstance(one, CopydeskError)]
    words = "".join(article.model_dump_json() for article in taken[:3])
    return [202] * len(taken) + refused, words


def measured(watch: Watch, case: Case, body: bytes, format_name: str | None) -> dict[str, Any]:
    """Give what one input costs."""
    gc.collect()
    before = _memory_from_here()
    started = time.process_time()
    words = ""
    signal.setitimer(signal.ITIMER_PROF, SECONDS_TO_GIVE_UP)
    with watch.on() as opened:
        try:
            answered, words = statuses(case, body, format_name)
        except BaseException as error:  # noqa: BLE001 - whatever is raised is the finding
            answered = [500]
            opened.append(_where(error))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - started
    return {
        "format": format_name,
        "statuses": sorted(set(answered)),
        "ms": round(seconds * 1000),
        "mib": round((_peak() - before) / 1024),
        "opened": opened[:3],
        "told": SECRET in words,
    }


def _give_up(*_: Any) -> None:
    raise TimeoutError(f"more than {SECONDS_TO_GIVE_UP} seconds")


def _where(error: BaseException) -> str:
    trace, place = error.__traceback__, ""
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(str(ROOT / "shared")):
            place = f"{name.removeprefix(str(ROOT))}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"raised {type(error).__name__}: {str(error)[:100]} at {place}"


def _memory_from_here() -> int:
    """Let the peak begin anew, where the system can, and give the memory of now in KiB."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return _peak()
    return _status("VmRSS")


def _peak() -> int:
    try:
        return _status("VmHWM")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _status(name: str) -> int:
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name)]
    return int(line.split()[1])


class Canary:
    """A file that tells when anybody opens it, a library in C as well; only Linux can."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.write_text(SECRET)
        self._inotify: int | None = None
        libc = ctypes.CDLL(None)
        if hasattr(libc, "inotify_init1"):
            self._inotify = libc.inotify_init1(os.O_NONBLOCK)
            libc.inotify_add_watch(self._inotify, str(file).encode(), IN_OPEN)

    @property
    def was_opened(self) -> bool:
        if self._inotify is None:
            return False
        try:
            return len(os.read(self._inotify, 16 * struct.calcsize("iIII"))) > 0
        except BlockingIOError:
            return False


def claims(place: int, each: str) -> list[str | None]:
    """Give which formats are claimed of an input: none, so that it is found, and all or some in turn."""
    names = registry.names()
    many = len(names) if each == "all" else min(int(each), len(names))
    return [None, *(names[(place * many + step) % len(names)] for step in range(many))]


def main(canary: Canary, each: str, chosen: set[str]) -> None:
    watch = Watch()
    signal.signal(signal.SIGPROF, _give_up)
    for text in [*WARM, *((HEAD + shape % (b"A", b"Text.")).decode() for shape in (NEWSML, NITF))]:
        for name in (None, *registry.names()):  # so that what is imported and read once is there
            statuses(Case(bytes), text.encode(), name)
    for place, (name, case) in enumerate(CASES.items()):
        if name not in chosen:
            continue
        body = case.make().replace(CANARY, str(canary.file).encode())
        for format_name in claims(place, each):
            cost = measured(watch, case, body, format_name)
            print(json.dumps({"case": name, **cost, "canary": canary.was_opened}), flush=True)


if __name__ == "__main__":
    main(Canary(Path(sys.argv[1])), sys.argv[2], set(sys.argv[3:]))
