"""The form of a pack: gzip of a list, and behind it each article as it was sent, gzip of its own.

`gunzip` reads all of it. The list is there so that who only wants to know what is inside reads the first bytes,
and so that one damaged article does not cost the others.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shared.domain.errors import RawObjectCorrupt
from shared.domain.identity import RawKey
from shared.usecases.load_ports import PackMember

_GZIP = 31  # zlib's window size for gzip with its header and checksum
_LEVEL = 1  # texts come to 45 %; level 6 takes three times as long for 40 %
_LONGEST_LIST = 1024 * 1024  # bytes, unpacked: of 200 articles with envelopes of 2 KB
_LONGEST_ARTICLE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """Where an article stands behind the list: `start` and `size` in bytes, and its envelope as JSON."""

    start: int
    size: int
    envelope: str


@dataclass(frozen=True)
class PackList:
    """What is in a pack; `end` is where the list ends and the articles begin."""

    places: dict[RawKey, Place]
    end: int


def pack_file(members: Sequence[PackMember]) -> tuple[str, bytes]:
    """Give the SHA-256 of what is inside, in 64 hexadecimal digits, and the file."""
    envelopes = [one.envelope.model_dump(mode="json", exclude_none=True) for one in members]
    named = [(one.key, envelope) for one, envelope in zip(members, envelopes, strict=True)]
    return _file(named, [_packed(member.body) for member in members])


def _file(named: Sequence[tuple[RawKey, dict[str, Any]]], texts: Sequence[bytes]) -> tuple[str, bytes]:
    rows, start = [], 0
    for (key, envelope), text in zip(named, texts, strict=True):
        rows.append({"key": str(key.alone), "at": [start, len(text)], "envelope": envelope})
        start += len(text)
    # Of the names and envelopes, not of the packed bytes, which another version of zlib may make otherwise; the
    # name of each member holds the SHA-256 of its own bytes.
    told = json.dumps([[row["key"], row["envelope"]] for row in rows], ensure_ascii=False)
    listed = json.dumps(rows, ensure_ascii=False).encode()
    return sha256(told.encode()).hexdigest(), b"".join([_packed(listed), *texts])


def read_list(start: bytes, pack: str) -> PackList | None:
    """Read the list of a pack from its first bytes, None where they are too few; raise RawObjectCorrupt."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        listed = unpacker.decompress(start, _LONGEST_LIST)
        if unpacker.unconsumed_tail:
            raise RawObjectCorrupt(f"the list of {pack} is too long")
        if not unpacker.eof:
            return None
        places = {_key(row["key"], pack): _place(row) for row in json.loads(listed)}
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise RawObjectCorrupt(f"the list of {pack} cannot be read") from error
    return PackList(places, len(start) - len(unpacker.unused_data))


def read_member(file: bytes, listed: PackList, place: Place, pack: str) -> bytes:
    """Give the bytes of one article of a whole pack; raise RawObjectCorrupt."""
    start = listed.end + place.start
    unpacker = zlib.decompressobj(_GZIP)
    try:
        body = unpacker.decompress(file[start : start + place.size], _LONGEST_ARTICLE)
    except zlib.error as error:
        raise RawObjectCorrupt(f"an article of {pack} cannot be unpacked") from error
    if not unpacker.eof:
        raise RawObjectCorrupt(f"an article of {pack} ends too early")
    return body


def without(file: bytes, pack: str, gone: Iterable[RawKey]) -> tuple[str, bytes] | None:
    """Give a whole pack but for these, as `pack_file` does, None where nothing is left; raise RawObjectCorrupt.

    What stays is copied as it is packed: a neighbour that is damaged keeps nothing from going.
    """
    listed = read_list(file, pack)
    if listed is None:
        raise RawObjectCorrupt(f"the list of {pack} ends too early")
    left = listed.places.keys() - set(gone)
    places = {key: place for key, place in listed.places.items() if key in left}
    starts = [(listed.end + place.start, place.size) for place in places.values()]
    named = [(key, json.loads(place.envelope)) for key, place in places.items()]
    return _file(named, [file[start : start + size] for start, size in starts]) if left else None


def _place(row: dict[str, Any]) -> Place:
    start, size = row["at"]
    return Place(int(start), int(size), json.dumps(row["envelope"]))


def _key(written: str, pack: str) -> RawKey:
    alone = RawKey.parse(written)
    return RawKey(alone.source, alone.article_id, alone.order, alone.takedown, alone.digest, pack)


def _packed(plain: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)  # its header holds no time: the same gives the same
    return packer.compress(plain) + packer.flush()
