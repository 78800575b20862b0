"""The most memory that a load takes, in a process of its own: `python -m bench.load_memory FILE ARTICLES`."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.collection import articles
from infra.cli.loading.spool import spool
from shared.adapters.pack_file import pack_file
from shared.domain.identity import RawKey
from shared.formats.payload import Payload
from shared.usecases.load_articles import Piece, Summary, compare, read_pieces, write_packs
from shared.usecases.load_ports import PackMember
from shared.usecases.ports import Stored


def megabytes(file: Path, number: int) -> float:
    """Give the most memory of a load of so many articles of a collection."""
    command = [sys.executable, "-m", "bench.load_memory", str(file), str(number)]
    root = Path(__file__).parents[1]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)  # noqa: S603  our own module
    return round(int(told.stdout) / 1024, 1)


class _Elsewhere:
    """An empty store; what it takes is packed, and kept where its memory is not counted: nowhere."""

    def of_source(self, source: str, prefix: str = "") -> Iterator[Stored]:
        return iter(())

    def rejected(self, source: str) -> Iterator[RawKey]:
        return iter(())

    def takedowns(self, source: str, slot: str) -> Iterator[RawKey]:
        return iter(())

    def put_pack(self, source: str, level: int, slot: str, members: Sequence[PackMember]) -> None:
        pack_file(members)


def _load(file: Path, number: int) -> None:
    summary, store = Summary(), _Elsewhere()
    told = (json.dumps(one).encode() for one in articles(file, number))
    pieces = (Piece("bench", Payload(one, "application/json")) for one in told)
    with spool() as kept:
        read_pieces(
            pieces,
            source="bench",
            format_name="ninjs",
            spool=kept,
            now=datetime.now(UTC),
            summary=summary,
            advance=lambda _: None,
        )
        compare(source="bench", spool=kept, store=store, summary=summary, writes=True, advance=lambda _: None)  # type: ignore[arg-type]
        write_packs(
            source="bench",
            spool=kept,
            store=store,  # type: ignore[arg-type]
            summary=summary,
            advance=lambda _: None,
            check=lambda: None,
        )
    if summary.kept != number:
        raise RuntimeError(f"{summary.kept} of {number} articles were kept")


if __name__ == "__main__":
    _load(Path(sys.argv[1]), int(sys.argv[2]))
    # What getrusage tells may be the most of the process that began this one.
    print(re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[0])
