"""`copydesk reconcile`: compares what was received with what the index holds.

Missing and older versions are what the run of each hour mends as well; with `--fix` they are sent at once. Whether
they arrive is seen in another run: so one that sent something does not end with 0.
Documents of no raw object, written by hand perhaps, are withdrawn with `--fix`: ten at most, unless forced.
"""

import argparse
from datetime import UTC, datetime

from infra.cli.progress import progress
from infra.cli.stack import (
    DONE,
    ENVIRONMENT,
    FAILED,
    Stack,
    add_dry_run,
    add_json,
    as_json,
    on_the_stack,
    say,
)
from shared.adapters.engine import ALIAS
from shared.adapters.index_inventory import OpenSearchInventory
from shared.usecases.compare_indices import digits_for, parts
from shared.usecases.compare_stores import (
    Finding,
    Findings,
    TooManyOrphans,
    compare_stores,
    note_strangers,
    withdraw_orphans,
)
from shared.usecases.rebuild_ports import Line

_WHAT = {
    Finding.MISSING: "not in the index",
    Finding.STALE: "in the index in an older version",
    Finding.ORPHANED: "in the index, but of no raw object",
    Finding.REJECTED: "rejected: their senders have to act",
}


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    reconcile = commands.add_parser(
        "reconcile",
        help="compare what was received with the index; mend with --fix",
        description="Compare the raw store with the index: what is missing, stale, of no raw object, or rejected.",
        epilog=f"{ENVIRONMENT} Exit codes: 0 all is well now, 1 something is wrong or was only sent, 2 usage.",
    )
    reconcile.add_argument(
        "--fix", action="store_true", help="send what is missing, withdraw what has no raw object"
    )
    reconcile.add_argument("--force", action="store_true", help="withdraw more than ten documents")
    add_dry_run(reconcile)
    add_json(reconcile)
    reconcile.set_defaults(run=on_the_stack(run))


def run(stack: Stack, given: argparse.Namespace) -> int:
    """Compare, and mend where it is asked for; give the exit code."""
    index = OpenSearchInventory(stack.engine, ALIAS)
    fixes = given.fix and not given.dry_run
    found, orphans = _compared(stack, index, fixes=fixes)
    refused = None
    if fixes:
        try:
            withdraw_orphans(orphans, found, index=index, now=datetime.now(UTC), force=given.force)
        except TooManyOrphans as error:
            refused = error.detail
    unread = stack.store.packs.passed_over
    lines = [*_lines(found), *stack.unread]
    print(as_json(vars(found) | {"unread": unread}) if given.json else "\n".join(lines))
    if refused:
        return say(refused, FAILED)
    return DONE if found.is_well and not unread else FAILED


def _compared(stack: Stack, index: OpenSearchInventory, *, fixes: bool) -> tuple[Findings, list[Line]]:
    whole = Findings()
    index.refresh()
    prefixes = parts(digits_for(sum(index.stages().values())))
    with progress("reconcile") as advance:
        orphans = note_strangers(index, whole)
        queue = stack.queue if fixes else None
        for found, some in compare_stores(prefixes, store=stack.store, index=index, queue=queue):
            whole.add(found)
            orphans += some
            advance(found.articles)
    return whole, orphans


def _lines(found: Findings) -> list[str]:
    lines = [f"{found.articles:,} articles received"]
    for kind, what in _WHAT.items():
        if found.counts[kind]:
            lines.append(f"{found.counts[kind]:,} {what}")
            lines += [f"  {one}" for one in found.examples[kind]]
    if found.sent or found.withdrawn:
        lines.append(f"sent to the index function: {found.sent:,}; withdrawn: {found.withdrawn:,}")
    if found.sent:
        lines.append("`copydesk reconcile` in a minute tells whether they arrived")
    if found.not_withdrawn:
        lines.append("not withdrawn, since a newer version came or the engine refused; do this again:")
        lines += [f"  {one}" for one in found.not_withdrawn]
    if len(lines) == 1:
        lines.append("the index holds all of them")
    return lines
