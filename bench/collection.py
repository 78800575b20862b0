"""Articles of a collection, as a newsroom would send them."""

import gzip
import json
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any


def articles(file: Path, number: int) -> Iterator[dict[str, Any]]:
    """Give so many articles; where the collection has fewer, it comes again under other ids."""
    return islice((one for again in count() for one in _all(file, again)), number)


def _all(file: Path, again: int) -> Iterator[dict[str, Any]]:
    """Give all articles of a collection once; those without a text are none."""
    with gzip.open(file, "rt") as lines:
        for line in lines:
            one = json.loads(line)
            if one["title"] and one["body"]:
                name = f"urn:bench:{again}-{one['id']}"
                yield {"uri": name, "version": "1", "headline": one["title"], "body_text": one["body"]}
