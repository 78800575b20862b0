"""What a bulk load needs of the world besides the ports of all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.domain.envelope import Envelope
from shared.domain.identity import RawKey
from shared.usecases.ports import RawStore, Stored


@dataclass(frozen=True)
class PackMember:
    """One article on its way into a pack."""

    key: RawKey
    envelope: Envelope
    body: bytes

    @property
    def article_id(self) -> str:
        """Give whose version it is."""
        return self.key.article_id

    @property
    def size(self) -> int:
        """Give the bytes of what was sent."""
        return len(self.body)


class PackStore(RawStore, Protocol):
    """The raw store as a bulk load sees it. All methods raise Unavailable when the store does not answer."""

    def of_source(self, source: str, prefix: str = "") -> Iterator[Stored]:
        """Give all of one source in the order of the articles' ids, of which each begins so."""

    def rejected(self, source: str) -> Iterator[RawKey]:
        """Give what of this source was rejected and not tried again since."""

    def takedowns(self, source: str, slot: str) -> Iterator[RawKey]:
        """Give the takedowns of one slot's articles that came one by one, as they are now."""

    def put_pack(self, source: str, level: int, slot: str, members: Sequence[PackMember]) -> None:
        """Keep these as one object, and tell the index function; where the same is there, change nothing."""


@dataclass(frozen=True)
class Kill:
    """A takedown that an article of a load asks for, of another article; `number` is the one that asks."""

    number: int
    key: RawKey
    envelope: Envelope


@dataclass(frozen=True)
class Spooled:
    """One article of a load as it was read; `name` says where, for people."""

    article_id: str
    name: str
    envelope: Envelope
    body: bytes


class Spool(Protocol):
    """Holds on disk what a load has read, so that the memory does not grow with it."""

    def add(self, article: Spooled) -> None:
        """Take in one article."""

    def articles(self) -> Iterator[tuple[int, Spooled]]:
        """Give all by their ids, those of one id as they came, each with its number."""

    def keep(self, number: int, key: RawKey, envelope: Envelope) -> None:
        """Note that this one is to be packed, and as what; it may be called while `articles` goes on."""

    def kept(self) -> Iterator[PackMember]:
        """Give what is to be packed, by the articles' ids."""

    def kept_of(self, article_id: str) -> list[tuple[int, RawKey, Envelope]]:
        """Give what of one article is to be packed, with the numbers, in their order."""

    def kill(self, kill: Kill) -> None:
        """Note what is to be taken down before anything is packed; it may be called while `articles` goes on."""

    def kills(self) -> Iterator[Kill]:
        """Give what is to be taken down."""

    def know(self, takedown: RawKey) -> None:
        """Note a takedown that the places of this load's versions allow for."""

    def known(self, first: str, last: str) -> set[RawKey]:
        """Give the takedowns that were noted of the articles whose ids are between these, both of them too."""
