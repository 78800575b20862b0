"""`copydesk COMMAND`: each command is a module of its name in this folder, which says what it does.

Exit codes of all commands: 0 done, 1 something is wrong or was left, 2 the command itself is wrong.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module

COMMANDS = ("preview", "pin", "status", "load", "replay", "redrive", "reconcile", "rebuild", "verify", "purge")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; give the exit code."""
    asked = sys.argv[1:] if arguments is None else arguments
    given = _parser(asked).parse_args(asked)
    run: Callable[[argparse.Namespace], int] = given.run
    return run(given)


def _parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    """Give the parser of the command that is asked for, or of all: no command waits for what another needs."""
    parser = argparse.ArgumentParser(prog="copydesk", description="Copydesk on the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in asked[:1] if asked[:1] and asked[0] in COMMANDS else COMMANDS:
        import_module(f"infra.cli.{name}").add_to(commands)
    return parser


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # `| head` has seen enough
        sys.exit(main())
