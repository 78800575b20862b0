"""Objects as files: what was written is there after a crash of the process, whole or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class StoredObject:
    """One S3 object: its bytes and what S3 says about them."""

    bucket: str
    key: str
    metadata: dict[str, str]  # content type, cache control, x-amz-meta-*
    last_modified: str
    content: bytes


class ObjectStore:
    """One file an object: a line of JSON, then the bytes.

    A key may be anything, so a file is named by the key's hash.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    def write(self, stored: StoredObject) -> None:
        """Return when the object is on the disk."""
        facts = asdict(stored)
        content = facts.pop("content")
        target = self._file(stored.bucket, stored.key)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as file:
            try:
                file.write(json.dumps(facts).encode() + b"\n" + content)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(target)
            except BaseException:
                Path(file.name).unlink()
                raise
        _sync(target.parent)

    def remove(self, bucket: str, key: str) -> None:
        """Return when the disk has no such object."""
        target = self._file(bucket, key)
        if target.exists():
            target.unlink()
            _sync(target.parent)

    def read(self, bucket: str, key: str) -> StoredObject | None:
        """The object, if there is one."""
        target = self._file(bucket, key)
        return _read(target) if target.exists() else None

    def objects(self, bucket: str) -> Iterator[StoredObject]:
        """Every object of a bucket, in the order of nothing in particular."""
        for file in (self._directory / bucket).glob("??/*"):
            if file.name.startswith(".new-"):
                file.unlink()  # a write that a crash cut off; nobody was told that it was kept
            else:
                yield _read(file)

    def clear(self) -> None:
        """Forget everything."""
        for bucket in self._directory.iterdir():
            shutil.rmtree(bucket)

    def _file(self, bucket: str, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._directory / bucket / name[:2] / name


def _read(file: Path) -> StoredObject:
    facts, _, content = file.read_bytes().partition(b"\n")
    return StoredObject(**json.loads(facts), content=content)


def _sync(directory: Path) -> None:
    """A new name is on the disk only when its directory is."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
