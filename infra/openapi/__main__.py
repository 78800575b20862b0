"""Writes openapi.json beside the function that serves it: `python -m infra.openapi`."""

import json
from pathlib import Path

from infra.openapi.document import document

FILE = Path(__file__).parents[2] / "functions/search/openapi.json"


def text() -> str:
    """Give the description as it stands in the file."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
    print(f"wrote {FILE.name}: {len(document()['paths'])} paths")
