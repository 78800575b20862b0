"""Loads made-up articles in a process of its own and tells how much memory that took, in kilobytes."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from infra.cli.loading.spool import spool
from shared.domain.identity import RawKey
from shared.formats.payload import Payload
from shared.usecases.load_articles import Piece, Summary, compare, read_pieces, write_packs
from shared.usecases.load_ports import PackMember
from shared.usecases.ports import Stored


class Elsewhere:
    """A store whose memory is another's."""

    def __init__(self) -> None:
        self.members = 0

    def of_source(self, source: str, prefix: str = "") -> Iterator[Stored]:
        return iter(())

    def rejected(self, source: str) -> Iterator[RawKey]:
        return iter(())

    def takedowns(self, source: str, slot: str) -> Iterator[RawKey]:
        return iter(())

    def put_pack(self, source: str, level: int, slot: str, members: Sequence[PackMember]) -> None:
        self.members += len(members)


def pieces(count: int, size: int) -> Iterator[Piece]:
    for number in range(count):
        words = f"harbour {number} "
        article = {
            "uri": f"urn:{number}",
            "headline": f"Article {number}",
            "body_text": words * (size // len(words)),
        }
        yield Piece(f"{number}", Payload(json.dumps(article).encode(), "application/json"))


def main(count: int, size: int) -> None:
    summary, store = Summary(), Elsewhere()
    with spool() as kept:
        read_pieces(
            pieces(count, size),
            source="demo",
            format_name=None,
            spool=kept,
            now=datetime.now(UTC),
            summary=summary,
            advance=lambda _: None,
        )
        compare(source="demo", spool=kept, store=store, summary=summary, writes=True, advance=lambda _: None)  # type: ignore[arg-type]
        write_packs(
            source="demo", spool=kept, store=store, summary=summary, advance=lambda _: None, check=lambda: None
        )  # type: ignore[arg-type]
    assert (summary.kept, store.members) == (count, count)
    # What getrusage tells may be the most of the process that began this one.
    print(re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[0])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
