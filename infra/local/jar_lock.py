"""The lock file: which jars make up the local OpenSearch, and what is in each of them."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

LOCK_FILE = Path(__file__).with_name("opensearch.lock.toml")


@dataclass(frozen=True)
class Jar:
    """One jar of the lock file."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def path(self) -> Path:
        """Where a Maven repository keeps it, relative to the root."""
        name = f"{self.artifact}-{self.version}.jar"
        return Path(*self.group.split("."), self.artifact, self.version, name)

    def is_good_at(self, repository: Path) -> bool:
        """Whether the repository holds this jar, byte for byte."""
        try:
            with (repository / self.path).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
        except FileNotFoundError:
            return False


def locked_jars() -> list[Jar]:
    """The jars that the lock file names."""
    lock = tomllib.loads(LOCK_FILE.read_text())
    coordinates = ((coordinate.split(":"), sha256) for coordinate, sha256 in lock["jars"].items())
    return [Jar(group, artifact, version, sha256) for (group, artifact, version), sha256 in coordinates]
