"""A file on disk that holds what a load has read, until it is packed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.domain.envelope import Envelope
from shared.domain.identity import RawKey
from shared.usecases.load_ports import Kill, PackMember, Spooled

_TABLES = """
    CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT, name TEXT, envelope TEXT, body BLOB);
    CREATE TABLE kept (number INTEGER PRIMARY KEY, key TEXT, envelope TEXT);
    CREATE TABLE kill (number INTEGER, key TEXT, envelope TEXT);
    CREATE TABLE known (id TEXT, key TEXT);
    CREATE INDEX by_id ON article (id, number);
    CREATE INDEX known_by_id ON known (id);
"""


class SqliteSpool:
    """One load; what is in it is read in the order of the articles' ids, and of their numbers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.executescript(_TABLES)

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM article").fetchone()[0])

    def add(self, article: Spooled) -> None:
        """Take in one article."""
        row = (article.article_id, article.name, article.envelope.model_dump_json(), article.body)
        self._connection.execute("INSERT INTO article (id, name, envelope, body) VALUES (?, ?, ?, ?)", row)

    def articles(self) -> Iterator[tuple[int, Spooled]]:
        """Give all by their ids, those of one id as they came, each with its number."""
        rows = "SELECT number, id, name, envelope, body FROM article ORDER BY id, number"
        for number, article_id, name, envelope, body in self._connection.execute(rows):
            yield number, Spooled(article_id, name, Envelope.model_validate_json(envelope), body)

    def keep(self, number: int, key: RawKey, envelope: Envelope) -> None:
        """Note that this one is to be packed, and as what."""
        row = (number, str(key), envelope.model_dump_json())
        self._connection.execute("INSERT INTO kept VALUES (?, ?, ?)", row)

    def kept(self) -> Iterator[PackMember]:
        """Give what is to be packed, by the articles' ids."""
        rows = (
            "SELECT kept.key, kept.envelope, article.body FROM article JOIN kept USING (number) "
            "ORDER BY article.id, article.number"
        )
        for key, envelope, body in self._connection.execute(rows):
            yield PackMember(RawKey.parse(key), Envelope.model_validate_json(envelope), body)

    def kept_of(self, article_id: str) -> list[tuple[int, RawKey, Envelope]]:
        """Give what of one article is to be packed, with the numbers, in their order."""
        rows = (
            "SELECT kept.number, kept.key, kept.envelope FROM article JOIN kept USING (number) "
            "WHERE article.id = ? ORDER BY article.number"
        )
        found = self._connection.execute(rows, (article_id,)).fetchall()
        return [(number, RawKey.parse(key), Envelope.model_validate_json(kept)) for number, key, kept in found]

    def kill(self, kill: Kill) -> None:
        """Note what is to be taken down before anything is packed."""
        row = (kill.number, str(kill.key), kill.envelope.model_dump_json())
        self._connection.execute("INSERT INTO kill VALUES (?, ?, ?)", row)

    def kills(self) -> Iterator[Kill]:
        """Give what is to be taken down."""
        for number, key, envelope in self._connection.execute("SELECT * FROM kill ORDER BY number"):
            yield Kill(number, RawKey.parse(key), Envelope.model_validate_json(envelope))

    def know(self, takedown: RawKey) -> None:
        """Note a takedown that the places of this load's versions allow for."""
        self._connection.execute("INSERT INTO known VALUES (?, ?)", (takedown.article_id, str(takedown)))

    def known(self, first: str, last: str) -> set[RawKey]:
        """Give the takedowns that were noted of the articles whose ids are between these, both of them too."""
        rows = "SELECT key FROM known WHERE id BETWEEN ? AND ?"
        return {RawKey.parse(key) for (key,) in self._connection.execute(rows, (first, last))}


@contextmanager
def spool() -> Iterator[SqliteSpool]:
    """Give an empty spool, in the folder for temporary files that TMPDIR names, and take it away in the end."""
    with TemporaryDirectory(prefix="copydesk-load-") as folder:
        connection = sqlite3.connect(Path(folder) / "articles", isolation_level=None)
        try:
            # Nothing of it outlives the load, so nothing need be written safely.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
            yield SqliteSpool(connection)
        finally:
            connection.close()
