"""What the use cases need of the world, as protocols; `shared.adapters` makes them real."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from shared.domain.article import Article
from shared.domain.change import Told
from shared.domain.change_log import LoggedChange, Place
from shared.domain.envelope import Envelope
from shared.domain.identity import RawKey, Stage
from shared.domain.position import Position
from shared.domain.search_request import SearchRequest
from shared.domain.story import Member
from shared.domain.suggest_request import SuggestRequest

Names = Mapping[str, tuple[str, ...]]
MOST_MEMBERS = 200  # of one story that the index gives


@dataclass(frozen=True)
class RawObject:
    """One article as it was sent."""

    body: bytes
    envelope: Envelope


@dataclass(frozen=True)
class Rejection:
    """Why an article that was received could not be indexed."""

    reason: str
    at: datetime


@dataclass(frozen=True)
class Purged:
    """The fact that an article was erased for good: all that is kept of it."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class Stored:
    """A raw object as a listing tells of it: its key, and when it was kept, to the second."""

    key: RawKey
    kept_at: datetime


class Apart(Protocol):
    """Does what may end the process that does it."""

    def __call__[T](self, works: Sequence[Callable[[], T]]) -> list[T | Exception]:
        """Give what each piece of work gives or raises.

        That is Deadly where it ends its process, and Unavailable where no time is left for it.
        """


class RawStore(Protocol):
    """The truth: every article as it was sent. All methods raise Unavailable when the store does not answer."""

    def put(self, key: RawKey, body: bytes, envelope: Envelope) -> bool:
        """Keep it, and tell the index function; when it is there already, change nothing and give False."""

    def put_again(self, key: RawKey) -> None:
        """Forget why this object was rejected and tell the index function of it once more."""

    def put_conflicting(self, key: RawKey, body: bytes, envelope: Envelope) -> None:
        """Keep what was refused because its version was there with other content."""

    def get(self, key: RawKey) -> RawObject:
        """Give it; raise RawObjectMissing or RawObjectCorrupt."""

    def envelope(self, key: RawKey) -> Envelope:
        """Give the envelope alone; raise RawObjectMissing."""

    def versions(self, source: str, article_id: str) -> list[Stored]:
        """Give all versions of one article."""

    def everything(self, prefix: str = "") -> Iterator[Stored]:
        """Give every object whose article's id begins so, the versions of one article next to each other.

        What cannot be read hides nothing else: it is passed over.
        """

    def is_unclear(self, source: str, article_id: str) -> bool:
        """Tell whether a version or the takedown of this article may have been passed over."""

    def reject(self, key: RawKey, rejection: Rejection) -> None:
        """Keep the reason why this object cannot be indexed."""

    def rejection(self, key: RawKey) -> Rejection | None:
        """Give the reason that was kept, if any."""

    def purged(self, source: str, article_id: str) -> Purged | None:
        """Tell of an article that was erased for good; its purge leaves a takedown among its versions."""


class Outcome(StrEnum):
    """What became of one article in the index. Superseded means that a newer version is there: a success."""

    INDEXED = "indexed"
    SUPERSEDED = "superseded"
    RETRY = "retry"
    REJECTED = "rejected"


@dataclass(frozen=True)
class WriteResult:
    """The outcome for one article; `reason` says why when it was not written."""

    outcome: Outcome
    reason: str | None = None


@dataclass(frozen=True)
class IndexEntry:
    """One version on its way into the index; a takedown through the API has no article of its own.

    `links` are the ids of the articles that it belongs with. `member` is what its story knows of it; `at` is when
    that was found out. `told` is what readers are told of it, None for what they never saw. `again` says that the
    index holds this very version and that it is written over itself, since it was read anew.
    """

    key: RawKey
    order: int
    stage: Stage
    article: Article | None
    links: frozenset[str] = frozenset()
    member: Member | None = None
    at: datetime | None = None
    received_at: datetime | None = None
    told: Told | None = None
    again: bool = False


@dataclass(frozen=True)
class Due:
    """A version that the clock brings to its next stage: its embargo ends, or its time."""

    key: RawKey
    at: datetime


@dataclass(frozen=True)
class IndexedArticle:
    """What the index holds of one article; `document` is what readers may see of a published one.

    `was_told` says that readers were told of it at some time, of its publication or its withdrawal.
    """

    version: int
    stage: Stage
    key: RawKey
    embargo_until: datetime | None
    expires_at: datetime | None
    document: dict[str, Any]
    was_told: bool = True


@dataclass(frozen=True)
class SearchHits:
    """One page of results as the index gives it; `following` is where the next page starts, None at the end.

    Of a search that was forgiving, `unknown` are words of the query that are in no article, and `words_found`
    those that came near. `only_pinned` says that all results are there for being pinned, `shifting` that no
    snapshot could be had.
    """

    total: int
    results: list[dict[str, Any]]
    facets: dict[str, Any]
    following: Position | None = None
    unknown: tuple[str, ...] = ()
    words_found: tuple[str, ...] = ()
    only_pinned: bool = False
    shifting: bool = False


class StoryIndex(Protocol):
    """Who belongs to which story. All methods raise Unavailable when the engine does not answer."""

    def kin(self, members: Sequence[Member]) -> list[Member]:
        """Give what the index holds of these articles, and one member of each story that they may belong to.

        Of each such story, and of 50 at most for one article, that is who has a key or the most bands in common
        with it, or is in the story of its id.
        """

    def members(self, story_ids: Sequence[str]) -> list[Member]:
        """Give the members of these stories, MOST_MEMBERS of each at most."""

    def torn(self, since: datetime) -> list[Member]:
        """Give articles indexed since then that have a key or a band in common and are in different stories."""

    def move(self, story_of: Mapping[str, str], now: datetime) -> None:
        """Bring these articles, by their ids, into these stories, and change nothing else of them."""


class ToldIndex(Protocol):
    """What readers were told. All methods raise Unavailable when the engine does not answer."""

    def told(self, article_ids: Sequence[str]) -> dict[str, Told | None]:
        """Give what readers are told of each of these that the index holds, at once after a write."""

    def made_at(self) -> datetime | None:
        """Give when the index was made, None where there is none."""


@dataclass(frozen=True)
class Origin:
    """What a document was made of, and by the rules of which release; None of one without content."""

    version: int
    key: RawKey
    parser_version: int | None


class ArticleIndex(StoryIndex, ToldIndex, Protocol):
    """The view of all articles, to be written. All methods raise Unavailable when the engine does not answer."""

    def prepare(self) -> None:
        """Make the index and its alias where they are missing."""

    def write(self, entries: Sequence[IndexEntry]) -> list[WriteResult]:
        """Write all in one request and give the result of each, in order."""

    def versions(self, article_ids: Sequence[str]) -> dict[str, tuple[int, RawKey]]:
        """Give, of each of these that is there, its index version and what it was made of."""

    def origins(self, article_ids: Sequence[str]) -> dict[str, Origin]:
        """Give of each of these that is there how it was made, at once after a write."""

    def due(self, until: datetime) -> Iterator[Due]:
        """Give held articles whose embargo ends by `until`, then published ones that expire by then."""


class ArticleLookup(Protocol):
    """One article of the index. Raises Unavailable when the engine does not answer."""

    def find(self, article_id: str) -> IndexedArticle | None:
        """Give what the index holds under this id, at once after a write."""


class ArticleSearch(Protocol):
    """The view that readers search. Raises Unavailable when the engine does not answer."""

    def search(
        self, request: SearchRequest, now: datetime, start: Position | None = None, names: Names | None = None
    ) -> SearchHits:
        """Give one page of what is visible at `now`: the first, or that which starts there.

        `names` are names of the query with their other spellings. Raise BadInput for a page that is gone.
        """


class Suggestions(Protocol):
    """What there is to find. Raises Unavailable when the engine does not answer."""

    def suggest(self, request: SuggestRequest, now: datetime) -> dict[str, Any]:
        """Give headlines, authors and topics, visible at `now`, that begin as was typed."""


class RelatedArticles(ArticleLookup, Protocol):
    """What is like an article. All methods raise Unavailable when the engine does not answer."""

    def related(self, article: Mapping[str, Any], size: int, now: datetime) -> list[dict[str, Any]]:
        """Give visible articles like this one, of other stories and one of each."""


class ChangeLog(Protocol):
    """The log of changes. Raises Unavailable when the engine does not answer."""

    def changes(self, place: Place, size: int, now: datetime) -> list[LoggedChange]:
        """Give what readers are told of that changed after a place, the earliest first."""


class PinStore(Protocol):
    """The truth about what is pinned to queries. All methods raise Unavailable when the store does not answer."""

    def pin(self, wording: str, article_ids: Sequence[str]) -> None:
        """Keep what is pinned to a query of this wording; none ends it."""

    def pins(self) -> dict[str, list[str]]:
        """Give what is pinned, by the wording of the query."""


class PinIndex(Protocol):
    """What searches know of pins. All methods raise Unavailable when the engine does not answer."""

    def pins(self) -> dict[str, list[str]]:
        """Give what is pinned, by the wording of the query."""

    def put_pins(self, pins: Mapping[str, Sequence[str]]) -> None:
        """Pin these, and nothing else."""


class IndexQueue(Protocol):
    """The way to the index function."""

    def send(self, keys: Sequence[RawKey]) -> None:
        """Ask for these to be indexed; raise Unavailable when not all were taken."""

    def send_when_due(self, due: Sequence[Due], now: datetime) -> None:
        """Ask for each to be indexed at its time, or after 15 minutes if that is earlier; raise as `send` does."""
