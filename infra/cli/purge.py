"""`copydesk purge ID --source SOURCE --reason TEXT`: erases an article for good, as a court may demand.

All versions go: what was sent, also in packs of bulk loads and in old versions of objects, reasons of rejection,
records of alerts, and what the indices hold, the one that is kept for a roll-back too. What stays is the fact
(when, by whom, why) and a tombstone, so that no late message, replay, rebuild or push brings it back.
"""

import argparse
import getpass
import sys
import time
from contextlib import nullcontext
from datetime import UTC, datetime

from infra.cli.alone import alone, of_packs
from infra.cli.progress import progress
from infra.cli.replay import article, source
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
from shared.adapters.kept_traces import S3KeptTraces
from shared.adapters.shown_traces import OpenSearchShownTraces
from shared.usecases.purge import Purge, Subject, purge

OUT_OF_REACH = (
    "copies that others made: /v1/changes tells its followers of a withdrawal, not of its reason; no alert does",
    "caches between the service and readers, for as long as Cache-Control says: a minute",
    "backups and snapshots that were made outside this stack",
    "messages of alerts on their way to webhooks, and such dead letters: up to two weeks",
    "other articles that quote it",
)


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "purge",
        help="erase an article for good",
        description="Erase an article for good, every version of it, and prove that it is gone.",
        epilog=f"{ENVIRONMENT} Exit codes: 0 nothing is left, 1 something is, or no such article, 2 usage.",
    )
    command.add_argument("id", metavar="ID", type=article)
    command.add_argument("--source", required=True, type=source, help="who sent it")
    command.add_argument("--reason", required=True, help="why; it is kept, so name nobody in it")
    command.add_argument(
        "--media", nargs="+", default=[], metavar="MEDIA", help="files of the source to erase too"
    )
    command.add_argument("--yes", action="store_true", help="do not ask")
    add_dry_run(command)
    add_json(command)
    command.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    if not given.dry_run and not given.yes:
        if not sys.stdin.isatty():
            return say("nothing is erased without an answer from a terminal, or --yes", USAGE)
        if input(f"Erase {given.id} for good? Nobody can bring it back. Type the id to go on: ") != given.id:
            return say("nothing was erased", FAILED)
    return on_the_stack(_purge)(given)


def _purge(stack: Stack, given: argparse.Namespace) -> int:
    subject = Subject(given.source, given.id, given.media, given.reason, getpass.getuser(), datetime.now(UTC))
    with (
        nullcontext() if given.dry_run else alone(stack, of_packs(given.source)),
        progress("erasing", unit="objects") as advance,
    ):
        done = purge(
            subject,
            store=stack.store,
            kept=S3KeptTraces(stack.s3, stack.bucket),
            shown=OpenSearchShownTraces(stack.patient_engine),
            dry_run=given.dry_run,
            advance=advance,
            clock=time.monotonic,
            wait=time.sleep,
        )
    print(as_json(_content(done, given.dry_run)) if given.json else _told(done, given.dry_run))
    return DONE if given.dry_run or done.is_complete else FAILED


def _content(done: Purge, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "found": [one.name for one in done.found],
        "indices": done.indices,
        "left": [one.name for one in done.left],
        "left_in_indices": done.left_in,
        "not_expunged": done.not_expunged,
        "is_complete": done.is_complete,
        "out_of_reach": OUT_OF_REACH,
    }


def _told(done: Purge, dry_run: bool) -> str:
    lines = [f"found in the bucket: {len(done.found)}", *(f"  {one.name}" for one in done.found)]
    lines += [f"found in indices: {', '.join(done.indices) or 'none'}"]
    if dry_run:
        return "\n".join([*lines, "nothing was erased: this was a dry run"])
    if done.is_complete:
        lines.append("erased: neither the bucket, old versions included, nor an index holds anything of it")
    lines += [f"LEFT in the bucket: {one.name}" for one in done.left]
    lines += [f"LEFT in the index {name}" for name in done.left_in]
    lines += [
        f"{name} holds replaced documents in its files, perhaps of this article: run this again at a quieter time"
        for name in done.not_expunged
    ]
    return "\n".join([*lines, "out of reach:", *(f"  {one}" for one in OUT_OF_REACH)])
