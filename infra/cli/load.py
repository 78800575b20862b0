"""`copydesk load WHAT --source NAME`: brings any number of articles in at once, as pushes would.

They are kept about a hundred to an object, which costs a hundredth of the requests. The same load again changes
nothing; one that broke off goes on where it was. What was kept is indexed behind all that is pushed meanwhile.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from infra.cli.alone import alone, of_packs
from infra.cli.progress import progress
from infra.cli.stack import (
    DONE,
    ENVIRONMENT,
    FAILED,
    USAGE,
    Stack,
    add_dry_run,
    add_json,
    as_json,
    on_the_stack,
    say,
)
from shared.domain.identity import SOURCE
from shared.formats import registry

if TYPE_CHECKING:
    from infra.cli.loading.files import Found
    from shared.usecases.load_articles import Summary

_SHOWN = 20  # reasons that a person sees; --json gives a thousand


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    load = commands.add_parser(
        "load",
        help="bring many articles in at once",
        description="Bring many articles in at once: a folder, a file in any format that can be pushed, of any "
        "size if it is a feed, an export of WordPress or one article a line, a sitemap with its pages beside it, "
        "or the address of a feed or a sitemap, whose pages are then fetched from its host.",
        epilog=f"{ENVIRONMENT} Exit codes: 0 all was taken or there already, 1 something was refused, 2 usage.",
    )
    load.add_argument("what", metavar="WHAT", help="a folder, a file, or an address that begins with http")
    load.add_argument("--source", required=True, type=_source, metavar="NAME", help="whose articles they are")
    load.add_argument("--format", choices=registry.names(), metavar="NAME", help="the format, if not told apart")
    add_json(load)
    add_dry_run(load)
    load.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    # Imported here: only a load reads formats and keeps a spool.
    from infra.cli.loading.web import is_address  # noqa: PLC0415

    if not is_address(given.what) and not Path(given.what).exists():
        return say(f"{given.what}: no such file or folder", USAGE)
    return on_the_stack(_load)(given)


def _load(stack: Stack, given: argparse.Namespace) -> int:
    from infra.cli.loading.spool import spool  # noqa: PLC0415  as above
    from shared.usecases import load_articles as load  # noqa: PLC0415

    summary = load.Summary()
    source, store = given.source, stack.store
    with spool() as kept:
        with progress("reading") as advance:
            load.read_pieces(
                _found(given.what),
                source=source,
                format_name=given.format,
                spool=kept,
                now=datetime.now(UTC),
                summary=summary,
                advance=advance,
            )
        with nullcontext() if given.dry_run else alone(stack, of_packs(source)) as check:
            with progress("comparing", len(kept)) as advance:
                load.compare(
                    source=source,
                    spool=kept,
                    store=store,
                    summary=summary,
                    writes=check is not None,
                    advance=advance,
                )
            if stack.unread:  # it may hold what is loaded here, or a takedown of it
                return say("\n".join(["nothing was loaded:", *stack.unread]), FAILED)
            if check is not None:
                with progress("writing", summary.kept) as advance:
                    load.write_packs(
                        source=source, spool=kept, store=store, summary=summary, advance=advance, check=check
                    )
    _tell(summary, given)
    return FAILED if summary.refusals or summary.conflicts else DONE


def _found(what: str) -> "Iterator[Found]":
    from infra.cli.loading import files, sitemap, web  # noqa: PLC0415  as above

    path = Path(what)
    if web.is_address(what):
        return web.of_address(what)
    if path.is_dir():
        return sitemap.of_folder_with_sitemaps(path)
    return sitemap.of_sitemap_file(path) if sitemap.is_sitemap_file(path) else files.of_file(path)


def _tell(summary: "Summary", given: argparse.Namespace) -> None:
    if given.json:
        print(as_json({"source": given.source, "dry_run": given.dry_run, **asdict(summary)}))
        return
    for one in summary.refused[:_SHOWN]:
        print(f"refused: {one.name}: {one.reason}", file=sys.stderr)
    if (left := summary.refusals - _SHOWN) > 0:
        print(f"refused: {left:,} more; --json tells a thousand of them", file=sys.stderr)
    would = "would be kept" if given.dry_run else f"kept in {summary.packs:,} objects"
    print(f"{summary.read:,} articles read")
    print(f"{summary.kept:,} {would}")
    print(f"{summary.there:,} there already")
    print(
        f"{summary.conflicts:,} contradict a version that is there" + (", put aside" if summary.conflicts else "")
    )
    print(f"{summary.refusals:,} refused")
    if summary.passed_over:
        print(f"{summary.passed_over:,} files passed over: their names are not those of articles")
    for code, number in sorted(summary.notices.items()):
        print(f"{number:,} noticed: {code}")
    if summary.kept and not given.dry_run:
        print("They are being indexed; `./copydesk status` tells how far that is.")


def _source(name: str) -> str:
    if not SOURCE.fullmatch(name):
        raise argparse.ArgumentTypeError("a source has 1 to 63 of the characters a-z, 0-9 and -")
    return name
