"""The log of changes as one who follows it reads it: nothing twice, nothing left out, while articles arrive.

Several writers put changes into the log, each with the time at which it began, so that a change may turn up behind
one that was read already. Nothing does once it is SETTLED_AFTER old. The place of a follower is therefore the last
change that had settled, with the newer ones that it was given besides.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from shared.domain.change import Change, Told
from shared.domain.errors import BadInput, FieldError
from shared.domain.identity import milliseconds
from shared.domain.parameters import ParameterReader, number
from shared.domain.signed import signed, unsigned

SETTLED_AFTER = timedelta(
    seconds=40
)  # an index function ends after 29; the engine shows what it wrote a second later
_MOST_GIVEN = 100  # a cursor stays shorter than what an address may hold
_DIGITS = 12  # of a mark: 48 bits
_PURPOSE = b"changes\n"
_MOST, _DEFAULT = 500, 100
_MAX_LENGTH = 4_000


@dataclass(frozen=True)
class LoggedChange:
    """One line of the log; of a withdrawn article only its id and the time are told."""

    id: str
    source: str
    told: Told
    expires_at: datetime | None = None

    @property
    def mark(self) -> str:
        """Tells this change from every other, whatever its time: an index that is made anew may tell another."""
        is_shown = self.told.change is not Change.WITHDRAWN
        return sha256(f"{self.id}\n{self.told.by}\n{is_shown}".encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class Place:
    """Where a follower stands: after this change, by time and id, and what it was given of newer ones."""

    at: int = 0  # milliseconds
    id: str = ""
    given: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ChangesRequest:
    """What to give of the log; `since` is a cursor or a time, not yet read."""

    since: str | None = None
    page_size: int = _DEFAULT


def parse_changes(parameters: Mapping[str, str]) -> ChangesRequest:
    """Read the parameters; raise BadInput that names every one that is wrong."""
    reader = ParameterReader(parameters)
    request = ChangesRequest(
        since=reader.read("since", _since, None),
        page_size=reader.read("page-size", number(1, _MOST), _DEFAULT),
    )
    reader.finish()
    return request


def next_page(
    place: Place, found: Sequence[LoggedChange], page_size: int, now: datetime
) -> tuple[list[LoggedChange], Place]:
    """Give what of the changes after a place is new to a follower, and where it stands then."""
    page: list[LoggedChange] = []
    settled_until = milliseconds(now - SETTLED_AFTER)
    at, last, given = place.at, place.id, set(place.given)
    fresh: set[str] = set()
    for change in found:
        moment = milliseconds(change.told.at)
        is_new, has_settled = change.mark not in place.given, moment <= settled_until
        if is_new and (len(page) == page_size or (not has_settled and len(given) >= _MOST_GIVEN)):
            return page, Place(at, last, frozenset(given))
        if is_new:
            page.append(change)
        if has_settled:
            at, last = moment, change.id
            given.discard(change.mark)
        else:
            fresh.add(change.mark)
            given.add(change.mark)
    return page, Place(at, last, frozenset(fresh))


def write_cursor(place: Place, secret: bytes) -> str:
    """Give the place as a cursor, signed."""
    written = json.dumps([place.at, place.id, "".join(sorted(place.given))], separators=(",", ":")).encode()
    return signed(written, _PURPOSE, secret)


def read_since(since: str | None, secret: Callable[[], bytes]) -> Place:
    """Give the place that a cursor or a time stands for; raise BadInput for a cursor that is forged or cut."""
    if since is None:
        return Place()
    if (moment := _moment(since)) is not None:
        return Place(milliseconds(moment))
    try:
        written = unsigned(since, _PURPOSE, secret())
    except ValueError:
        raise BadInput(f"The parameter since {_FORM}.", [FieldError(_FORM, parameter="since")]) from None
    at, last, given = json.loads(written)
    return Place(at, last, frozenset(given[n : n + _DIGITS] for n in range(0, len(given), _DIGITS)))


def _since(written: str) -> str:
    if not 0 < len(written) <= _MAX_LENGTH:
        raise ValueError(_FORM)
    return written


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written.replace(" ", "+") if "T" in written else written)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


_FORM = "is a cursor of ours, taken from links.next as it is, or a time as in 2024-03-05T20:15:00Z"
