"""Sample articles of an invented newsroom, pushed through the API as anybody would push them."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "samples"
SECONDS_TO_BE_FOUND = 60.0

HINTS = {"12-pasted-page.txt": "?published-at=2025-10-09T15:20:00Z&language=en&section=Local"}  # it names no year
MEDIA_TYPES = {".json": "application/json", ".jsonld": "application/ld+json", ".txt": "text/plain; charset=utf-8"}


def files() -> Iterator[tuple[str, Path]]:
    """Give each sample with the source that sends it: the folder's name."""
    for file in sorted(FOLDER.glob("*/*")):
        yield file.parent.name, file


def push_all(url: str, keys: Mapping[str, str]) -> list[str]:
    """Push every sample; give the ids of the articles."""
    ids = []
    for source, file in files():
        headers = {"authorization": f"Bearer {keys[source]}", "content-type": MEDIA_TYPES[file.suffix]}
        address = f"{url}/v1/articles{HINTS.get(file.name, '')}"
        answer = _ask(urllib.request.Request(address, file.read_bytes(), headers))  # noqa: S310
        ids += [item["id"] for item in answer["items"]]
    return ids


def wait_until_found(url: str, ids: list[str]) -> bool:
    """Wait until a search finds all of these; False when that takes too long."""
    ends = time.monotonic() + SECONDS_TO_BE_FOUND
    while time.monotonic() < ends:
        with suppress(urllib.error.HTTPError):  # 503 while the index is being made
            found = _ask(urllib.request.Request(f"{url}/v1/search?page-size=100"))  # noqa: S310
            if set(ids) <= {result["id"] for result in found["results"]}:
                return True
        time.sleep(0.1)
    return False


def _ask(request: urllib.request.Request) -> dict[str, Any]:
    with urllib.request.urlopen(request, timeout=35) as answer:  # noqa: S310
        content: dict[str, Any] = json.load(answer)
    return content
