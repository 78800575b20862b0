"""Packs in S3: written once by a bulk load, found by the ids of the articles that they hold."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from heapq import merge
from itertools import groupby

from shared.adapters.bucket import Bucket
from shared.adapters.pack_file import PackList, Place, pack_file, read_list, read_member, without
from shared.adapters.remembered import Remembered
from shared.domain.envelope import Envelope
from shared.domain.errors import RawObjectCorrupt, Unavailable
from shared.domain.identity import RawKey
from shared.domain.pack import PackName, binary, level_prefix, slot_of, slot_prefix
from shared.usecases.load_ports import PackMember
from shared.usecases.ports import RawObject, Stored

_START = 64 * 1024  # bytes; the list of 160 articles takes 15 to 30 KB of them
_LISTS = 64  # remembered, of about 100 KB
_FILES = 8  # remembered, of a megabyte or two
_AHEAD = 8  # lists that are read at once
_ADVICE = "cannot be read. Bring back an earlier version of this object, or delete it and load what it held again."

_LOG = logging.getLogger("copydesk.pack_store")


class Packs:
    """The packs of a bucket. All methods raise Unavailable when S3 does not answer."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._lists: Remembered[PackList | None] = Remembered(_LISTS)
        self._files: Remembered[bytes | None] = Remembered(_FILES)
        self.passed_over: dict[str, str] = {}  # what could not be read when all was listed, and advice

    def put(self, source: str, level: int, slot: str, members: Sequence[PackMember]) -> PackName:
        """Keep these articles of one slot as one object, unless the same is there; give its name."""
        return self._put(source, level, slot, *pack_file(members))

    def _put(self, source: str, level: int, slot: str, digest: str, file: bytes) -> PackName:
        name = PackName(source, level, slot, digest)
        self._bucket.put_new(str(name), file)
        return name

    def put_without(self, name: PackName, gone: Iterable[RawKey]) -> PackName | None:
        """Keep a pack anew without some of its articles; give its name, None where none is left or it is gone.

        The old one stays: whoever wants it gone deletes it afterwards, so that nothing is missing in between.
        """
        kept = self._bucket.get(str(name))
        left = None if kept is None else without(kept.body, str(name), gone)
        return None if left is None else self._put(name.source, name.level, name.slot, *left)

    def sources(self) -> list[str]:
        """Give who has packs."""
        return list(self._bucket.folders("packs/"))

    def members(self, name: PackName) -> list[RawKey]:
        """Give what is in a pack, nothing where there is no such pack; raise RawObjectCorrupt.

        The pack is read whole, in one request: whoever asks goes on to read the articles.
        """
        listed = self._lists.get(str(name), lambda: self._list_of(str(name), self._file(str(name))))
        return [] if listed is None else list(listed.places)

    def versions(self, source: str, article_id: str) -> list[Stored]:
        """Give all versions of one article that are in packs."""
        found: list[Stored] = []
        for level in self._levels(source):
            for item in self._bucket.listed(slot_prefix(source, level, slot_of(article_id, level))):
                try:
                    listed = self._list(item["Key"])
                except RawObjectCorrupt as error:
                    raise Unavailable(f"{item['Key']} {_ADVICE}") from error
                keys = listed.places if listed else {}
                found += [Stored(key, item["LastModified"]) for key in keys if key.article_id == article_id]
        return found

    def of_source(self, source: str, prefix: str = "") -> Iterator[Stored]:
        """Give all that is in a source's packs in the order of the articles' ids, of which each begins so.

        The memory that it takes is that of one slot of each level. What could not be read before is tried again.
        """
        for name in [one for one in self.passed_over if PackName.parse(one).source == source]:
            self._known_keys(name)
        levels = [self._of_level(source, level, prefix) for level in self._levels(source)]
        return merge(*levels, key=lambda one: one.key.article_id)

    def may_hide(self, source: str, article_id: str) -> bool:
        """Tell whether a pack that was passed over may hold a version, or the takedown, of this article."""
        names = [PackName.parse(one) for one in self.passed_over]
        return any(one.source == source and slot_of(article_id, one.level) == one.slot for one in names)

    def get(self, key: RawKey) -> RawObject | None:
        """Give an article of the pack that its key names, None where it is not there; raise RawObjectCorrupt."""
        found = self._place(key)
        file = self._file(key.pack) if found and key.pack else None
        if found is None or file is None or key.pack is None:
            return None
        listed, place = found
        return RawObject(read_member(file, listed, place, key.pack), _envelope(place))

    def envelope(self, key: RawKey) -> Envelope | None:
        """Give the envelope alone, None where it is not there; raise RawObjectCorrupt."""
        found = self._place(key)
        return None if found is None else _envelope(found[1])

    def _place(self, key: RawKey) -> tuple[PackList, Place] | None:
        listed = self._list(key.pack) if key.pack else None
        place = listed.places.get(key) if listed else None
        return (listed, place) if listed and place else None

    def _levels(self, source: str) -> list[int]:
        return [int(name) for name in self._bucket.folders(f"packs/{source}/") if name.isdigit()]

    def _of_level(self, source: str, level: int, prefix: str) -> Iterator[Stored]:
        digits = binary(prefix)[:level]
        below = (
            slot_prefix(source, level, digits) if len(digits) == level else level_prefix(source, level) + digits
        )
        items = self._bucket.listed(below)
        read = _ahead(lambda item: (item, self._known_keys(item["Key"])), items)
        for _, slot in groupby(read, key=lambda one: one[0]["Key"].rpartition("/")[0]):
            found = [Stored(key, item["LastModified"]) for item, keys in slot for key in keys]
            wanted = [one for one in found if one.key.article_id.startswith(prefix)]
            yield from sorted(wanted, key=lambda one: str(one.key.alone))

    def _known_keys(self, name: str) -> list[RawKey]:
        """Give what is in a pack; one that cannot be read must not hide all others."""
        try:
            listed = self._list(str(PackName.parse(name)))
        except ValueError:
            _LOG.warning("passed over an object that is no pack", extra={"key": name[:200]})
        except RawObjectCorrupt:
            _LOG.exception("passed over a pack that cannot be read", extra={"key": name})
            self.passed_over[name] = _ADVICE
        else:
            self.passed_over.pop(name, None)
            return [] if listed is None else list(listed.places)
        return []

    def _list(self, name: str) -> PackList | None:
        return self._lists.get(name, lambda: self._read_list(name))

    def _read_list(self, name: str) -> PackList | None:
        start = self._bucket.get_start(name, _START)
        if start is None:
            return None
        return read_list(start.body, name) or self._list_of(name, self._file(name) or b"")

    def _list_of(self, name: str, file: bytes | None) -> PackList | None:
        listed = None if file is None else read_list(file, name)
        if file is not None and listed is None:
            raise RawObjectCorrupt(f"the list of {name} ends too early")
        return listed

    def _file(self, name: str) -> bytes | None:
        def read() -> bytes | None:
            kept = self._bucket.get(name)
            return None if kept is None else kept.body

        return self._files.get(name, read)


def _envelope(place: Place) -> Envelope:
    return Envelope.model_validate_json(place.envelope)


def _ahead[A, B](act: Callable[[A], B], items: Iterator[A]) -> Iterator[B]:
    """Do this to each, some at once, and give the results in their order."""
    with ThreadPoolExecutor(_AHEAD) as pool:
        waiting: deque[Future[B]] = deque()
        for item in items:
            waiting.append(pool.submit(act, item))
            if len(waiting) == _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
