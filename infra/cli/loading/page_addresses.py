"""The addresses of pages by the files that hold them, on disk: a site may have millions."""

import os
import sqlite3
from pathlib import Path


class PageAddresses:
    """Gives the address of a file, as a sitemap has it."""

    def __init__(self) -> None:
        self._places = sqlite3.connect("")  # a file without a name, gone with the connection
        self._places.execute("CREATE TABLE page (file BLOB PRIMARY KEY, url TEXT) WITHOUT ROWID")

    def __enter__(self) -> "PageAddresses":
        return self

    def __exit__(self, *_: object) -> None:
        self._places.close()

    def note(self, file: Path, url: str) -> None:
        """Note that a file holds this page; the last of several addresses stays."""
        self._places.execute("INSERT OR REPLACE INTO page VALUES (?, ?)", (os.fsencode(file.resolve()), url))

    def of(self, file: Path) -> str | None:
        """Give its address, None where no sitemap names it."""
        row = self._places.execute(
            "SELECT url FROM page WHERE file = ?", (os.fsencode(file.resolve()),)
        ).fetchone()
        return None if row is None else row[0]
