"""`copydesk rebuild` as a process of its own, which waits for functions that still run not as long as Lambda's."""

import sys
from contextlib import suppress

from infra.cli import rebuild
from infra.cli.__main__ import _parser
from infra.cli.stack import on_the_stack

SECONDS = 5.0  # for which the machine's functions run at most


def main() -> int:
    given = _parser(["rebuild"]).parse_args(["rebuild", *sys.argv[1:]])
    return on_the_stack(lambda stack, given: rebuild.run(stack, given, settle_seconds=SECONDS))(given)


if __name__ == "__main__":  # each of its own processes imports this anew
    with suppress(BrokenPipeError):
        sys.exit(main())
