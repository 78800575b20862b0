"""A format whose articles end the process that reads them, as the kernel ends one that takes too much memory."""

import os
import signal
import sys
from typing import Any

from shared.formats import registry

NAME = "deadly"


def let_it_be_known() -> None:
    """Put it among the formats of this process."""
    registry.FORMATS[NAME] = NAME
    sys.modules[f"shared.formats.{NAME}"] = sys.modules[__name__]


def let_it_be_forgotten() -> None:
    """Take it out of the formats again."""
    del registry.FORMATS[NAME]


def parse(payload: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)
