"""`copydesk redrive`: brings dead letters back to the queues that they came from.

Each is sent first and taken away then, so a run that was interrupted is simply begun again. What came in a newer
version meanwhile is not overwritten. Messages that nobody can read stay where they are and are told of.
"""

import argparse

from infra.cli.progress import progress
from infra.cli.queues import dead_letters, depth
from infra.cli.stack import DONE, ENVIRONMENT, FAILED, Stack, add_dry_run, add_json, as_json, on_the_stack
from shared.domain.text import clean_line
from shared.usecases.redrive import Redriven, all_redriven, redrive

_SHOWN = 120  # characters of a message that cannot be read


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "redrive",
        help="bring dead letters back to their queues",
        description="Bring dead letters back to the queues that they came from, those of articles and of alerts.",
        epilog=f"{ENVIRONMENT} Exit codes: 0 done, 1 no answer, or messages cannot be read, 2 usage.",
    )
    add_dry_run(command)
    add_json(command)
    command.set_defaults(run=on_the_stack(_redrive))


def _redrive(stack: Stack, given: argparse.Namespace) -> int:
    queues = list(dead_letters(stack))
    total = sum(depth(stack.sqs, url).waiting for url, _ in queues)
    with progress("redriving", total, unit="messages") as advance:
        done = all_redriven([redrive(letters, dry_run=given.dry_run, advance=advance) for _, letters in queues])
    print(as_json(_content(done, given.dry_run)) if given.json else _told(done, given.dry_run))
    return FAILED if done.unreadable else DONE


def _content(done: Redriven, dry_run: bool) -> dict[str, object]:
    unreadable = [{"message_id": one.id, "body": one.body} for one in done.unreadable]
    return {"dry_run": dry_run, "sent": done.sent, "unreadable": unreadable}


def _told(done: Redriven, dry_run: bool) -> str:
    went = "would go" if dry_run else "went"
    lines = [f"{number} {went} back to the queue of {name}" for name, number in sorted(done.sent.items())]
    if done.unreadable:
        lines.append(f"{len(done.unreadable)} cannot be read and stay in the dead-letter queue:")
        lines += [f"  {one.id}  {clean_line(one.body)[:_SHOWN]}" for one in done.unreadable]
    return "\n".join(lines or ["there are no dead letters"])
