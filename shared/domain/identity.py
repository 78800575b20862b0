"""Who an article is and which of its versions is newer."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum
from hashlib import sha256

from shared.domain.article import Content
from shared.domain.errors import BadInput, FieldError
from shared.domain.text import HIDDEN, clean_line
from shared.domain.version_place import LARGEST

ARTICLE_ID = re.compile(r"[0-9a-f]{32}")
SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
# A sender's id in a path. Ids inside an article are often URIs and may hold more (see `checked_source_id`).
PATH_SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")
_MAX_SOURCE_ID_BYTES = 512
_CLOCK_TOLERANCE = timedelta(minutes=5)


class Stage(IntEnum):
    """How much of one version may be shown. Within one version only a later stage replaces an earlier one."""

    HELD = 0
    PUBLISHED = 1
    WITHDRAWN = 2


def index_version(order: int, stage: Stage) -> int:
    """Give the external version under which OpenSearch keeps this stage of this version.

    An order stays below 2**60, and OpenSearch's versions end at 2**63 - 1.
    """
    return order * 4 + stage


def article_id(source: str, source_id: str) -> str:
    """Give the stable id of a source's article: 32 hexadecimal digits of a SHA-256."""
    return sha256(f"{source}\n{source_id}".encode()).hexdigest()[:32]


def checked_source_id(source_id: str) -> str:
    """Give the sender's id in NFC; raise BadInput where it could be mistaken for another id.

    Hidden characters, white space inside, or more than 512 bytes make an id that nobody can compare by eye.
    """
    short = source_id.strip()
    is_long = len(short) > _MAX_SOURCE_ID_BYTES  # told before normalisation, which is slow on hostile text
    normal = "" if is_long else unicodedata.normalize("NFC", short)
    if (
        not normal
        or len(normal.encode()) > _MAX_SOURCE_ID_BYTES
        or HIDDEN.search(normal)
        or re.search(r"\s", normal)
    ):
        raise BadInput(
            "The article's id cannot be used.",
            [
                FieldError(
                    "an id has 1 to 512 bytes, no white space and no invisible characters", field="source_id"
                )
            ],
        )
    return normal


def derived_source_id(content: Content) -> str:
    """Give an id for an article whose sender gives none: a hash of its words.

    The words alone count, so that the same article in another layout or encoding stays the same article.
    """
    words = "\n".join(clean_line(text or "") for text in (content.headline, content.body_text)).casefold()
    return f"text:{sha256(words.encode()).hexdigest()[:32]}"


def version_order(content: Content, *, received_at: datetime) -> int | None:
    """Give the integer that orders an article's versions, None when the sender gives nothing to order by.

    A version of digits counts as a number, else the date of the update in milliseconds. Raises BadInput for a
    version of 2**55 or more and for an update dated more than five minutes after `received_at`: one wrong clock
    would otherwise shut out every later version.
    """
    version = content.version or ""
    if re.fullmatch(r"[0-9]+", version):
        if len(version) > 19 or int(version) > LARGEST:
            raise BadInput("The version is too large.", [FieldError("less than 2^55", field="version")])
        return int(version)
    if content.updated_at is None:
        return None
    if content.updated_at > received_at + _CLOCK_TOLERANCE:
        raise BadInput(
            "The article says it was updated in the future.",
            [FieldError(f"{content.updated_at.isoformat()} is more than five minutes ahead", field="updated_at")],
        )
    return milliseconds(content.updated_at)


def milliseconds(moment: datetime) -> int:
    """Give milliseconds since 1970, never negative."""
    return max(0, int(moment.timestamp() * 1000))


@dataclass(frozen=True)
class RawKey:
    """The name of one version of one article in the raw store.

    It holds what must be known without opening the object: whose it is, which article, its place among the
    versions (`order`, None when only the time of receipt orders it), and the SHA-256 of what was sent. `pack` is
    the object that holds it where it is kept together with others: where something is kept does not make it
    another thing.
    """

    source: str
    article_id: str
    order: int | None
    takedown: bool
    digest: str
    pack: str | None = field(default=None, compare=False)

    _PATTERN = re.compile(
        r"(?:raw/(?P<source>[a-z0-9][a-z0-9-]{0,62})"
        r"|(?P<pack>packs/(?P<packed>[a-z0-9][a-z0-9-]{0,62})/\d\d/(?:-|[01]{1,12})/[0-9a-f]{64}))/"
        r"(?P<id>[0-9a-f]{32})/"
        r"(?P<order>\d{19}|unversioned)-(?P<kind>article|takedown)-(?P<digest>[0-9a-f]{64})"
    )

    def __str__(self) -> str:
        order = "unversioned" if self.order is None else f"{self.order:019d}"
        kind = "takedown" if self.takedown else "article"
        return f"{self.pack or f'raw/{self.source}'}/{self.article_id}/{order}-{kind}-{self.digest}"

    @property
    def alone(self) -> "RawKey":
        """Give the key under which this version would be kept as an object of its own."""
        return replace(self, pack=None)

    @classmethod
    def is_one(cls, key: str) -> bool:
        """Tell whether this is a key of ours."""
        return cls._PATTERN.fullmatch(key) is not None

    @classmethod
    def parse(cls, key: str) -> "RawKey":
        """Read a key; raise ValueError for one that is not ours."""
        match = cls._PATTERN.fullmatch(key)
        if match is None:
            raise ValueError(f"not the key of a raw article: {key[:200]!r}")
        order = None if match["order"] == "unversioned" else int(match["order"])
        source = match["source"] or match["packed"]
        return cls(source, match["id"], order, match["kind"] == "takedown", match["digest"], match["pack"])
