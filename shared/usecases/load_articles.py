"""Loads any number of articles at once: read as a push is, compared with what is kept, packed by the hundred."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, groupby

from shared.domain.envelope import LONGEST_HINTS, Hints
from shared.domain.errors import ArticlePurged, BadInput, CopydeskError, Unavailable, VersionConflict
from shared.domain.identity import RawKey
from shared.domain.pack import level_for, packed
from shared.formats import registry
from shared.formats.payload import Payload
from shared.usecases.accept_articles import envelope_of, incoming, or_error
from shared.usecases.keep_version import keep_version
from shared.usecases.load_ports import Kill, PackMember, PackStore, Spool, Spooled
from shared.usecases.load_takedowns import HeldDown, hold_down, take_others_down
from shared.usecases.one_article import OneArticle
from shared.usecases.ports import Stored

_NO_HINTS = Hints()
_PARALLEL_PUTS = 8
_MOST_REASONS = 1_000  # of what was refused; the rest is counted
_TAKEN_DOWN = "taken-down-meanwhile"  # the notice of what is kept and not shown


@dataclass(frozen=True)
class Piece:
    """Something to be read: a file, or a part of one, with a name that a person finds it by."""

    name: str
    payload: Payload
    hints: Hints = _NO_HINTS


@dataclass(frozen=True)
class Unread:
    """A piece that could not be read at all."""

    name: str
    error: CopydeskError


@dataclass(frozen=True)
class PassedOver:
    """A file that is no article by its name."""

    name: str


@dataclass(frozen=True)
class Refused:
    """One article, or one piece, that was not taken, and why."""

    name: str
    reason: str


@dataclass
class Summary:
    """What became of a load; `refused` and `not_looked_at` hold the first thousand, the numbers count all."""

    read: int = 0
    kept: int = 0
    there: int = 0
    conflicts: int = 0
    refusals: int = 0
    packs: int = 0
    passed_over: int = 0
    refused: list[Refused] = field(default_factory=list)
    not_looked_at: list[str] = field(default_factory=list)
    notices: dict[str, int] = field(default_factory=dict)

    def refuse(self, name: str, error: CopydeskError) -> None:
        """Count what was not taken."""
        self.refusals += 1
        if len(self.refused) < _MOST_REASONS:
            self.refused.append(Refused(name, error.in_full))

    def pass_over(self, name: str) -> None:
        """Count what was not looked at."""
        self.passed_over += 1
        if len(self.not_looked_at) < _MOST_REASONS:
            self.not_looked_at.append(name)


Advance = Callable[[int], None]


def read_pieces(
    pieces: Iterable[Piece | Unread | PassedOver],
    *,
    source: str,
    format_name: str | None,
    spool: Spool,
    now: datetime,
    summary: Summary,
    advance: Advance,
) -> None:
    """Read every article of these into the spool; what cannot be read is refused and costs nothing else."""
    for piece in pieces:
        if isinstance(piece, PassedOver):
            summary.pass_over(piece.name)
            continue
        if isinstance(piece, Unread):
            summary.refuse(piece.name, piece.error)
            continue
        number = 0
        for number, article in enumerate(_articles(piece, source, format_name, now), 1):
            summary.read += 1
            if isinstance(article, CopydeskError):
                summary.refuse(f"{piece.name}, article {number}", article)
            else:
                spool.add(article)
        advance(number)


def _articles(
    piece: Piece, source: str, format_name: str | None, now: datetime
) -> Iterator[Spooled | CopydeskError]:
    parts = iter(registry.take_apart(piece.payload, format_name))
    for number in count():
        part = or_error(lambda: next(parts, None))
        if part is None:
            return
        if number == registry.MAX_ARTICLES:
            yield BadInput(f"It holds more than {number} articles; those behind were not read. Divide it.")
            return
        if isinstance(part, CopydeskError):
            yield part
            return
        yield _spooled(piece, *part, source, now)


def _spooled(
    piece: Piece, document: Payload, reader: registry.Format | CopydeskError, source: str, now: datetime
) -> Spooled | CopydeskError:
    if isinstance(reader, CopydeskError):
        return reader
    if piece.hints.size > LONGEST_HINTS:
        return BadInput(f"Its address is too long: with what is around it, more than {LONGEST_HINTS} bytes.")

    def read() -> Spooled:
        envelope = envelope_of(document, source, reader, now, piece.hints)
        item = incoming(document, envelope)
        return Spooled(item.key.article_id, piece.name, envelope, item.body)

    return or_error(read)


def compare(
    *, source: str, spool: Spool, store: PackStore, summary: Summary, writes: bool, advance: Advance
) -> None:
    """Decide of each article in the spool whether it is new, by the rules of a push.

    Both sides come in the order of the articles' ids, so that no article costs a request of its own. What
    contradicts a version that is there is kept aside at once; the rest waits in the spool.
    """
    rejected = {key.article_id for key in store.rejected(source)}
    stored = _Stored(store.of_source(source))
    for article_id, same in groupby(spool.articles(), key=lambda one: one[1].article_id):
        one = OneArticle(
            source, article_id, stored.of(article_id), store, was_rejected=article_id in rejected, writes=writes
        )
        for place, (number, spooled) in enumerate(same):
            received_at = spooled.envelope.received_at
            _decide(spooled, place, one, summary)
            for key, raw in one.take():
                spool.keep(number, key, raw.envelope)
                summary.kept += 1
            for key, envelope in one.take_kills() if writes else ():
                spool.kill(Kill(number, key, envelope))
            advance(1)
        for key in one.takedowns_until(received_at):
            spool.know(key)


def _decide(spooled: Spooled, place: int, article: OneArticle, summary: Summary) -> None:
    envelope = spooled.envelope
    received_at = envelope.received_at + timedelta(milliseconds=place)  # orders edits that have no version
    try:
        payload = Payload(spooled.body, envelope.media_type, envelope.charset)
        item = incoming(payload, envelope.model_copy(update={"received_at": received_at}))
        receipt = keep_version(item, article)
    except Unavailable:
        raise
    except VersionConflict:
        summary.conflicts += 1
    except CopydeskError as error:
        summary.refuse(spooled.name, error)
    else:
        summary.there += not article.has_new
        for one in receipt.notices:
            summary.notices[one.code] = summary.notices.get(one.code, 0) + 1


class _Stored:
    """What is kept of a source, walked through once in the order of the ids."""

    def __init__(self, everything: Iterator[Stored]) -> None:
        self._groups = groupby(everything, key=lambda one: one.key.article_id)
        self._next: tuple[str, list[Stored]] | None = ("", [])

    def of(self, article_id: str) -> list[Stored]:
        """Give what is kept of this article; each call asks for a greater id."""
        while self._next is not None and self._next[0] < article_id:
            group = next(self._groups, None)
            self._next = None if group is None else (group[0], list(group[1]))
        return self._next[1] if self._next is not None and self._next[0] == article_id else []


def write_packs(
    *, source: str, spool: Spool, store: PackStore, summary: Summary, advance: Advance, check: Callable[[], None]
) -> None:
    """Write what is new, packed, some packs at once; raise Unavailable where the store does not answer.

    Then the same load again writes what is missing. `check` raises when this load may not go on; it is asked
    before each pack.
    """
    take_others_down(source=source, spool=spool, store=store)
    level = level_for(summary.kept)

    def write(slot: str, members: Sequence[PackMember], known: Collection[RawKey]) -> HeldDown:
        held = hold_down(members, source=source, slot=slot, known=known, store=store)
        check()
        if held.members:
            store.put_pack(source, level, slot, held.members)
        return held

    with ThreadPoolExecutor(_PARALLEL_PUTS) as pool:
        waiting: deque[Future[HeldDown]] = deque()

        def settle() -> None:
            held = waiting.popleft().result()
            _count(held, summary)
            advance(len(held.members) + len(held.erased))

        last = ""
        for slot, members in packed(spool.kept(), level):
            while waiting and members[0].article_id == last:
                settle()  # were this one kept and the one before it not, a repeated load would take that for newer
            last = members[-1].article_id
            known = spool.known(members[0].article_id, members[-1].article_id)
            waiting.append(pool.submit(write, slot, members, known))
            if len(waiting) == _PARALLEL_PUTS:  # what waits is in memory
                settle()
        while waiting:
            settle()


def _count(held: HeldDown, summary: Summary) -> None:
    summary.packs += bool(held.members)
    summary.kept -= len(held.erased)
    for one in held.erased:
        summary.refuse(f"article {one.article_id}", ArticlePurged("It was erased for good while this went on."))
    if held.covered:
        summary.notices[_TAKEN_DOWN] = summary.notices.get(_TAKEN_DOWN, 0) + held.covered
