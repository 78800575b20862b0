"""`copydesk replay`: lets articles be read anew, after a release that reads better or after one that was at fault.

Their keys go to the index function again. What it makes of them now replaces what stands in the index of the very
same version; a newer version stays. Readers are told of no change, alerts tell of nothing twice. What was rejected
and now is not is new to readers.
"""

import argparse
from datetime import UTC, datetime

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
from shared.domain.identity import ARTICLE_ID, SOURCE
from shared.usecases.replay import Choice, chosen, replay

_MANY = 1_000  # more than so many go the way of bulk loads: what is pushed meanwhile does not wait behind them
_TOGETHER = 25  # the function takes one message of a load at a time


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "replay",
        help="read articles anew that were received",
        description="Read articles anew that were received: all that are all of what is asked for.",
        epilog=f"{ENVIRONMENT} Exit codes: 0 done, 1 no answer of the stack or nothing of an id, 2 usage.",
    )
    command.add_argument("--id", nargs="+", default=[], type=article, metavar="ID", help="of articles")
    command.add_argument("--source", nargs="+", default=[], type=source, help="who sent them")
    command.add_argument("--since", type=_time, metavar="TIME", help="kept (or rejected) at that time or later")
    command.add_argument("--until", type=_time, metavar="TIME", help="kept (or rejected) before that time")
    command.add_argument("--rejected", action="store_true", help="only what was rejected")
    command.add_argument("--reason", metavar="TEXT", help="with --rejected: only where the reason says this")
    command.add_argument("--all", action="store_true", help="everything; nothing else may be asked for then")
    add_dry_run(command)
    add_json(command)
    command.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    asked = [given.id, given.source, given.since, given.until, given.rejected]
    if given.all == any(asked):
        return say("say what to replay: --id, --source, --since, --until, --rejected, or --all alone", USAGE)
    if given.reason is not None and not given.rejected:
        return say("--reason goes with --rejected", USAGE)
    return on_the_stack(_replay)(given)


def _replay(stack: Stack, given: argparse.Namespace) -> int:
    choice = Choice(given.id, given.source, given.since, given.until, given.rejected, given.reason)
    number = articles = 0
    before = None
    unknown = set(given.id)
    with progress("counting", unit="versions") as advance:
        for key in chosen(choice, store=stack.store):
            number += 1
            articles += (key.source, key.article_id) != before
            before = (key.source, key.article_id)
            unknown.discard(key.article_id)
            advance(1)
    if not given.json:
        print(f"{number:,} versions of {articles:,} articles {'would be' if given.dry_run else 'are'} read anew")
    sent = 0
    if number and not given.dry_run:
        with progress("sending", number, unit="versions") as advance:
            is_many = number > _MANY
            sent = replay(
                chosen(choice, store=stack.store),
                store=stack.store,
                queue=stack.load_queue if is_many else stack.queue,
                together=_TOGETHER if is_many else 1,
                advance=advance,
            )
    if given.json:
        counts = {"versions": number, "articles": articles, "sent": sent}
        print(as_json({"dry_run": given.dry_run, **counts, "nothing_of": sorted(unknown)}))
    elif sent:
        print(f"{sent:,} were sent to the index function; `copydesk status` shows how many still wait")
    wrong = [f"nothing of that kind is there of {', '.join(sorted(unknown))}"] if unknown else []
    wrong += [f"not looked at: {line}" for line in stack.unread]
    return say("\n".join(wrong), FAILED) if wrong else DONE


def article(written: str) -> str:
    """Read an article's id."""
    if not ARTICLE_ID.fullmatch(written):
        raise argparse.ArgumentTypeError("an article's id has 32 hexadecimal digits; a search shows it as `id`")
    return written


def source(written: str) -> str:
    """Read the name of a source."""
    if not SOURCE.fullmatch(written):
        raise argparse.ArgumentTypeError("a source has 1 to 63 of the characters a-z, 0-9 and -")
    return written


def _time(written: str) -> datetime:
    """Read a time; one without a zone is in UTC."""
    try:
        time = datetime.fromisoformat(written)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a time is like 2026-11-23 or 2026-11-23T14:30+01:00") from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)
