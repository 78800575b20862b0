"""`copydesk verify`: checks the bytes of raw objects, and the index against what is made of them now.

A document that differs was made by an earlier release, or written by somebody else: `copydesk replay` makes one
anew, `copydesk rebuild` all. Story and time of change came about over time and are not compared.
"""

import argparse
from datetime import UTC, datetime
from random import SystemRandom

import orjson

from infra.cli.progress import progress
from infra.cli.stack import DONE, ENVIRONMENT, FAILED, Stack, add_json, as_json, on_the_stack
from shared.adapters.change_log import TOLD
from shared.adapters.document import to_document
from shared.adapters.engine import ALIAS
from shared.adapters.index_inventory import OpenSearchInventory
from shared.usecases.compare_indices import digits_for, parts
from shared.usecases.verify_index import DAMAGED, Verified, Verifying, sampled, verify_part

_SAMPLE = 1_000


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    verify = commands.add_parser(
        "verify",
        help="check raw objects and the index with checksums",
        description="Check that raw objects are whole and that the index holds what is made of them now.",
        epilog=f"{ENVIRONMENT} Exit codes: 0 all is the same, 1 something differs, 2 usage.",
    )
    how_many = verify.add_mutually_exclusive_group()
    how_many.add_argument(
        "--sample",
        type=_number,
        default=_SAMPLE,
        metavar="N",
        help=f"so many articles, by chance; {_SAMPLE} if not told",
    )
    how_many.add_argument("--all", action="store_true", help="all articles")
    add_json(verify)
    verify.set_defaults(run=on_the_stack(run))


def run(stack: Stack, given: argparse.Namespace) -> int:
    """Verify and tell; give the exit code."""
    inventory = OpenSearchInventory(stack.engine, ALIAS)
    inventory.refresh()
    articles = sum(inventory.stages().values())
    prefixes = parts(digits_for(articles)) if given.all else sampled(articles, SystemRandom())
    work = Verifying(
        store=stack.store,
        index=stack.index,
        inventory=inventory,
        made=lambda entry: dict(orjson.loads(orjson.dumps(to_document(entry)))),
        told=TOLD,
        clock=lambda: datetime.now(UTC),
    )
    whole = Verified()
    with progress("verify") as advance:
        for prefix in prefixes:
            left = None if given.all else given.sample - whole.articles
            if left == 0:
                break
            part = verify_part(prefix, work, most=left)
            whole.add(part)
            advance(part.articles)
    for line in stack.unread:
        whole.note(DAMAGED, line)
    print(as_json(vars(whole)) if given.json else "\n".join(_lines(whole)))
    return FAILED if whole.counts else DONE


def _number(written: str) -> int:
    if not written.isdigit() or int(written) < 1:
        raise argparse.ArgumentTypeError("a number of articles, 1 or more")
    return int(written)


def _lines(whole: Verified) -> list[str]:
    lines = [f"{whole.objects:,} raw objects and {whole.articles:,} articles of the index were looked at"]
    for kind, number in whole.counts.items():
        lines.append(f"{number:,} {kind}")
        lines += [f"  {one}" for one in whole.examples[kind]]
    return lines if whole.counts else [*lines, "all are what they should be"]
