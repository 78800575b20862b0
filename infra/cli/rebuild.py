"""`copydesk rebuild`: makes the index anew from the raw store while it is searched and written, and swaps it in.

Readers notice nothing: the index that they search stays as it is until the new one holds the same articles. What
arrives, changes or is taken down meanwhile goes into both. The index before is kept, and gets every write, until
`--drop-old`; until then `--roll-back` swaps it in again. A rebuild that was cut off goes on where it ended.
"""

import argparse
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Any

from infra.cli.alone import alone
from infra.cli.progress import Advance, progress
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
    the_stack,
)
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.article_search import OpenSearchArticleSearch
from shared.adapters.engine import ALIAS, ALSO
from shared.adapters.index_aliases import OpenSearchIndices
from shared.adapters.index_inventory import OpenSearchInventory
from shared.adapters.operation_store import S3Operations
from shared.usecases import rebuild_index
from shared.usecases.compare_indices import Parity
from shared.usecases.copy_articles import Brought, Copying, copy_part
from shared.usecases.rebuild_index import REBUILD, Place, Rebuilding, Rebuilt


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    rebuild = commands.add_parser(
        "rebuild",
        help="make the index anew from the raw store, under load",
        description="Make a new index of all articles beside the one that is searched, compare them, swap.",
        epilog=f"{ENVIRONMENT} Exit codes: 0 done, 1 refused, left or differing, 2 usage.",
    )
    what = rebuild.add_mutually_exclusive_group()
    what.add_argument("--roll-back", action="store_true", help="swap the index before in again")
    what.add_argument("--drop-old", action="store_true", help="remove the index before, or a half-made one")
    rebuild.add_argument("--force", action="store_true", help="swap though visible articles would be missing")
    rebuild.add_argument(
        "--processes", type=int, default=min(4, os.cpu_count() or 1), metavar="N", help="how many read articles"
    )
    add_dry_run(rebuild)
    add_json(rebuild)
    rebuild.set_defaults(run=on_the_stack(run))


def run(stack: Stack, given: argparse.Namespace, **more: Any) -> int:
    """Do what is asked for; give the exit code. `more` is for `rebuilding`."""
    if given.dry_run:
        return _dry_run(rebuilding(stack, given.processes), given)
    with (
        alone(stack, REBUILD) as check,
        progress("rebuild", unit="parts") as advance,
    ):
        work = rebuilding(stack, given.processes, check=check, advance=advance, **more)
        if given.drop_old:
            dropped = rebuild_index.drop_old(work)
            return _print({"dropped": dropped}, given, [f"dropped {dropped}" if dropped else "nothing is kept"])
        do = rebuild_index.roll_back if given.roll_back else rebuild_index.rebuild
        done = do(work, force=given.force)
    return _report(done, given)


def rebuilding(stack: Stack, processes: int = 1, **more: Any) -> Rebuilding:
    """Give all that a rebuild works with on this stack."""
    advance: Advance | None = more.pop("advance", None)
    copying = _copying(stack)
    if advance is not None:
        more["tell"] = lambda step, done, of: advance(1)
    return Rebuilding(
        indices=OpenSearchIndices(stack.patient_engine),
        operations=S3Operations(stack.s3, stack.bucket),
        shown=_place(stack, ALIAS),
        also=_place(stack, ALSO),
        pins=stack.pins,
        copying=copying,
        copied=lambda prefixes: (
            _with_unread(stack, rebuild_index.one_after_another(copying, prefixes))
            if processes == 1
            else _side_by_side(prefixes, processes)
        ),
        **more,
    )


def _copying(stack: Stack) -> Copying:
    is_searched = OpenSearchIndices(stack.engine).shown() is not None
    return Copying(
        store=stack.store,
        shown=OpenSearchArticleIndex(stack.engine) if is_searched else None,
        there=OpenSearchInventory(stack.engine, ALIAS) if is_searched else None,
        other=OpenSearchArticleIndex(stack.engine, ALSO),
        clock=lambda: datetime.now(UTC),
    )


def _place(stack: Stack, name: str) -> Place:
    index = OpenSearchArticleIndex(stack.engine, name)
    inventory = OpenSearchInventory(stack.engine, name)
    return Place(index, index, inventory, OpenSearchArticleSearch(stack.engine, name))


def _side_by_side(prefixes: Sequence[str], processes: int) -> Iterator[tuple[str, Brought]]:
    """Bring the parts in several processes: to read an article costs more than to write it."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        parts = {pool.submit(_part, prefix): prefix for prefix in prefixes}
        try:
            for part in as_completed(parts):
                yield parts[part], part.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """End when the process ends that this one works for, however it ends: else it would wait for work for ever."""

    def watch() -> None:
        if parent := parent_process():
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _part(prefix: str) -> Brought:
    with the_stack() as stack:
        brought = copy_part(prefix, _copying(stack))
        brought.left |= stack.store.packs.passed_over
        return brought


def _with_unread(stack: Stack, parts: Iterator[tuple[str, Brought]]) -> Iterator[tuple[str, Brought]]:
    for prefix, brought in parts:
        brought.left |= stack.store.packs.passed_over
        yield prefix, brought


def _dry_run(work: Rebuilding, given: argparse.Namespace) -> int:
    if given.roll_back:
        kept, searched = rebuild_index.kept(work), work.indices.shown()
        line = f"would compare {kept} with {searched or 'none'} and let it be searched in its place"
        return _print({"searched": searched, "would_show": kept}, given, [line])
    if given.drop_old:
        also = work.indices.also()
        return _print({"would_drop": also}, given, [f"would drop {also}" if also else "nothing is kept"])
    return _plan(work, given)


def _plan(work: Rebuilding, given: argparse.Namespace) -> int:
    plan = rebuild_index.plan(work)
    articles = sum(plan["articles"].values())
    lines = [f"searched now: {plan['searched'] or 'none'}, with {articles:,} articles"]
    lines.append(f"{'would go on with' if plan['resumes'] else 'would make'} {plan['index']}")
    if plan["in_the_way"]:
        lines.append(f"but {plan['in_the_way']} is kept for a roll-back: `copydesk rebuild --drop-old` first")
    _print(plan, given, lines)
    return FAILED if plan["in_the_way"] else DONE


def _report(done: Rebuilt, given: argparse.Namespace) -> int:
    parity, answers = done.parity, done.answers
    lines = [
        f"{done.index}: {done.brought.articles:,} articles read from the raw store"
        if done.brought.articles
        else "",
        *(_compared(parity) if done.before else ["nothing was searched, so there was nothing to compare with"]),
    ]
    if answers is not None:
        lines.append(
            f"documents the same: {answers.same} of {answers.documents}; first results in common: "
            f"{answers.overlap:.0%} of {answers.searches} searches"
        )
        lines += [f"  {number} differ in {name}" for name, number in answers.fields.most_common()]
    lines += [f"left out: {key}: {reason}" for key, reason in list(done.brought.left.items())[:20]]
    lines += [f"not now: {key}: {reason}" for key, reason in list(done.brought.not_now.items())[:20]]
    if done.swapped:
        kept = f"; {done.before} is kept: --roll-back, or --drop-old" if done.before else ""
        lines.append(f"{done.index} is searched now{kept}")
    _print(_as_content(done), given, [one for one in lines if one])
    if done.refused:
        return say(done.refused, FAILED)
    return FAILED if done.brought.left or done.brought.not_now or done.parity.differences else DONE


def _compared(parity: Parity) -> list[str]:
    return [
        f"in the searched index {dict(parity.stages)}, in the other {dict(parity.other_stages)}",
        f"the same article by article: {_yes(parity.digest == parity.other_digest)} ({parity.digest[:16]})",
        f"brought in while comparing: {parity.mended}; still differing: {dict(parity.differences) or 'none'}",
        *(f"  {one}" for one in parity.examples),
    ]


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _as_content(done: Rebuilt) -> dict[str, Any]:
    parity = {name: value for name, value in vars(done.parity).items() if not name.endswith("digests")}
    parity |= {"digest": done.parity.digest, "other_digest": done.parity.other_digest}
    answers = vars(done.answers) if done.answers is not None else None
    return vars(done) | {"brought": vars(done.brought), "parity": parity, "answers": answers}


def _print(content: Mapping[str, Any], given: argparse.Namespace, lines: Sequence[str]) -> int:
    print(as_json(content) if given.json else "\n".join(lines))
    return DONE
