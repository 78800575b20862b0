"""Starts the whole system on this machine and keeps it running until Ctrl-C."""

import asyncio
import signal
import sys

from infra.local import servers
from infra.local.failure import StartFailure
from infra.local.home import Home
from infra.local.intrinsics import TemplateError
from infra.local.supervisor import Supervisor

SOURCES = ("demo", "wire")  # two, so that one can see that a source changes only its own articles


def main() -> int:
    """Run; give the exit code."""
    # Until the event loop takes both over. A shell starts what runs in the background with SIGINT ignored.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.default_int_handler)
    home = Home.from_environment()
    try:
        with home.claimed():
            keys = {source: home.key(source) for source in SOURCES}
            with servers.running(home, keys) as both:
                asyncio.run(Supervisor(home, both, keys).run())
    except KeyboardInterrupt:
        print("stopped before it was up", file=sys.stderr)
    except (StartFailure, TemplateError) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
